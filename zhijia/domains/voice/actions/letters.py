"""Writing a signed letter; taking, handing on, answering and closing any letter; the public extract."""

import base64

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action, url_of
from zhijia.kernel.notices import tell
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from .. import talk
from ..models import Channel, Message, Picture, Talk
from ..models.letters import new_signed_key
from ..routing import about_of, here

M, C = Message.State, Channel.State
RUN = 12  # so many characters of a letter in a row are a quotation


def sender_of(message):
    return [message.sender] if message.sender else []


def readers(message):
    return message.readers.all()


@action(Message, creates=True, parent=Channel, may="voice.write", label="署名写信", source=[C.OPEN],
        main=True)  # fmt: skip
def send(channel, *, by, text, about=(), files=(), urgent=False):
    """A letter under one's own name; it is in its readers' hands at once."""
    about = {p.pk for p in about} & {p.pk for p in channel.owners.all()}
    message = Message(
        key=new_signed_key(), org=channel.org, channel=channel, sender=by, text=talk.checked(text),
        urgent=talk.is_urgent(channel, text, urgent), due=talk.due_of(channel),
    )  # fmt: skip
    pictures = talk.pictures_of(files)
    message.save()
    talk.people_for(message, about)
    Picture.objects.bulk_create(
        Picture(message=message, data=base64.b64encode(p).decode()) for p in pictures
    )
    words = _("紧急来信：%s") if message.urgent else _("新来信：%s")
    tell(message.readers.all(), message.org, words % message, url_of(message), message.due,
         besides=by, urgent=message.urgent)  # fmt: skip
    return message


@action(Message, may="voice.handle", label="签收", source=[M.NEW], target=M.HANDLING, main=True)
def take(message, *, by):
    """Who takes it first is responsible until it is answered or handed to somebody by name."""
    message.handler = by


def _near(person, message):
    if person.pk in about_of(message):
        raise Refused(_("信里涉及这个人，不能交给他。"), _("请另选一位。"))
    if not here(message.org, [person]):
        raise Refused(_("这个人不在本会。"))
    if person.pk == message.handler_id:
        raise Refused(_("这封信本来就在他手上。"))


@action(Message, may="voice.handle", label="转交", source=[M.NEW, M.HANDLING, M.ANSWERED],
        target=M.HANDLING, tells=lambda m: [m.handler])  # fmt: skip
def hand_over(message, *, by, person, words):
    """To a named person, with a word why; the clock goes on. Whoever handed it on still reads it."""
    _near(person, message)
    message.handler = person
    message.readers.add(person)
    message.__dict__.pop("_people", None)
    _line(message, by, _("转交%s：%s") % (person.name, talk.checked(words)))


def _line(message, by, text):
    Talk.objects.create(message=message, number=talk.next_number(message), by=by, text=text)


@action(Message, may="voice.handle", label="回信询问", source=[M.HANDLING, M.ACCUSED, M.ANSWERED],
        tells=sender_of)  # fmt: skip
def ask(message, *, by, text):
    """A question or an interim word; it does not stop the clock."""
    _line(message, by, talk.checked(text))


@action(Message, may="voice.handle", label="答复", source=[M.HANDLING, M.ACCUSED], target=M.ANSWERED, main=True,
        tells=sender_of)  # fmt: skip
def answer(message, *, by, text):
    _line(message, by, talk.checked(text))
    if message.answered is None:
        message.answered = clock.today()
        message.on_time = message.due is None or clock.today() <= message.due


@action(Message, may="voice.handle", label="办结", source=[M.ANSWERED], target=M.CLOSED, main=True)
def close(message, *, by):
    message.closed = clock.today()


@action(Message, may="voice.own", label="回信", source=[M.NEW, M.HANDLING, M.ACCUSED, M.ANSWERED],
        tells=lambda m: [m.handler] if m.handler else m.readers.all())  # fmt: skip
def write_on(message, *, by, text):
    """The sender goes on; an answer is owed again."""
    _line(message, by, talk.checked(text))
    talk.wake(message)


def why_not_public(message, by) -> str:
    if message.about.exists():
        return _("信里涉及收信人，不作公开摘录。")
    return "" if message.answered else _("先答复写信人，再公开。")


@action(Message, may="voice.handle", label="公开“您说—我们做”", source=[M.ANSWERED, M.CLOSED],
        guard=why_not_public)  # fmt: skip
def publish(message, *, by, said, done):
    """Neutral words of one's own: nothing may tell who wrote the letter (rules 7.07)."""
    for words in (said, done):
        if run := quoted(
            words, [message.text, *message.talk.filter(by=None).values_list("text", flat=True)]
        ):
            raise Refused(
                _("“%s”是来信的原话。") % run, _("请换成自己的话，别人才认不出是谁写的。")
            )
        if name := named(words, message.org):
            raise Refused(
                _("公开的话里出现了姓名：%s。") % name, _("请改成“有老师”“有关部门”这样的说法。")
            )
    message.said, message.done, message.published = said.strip(), done.strip(), clock.today()


def quoted(words, texts) -> str:
    """The first stretch of the words that stands just so in one of the texts."""
    flat = "".join(words.split())
    letters = ["".join(text.split()) for text in texts]
    for at in range(len(flat) - RUN + 1):
        run = flat[at : at + RUN]
        if any(run in letter for letter in letters):
            return run
    return ""


def named(words, org) -> str:
    """A member's name that stands in the words."""
    names = Person.objects.members_of(org).order_by().values_list("name", flat=True)
    return next((name for name in names if len(name) > 1 and name in words), "")


@action(Message, may="voice.handle", label="撤下公开", source=[M.ANSWERED, M.CLOSED],
        guard=lambda m, by: "" if m.published else _("没有公开过。"))  # fmt: skip
def unpublish(message, *, by):
    message.published = None
