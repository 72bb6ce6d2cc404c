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
    return _held(person)[1]


def _held(person):
    """(day, offices, lent): ``lent`` says of an office held for somebody else only, whose it is."""
    held = getattr(person, "_offices", None)
    if held is None or held[0] != clock.today():
        today = clock.today()
        with connection.cursor() as cursor:
            cursor.execute(HELD, [person.pk, today, today] * 2 + [person.pk, *[today] * 4])
            rows = sorted(cursor.fetchall(), key=lambda row: row[3:5])
        own = {(path, post) for path, post, _org, _kind, _pk, whose in rows if whose is None}
        lent = {(path, post): whose for path, post, *_more, whose in rows if (path, post) not in own}
        person._offices = held = (today, [row[:3] for row in rows], lent)
    return held


LIVE = "{0}.starts <= %s AND ({0}.ends IS NULL OR {0}.ends >= %s) AND {0}.closed IS NULL"
# Asked with every page and every deed: as plain SQL it costs a fifth of building three querysets.
HELD = f"""
SELECT a.org_path, a.post, a.org_id, 0, a.id, CAST(NULL AS bigint) FROM kernel_appointment a
 WHERE a.person_id = %s AND {LIVE.format("a")}
UNION ALL
SELECT m.org_path, '{Post.MEMBER.value}', m.org_id, 1, m.id, NULL FROM kernel_membership m
 WHERE m.person_id = %s AND {LIVE.format("m")}
UNION ALL
SELECT d.org_path, a.post, d.org_id, 0, d.id, a.person_id FROM kernel_deputy d
  JOIN kernel_appointment a ON a.id = d.appointment_id
 WHERE d.person_id = %s AND {LIVE.format("d")} AND {LIVE.format("a")}
"""


def can(person: Person | None, code: str, obj) -> bool:
    """Whether ``person`` holds the power over ``obj`` (a union, or something of one) today."""
    power = powers[code]
    if person is None:
        return False
    if any(_giving(person, power, obj)):
        return True
    if isinstance(obj, Org) or not stands_at(person, obj.org_path):
        return False
    return any(test(obj, person) for test in power.relations.values())


def _giving(person, power, obj):
    """The (path, post) of each office that gives the person the power over the object."""
    line = lineage(obj.org_path)
    for path, post, _org in offices(person):
        if (path == line[-1] and post in power.posts) or (post in power.overseers and path in line):
            yield path, post


def acting_for(person, code: str, obj) -> int | None:
    """Whose office it is, if the person holds the power over ``obj`` as a deputy and not in their own
    right; the key of that person."""
    lent = _held(person)[2]
    if not lent:
        return None
    power = powers[code]
    giving = list(_giving(person, power, obj))
    own = any(office not in lent for office in giving)
    related = not isinstance(obj, Org) and any(t(obj, person) for t in power.relations.values())
    return lent[giving[0]] if giving and not own and not related else None


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
