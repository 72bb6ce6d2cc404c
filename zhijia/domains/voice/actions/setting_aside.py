"""The same matter twice, and abuse: neither takes away anybody's answer by one hand."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from .. import talk
from ..models import Message
from ..routing import watchers

M = Message.State
OPEN = (M.NEW, M.HANDLING)


@action(Message, may="voice.handle", label="标为同一件事", source=[*OPEN, M.ANSWERED])
def mark_same(message, *, by, other):
    """A link to the other one. This sender is still owed an answer, and the clock goes on."""
    if other.pk == message.pk or other.channel_id != message.channel_id:
        raise Refused(_("请选择同一信箱的另一封信。"))
    if not Message.objects.visible_to(by).filter(pk=other.pk).exists():
        raise Refused(_("您看不到那封信。"))
    message.same_as = other


def also_read(message):
    """Those who can second it: the other readers, Party and funds review."""
    return {p.pk: p for p in [*message.readers.all(), *watchers(message)]}.values()


def objected(message) -> str:
    """Whoever has objected is answered: their letter is not set aside a second time."""
    return _("写信人提出过异议，不能再搁置，请答复。") if message.objected else ""


@action(Message, may="voice.handle", label="认为恶意", source=[M.HANDLING], tells=also_read,
        guard=lambda m, by: objected(m), target=M.ACCUSED)  # fmt: skip
def call_abuse(message, *, by, words):
    """One person's view with the reason; nothing changes for the sender yet."""
    message.abuse_by, message.abuse_words = by, talk.checked(words)


def why_not_second(message, by) -> str:
    return _("要由另一位认定。") if message.abuse_by_id == by.pk else ""


@action(Message, may="voice.judge", label="认定恶意，搁置", source=[M.ACCUSED], target=M.ASIDE,
        guard=why_not_second,
        tells=lambda m: [*also_read(m), *([m.sender] if m.sender else [])])  # fmt: skip
def set_aside(message, *, by):
    """The second person. It stays where it is, Party and funds review see it, the sender may object."""
    message.abuse_second = by


@action(Message, may="voice.judge", label="不认定恶意", source=[M.ACCUSED], target=M.HANDLING)
def clear_abuse(message, *, by):
    message.abuse_by, message.abuse_words, message.abuse_second = None, "", None


@action(Message, may="voice.own", label="提出异议", source=[M.ASIDE], target=M.HANDLING,
        tells=also_read)  # fmt: skip
def object_aside(message, *, by, text):
    """The sender's word opens it again, with a new day."""
    message.objected = talk.checked(text)
    message.due, message.alarm = talk.due_of(message.channel, clock.today()), 0
