"""What a letter and the lines about it have in common, whichever way they came in."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.refusals import Refused

from .clocks import working_days_after
from .models import Message, rules_of
from .routing import readers_of, urgent_words

LONGEST, PICTURES = 5000, 6
FILES = frozenset({"photo", "pdf"})
LONGER_SIDE = 1400  # pixels: a page of print stays readable
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
    """Pictures without metadata, a PDF as a picture of each page. Other files keep their writer's name
    inside, so none are taken."""
    from zhijia.kernel.documents import pdf_pages, uploads  # loads the image library

    found = []
    for name, data in files:
        kind = uploads.check_upload(data, name, allow=FILES, limit=10 * 1024 * 1024).kind
        if kind == "pdf":
            found += pdf_pages.pages_as_photos(data, PICTURES - len(found), LONGER_SIDE)
        else:
            found.append(uploads.clean_photo(data, longest=LONGER_SIDE)[0])
        if len(found) > PICTURES:
            raise Refused(_("图片和 PDF 合起来最多 %d 页。") % PICTURES, _("请去掉几页再寄。"))
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
