"""Who stands where: whom a union may let in, whom a group leader leads, whose lock is out of reach."""

from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.access import offices
from zhijia.kernel.orgs import path_end
from zhijia.kernel.people import Appointment, Membership, Person, Post


def standing_at(org, below=False):
    """The people with an office or a membership at the union today (or in its whole subtree)."""
    today = clock.today()
    found = Q()
    for model in (Membership, Appointment):
        rows = model.objects.within(org) if below else model.objects.of(org)
        found |= Q(pk__in=rows.on(today).values("person"))
    return Person.objects.filter(found)


def groups_led(person) -> set[int]:
    """The groups the person leads today: that of their own membership where they are group leader."""
    orgs = {org for _path, post, org in offices(person) if post == Post.GROUP_LEADER}
    if not orgs:
        return set()
    spells = Membership.objects.filter(person=person, org__in=orgs).on(clock.today())
    return set(spells.exclude(group=None).values_list("group", flat=True))


def person_of(obj):
    """Whom a membership, a slip or an identity is about."""
    return obj.account.person_id if hasattr(obj, "account_id") else obj.person_id


def leads(obj, person) -> bool:
    """A group leader towards the members of their own group, and slips for nobody else."""
    groups = groups_led(person)
    if not groups:
        return False
    about = obj.slips.values("person") if hasattr(obj, "slips") else [person_of(obj)]
    asked = set(Person.objects.filter(pk__in=about).values_list("pk", flat=True))
    spells = Membership.objects.filter(group__in=groups, person__in=asked).on(clock.today())
    return bool(asked) and asked == set(spells.values_list("person", flat=True))


def is_self(obj, person) -> bool:
    return person_of(obj) == person.pk


def reaches_beyond(person, org) -> bool:
    """Whether the person also holds an office outside the union and those below it.

    A school's officers decide over who comes in as one of theirs; not over the lock of somebody
    whose powers reach further.
    """
    return any(
        post != Post.MEMBER and not org.path <= path < path_end(org.path)
        for path, post, _org in offices(person)
    )


def holds_office(person) -> bool:
    return any(post != Post.MEMBER for _path, post, _org in offices(person))
