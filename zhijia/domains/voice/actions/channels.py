"""Setting up boxes."""

from django.utils.translation import gettext as _

from zhijia.kernel import waiting
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from .. import talk
from ..models import Channel, Message
from ..routing import about_of

C = Channel.State


def owners_of(channel):
    return channel.owners.all()


@action(Channel, creates=True, may="voice.set_up", label="开设信箱", tells=owners_of)
def open_channel(
    org,
    *,
    by,
    title,
    owners,
    kind="opinion",
    words="",
    answer_days=10,
    keep_months=36,
    anonymous=True,
):
    channel = Channel(
        org=org, kind=kind, title=title.strip(), words=words, answer_days=answer_days,
        keep_months=keep_months, anonymous=anonymous,
    )  # fmt: skip
    _own(channel, owners)
    return channel


def _own(channel, owners):
    owners = list(owners)
    if not owners:
        raise Refused(_("信箱至少要有一位收信人。"))
    if channel._state.adding:
        channel.save()
    channel.owners.set(owners)


@action(Channel, may="voice.set_up", label="修改信箱", source=[C.OPEN], tells=owners_of)
def amend_channel(
    channel, *, by, title, owners, words="", answer_days=10, keep_months=36, anonymous=True
):
    """Other owners read the letters that are still open; whom a letter is about still does not."""
    channel.title, channel.words, channel.anonymous = title.strip(), words, anonymous
    channel.answer_days, channel.keep_months = answer_days, keep_months
    _own(channel, owners)
    rows = Message.objects.filter(channel=channel, state__in=Message.CLOCKED)
    for message in rows.select_related("org", "channel", "handler"):
        talk.people_for(message, about_of(message), [message.handler] if message.handler else [])
        waiting.sync(message)


@action(Channel, may="voice.set_up", label="停用信箱", source=[C.OPEN], target=C.CLOSED)
def close_channel(channel, *, by):
    """No new letters; those that came are answered all the same."""


@action(Channel, may="voice.set_up", label="重新开放", source=[C.CLOSED], target=C.OPEN)
def reopen_channel(channel, *, by):
    pass
