"""A session of 1,000 delegates: the hall's pages in ms and queries, check-ins a second.

    .venv/bin/python bench/congress.py [delegates] [--postgres]

Server time of 20 requests through Django's test client, as in bench/pages.py; the check-ins are
actions one after another in this process, each with its transaction, step and what waits for people.
A phone asks every ``delegates / 60`` seconds, so the hall as a whole asks some 60 times a second.
"""

from __future__ import annotations

import house
from pages import Times, client_of

ROUND = 1000  # check-ins that are measured


def delegates_of(school, count):
    """A congress in office with so many delegates, in plain rows."""
    from zhijia.domains.congress.models import Congress, Delegate, Unit

    org, term = school.org, {"starts": house.LONG_AGO.replace(year=house.YEAR - 1)}
    congress = Congress.objects.create(
        org=org, body="staff", number=8, ends=house.TODAY.replace(year=house.YEAR + 3), seats=count,
        people=4 * count, state="sitting", **term,
    )  # fmt: skip
    unit = Unit.objects.create(
        org=org, congress=congress, name="全校", people=4 * count, seats=count
    )
    Delegate.objects.bulk_create(
        (
            Delegate(org=org, org_path=org.path, congress=congress, unit=unit, person=p, teacher=True,
                     since=term["starts"])
            for p in school.people[-count:]
        ),
        batch_size=500,
    )  # fmt: skip
    return congress


def session_of(school, congress):
    """Doors open: the roll is frozen, nobody has come."""
    from zhijia.domains.congress import actions

    chair, org, party = school.chair, school.org, school.people[4]
    session = actions.call(org, by=chair, congresses=[congress], on=house.TODAY)
    for n in range(9):
        actions.put(session, by=chair, title=f"第{n}项报告", power="reports", presenter="校长")
    actions.put(session, by=chair, title="福利办法", power="pass")
    actions.name_tellers(session, by=chair, people=school.people[-3:-1])
    actions.approve_agenda(session, by=party)
    actions.send_papers(session, by=chair)
    return actions.open_doors(session, by=chair)


def arrivals(session, by, count) -> float:
    """Check-ins a second, one after another."""
    from zhijia.domains.congress import actions
    from zhijia.domains.congress.models import Attendee

    lines = list(Attendee.objects.at(session).order_by("pk").values_list("pk", flat=True)[:count])
    took = house.seconds(lambda: [actions.take_marks(session, [{"id": pk}], by=by) for pk in lines])
    if session.parts.get().present() != len(lines):
        raise SystemExit("somebody was not checked in")
    return len(lines) / took


def main() -> None:
    (count,) = house.numbers(1000)
    house.boot(static=True)
    large, small = house.School(1, members=count + 10), house.School(2, members=30)
    sessions = {}
    for school, size in ((large, count), (small, 20)):
        congress = delegates_of(school, size)
        opened = house.seconds(
            lambda s=school, c=congress: sessions.__setitem__(s, session_of(s, c))
        )
    house.analyze()
    house.probe()
    print(f"{house.engine()}: a session of {count:,} delegates, another of 20")
    house.report("small session, called and doors opened", opened, "s")
    rate = arrivals(sessions[large], large.chair, min(ROUND, count))
    house.report("check-ins in sequence", rate, "/s")
    arrivals(sessions[small], small.chair, 20)
    measure(sessions, large, small)


def measure(sessions, large, small) -> None:
    """The pages with the vote on the floor."""
    from django.test import Client

    from zhijia.domains.congress import actions

    for school, session in sessions.items():
        actions.open_session(session, by=school.chair)
        item = actions.take_up(session.items.get(power="pass"), by=school.chair)
        took = house.seconds(lambda i=item, s=school: actions.start_vote(i, by=s.chair))
        house.report(f"vote opened for {item.part.due_number:,}", took * 1000, "ms")
    for name, tail, who in (
        ("hall, delegate's phone", "hall/", "delegate"), ("chair", "chair/", "chair"),
        ("door", "door/", "chair"), ("session", "", "chair"), ("big screen", "", "nobody"),
    ):  # fmt: skip
        seen = []
        for school in (large, small):
            session = sessions[school]
            there = f"/congress/session/{session.pk}/{tail}"
            if who == "nobody":
                there, client = (
                    f"/congress/screen/{session.pk}/{session.key}/",
                    Client(SERVER_NAME="localhost"),
                )
            else:
                client = client_of(school.chair if who == "chair" else school.member)
            took = Times(client, there)
            seen.append((took, len(house.queries(lambda c=client, t=there: c.get(t)))))
        (took, many), (_few, few) = seen
        same = "" if many == few else f" ({few} with 20 delegates)"
        house.report(name, took.p50, "ms p50", note=f"p95 {took.p95:.0f}, cpu {took.cpu:.0f} ms; {many} queries{same}")  # fmt: skip


if __name__ == "__main__":
    main()
