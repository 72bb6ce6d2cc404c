"""The slot of a box: slips fall in without a person, a time or an address; once a day it is emptied.

This writes past the one door (decision 0018): a step would say who came and when. A slip has a key
that follows from its receipt code, so the same page sent twice is one slip. What PostgreSQL keeps beside
its rows is stirred. :func:`empty` turns all slips into letters in an order drawn then, and only then is
anybody told, so that no notice, no waiting line and no record dates a letter closer than the day.
"""

import base64
import hashlib
import json
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.kernel import codes, records, waiting
from zhijia.kernel.privacy import Locked
from zhijia.kernel.refusals import Refused
from zhijia.kernel.stirring import NEIGHBOURS, stir

from . import talk
from .models import Channel, Message, Picture, Slip, Talk
from .models.letters import HALF
from .telling import letters_came


def digest_of(code: str) -> str:
    """What the house keeps of a receipt code. Raises ``BadCode`` for what is none."""
    return hashlib.sha256(b"zhijia letter 1" + codes.read_code(code).encode()).hexdigest()


def key_of(once: str) -> int:
    """The key of what is sent with a word that the page drew: the same page again is the same row."""
    drawn = hashlib.sha256(b"zhijia slip 1" + once.encode()).digest()[:8]
    return int.from_bytes(drawn) % (HALF - 1) + 1


def somewhere(rows) -> int:
    """Where stirring begins: at the first of a few, else at a place drawn at random."""
    return 0 if rows.count() <= NEIGHBOURS else secrets.randbelow(HALF)


def drop(channel, code, text, *, about=(), files=(), urgent=False) -> bool:
    """Let a letter fall; whether it is urgent and has been taken out at once."""
    if channel.state != Channel.State.OPEN:
        raise Refused(_("这个信箱已经停用。"))
    if not channel.anonymous:
        raise Refused(_("这个信箱只收署名信。"), _("登录后在“心声”里写。"))
    held = digest_of(code)
    body = {
        "text": talk.checked(text),
        "about": sorted({p.pk for p in about} & {p.pk for p in channel.owners.all()}),
        "pictures": [base64.b64encode(p).decode() for p in talk.pictures_of(files)],
        "urgent": talk.is_urgent(channel, text, urgent),
    }
    if not Message.objects.filter(code=held).exists():
        _fall(channel.pk, key_of(held), held, body)
    if body["urgent"]:
        empty(key_of(held))
    return body["urgent"]


def write_on(channel, code, text, *, once, objection=False) -> None:
    """Another line of the sender's, or an objection to being set aside."""
    held, text = digest_of(code), talk.checked(text)
    message = letter_of(channel, held)
    if message is None or message.purged:
        raise Refused(_("这封信还没有取出，或者已经按期删除。"))
    if objection and message.state != Message.State.ASIDE:
        raise Refused(_("这封信没有被搁置，不用提出异议。"))
    key = key_of(once)
    if not Talk.objects.filter(key=key).exists():
        body = {"text": text, "message": message.pk, "objection": bool(objection)}
        _fall(channel.pk, key, held, body)


def _fall(channel: int, key, held, body) -> None:
    with transaction.atomic():
        row = Slip(key=key, channel=channel, code=held, body=json.dumps(body, ensure_ascii=False))
        Slip.objects.bulk_create([row], ignore_conflicts=True)
        rows = Slip.objects.filter(channel=channel)
        stir("voice_slip", "key", "code", "channel", channel, "%s", somewhere(rows))


def letter_of(channel, held) -> Message | None:
    rows = Message.objects.filter(channel=channel, code=held).exclude(code="")
    return rows.select_related("org", "channel").first()


def lying(channel, held) -> list[dict]:
    """What of this sender still lies in the box."""
    rows = Slip.objects.filter(channel=channel.pk, code=held)
    return [json.loads(row.body) for row in rows if not isinstance(row.body, Locked)]


def empty(*keys) -> int:
    """Take out what lies in the boxes (or these slips only); how many there were."""
    with transaction.atomic():
        rows = Slip.objects.select_for_update()
        slips = [
            s
            for s in (rows.filter(key__in=keys) if keys else rows)
            if not isinstance(s.body, Locked)
        ]
        secrets.SystemRandom().shuffle(slips)
        channels = Channel.objects.select_related("org").in_bulk({s.channel for s in slips})
        fresh, heard = [], []
        for slip in slips:
            body = json.loads(slip.body)
            if "message" in body:
                heard.append(_hear(slip, body))
            else:
                fresh.append(_take_out(slip, body, channels[slip.channel]))
        Slip.objects.filter(key__in=[s.key for s in slips]).delete()
        for message in [*fresh, *filter(None, heard)]:
            records.sync(message)
            waiting.sync(message)
        letters_came(fresh, [m for m in heard if m])
    return len(slips)


def _take_out(slip, body, channel) -> Message:
    message = Message(
        key=slip.key, org=channel.org, channel=channel, code=slip.code, text=body["text"],
        urgent=body["urgent"], due=talk.due_of(channel),
    )  # fmt: skip
    message.save()
    talk.people_for(message, body["about"])
    Picture.objects.bulk_create(Picture(message=message, data=data) for data in body["pictures"])
    rows = Message.objects.filter(channel=channel)
    stir("voice_message", "key", "code", "channel_id", channel.pk, "%s", somewhere(rows))
    return message


def _hear(slip, body) -> Message | None:
    rows = Message.objects.select_for_update(of=("self",)).select_related("org", "channel")
    message = rows.filter(pk=body["message"], purged=False).first()
    if message is None:
        return None
    Talk.objects.create(
        key=slip.key, message=message, number=talk.next_number(message), text=body["text"]
    )
    objecting = body["objection"] or message.state == Message.State.ASIDE
    if objecting:
        message.objected = body["text"]
    talk.wake(message)
    message.save()
    message.objecting = objecting
    return message
