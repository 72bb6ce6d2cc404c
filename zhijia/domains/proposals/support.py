"""Whether a proposal has the support its school asks for (rules 5.02–5.05)."""

from django.utils.translation import gettext as _

from zhijia.kernel.access import holders
from zhijia.kernel.people import Membership

from .models import Proposal, Second, rules_of


def agreed(proposal) -> int:
    return sum(s.state == Second.State.AGREED for s in proposal.seconds.all())


def wanted(proposal) -> int:
    """How many seconders are needed."""
    rules = rules_of(proposal)
    if proposal.kind == Proposal.Kind.ALONE:
        return 0
    if proposal.kind == Proposal.Kind.COLLECTIVE:
        if not rules.collective_majority:
            return 0
        members = Membership.objects.filter(group=proposal.group).live().count()
        return members // 2  # with the head who signs: more than half of the delegation
    return max(0, rules.min_seconders - counted(proposal))


def counted(proposal) -> int:
    """The proposers themselves, where the school counts them."""
    if not rules_of(proposal).count_includes_proposer:
        return 0
    return 1 + (len(proposal.co_proposers.all()) if proposal.pk else 0)


def enough_support(proposal) -> bool:
    return not why_short(proposal)


def why_short(proposal) -> str:
    """The sentence that says how many are missing, or nothing."""
    need = wanted(proposal)
    missing = need - agreed(proposal) if need else 0
    if missing <= 0:
        return ""
    return _("还差 %(missing)d 位附议人（需要 %(need)d 位）。") % {"missing": missing, "need": need}


def reviewers(proposal):
    return holders("proposals.review", proposal.org)
