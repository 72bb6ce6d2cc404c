"""From the inbox to the channels: which letter goes where and when.

A piece of due work turns fresh notices into :class:`Delivery` rows by what their readers want;
:mod:`.sending` takes those that are due.
"""

from collections import defaultdict
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import bulk, clock
from .channels.models import in_force
from .contacts import Channel, Contact, Preference, Way, default_way
from .notices import Notice
from .orgs import Owned
from .people import Person

STALE = timedelta(days=3)  # a notice nobody routed for so long stays in the inbox only


class Delivery(Owned):
    """One notice on one channel, or one person's digest of a day (then without a notice)."""

    class State(models.TextChoices):
        QUEUED = "queued", _("待发")
        HELD = "held", _("免打扰，稍后发")
        DIGEST = "digest", _("并入每日小结")
        SENT = "sent", _("已发出")
        FAILED = "failed", _("未送到")
        DROPPED = "dropped", _("不必再发")

    OPEN = ("queued", "held")

    notice = models.ForeignKey(Notice, models.CASCADE, null=True, related_name="deliveries")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    lines = models.JSONField(default=list)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    claim = models.CharField(max_length=16, blank=True)
    answer = models.CharField(max_length=200, blank=True)
    sent = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["next_try"], condition=Q(state__in=("queued", "held")), name="delivery_due"
            ),
            models.Index(fields=["claim"], condition=~Q(claim=""), name="delivery_claimed"),
            models.Index(fields=["person", "state"]),
        ]
        verbose_name = _("送达记录")


FIELDS = (
    "org_id", "org_path", "created", "notice_id", "person_id", "channel", "state", "lines", "tries",
    "next_try", "claim", "answer", "sent",
)  # fmt: skip


def store(rows) -> None:
    """Insert fresh deliveries as plain rows."""
    bulk.insert(Delivery, FIELDS, ([getattr(d, name) for name in FIELDS] for d in rows))


def preferences_of(people) -> dict[int, Preference]:
    return {p.person_id: p for p in Preference.objects.filter(person__in=people)}


@transaction.atomic
def route_new(limit=1000) -> int:
    """Say for each fresh notice on which of its reader's channels it goes, and when."""
    fresh = Notice.objects.select_for_update(skip_locked=True).filter(routed=False)
    rows = list(fresh.order_by("pk")[:limit])
    if not rows:
        return 0
    now = clock.now()
    young = [n for n in rows if n.created > now - STALE and not n.read]
    people = {n.person_id for n in young}
    contacts = defaultdict(list)
    for contact in Contact.objects.usable().filter(person__in=people):
        contacts[contact.person_id].append(contact.channel)
    wishes, open_at = preferences_of(people), in_force(n.org_path for n in young)
    found = [
        made
        for notice in young
        for channel in contacts[notice.person_id]
        if (notice.org_path, channel) in open_at
        and (made := _routed(notice, channel, wishes.get(notice.person_id), now))
    ]
    store(found)
    Notice.objects.filter(pk__in=[n.pk for n in rows]).update(routed=True)
    return len(found)


def _routed(notice, channel, wish, now) -> Delivery | None:
    way = wish.way(notice.sort, channel) if wish else default_way(notice.sort, channel)
    if way == Way.NEVER:
        return None
    made = Delivery(
        org_id=notice.org_id, org_path=notice.org_path, notice_id=notice.pk, channel=channel,
        person_id=notice.person_id, created=now, state=Delivery.State.DIGEST,
    )  # fmt: skip
    if way == Way.NOW:
        until = held_until(wish, notice.urgent, now)
        made.state = Delivery.State.HELD if until else Delivery.State.QUEUED
        made.next_try = until or now
    return made


def held_until(wish, urgent, moment):
    """When the person may be disturbed again; None where they may be now."""
    wish = wish or Preference()
    return None if urgent and wish.urgent_passes else wish.quiet_until(moment)
