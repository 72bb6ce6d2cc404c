"""A whole staff signs in: 1,000 people through HTTP, each the form and then the password.

    .venv/bin/python bench/entering.py [people] [--postgres]

A real granian server with two workers beside this process, the real hasher. Must: all within 60 s.
Floor, in the same run: the same number of argon2 checks on both cores and nothing else.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from queue import Empty, Queue
from urllib.parse import urlencode

import house

MUST, AT_ONCE, CORES = 60, 8, 2
PASSWORD = "correct horse battery"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def staff(count) -> list[str]:
    """So many members of one school with accounts; their usernames. One hash serves all."""
    from django.contrib.auth.hashers import make_password

    from zhijia.kernel.people import Account

    school = house.School(1, members=count)
    Account.objects.all()._raw_delete("default")
    hashed = make_password(PASSWORD)
    accounts = [Account(username=f"t{p.pk}", person=p, password=hashed) for p in school.people]
    Account.objects.bulk_create(accounts, batch_size=500)
    return [a.username for a in accounts]


def server(folder) -> tuple[subprocess.Popen, int]:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    env = dict(os.environ) | {"ZHIJIA_WORK": "0"}
    command = [house.PYTHON, "-m", "granian", "--interface", "wsgi", "--workers", "2",
               "--blocking-threads", "4", "--port", str(port), "zhijia.site.wsgi:application"]  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = subprocess.Popen(command, env=env, start_new_session=True, **quiet)
    for _ in range(200):
        try:
            if (
                ask(http.client.HTTPConnection("127.0.0.1", port, timeout=2), "GET", "/healthy/")[0]
                == 200
            ):
                return started, port
        except OSError:
            time.sleep(0.1)
    stop(started)
    raise SystemExit("the server did not answer")


def stop(started) -> None:
    """End the server; where its workers linger (pools of PostgreSQL do), its own group with it."""
    started.terminate()
    try:
        started.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait(5)


def ask(connection, method, path, body=None, headers=None):
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def enter(port, username) -> float:
    """Seconds from sending the password to the answer that lets in; the form is fetched before."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    _status, headers, page = ask(connection, "GET", "/enter/")
    cookie = headers["Set-Cookie"].split(";")[0]
    sent = {"csrfmiddlewaretoken": TOKEN.search(page.decode()).group(1), "username": username,
            "password": PASSWORD}  # fmt: skip
    head = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    start = time.perf_counter()
    status, headers, _page = ask(connection, "POST", "/enter/", urlencode(sent), head)
    took = time.perf_counter() - start
    if status != 302 or headers["Location"] != "/":
        raise SystemExit(f"{username} was not let in: {status}")
    connection.close()
    return took


def everybody(port, names) -> tuple[float, list[float]]:
    """(wall seconds, each one's seconds) with some at the door at once."""
    waiting, took, faults = Queue(), [], []
    for name in names:
        waiting.put(name)

    def one_after_another():
        try:
            while True:
                took.append(enter(port, waiting.get_nowait()))
        except Empty:
            return
        except BaseException as error:  # a thread would lose it
            faults.append(error)

    threads = [threading.Thread(target=one_after_another) for _ in range(AT_ONCE)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - start
    if faults or len(took) != len(names):
        raise SystemExit(f"{len(took)} of {len(names)} came in: {faults[:1]}")
    return wall, sorted(took)


def hashes(count) -> None:
    """So many checks of a password, as the server makes them."""
    import django

    if not django.apps.apps.ready:
        django.setup()
    from django.contrib.auth.hashers import check_password, make_password

    hashed = make_password(PASSWORD)
    for _ in range(count):
        check_password(PASSWORD, hashed)


def floor(count) -> float:
    """argon2 checks a second on both cores."""
    with ProcessPoolExecutor(CORES) as pool:
        list(pool.map(hashes, [2] * CORES))  # start the processes
        start = time.perf_counter()
        list(pool.map(hashes, [count // CORES] * CORES))
        return count / (time.perf_counter() - start)


def main() -> None:
    (count,) = house.numbers(1000)
    house.boot(static=True)
    names = staff(count)
    house.analyze()
    house.probe()
    started, port = server(os.environ["ZHIJIA_DATA"])
    try:
        enter(port, names[0])  # warm
        house.quiet()
        wall, took = everybody(port, names)
    finally:
        stop(started)
    bare = floor(400)
    print(f"{house.engine()}: {count:,} people, {AT_ONCE} at the door at once, two workers")
    house.report("floor: argon2 checks on both cores", bare, "/s")
    house.report("everybody is in", wall, "s", must=MUST)
    p95 = took[round(len(took) * 0.95) - 1] * 1000
    note = f"p50 {statistics.median(took) * 1000:.0f} ms, p95 {p95:.0f} ms a sign-in"
    house.report("sign-ins", count / wall, "/s", floor=bare, note=note)


if __name__ == "__main__":
    sys.exit(main())
