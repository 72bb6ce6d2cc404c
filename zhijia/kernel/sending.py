"""Handing letters to the channels: what is due, once, again after a failure, never at night.

What is due is taken in one statement that no second worker can repeat, and handed over outside any
transaction, so that a slow platform holds no lock. A worker that dies between sending and writing
it down is followed after a quarter of an hour: then a letter may arrive twice, never not at all.
"""

import logging
from collections import defaultdict
from datetime import timedelta

from django.db.models import F
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from . import clock
from .channels import Answer, Letter, modules
from .channels.letters import letter_of, link
from .channels.models import in_force
from .contacts import Contact
from .deliveries import Delivery, held_until, preferences_of

log = logging.getLogger(__name__)

BACKOFF = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120))  # then it has failed
LEASE = timedelta(minutes=15)  # a worker that died in the middle is followed after this


def take_due(limit=200) -> list[Delivery]:
    """The deliveries that are due, taken so that no other worker has them."""
    now, token = clock.now(), get_random_string(16)
    due = Delivery.objects.filter(state__in=Delivery.OPEN, next_try__lte=now)
    pks = list(due.order_by("next_try").values_list("pk", flat=True)[:limit])
    if not pks:
        return []
    due.filter(pk__in=pks).update(claim=token, next_try=now + LEASE)
    mine = Delivery.objects.filter(claim=token).select_related("notice")
    return list(mine.order_by("pk"))


def send_due(limit=200) -> int:
    """Send what is due, all letters of one person and channel together; how many went out."""
    taken = take_due(limit)
    if not taken:
        return 0
    people = {d.person_id for d in taken}
    wishes, open_at = preferences_of(people), in_force(d.org_path for d in taken)
    usable = Contact.objects.usable().filter(person__in=people)
    contacts = {(c.person_id, c.channel): c for c in usable}
    bundles = defaultdict(list)
    for delivery in taken:
        wish = wishes.get(delivery.person_id)
        if not _put_off(delivery, wish):
            bundles[delivery.person_id, delivery.channel, delivery.org_path].append(delivery)
    sent = 0
    for (person, channel, path), rows in bundles.items():
        answer = attempt(
            open_at.get((path, channel)), contacts.get((person, channel)), letters(rows)
        )
        settle(rows, answer)
        sent += len(rows) if answer.ok else 0
    return sent


def _put_off(delivery, wish) -> bool:
    """What was read meanwhile is dropped; what would wake somebody is held until morning."""
    notice, changes = delivery.notice, None
    if notice and notice.read:
        changes = {"state": Delivery.State.DROPPED, "next_try": None}
    elif until := held_until(wish, bool(notice and notice.urgent), clock.now()):
        changes = {"state": Delivery.State.HELD, "next_try": until}
    if changes:
        Delivery.objects.filter(pk=delivery.pk).update(claim="", **changes)
    return bool(changes)


def letters(rows) -> list[Letter]:
    found = []
    for row in rows:
        if row.notice_id:
            found.append(letter_of(row.notice))
        else:
            found += [Letter(title, link(path) if path else "") for title, path in row.lines]
    return found


def attempt(channel_settings, contact, said) -> Answer:
    """Hand letters to a channel. A fault of ours or of a library is an answer like any other."""
    if contact is None or channel_settings is None:
        return Answer(False, True, str(_("联系方式或渠道已停用。")))
    module = modules().get(contact.channel)
    if module is None:
        return Answer(False, True, str(_("本系统没有装这个渠道。")))
    try:
        return module.send(channel_settings, contact, said)
    except Exception as fault:
        log.exception("channel %s failed", contact.channel)
        return Answer(False, False, type(fault).__name__)


def settle(rows, answer) -> None:
    """Write down what came of it: sent, to be tried again later, or failed for good."""
    now = clock.now()
    for tries in {row.tries for row in rows}:
        same = Delivery.objects.filter(pk__in=[r.pk for r in rows if r.tries == tries])
        given = {"tries": F("tries") + 1, "claim": "", "answer": answer.text[:200]}
        if answer.ok:
            same.update(state=Delivery.State.SENT, sent=now, next_try=None, **given)
        elif answer.permanent or tries >= len(BACKOFF):
            same.update(state=Delivery.State.FAILED, next_try=None, **given)
        else:
            same.update(state=Delivery.State.QUEUED, next_try=now + BACKOFF[tries], **given)
