"""Whom no word reaches: who never entered and left no address; and who of the house should know.

The lines of :class:`Unreached` are brought up to date by due work, in as many queries for one
group as for five hundred.
"""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import clock, waiting
from .contacts import Contact
from .notices import Notice
from .orgs import Owned
from .people import Appointment, Group, Membership, Person, Post

AFTER, UNTIL = timedelta(days=1), timedelta(days=60)  # a notice counts from … to …


class Unreached(Owned):
    """How many of a group's members a leader of theirs has to tell by word of mouth."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    leader = models.ForeignKey(Person, models.CASCADE, related_name="+")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "leader"], name="unreached_once")]
        verbose_name = _("无法送达")

    def __str__(self):
        return str(self.group)


def out_of_reach(people):
    """Those of the persons who never entered and have no address that works."""
    never = Q(account=None) | Q(account__last_login=None)
    return people.filter(never).exclude(pk__in=Contact.objects.usable().values("person"))


def refresh() -> int:
    """Count the unreached members of every group for its leaders; how many lines changed."""
    wanted = _counted()
    have = {
        (r.group_id, r.leader_id): r
        for r in Unreached.objects.select_related("org", "leader", "group")
    }
    fresh = [
        Unreached(org_id=org, org_path=path, group_id=group, leader_id=leader, count=count)
        for (group, leader), (org, path, count) in wanted.items()
        if (group, leader) not in have
    ]
    stale = []
    for key, row in have.items():
        count = wanted.get(key, (0, "", 0))[2]
        if row.count != count:
            row.count = count
            stale.append(row)
    Unreached.objects.bulk_create(fresh)
    Unreached.objects.bulk_update(stale, ["count"])
    keys = [(r.group_id, r.leader_id) for r in fresh]
    made = Unreached.objects.select_related("org", "leader", "group").filter(
        group__in={g for g, _l in keys}, leader__in={p for _g, p in keys}
    )
    waiting.sync(*stale, *(made if keys else ()))
    return len(fresh) + len(stale)


def _counted() -> dict:
    """(group, leader) → (union, its path, how many), from the rows of today."""
    now, today = clock.now(), clock.today()
    waits = Notice.objects.unread().filter(created__range=(now - UNTIL, now - AFTER))
    silent = out_of_reach(Person.objects.filter(pk__in=waits.values("person")))
    spells = Membership.objects.on(today).exclude(group=None)
    missed = Counter(spells.filter(person__in=silent).values_list("group", flat=True))
    heads = Appointment.objects.filter(post=Post.GROUP_LEADER).on(today)
    leads = defaultdict(set)
    for org, path, group, person in spells.filter(person__in=heads.values("person")).values_list(
        "org", "org_path", "group", "person"
    ):
        leads[group].add((org, path, person))
    held = set(heads.values_list("org", "person"))
    return {
        (group, person): (org, path, missed[group])
        for group, found in leads.items()
        for org, path, person in found
        if missed[group] and (org, person) in held
    }
