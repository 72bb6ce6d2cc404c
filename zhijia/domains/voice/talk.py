"""What a letter and the lines about it have in common, whichever way they came in."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.refusals import Refused

from .clocks import working_days_after
from .models import Message, rules_of
from .routing import readers_of, urgent_words

LONGEST, PICTURES = 5000, 3
M = Message.State


def checked(text) -> str:
    text = text.strip()
    if not text:
        raise Refused(_("还没有写内容。"))
    if len(text) > LONGEST:
        raise Refused(
            _("现有 %(n)d 字，最多 %(most)d 字。") % {"n": len(text), "most": LONGEST},
            _("请精简，或分成两封；填写的内容仍在。"),
        )
    return text


def pictures_of(files) -> list[bytes]:
    """Pictures without metadata. Other files keep their writer's name inside, so none are taken."""
    from zhijia.kernel.documents import uploads  # loads the image library

    if len(files) > PICTURES:
        raise Refused(_("最多附 %d 张图片。") % PICTURES)
    found = []
    for name, data in files:
        uploads.check_upload(data, name, allow=frozenset({"photo"}), limit=10 * 1024 * 1024)
        found.append(uploads.clean_photo(data, longest=1400)[0])
    return found


def is_urgent(channel, text, ticked) -> bool:
    return bool(ticked) or urgent_words(text, rules_of(channel))


def due_of(channel, start=None):
    return working_days_after(channel.org, start or clock.today(), channel.answer_days)


def people_for(message, about, keep=()) -> None:
    """Write down whom it is about and, from that, whom it reaches; nobody answers their own letter."""
    message.about.set(about)
    not_to = {*about, message.sender_id}
    message.readers.set([*readers_of(message.channel, not_to, message.urgent), *keep])


def next_number(message) -> int:
    last = message.talk.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def wake(message) -> None:
    """The sender has written on: an answer is owed again."""
    if message.state in (M.ANSWERED, M.CLOSED, M.ASIDE):
        message.state = M.HANDLING if message.handler_id else M.NEW
        message.due, message.alarm, message.closed = due_of(message.channel), 0, None
