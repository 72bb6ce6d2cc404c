"""The verbs of a meeting: convene, hold, minute, carry out."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock, records
from zhijia.kernel.actions import action
from zhijia.kernel.documents.models import attach
from zhijia.kernel.refusals import Refused

from ..lines import read_lines
from ..models import Committee, Decision, Meeting

M_KIND = Meeting.Kind
C, M, D = Committee.State, Meeting.State, Decision.State


def asked(meeting):
    """Those to tell of a meeting; of one already past there is nothing to tell."""
    return meeting.invited.all() if meeting.on >= clock.today() else ()


@action(Meeting, creates=True, may="committees.convene", label="召集会议", tells=asked)
def convene(
    org, *, by, committee, kind, on, title="", at=None, place="", agenda="", chaired_by=None,
    recorded_by=None, invited=(),
):  # fmt: skip
    """Call a meeting; those invited are told. One not entered in time may be called afterwards."""
    if committee.org_id != org.pk or committee.state == C.ENDED:
        raise Refused(_("请选择本会在任的委员会。"))
    outside = committee.kind == Committee.Kind.OUTSIDE
    if outside != (kind == M_KIND.OUTSIDE):
        raise Refused(
            _("“%s”是党政机构的会议，请与工会参加的党政机构一起选。") % M_KIND.OUTSIDE.label
        )
    meeting = Meeting(org=org, committee=committee, kind=kind, chaired_by=chaired_by or by)
    _fill(meeting, title, on, at, place, agenda, recorded_by, invited)
    return meeting


@action(Meeting, may="committees.convene", label="改通知", source=[M.CALLED], tells=asked)
def reschedule(
    meeting, *, by, on, title="", at=None, place="", agenda="", recorded_by=None, invited=()
):  # fmt: skip
    """Another day, place or agenda; those invited are told again."""
    _fill(meeting, title, on, at, place, agenda, recorded_by, invited)


def _fill(meeting, title, on, at, place, agenda, recorded_by, invited):
    meeting.on, meeting.at, meeting.place, meeting.agenda = on, at, place, agenda
    meeting.recorded_by = recorded_by
    meeting.title = title or f"{on.year}年{on.month}月{meeting.get_kind_display()}"
    meeting.save()
    meeting.invited.set(invited)


@action(
    Meeting, may="committees.record", label="登记到会", source=[M.CALLED], target=M.HELD, main=True
)  # fmt: skip
def hold(meeting, *, by, on, attended, recorded_by=None):
    """It was held: on which day, and who was there."""
    if on > clock.today():
        raise Refused(_("会议日期不能晚于今天。"), _("还没有开的会，请用“改通知”。"))
    attended = list(attended)
    if not attended:
        raise Refused(_("请至少选一位到会人员。"))
    meeting.on, meeting.recorded_by = on, recorded_by or meeting.recorded_by or by
    meeting.attended.set(attended)


@action(
    Meeting, may="committees.record", label="写会议记录", source=[M.HELD], target=M.MINUTED,
    main=True,
)  # fmt: skip
def minute(meeting, *, by, minutes, decisions=""):
    """What was said and settled; whoever is to carry something out is told."""
    meeting.minutes = minutes
    _settle(meeting, by, decisions)


@action(Meeting, may="committees.record", label="改会议记录", source=[M.MINUTED])
def amend_minutes(meeting, *, by, minutes, decisions=""):
    """Put the text right and add decisions left out. What is settled is dropped, never erased."""
    meeting.minutes = minutes
    _settle(meeting, by, decisions)


def _settle(meeting, by, decisions):
    first = meeting.decisions.count() + 1
    for order, line in enumerate(read_lines(decisions, meeting.org, meeting.on), first):
        entrust(meeting, by=by, order=order, text=line.text, owner=line.owner, due=line.due)


@action(Meeting, may="committees.record", label="加照片材料", source=[M.HELD, M.MINUTED])
def add_files(meeting, *, by, files, consent=False):
    """Photos only with the consent of those on them (rules 13.09); papers are sealed."""
    for name, data in files:
        attach(meeting, data, name, by=by, sealed=True, consent=consent)


def owner(decision):
    return [decision.owner]


@action(
    Decision, creates=True, parent=Meeting, may="committees.record", label="请您落实",
    source=[M.HELD, M.MINUTED], hidden=True, tells=owner,
)  # fmt: skip
def entrust(meeting, *, by, order, text, owner=None, due=None):
    """Follows from writing the minutes: each decision, with who carries it out by when."""
    return Decision(
        org=meeting.org, meeting=meeting, order=order, text=text, owner=owner, due=due
    )  # fmt: skip


@action(
    Meeting, may="committees.convene", label="取消会议", source=[M.CALLED], target=M.CANCELLED,
    tells=asked,
)  # fmt: skip
def cancel(meeting, *, by, reason):
    """It will not be held; those invited are told."""


def chair(decision):
    return [decision.meeting.chaired_by]


@action(
    Decision, may="committees.carry_out", label="登记落实", source=[D.OPEN], target=D.DONE,
    tells=chair, main=True,
)  # fmt: skip
def carry_out(decision, *, by, outcome, done=None):
    """It is done, and this came of it; the meeting's figures follow."""
    decision.done, decision.outcome = done or clock.today(), outcome
    if not decision.meeting.on <= decision.done <= clock.today():
        raise Refused(_("落实日期须在会议之后、今天以前。"))
    decision.state = D.DONE
    decision.save()
    records.sync(decision.meeting)


@action(
    Decision, may="committees.convene", label="不再办理", source=[D.OPEN], target=D.DROPPED,
    tells=owner,
)  # fmt: skip
def drop(decision, *, by, reason):
    """Given up, with the reason; that it was settled stays in the minutes and in the figures."""
    decision.state = D.DROPPED
    decision.save()
    records.sync(decision.meeting)
