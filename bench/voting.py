"""A whole electorate votes in secret through HTTP: claim signed in, drop without a login.

    .venv/bin/python bench/voting.py [voters] [--postgres] [--clients=32]

A real granian server with two workers beside this process, RSA-3072, every write durable. The voters'
devices are prepared beforehand (a phone does its own sums). Must: 5,000 votes within 60 s on PostgreSQL,
p95 of each request 1 s, none lost, none doubled; the last fifth no slower than the first; counting and
checking of all papers within 10 s for 10,000; five sheets of slips signed within 3 s. Floor, in the same run: a bare view with one durable
statement, twice, since a vote is two requests. Helios proves every ballot in zero knowledge and
OpenSlides does not encrypt at all: ours does neither, so their figures measure other work.
"""

from __future__ import annotations

import base64
import json
import os
import statistics
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from queue import Empty, Queue

import entering
import house
import rush

MUST, P95 = 60, 1000


def ballot_of(school):
    from zhijia.domains.ballots import actions

    chair, tellers = school.chair, school.people[1:3]
    ballot = actions.draft(school.org, by=chair, kind="poll", title="全员表决")
    actions.ask(ballot, by=chair, questions=[{"text": "是否同意", "form": "yesno"}])
    actions.enrol(ballot, by=chair, people=list(school.people))
    actions.name_tellers(ballot, by=chair, tellers=tellers)
    return actions.open_(ballot, by=chair)


def devices(given) -> list[tuple[bytes, bytes, int]]:
    """(message, blinded, inverse) of so many voters' devices, in a process of its own: the sums that a
    phone does after its code is stretched."""
    import secrets

    from zhijia.domains.ballots import blind

    count, public = given
    numbers = blind._load(public).public_numbers()
    found = []
    for _ in range(count):
        message, salt = secrets.token_bytes(64), secrets.token_bytes(48)
        factor = secrets.randbelow(numbers.n - 2) + 2
        found.append((message, *blind.blind(public, message, salt, factor)))
    return found


def post(path, body: bytes, cookie="") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\nContent-Type: application/json\r\n"
    if cookie:
        head += f"Cookie: sessionid={cookie}; csrftoken={rush.CSRF}\r\nX-CSRFToken: {rush.CSRF}\r\n"
    return head.encode() + b"\r\n" + body


def answer_of(stream) -> tuple[int, bytes]:
    status, body, length, pieces = int(stream.readline().split()[1]), b"", 0, False
    while (line := stream.readline()) not in (b"\r\n", b""):
        name, _colon, value = line.lower().partition(b":")
        length = int(value) if name == b"content-length" else length
        pieces = pieces or (name == b"transfer-encoding" and b"chunked" in value)
    body = stream.read(length)
    while pieces:
        size = int(stream.readline(), 16)
        body += stream.read(size + 2)[:size]
        pieces = size > 0
    return status, body


def vote_all(port, ballot, public, voters, clients):
    """(seconds, ms of every claim, ms of every drop, moments of completion)."""
    import socket

    from zhijia.domains.ballots import blind

    waiting, claims, drops, ends, faults = Queue(), [], [], [], []
    for voter in voters:
        waiting.put(voter)
    claim_at, drop_at = f"/ballots/ballot/{ballot.pk}/claim/", f"/ballots/urn/{ballot.pk}/"

    def one(line, stream, sent):
        start = time.perf_counter()
        line.sendall(sent)
        status, body = answer_of(stream)
        if status != 200:
            raise RuntimeError(f"{status} {body[:200]!r}")
        return (time.perf_counter() - start) * 1000, json.loads(body)

    def client():
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
                stream = line.makefile("rb")
                while True:
                    session, (message, asked, inverse) = waiting.get_nowait()
                    blinded = base64.b64encode(asked).decode()
                    took, said = one(
                        line,
                        stream,
                        post(claim_at, json.dumps({"blinded": blinded}).encode(), session),
                    )
                    claims.append(took)
                    answer = base64.b64decode(said["answer"])
                    signature = blind.finalize(public, message, answer, inverse)
                    paper = {"klass": "A", "message": base64.b64encode(message).decode(),
                             "signature": base64.b64encode(signature).decode(), "body": '{"a":{"1":"yes"}}'}  # fmt: skip
                    drops.append(one(line, stream, post(drop_at, json.dumps(paper).encode()))[0])
                    ends.append(time.perf_counter())
        except Empty:
            return
        except BaseException as error:  # a thread would lose it
            faults.append(error)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise SystemExit(f"{len(faults)} went wrong: {faults[:2]}")
    return time.perf_counter() - start, claims, drops, [end - start for end in sorted(ends)]


def sign_slips(ballot, school, made) -> float:
    """Seconds to sign as many slips as are made at one time."""
    from zhijia.domains.ballots import actions
    from zhijia.domains.ballots.actions.slips import MOST

    blinded = [asked for _message, asked, _inverse in made[:MOST]]
    start = time.perf_counter()
    actions.print_slips(ballot, by=school.people[1], klass="A", blinded=blinded)
    return time.perf_counter() - start


def count_and_check(ballot, school) -> tuple[float, float]:
    """Seconds to count through the actions, and for the checker over the published record."""
    from zhijia.domains.ballots import actions
    from zhijia.domains.ballots.checker import check_ballot
    from zhijia.domains.ballots.models import Ballot
    from zhijia.domains.ballots.pages.ballots import public_record

    ballot = Ballot.objects.get(pk=ballot.pk)
    actions.close(ballot, by=school.chair, left=120)
    start = time.perf_counter()
    actions.count(ballot, by=school.people[1])
    counted = time.perf_counter() - start
    for teller in school.people[1:3]:
        actions.certify(ballot, by=teller)
    record = json.loads(json.dumps(public_record(Ballot.objects.get(pk=ballot.pk))))
    start = time.perf_counter()
    report = check_ballot.check(record)
    checked = time.perf_counter() - start
    assert not report.faults, report.faults
    assert record["result"]["returned"] == record["marked"] == len(record["roll"]), (
        "lost or doubled"
    )
    return counted, checked


def main() -> None:
    voters, clients = house.numbers(5000)[0], rush.option("--clients", 32)
    house.boot()
    folder = Path(os.environ["ZHIJIA_DATA"])
    house.probe()
    from zhijia.domains.ballots import casting
    from zhijia.domains.ballots.models import SigningKey

    school = house.School(1, members=voters)
    sessions = dict(rush.crowd(school))
    ballot = ballot_of(school)
    public = casting.unb64(SigningKey.objects.get(ballot=ballot).public)
    with ProcessPoolExecutor(2) as pool:
        halves = [(voters // 2, public), (voters - voters // 2, public)]
        made = [device for half in pool.map(devices, halves) for device in half]
    with ProcessPoolExecutor(1) as pool:  # other messages than the voters'
        slips = sign_slips(ballot, school, pool.submit(devices, (120, public)).result())
    bare = rush.floor(folder, voters, clients) / 2
    started, port = rush.serve("zhijia.site.wsgi:application", folder)
    try:
        pairs = [(sessions[p.pk], device) for p, device in zip(school.people, made, strict=True)]
        wall, claims, drops, ends = vote_all(port, ballot, public, pairs, clients)
    finally:
        entering.stop(started)
    counted, checked = count_and_check(ballot, school)
    fifth = voters // 5
    first, last = ends[fifth - 1], ends[-1] - ends[-fifth - 1]
    print(
        f"{house.engine()}: {voters:,} voters, {clients} clients: none lost, none doubled, all checked"
    )
    must = MUST if house.wants_postgres() else None
    house.report("floor: bare view, two durable statements", bare, "/s")
    house.report("120 slips signed", slips, "s", must=3)
    house.report("everybody has voted", wall, "s", must=must)
    house.report("whole votes", voters / wall, "/s", aim=400, floor=bare, least=True)
    p95 = lambda ms: sorted(ms)[int(len(ms) * 0.95)]  # noqa: E731
    house.report(
        "claim, p95", p95(claims), "ms", must=P95, note=f"p50 {statistics.median(claims):.0f}"
    )
    house.report(
        "drop, p95", p95(drops), "ms", must=P95, note=f"p50 {statistics.median(drops):.0f}"
    )
    house.report("last fifth beside the first", last / first, "x", note="1 is no slowing")
    house.report(
        "count of 10,000 papers (in proportion)", counted * 10_000 / voters, "s", must=10, aim=1
    )
    house.report(
        "check of 10,000 papers (in proportion)", checked * 10_000 / voters, "s", must=10, aim=1
    )


if __name__ == "__main__":
    sys.exit(main())
