"""The same matter twice becomes one case, with the consent of those who wrote (rules 5.14)."""

from django.utils.translation import gettext as _

from zhijia.kernel.actions import action, url_of
from zhijia.kernel.notices import tell
from zhijia.kernel.refusals import Refused

from ..models import Decision, Proposal
from .review import not_own, note, proposers

P = Proposal.State
MERGEABLE = (P.REVIEW, P.INSTRUCT, P.ASSIGN, P.FORWARDED, P.ASSIGNED, P.HANDLING)


@action(
    Proposal, may="proposals.review", label="并案", source=[P.REVIEW], guard=not_own, target=P.MERGED,
    tells=proposers, under="call",
)  # fmt: skip
def merge(proposal, *, by, into, reason=""):
    """The same matter twice becomes one case. All stay proposers: both who wrote are asked, each gets
    the answer, each rates it (rules 5.14)."""
    if into.pk == proposal.pk or into.org_id != proposal.org_id:
        raise Refused(_("请选择要并入的另一件提案。"))
    note(proposal, by, Decision.What.MERGE, reason)
    proposal.merged_into, proposal.shown = into, True
    proposal.merge_agreed = False
    proposal.host_agreed = into.proposer_id == proposal.proposer_id
    take_in(into, by=by, other=proposal)
    for earlier in proposal.merged.select_related("org"):
        move_along(earlier, by=by, into=into)


@action(Proposal, may="proposals.review", label="并入一件", source=MERGEABLE, hidden=True)
def take_in(proposal, *, by, other):
    """Another case joins this one: its proposers become proposers here."""
    people = [p for p in other.proposers() if p != proposal.proposer]
    proposal.co_proposers.add(*people)
    words = _("有一件提案并入您的提案：%s") % other
    tell(proposal.proposers(), proposal.org, words, url_of(other), besides=by)


@action(Proposal, may="proposals.review", label="随案转并", source=[P.MERGED], hidden=True)
def move_along(proposal, *, by, into):
    """What was merged into a case that is now merged itself follows it."""
    proposal.merged_into, proposal.host_agreed = into, into.proposer_id == proposal.proposer_id


def may_agree(proposal, by):
    agreed = proposal.merge_agreed if by.pk == proposal.proposer_id else proposal.host_agreed
    return _("您已经同意。") if agreed else ""


def may_object(proposal, by):
    """Until the common answer is there."""
    into = proposal.merged_into
    late = into is not None and into.state not in MERGEABLE
    return _("并入的案件已经形成答复，不能再分开；请在评价中说明。") if late else ""


@action(
    Proposal,
    may="proposals.merged",
    label="同意并案",
    source=[P.MERGED],
    guard=may_agree,
    main=True,
)
def agree_merge(proposal, *, by):
    """Who wrote either of the two says so for themselves."""
    if by.pk == proposal.proposer_id:
        proposal.merge_agreed = True
    else:
        proposal.host_agreed = True


@action(
    Proposal, may="proposals.merged", label="不同意并案", source=[P.MERGED], guard=may_object,
    target=P.REVIEW, under="call",
)  # fmt: skip
def object_merge(proposal, *, by, reason):
    """It is another matter: back to the committee, on its own feet."""
    let_out(proposal.merged_into, by=by, other=proposal)
    proposal.merged_into = None


@action(Proposal, may="proposals.see", label="分出一件", source=MERGEABLE, hidden=True)
def let_out(proposal, *, by, other):
    stay = {p.pk for m in proposal.merged.exclude(pk=other.pk) for p in m.proposers()}
    proposal.co_proposers.remove(*[p for p in other.proposers() if p.pk not in stay])
