"""In the hall: opening at the gate, what is on the floor, who speaks, breaks and the close."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from ..models import AgendaItem, Attendee, Method, Session, Speaker, rules_of
from .sessions import call_lines, roll_people

S, A = Session.State, AgendaItem.State


def why_shut(session, by=None) -> str:
    """The gate: two thirds of the delegates of each part (rules 1.50)."""
    if not session.decides:
        return ""
    for part in session.parts.all():
        gate = part.gate()
        if not gate.met:
            return f"{part.congress}：{gate.sentence}"
    return ""


@action(Session, may="congress.prepare", label="宣布开会", source=[S.GATHERING], target=S.OPEN, main=True,
        guard=why_shut)  # fmt: skip
def open_session(session, *, by):
    """Open it: enough are there."""
    session.opened = clock.now()


@action(Session, may="congress.prepare", label="休会", source=[S.OPEN], target=S.ADJOURNED)
def adjourn(session, *, by, reason=""):
    """A break; nothing is decided until it goes on, and then the gate asks again."""
    if session.items.filter(state=A.VOTING).exists():
        raise Refused(_("正在表决，等表决完再休会。"))


@action(Session, may="congress.prepare", label="继续开会", source=[S.ADJOURNED], target=S.OPEN, main=True,
        guard=why_shut)  # fmt: skip
def resume(session, *, by):
    """Go on after a break."""


def why_not_close(session, by) -> str:
    busy = session.items.filter(state__in=(A.FLOOR, A.VOTING)).first()
    return _("“%s”还没有结束。") % busy if busy else ""


@action(Session, may="congress.prepare", label="宣布闭会", source=[S.OPEN, S.ADJOURNED], target=S.CLOSED,
        guard=why_not_close, tells=roll_people)  # fmt: skip
def close(session, *, by):
    """Close it. What was not taken up is left for another session."""
    session.closed, session.floor, session.state = clock.now(), None, S.CLOSED
    call_lines(session)


def why_not_up(item, by) -> str:
    if item.session.state != S.OPEN:
        return _("会议现在是“%s”，开会之后才能进行议题。") % item.session.get_state_display()
    busy = item.session.items.filter(state__in=(A.FLOOR, A.VOTING)).exclude(pk=item.pk).first()
    return _("“%s”还没有结束。") % busy if busy else ""


@action(AgendaItem, may="congress.prepare", label="进行这一项", source=[A.LISTED], target=A.FLOOR, main=True,
        guard=why_not_up, under="session")  # fmt: skip
def take_up(item, *, by):
    """Put the matter on the floor: every screen shows it."""
    Session.objects.filter(pk=item.session_id).update(floor=item)


def is_heard(item) -> bool:
    return item.method == Method.NONE


@action(
    AgendaItem,
    may="congress.prepare",
    label="听取完毕",
    source=[A.FLOOR],
    target=A.HEARD,
    when=is_heard,
    under="session",
)
def finish_hearing(item, *, by, notes=""):
    """It was heard; opinions on it are collected and answered (rules 1.19)."""
    item.notes = notes or item.notes
    leave_floor(item)


def leave_floor(item):
    Session.objects.filter(pk=item.session_id, floor=item).update(floor=None)
    item.speakers.filter(began__isnull=False, ended=None).update(ended=clock.now())


def why_silent(item, by) -> str:
    there = Attendee.objects.at(item.session_id).filter(person=by).there()
    return "" if there.exists() else _("签到之后才能要求发言。")


@action(
    AgendaItem,
    may="congress.attend",
    label="要求发言",
    source=[A.FLOOR],
    hidden=True,
    guard=why_silent,
)
def ask_floor(item, *, by):
    """Stand on the list of speakers, behind who asked before."""
    minutes = rules_of(item.org).speech_minutes
    Speaker.objects.get_or_create(
        item=item, person=by, defaults={"asked": clock.now(), "minutes": minutes}
    )


@action(AgendaItem, may="congress.prepare", label="请人发言", source=[A.FLOOR], hidden=True)
def give_floor(item, *, by, speaker):
    """The next speaker has the floor; who spoke before has ended."""
    item.speakers.filter(began__isnull=False, ended=None).update(ended=clock.now())
    item.speakers.filter(pk=speaker, began=None).update(began=clock.now())


@action(AgendaItem, may="congress.prepare", label="发言结束", source=[A.FLOOR], hidden=True)
def end_speech(item, *, by):
    item.speakers.filter(began__isnull=False, ended=None).update(ended=clock.now())
