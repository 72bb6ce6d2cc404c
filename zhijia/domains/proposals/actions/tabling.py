"""What the congress itself decides: a motion (议案), or every proposal where the school files by vote."""

import logging

from django.utils.translation import gettext as _

from zhijia.domains.congress import actions as congress
from zhijia.domains.congress.models import AgendaItem, Session
from zhijia.kernel.actions import Step, action
from zhijia.kernel.records import DONE
from zhijia.kernel.refusals import Refused

from ..models import Decision, Proposal, rules_of
from ..sessions import prepared
from ..support import enough_support
from .review import file, is_voted, not_own, note, pass_on, proposers

P, A, D = Proposal.State, AgendaItem.State, Decision.What
log = logging.getLogger(__name__)


def may_table(proposal, by):
    if proposal.suggestion:
        return _("征集截止后提交的，按意见建议办理，不提请大会表决。")
    if not enough_support(proposal):
        return _("附议人数不足，不能提请大会表决。")
    return not_own(proposal, by)


@action(
    Proposal, may="congress.prepare", label="提请大会表决", source=[P.REVIEW], target=P.TABLED,
    when=is_voted, guard=may_table, tells=proposers, under="call",
)  # fmt: skip
def table(proposal, *, by, meeting, method="secret", reason=""):
    """A matter of the agenda, without its proposer's name; the delegates vote on it there."""
    if not prepared(proposal.org).filter(pk=meeting.pk).exists():
        raise Refused(_("“%s”不在筹备中。") % meeting, _("请选择正在筹备的会议。"))
    proposal.item = congress.put(
        meeting, by=by, title=proposal.title, power="other", method=method, reason=reason,
        words=_("案由：%(why)s\n建议措施：%(what)s")
        % {"why": proposal.reason[:9000], "what": proposal.measures[:9000]},
    )  # fmt: skip
    proposal.shown = True


def in_motion(proposal, by):
    """What the delegates have taken up is theirs to finish."""
    item = proposal.item
    if item and item.state in (A.FLOOR, A.VOTING):
        return _("大会正在审议这一件，不能撤回。")
    return _("大会已经表决，请登记结果。") if item and item.state in DECIDED else ""


@action(
    Proposal, may="congress.prepare", label="撤回表决", source=[P.TABLED], target=P.REVIEW,
    guard=in_motion, tells=proposers,
)  # fmt: skip
def untable(proposal, *, by, reason):
    """Off the agenda again: back to the committee."""
    item, proposal.item = proposal.item, None
    if item and item.state == A.LISTED and item.session.state != Session.State.VOID:
        congress.withdraw(item, by=by, reason=reason)


DECIDED = (A.ADOPTED, A.RETURNED)


def not_decided(proposal, by):
    item = proposal.item
    if item is None or item.state == A.WITHDRAWN:
        return _("议题已不在议程上，请撤回表决。")
    return "" if item.state in DECIDED else _("大会还没有表决。")


@action(
    Proposal, may="proposals.review", label="登记表决结果", source=[P.TABLED], guard=not_decided,
    tells=proposers, main=True, under="call",
)  # fmt: skip
def hear_vote(proposal, *, by):
    """More than half of all delegates: filed. Otherwise it is not, and answered as a suggestion where
    the school answers what is not filed."""
    item = proposal.item
    words = (_("大会表决：%s") % item.sentence)[:500]
    if item.state == A.ADOPTED:
        note(proposal, by, D.ACCEPT, words, congress=True)
        file(proposal)
        return
    note(proposal, by, D.DECLINE, words, congress=True)
    if rules_of(proposal).unfiled_answered:
        pass_on(proposal)
    else:
        proposal.state, proposal.shown = P.DECLINED, False


def hear(changed, rebuilding=False):
    """Called with every record written: once a session is over, what it decided of proposals is noted by
    itself. It never stands in the session's way: what is refused here is written to the log."""
    keys = [r.source_id for r in changed if r.kind == "congress.session" and r.stage == DONE]
    if rebuilding or not keys:
        return
    rows = Proposal.objects.filter(state=P.TABLED, item__session__in=keys, item__state__in=DECIDED)
    for proposal in rows.select_related("item__session"):
        who = Step.objects.about(proposal.item.session).order_by("-pk").select_related("by").first()
        try:
            hear_vote(proposal, by=who.by)
        except Refused as no:
            log.warning("proposal %s: %s", proposal.pk, no)
