"""Who may: posts × powers, plus a person's relation to the thing. The default answer is no.

Every domain declares its powers in ``access.py``; the whole table is one generated page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q

from . import clock
from .orgs import Org, lineage, path_end
from .people import Appointment, Deputy, Person, Post


@dataclass(frozen=True)
class Power:
    code: str
    label: str
    posts: frozenset
    overseers: frozenset = frozenset()
    relations: dict[str, Callable] = field(default_factory=dict, hash=False)


powers: dict[str, Power] = {}


def declare(code, label, *, held_by: Iterable = (), overseen_by: Iterable = (), relations=None):
    """Declare a power.

    ``held_by``: posts that hold it at their own union. ``overseen_by``: posts that hold it
    towards every union *below* theirs. ``relations``: name → ``test(obj, person)``, for those
    who hold it towards one thing only (its reporter, its visitor).
    """
    if code in powers:
        raise ValueError(f"power {code} is declared twice")
    powers[code] = Power(
        code, label, frozenset(held_by), frozenset(overseen_by), dict(relations or {})
    )
    return code


def offices(person) -> list[tuple[str, str, int]]:
    """(union path, post, union id) of everything the person holds today; one look-up a request."""
    held = getattr(person, "_offices", None)
    if held is None or held[0] != clock.today():
        today = clock.today()
        with connection.cursor() as cursor:
            cursor.execute(HELD, [person.pk, today, today] * 2 + [person.pk, *[today] * 4])
            rows = sorted(cursor.fetchall(), key=lambda row: row[3:])
        held = [(path, post, org) for path, post, org, *_order in rows]
        person._offices = held = (today, held)
    return held[1]


LIVE = "{0}.starts <= %s AND ({0}.ends IS NULL OR {0}.ends >= %s) AND {0}.closed IS NULL"
# Asked with every page and every deed: as plain SQL it costs a fifth of building three querysets.
HELD = f"""
SELECT a.org_path, a.post, a.org_id, 0, a.id FROM kernel_appointment a
 WHERE a.person_id = %s AND {LIVE.format("a")}
UNION ALL
SELECT m.org_path, '{Post.MEMBER.value}', m.org_id, 1, m.id FROM kernel_membership m
 WHERE m.person_id = %s AND {LIVE.format("m")}
UNION ALL
SELECT d.org_path, a.post, d.org_id, 0, d.id FROM kernel_deputy d
  JOIN kernel_appointment a ON a.id = d.appointment_id
 WHERE d.person_id = %s AND {LIVE.format("d")} AND {LIVE.format("a")}
"""


def can(person: Person | None, code: str, obj) -> bool:
    """Whether ``person`` holds the power over ``obj`` (a union, or something of one) today."""
    power = powers[code]
    if person is None:
        return False
    line = lineage(obj.org_path)
    for path, post, _org in offices(person):
        if path == line[-1] and post in power.posts:
            return True
        if post in power.overseers and path in line:
            return True
    if isinstance(obj, Org) or not stands_at(person, obj.org_path):
        return False
    return any(test(obj, person) for test in power.relations.values())


def stands_at(person, path: str) -> bool:
    """Whether the person belongs to the union, or to one above it, today. Who has left does not."""
    line = lineage(path)
    return any(held in line for held, _post, _org in offices(person))


def scope(person: Person | None, code: str) -> Q:
    """What the person's offices let them see with this power, as a filter on owned rows.

    Relations are the caller's to add, since only it knows their columns.
    """
    power, seen = powers[code], Q(pk__in=[])
    for path, post, org in offices(person) if person else ():
        if post in power.overseers:
            seen |= Q(org_path__gte=path, org_path__lt=path_end(path))
        elif post in power.posts:
            seen |= Q(org=org)
    return seen


def holders(code: str, org, on=None):
    """The people whose office at ``org`` gives them the power (members as such not counted)."""
    posts = [p for p in powers[code].posts if p != Post.MEMBER]
    rows, deputies = Appointment.objects.of(org).filter(post__in=posts), Deputy.objects.all()
    rows, deputies = (q.on(on) if on else q.live() for q in (rows, deputies))
    deputies = deputies.filter(appointment__in=rows)
    return Person.objects.filter(
        Q(pk__in=rows.values("person")) | Q(pk__in=deputies.values("person"))
    )
