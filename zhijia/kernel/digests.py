"""One letter a day with what waits and what is unread; none on a day without either."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import access, clock
from .channels.letters import outside
from .channels.models import in_force
from .contacts import Channel, Contact, Preference
from .deliveries import Delivery, held_until, store
from .notices import Notice
from .orgs import Org
from .waiting import waiting_for

LINES, DAYS = 8, 30  # lines of one sort in a digest; unread notices older than this are left alone


def settle_preferences() -> int:
    """Whoever can be written to has a row to count digests by; the first one comes tomorrow."""
    bare = Contact.objects.usable().filter(person__preference=None)
    rows = {
        c.person_id: Preference(
            person_id=c.person_id, org_id=c.org_id, org_path=c.org_path, digested=clock.today()
        )
        for c in bare[:1000]
    }
    Preference.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return len(rows)


def send_digests(limit=200) -> int:
    """Write the digests whose hour has come; how many."""
    settle_preferences()
    now, today = clock.now(), clock.today()
    hour = timezone.localtime(now).time()
    due = Preference.objects.filter(digest=True, digest_at__lte=hour)
    due = due.filter(Q(digested=None) | Q(digested__lt=today))
    with_contact = Contact.objects.usable().values("person")
    due = due.filter(person__in=with_contact).select_related("person")
    return sum(_write(wish, today) for wish in due.order_by("pk")[:limit])


@transaction.atomic
def _write(wish, today) -> bool:
    """The digest of one person. The day is marked in one statement: a second worker finds it done."""
    mine = Preference.objects.filter(Q(digested=None) | Q(digested__lt=today), pk=wish.pk)
    if not mine.update(digested=today):
        return False
    person = wish.person
    Delivery.objects.filter(person=person, state=Delivery.State.DIGEST).update(
        state=Delivery.State.SENT, sent=clock.now()
    )
    org = home(person)
    place = org and channel_for(person, org)
    lines = place and compose(person)
    if not lines:
        return False
    until = held_until(wish, False, clock.now())
    state = Delivery.State.HELD if until else Delivery.State.QUEUED
    store([Delivery(
        org_id=org.pk, org_path=org.path, person_id=person.pk, channel=place, lines=lines,
        state=state, next_try=until or clock.now(), created=clock.now(),
    )])  # fmt: skip
    return True


def unions_of(person):
    """The unions at which the person stands today, the first one first."""
    held = list(dict.fromkeys(org for _path, _post, org in access.offices(person)))
    found = Org.objects.in_bulk(held)
    return [found[pk] for pk in held]


def home(person):
    return next(iter(unions_of(person)), None)


def channel_for(person, org) -> str:
    """The one channel the digest goes by: the first that is both theirs and the union's."""
    theirs = set(Contact.objects.usable().filter(person=person).values_list("channel", flat=True))
    open_at = in_force([org.path])
    return next((c for c in Channel.values if c in theirs and (org.path, c) in open_at), "")


def compose(person) -> list[list[str]]:
    """[title, path] of each line; empty when nothing waits and nothing is unread."""
    calls = [call for org in unions_of(person) for call in waiting_for(person, org)]
    since = clock.now() - timedelta(days=DAYS)
    unread = Notice.objects.filter(person=person, created__gte=since).unread()
    count, fresh = unread.count(), list(unread.order_by("-created")[:LINES])
    if not calls and not count:
        return []
    head = _("今日小结：%(calls)d 件事等您办，%(count)d 条通知未读") % {
        "calls": len(calls),
        "count": count,
    }
    lines = [[head, "/"]]
    for call in calls[:LINES]:
        about = outside(call.source, call.title, "todo")
        day = (
            _("（%(m)d月%(d)d日前）") % {"m": call.due.month, "d": call.due.day} if call.due else ""
        )
        lines.append([f"· {about}{day}", ""])
    lines += [[f"· {outside(n.model, n.title, n.sort)}", f"/notices/notice/{n.pk}/"] for n in fresh]
    return lines
