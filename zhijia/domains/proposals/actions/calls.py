"""Calls for proposals, and the report on one that goes to the congress."""

from datetime import timedelta

from django.utils.translation import gettext as _

from zhijia.domains.congress import actions as congress
from zhijia.kernel.actions import action
from zhijia.kernel.documents.docx import to_docx
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from ..models import Call, rules_of
from ..sessions import prepared, words_of


def members(obj):
    return Person.objects.members_of(obj.org)


def _check(opens, closes):
    if closes and closes < opens:
        raise Refused(_("截止日期早于开始日期。"), _("请核对日期；常年征集的，截止日期留空。"))


def _settle(call, session, closes):
    """A call for a session bears its words and is over so many days before it (rules 5.08)."""
    call.session = words_of(call.meeting) if call.meeting else session
    if not call.session:
        raise Refused(_("请选择会议，或填写届次。"), _("届次如“第五届第三次”。"))
    call.closes = closes
    if call.meeting:
        days = rules_of(call).close_before
        last = call.meeting.on - timedelta(days=days)
        if closes and closes > last:
            raise Refused(
                _("大会是 %(on)s，征集最晚 %(last)s 截止（会前 %(days)d 天）。")
                % {"on": call.meeting.on, "last": last, "days": days}
            )
        call.closes = closes or last
    _check(call.opens, call.closes)


@action(Call, creates=True, may="proposals.call", label="发起征集", tells=members)
def open_call(org, *, by, title, opens, session="", meeting=None, closes=None, notice=""):
    """Announce a window for proposals, for a session of the congress or, without an end, all year round
    (闭会期间提案)."""
    if meeting and not prepared(org).filter(pk=meeting.pk).exists():
        raise Refused(_("“%s”不在筹备中，不能为它征集。") % meeting, _("请选择正在筹备的会议。"))
    call = Call(org=org, title=title, opens=opens, notice=notice, meeting=meeting)
    _settle(call, session, closes)
    return call


@action(Call, may="proposals.call", label="修改征集")
def amend_call(call, *, by, title, opens, session="", meeting=None, closes=None, notice=""):
    """The session may be named, or changed, later."""
    known = call.meeting_id == meeting.pk if meeting else True
    if not known and not prepared(call.org).filter(pk=meeting.pk).exists():
        raise Refused(_("“%s”不在筹备中，不能为它征集。") % meeting, _("请选择正在筹备的会议。"))
    call.title, call.notice, call.opens, call.meeting = title, notice, opens, meeting
    _settle(call, session, closes)


def why_not_report(call, by):
    if not call.proposals.filter(submitted__isnull=False).exists():
        return _("这次征集还没有收到提案。")
    item = call.report_item
    if item and item.state != "withdrawn":
        return _("已列入“%s”的议程。") % item.session
    return "" if prepared(call.org).exists() else _("没有正在筹备的会议，请先在教代会里筹备。")


@action(Call, may="congress.prepare", label="报告列入大会议程", guard=why_not_report)
def put_report(call, *, by, meeting, presenter="", reason=""):
    """The report on the call becomes a matter of a session being prepared, with its paper (rules 5.25:
    the next session reviews it)."""
    from ..documents.calls import report

    if not prepared(call.org).filter(pk=meeting.pk).exists():
        raise Refused(_("“%s”不在筹备中。") % meeting, _("请选择正在筹备的会议。"))
    paper = report(call, by)
    call.report_item = congress.put(
        meeting, by=by, title=_("审议%s提案办理情况报告") % call.session, power="proposals",
        presenter=presenter, reason=reason, files=[(f"{paper.title}.docx", to_docx(paper))],
    )  # fmt: skip
