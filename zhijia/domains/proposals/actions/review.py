"""What the committee decides: file, refer, decline, send back.

Verbs that give a number or touch two cases lock the call first (``under``), so that two people who
decide at once take turns and never wait for each other.
"""

from django.utils.translation import gettext as _

from zhijia.kernel import records
from zhijia.kernel.access import holders
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from ..models import Call, Decision, Ground, Proposal, rules_of
from ..support import enough_support
from ..turns import next_follower

P, D = Proposal.State, Decision.What


def proposers(proposal):
    return proposal.proposers()


def not_own(proposal, by):
    """Nobody reviews what they proposed."""
    return _("自己的提案由其他委员审查。") if by in proposal.proposers() else ""


def may_file(proposal, by):
    if proposal.suggestion:
        return _("征集截止后提交的，按意见建议办理，不立案。")
    if not enough_support(proposal):
        return _("附议人数不足，不能立案；可以退回修改，或转意见建议。")
    if is_voted(proposal):
        return _("是否立案由大会表决，请用“提请大会表决”。")
    return not_own(proposal, by)


def is_voted(proposal) -> bool:
    """Whether the congress itself decides: a motion, or every proposal where the school says so."""
    return proposal.kind == Proposal.Kind.MOTION or rules_of(proposal).congress_votes


def has_precheck(proposal):
    return rules_of(proposal).leader_precheck


@action(
    Proposal, may="proposals.precheck", label="初审通过", source=[P.PRECHECK], target=P.REVIEW,
    when=has_precheck, guard=not_own, main=True,
)  # fmt: skip
def precheck(proposal, *, by):
    """The head of the delegation passes it on to the committee."""


@action(
    Proposal, may="proposals.send_back", label="退回修改", source=[P.PRECHECK, P.REVIEW],
    guard=not_own, tells=proposers,
)  # fmt: skip
def send_back(proposal, *, by, reason):
    """To be written anew; those who seconded stay."""
    note(proposal, by, D.SEND_BACK, reason)
    proposal.state = P.SECONDING if proposal.seconds.exists() else P.DRAFT


def note(proposal, by, what, words="", ground="", **whose):
    """``whose``: ``presidium`` or ``congress``, where it was not the committee's word."""
    made = Decision.objects.create(
        org=proposal.org, proposal=proposal, what=what, words=words, ground=ground, by=by, **whose
    )
    records.sync(made)


def give_number(proposal):
    """The next number of its series; one given once is never given again (rules 5.27)."""
    if proposal.serial:
        return
    call = Call.objects.select_for_update().get(pk=proposal.call_id)
    taken = call.proposals.filter(suggestion=proposal.suggestion, serial__isnull=False)
    last = taken.order_by("-serial").values_list("serial", flat=True).first() or 0
    rules = rules_of(proposal)
    proposal.serial = last + 1
    pattern = rules.suggestion_pattern if proposal.suggestion else rules.number_pattern
    words = {
        "{年}": str(call.opens.year),
        "{届次}": call.session,
        "{序号}": f"{proposal.serial:03d}",
    }
    for mark, value in words.items():
        pattern = pattern.replace(mark, value)
    proposal.number = pattern[:40]


def is_read_first(proposal) -> bool:
    """Whether a leader reads what is filed before it goes to a department."""
    return rules_of(proposal).leader_reads and holders("proposals.instruct", proposal.org).exists()


def file(proposal):
    """Filed: to the leader who reads it first, where there is one; else to be assigned."""
    _list(proposal)
    proposal.state = P.INSTRUCT if is_read_first(proposal) else P.ASSIGN


def pass_on(proposal):
    """Not filed, and answered all the same (rules 5.13)."""
    if not proposal.suggestion:
        proposal.serial, proposal.suggestion = None, True
    _list(proposal)
    proposal.state = P.ASSIGN


def _list(proposal):
    """It has a number, is read by everybody and, where the school says so, followed by somebody."""
    give_number(proposal)
    proposal.shown = True
    proposal.follower = proposal.follower or next_follower(proposal)


@action(
    Proposal, may="proposals.review", label="立案", source=[P.REVIEW], guard=may_file, tells=proposers,
    main=True, under="call",
)  # fmt: skip
def accept(proposal, *, by):
    note(proposal, by, D.ACCEPT)
    file(proposal)


@action(
    Proposal, may="proposals.review", label="转意见建议", source=[P.REVIEW], guard=not_own,
    tells=proposers, under="call",
)  # fmt: skip
def refer(proposal, *, by, reason=""):
    """Not a matter to be filed, but worth an answer: a number of the other series."""
    note(proposal, by, D.REFER, reason)
    pass_on(proposal)


@action(
    Proposal,
    may="proposals.review",
    label="不立案",
    source=[P.REVIEW],
    guard=not_own,
    tells=proposers,
    under="call",
)
def decline(proposal, *, by, ground, reason):
    """With one of the school's grounds, told to the proposer. Where the school says so it becomes
    a suggestion and is answered; otherwise the proposer may still call on the presidium."""
    decline_with(proposal, by, ground, reason)


def decline_with(proposal, by, ground, reason, presidium=False):
    rules = rules_of(proposal)
    if ground not in rules.refuse_grounds:
        raise Refused(_("本校办法没有这条不立案理由。"), _("请从列出的理由中选择。"))
    note(proposal, by, D.DECLINE, reason, ground, presidium=presidium)
    proposal.ground = ground
    if rules.unfiled_answered and ground != Ground.UNLAWFUL:
        pass_on(proposal)
    else:
        proposal.state, proposal.shown = P.DECLINED, False
