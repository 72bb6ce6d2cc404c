"""Afterwards: opinions answered, minutes signed, the report upwards, resolutions carried out."""

from datetime import timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import NeedsReason, Refused

from ..models import BINDING, POLICY, AgendaItem, Delegation, Opinion, Resolution, Session, rules_of
from .delegates import not_ahead
from .sessions import delegate_ids

S, A, R = Session.State, AgendaItem.State, Resolution.State
SPEAKING = [S.CALLED, S.GATHERING, S.OPEN, S.ADJOURNED, S.CLOSED]


@action(
    Opinion, creates=True, parent=Session, may="congress.attend", label="提意见", source=SPEAKING
)
def raise_opinion(session, *, by, text, item=None, for_delegation=False):
    """Say what one thinks of a matter, before or in the session; each gets an answer (rules 1.19).

    ``for_delegation``: in the name of the delegation, by its head.
    """
    delegation = None
    if for_delegation:
        congresses = session.parts.values("congress")
        delegation = Delegation.objects.filter(congress__in=congresses, head=by).first()
        if delegation is None:
            raise Refused(_("只有团长能以代表团名义提意见。"))
    if item is not None and item.session_id != session.pk:
        raise Refused(_("这个议题不是这次会议的。"))
    due = clock.today() + timedelta(days=rules_of(session.org).opinion_days)
    return Opinion(
        org=session.org,
        session=session,
        item=item,
        delegation=delegation,
        by=by,
        text=text,
        due=due,
    )


def is_policy(item) -> bool:
    return item.power in POLICY


def why_too_late(item, by) -> str:
    """Who joins in when the doors are open no longer joins in the making."""
    if item.session.state in (S.PREPARING, S.CALLED):
        return ""
    return _("会议%s，政策已经提交大会；现在请用“提意见”。") % item.session.get_state_display()


@action(Opinion, creates=True, parent=AgendaItem, may="congress.prepare", label="登记源头参与",
        source=[A.LISTED], when=is_policy, guard=why_too_late)  # fmt: skip
def join_making(item, *, by, stage, text, person=None):
    """The union, or one of its delegates, took part in making a policy, and what they said there; the
    school answers it like any opinion (R-045)."""
    who = person or by
    if person and person.pk not in delegate_ids(item.part.congress):
        raise Refused(_("%s不是代表。") % person.name)
    due = clock.today() + timedelta(days=rules_of(item.org).opinion_days)
    return Opinion(
        org=item.org, session=item.session, item=item, by=who, text=text, stage=stage, due=due
    )


@action(Opinion, may="congress.answer", label="答复", source=[Opinion.State.RAISED],
        target=Opinion.State.ANSWERED, main=True, tells=lambda o: [o.by])  # fmt: skip
def answer_opinion(opinion, *, by, outcome, answer):
    """Adopt, adopt in part or not, and say why (rules 1.19)."""
    if outcome != Opinion.Outcome.ADOPTED and not answer.strip():
        raise NeedsReason(_("没有采纳或者只采纳一部分的，要向代表说明理由。"))
    opinion.outcome, opinion.answer, opinion.answered = outcome, answer, clock.today()


@action(Session, may="congress.prepare", label="写会议记录和决议", source=[S.CLOSED])
def write_minutes(session, *, by, minutes, resolution):
    """What was said and resolved; both stand as drafted from the agenda until they are edited."""
    session.minutes, session.resolution = minutes, resolution


def is_rule(item) -> bool:
    """What the congress passed as a rule (rules 1.13)."""
    return item.power in BINDING


@action(AgendaItem, may="congress.prepare", label="登记施行日期", source=[A.ADOPTED], when=is_rule)
def put_in_force(item, *, by, effective):
    """From when the passed rule holds: never before the congress passed it (rules 1.13, 1.21)."""
    if effective < item.session.on:
        raise Refused(_("施行日期早于教代会通过的日期 %s。") % f"{item.session.on:%Y-%m-%d}")
    item.effective = effective


def why_not_repeal(item, by) -> str:
    if item.repealed:
        return _("已经废止。")
    return "" if item.effective else _("还没有登记施行日期。")


@action(AgendaItem, may="congress.prepare", label="登记废止", source=[A.ADOPTED], when=is_rule,
        guard=why_not_repeal)  # fmt: skip
def repeal(item, *, by, on, reason):
    """The rule no longer holds, and why; it stays in the book with its dates."""
    if on < item.effective:
        raise Refused(_("废止日期早于施行日期。"))
    item.repealed = on


def why_not_sign(session, by) -> str:
    if not session.minutes:
        return _("还没有写会议记录。")
    waiting = session.items.filter(state__in=(A.FLOOR, A.VOTING)).first()
    return _("“%s”还没有宣布结果。") % waiting if waiting else ""


@action(Session, may="congress.prepare", label="签署并定稿", source=[S.CLOSED], target=S.SIGNED, main=True,
        guard=why_not_sign)  # fmt: skip
def sign(session, *, by):
    """Sign minutes and resolution: from now on nobody changes them."""


@action(Session, may="congress.prepare", label="登记已报告上级工会", source=[S.CLOSED, S.SIGNED])
def report_up(session, *, by, on=None):
    """The report to the union above has gone out (rules 1.58)."""
    on = on or clock.today()
    if on < localtime(session.closed).date():
        raise Refused(_("报告日期早于闭会日期。"))
    not_ahead(on)
    session.reported = on


@action(Resolution, creates=True, parent=Session, may="congress.prepare", label="列入决议落实",
        source=[S.OPEN, S.ADJOURNED, S.CLOSED, S.SIGNED],
        tells=lambda r: [r.owner] if r.owner else [])  # fmt: skip
def resolve(session, *, by, text, item=None, owner=None, department="", due=None):
    """Something that the congress resolved and somebody has to do by a day."""
    return Resolution(
        org=session.org, session=session, text=text, item=item, owner=owner, department=department,
        due=due,
    )  # fmt: skip


@action(Resolution, may="congress.follow", label="报告进展", source=[R.OPEN])
def report_progress(resolution, *, by, words):
    """How far it is; what was said before stays."""
    line = f"{clock.today():%Y-%m-%d}　{by.name}：{words.strip()}"
    resolution.progress = "\n".join(filter(None, (resolution.progress, line)))


@action(
    Resolution, may="congress.follow", label="已落实", source=[R.OPEN], target=R.DONE, main=True
)
def carry_out(resolution, *, by, words, on=None, files=()):
    """It is done; the evidence lies with it."""
    from zhijia.kernel.documents.models import attach

    report_line = f"{clock.today():%Y-%m-%d}　{by.name}：{words.strip()}"
    resolution.progress = "\n".join(filter(None, (resolution.progress, report_line)))
    not_ahead(on or clock.today())
    resolution.done = on or clock.today()
    for name, data in files:
        attach(resolution, data, name, by=by, people_shown=False)


@action(Resolution, may="congress.prepare", label="不再办理", source=[R.OPEN], target=R.DROPPED)
def drop(resolution, *, by, reason):
    """It will not be done; the congress is told why."""
    resolution.progress = "\n".join(filter(None, (resolution.progress, reason)))
