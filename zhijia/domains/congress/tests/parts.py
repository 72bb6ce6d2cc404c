"""What the tests of the congress share: delegates by the dozen, a session at every stage."""

from datetime import date

from zhijia.domains.congress import actions
from zhijia.domains.congress.models import Attendee, Congress, Delegate, Unit
from zhijia.kernel import clock, waiting
from zhijia.kernel.people import Membership, Person

LONG_AGO = date(2015, 9, 1)
FROM = date(2024, 3, 1)


def crowd(org, count, prefix="代表", **more):
    """So many members of the union, in plain rows; teachers unless said otherwise."""
    given = {"category": "teacher", "sex": "f", "birthday": date(1992, 5, 1)} | more
    people = [
        Person(name=f"{prefix}{n:03d}", staff_no=f"{prefix}{n:03d}", **given) for n in range(count)
    ]
    for person in people:
        person.derive()
    Person.objects.bulk_create(people)
    people = list(Person.objects.filter(name__startswith=prefix).order_by("staff_no"))
    Membership.objects.bulk_create(
        Membership(org=org, org_path=org.path, person=p, starts=LONG_AGO) for p in people
    )
    return people


def seated(cast, people, body="staff", **more):
    """A congress in office whose delegates are these people."""
    congress = Congress.objects.create(
        org=cast.first, body=body, number=8, starts=FROM, ends=date(2029, 2, 28), people=400,
        seats=len(people), state="sitting", **more,
    )  # fmt: skip
    unit = Unit.objects.create(
        org=cast.first, congress=congress, name="全校", people=400, seats=len(people)
    )
    Delegate.objects.bulk_create(
        Delegate(org=cast.first, org_path=cast.first.path, congress=congress, unit=unit, person=p,
                 since=FROM, teacher=p.category == "teacher")
        for p in people
    )  # fmt: skip
    return congress


def called(cast, *congresses, items=(), **more):
    """A session whose papers have gone out; ``items``: arguments of ``put``."""
    session = actions.call(cast.first, by=cast.li, congresses=congresses, on=clock.today(), **more)
    for item in items or [{"title": "学校工作报告", "power": "reports"}]:
        actions.put(session, by=cast.li, **item)
    tellers = [d.person for d in congresses[0].in_office.select_related("person")[:2]]
    actions.name_tellers(session, by=cast.li, people=tellers)
    actions.approve_agenda(session, by=cast.dang)
    return actions.send_papers(session, by=cast.li)


def gathered(cast, *congresses, there=None, **more):
    """The doors are open; ``there``: how many lines are checked in (all if not given)."""
    session = actions.open_doors(called(cast, *congresses, **more), by=cast.li)
    enter(cast, session, there)
    return session


BY_VERB = 12  # of a full hall these come in by the verb, the others as rows that say the same


def enter(cast, session, count=None):
    lines = (
        Attendee.objects.at(session).delegates().select_related("part__session", "person", "org")
    )
    seen, plain = set(), []
    for line in lines.order_by("pk"):
        if len(seen) == count:
            break
        if line.person_id not in seen and not line.there:
            if len(seen) < BY_VERB:
                actions.check_in(line, by=cast.li)
            else:
                plain.append(line.person_id)
        seen.add(line.person_id)
    rows = Attendee.objects.at(session).filter(person__in=plain)
    rows.update(state="there", came=clock.now(), gone=None)
    waiting.sync(*rows.select_related("part__session", "person", "org"))


def opened(cast, *congresses, **more):
    return actions.open_session(gathered(cast, *congresses, **more), by=cast.li)


def line_of(session, person):
    return (
        Attendee.objects.at(session).filter(person=person).select_related("part__session").first()
    )


def on_floor(cast, session, title=None):
    rows = session.items.filter(state="listed")
    return actions.take_up((rows.filter(title=title) if title else rows).first(), by=cast.li)
