"""The best proposals and departments: named by the committee or by a vote, confirmed by the presidium
where the school asks for it, and announced at a session (rules 5.26)."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock, records, waiting
from zhijia.kernel.access import holders
from zhijia.kernel.actions import action, url_of
from zhijia.kernel.notices import tell
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from ..delegations import presidium_of
from ..models import Award, Call, Proposal, rules_of
from ..sessions import sat

P, S = Proposal.State, Award.State


def filed_in(call):
    return Proposal.objects.filter(call=call, suggestion=False, serial__isnull=False)


def most_awards(call) -> int:
    """The school's share of what was filed, one at least (rules 5.26)."""
    return max(1, filed_in(call).count() * rules_of(call).award_share // 100)


def left_to_award(call) -> int:
    """What waits to be confirmed counts too."""
    named = Award.objects.filter(call=call, proposal__isnull=False).standing().count()
    return max(0, most_awards(call) - named)


def confirmers(obj):
    """The presidium of the last session; where there is none, who decides disputes."""
    people = presidium_of(obj.org)
    return people if people.exists() else holders("proposals.confirm", obj.org)


def give(call, *, by, **what):
    """Announced at once only where the school asks nobody to confirm."""
    first = rules_of(call).confirm_best
    state = S.PROPOSED if first else S.ANNOUNCED
    made = Award.objects.create(
        org=call.org, call=call, state=state, announced=None if first else clock.today(), **what
    )
    records.sync(made)
    waiting.sync(made)
    if first:
        tell(confirmers(call), call.org, _("请审定评优：%s") % made, url_of(made), besides=by)
    elif made.proposal:
        name_best(made.proposal, by=by)


def may_award(proposal, by):
    """No more than the school's share of what was filed in the call (rules 5.26)."""
    if proposal.awarded or proposal.suggestion:
        return _("已评为优秀提案。") if proposal.awarded else _("意见建议不参加评选。")
    if proposal.awards.standing().exists():
        return _("已经推荐，等审定和公布。")
    if not left_to_award(proposal.call):
        return _("优秀提案不超过立案数的 %(share)d%%，本次最多 %(most)d 件。") % {
            "share": rules_of(proposal).award_share, "most": most_awards(proposal.call),
        }  # fmt: skip
    return ""


@action(
    Proposal, may="proposals.award", label="推荐为优秀提案", source=[P.CONCLUDED], guard=may_award,
)  # fmt: skip
def award(proposal, *, by):
    """By the committee's word, where the school holds no vote."""
    give(proposal.call, by=by, proposal=proposal)
    proposal.awarded = not rules_of(proposal).confirm_best


@action(
    Proposal, may="proposals.see", label="评为优秀提案", source=[P.CONCLUDED], hidden=True,
    tells=lambda proposal: proposal.proposers(),
)  # fmt: skip
def name_best(proposal, *, by):
    """Follows from its award being announced."""
    proposal.awarded = True


def why_not_confirm(award, by):
    """The presidium's to say, once there is one."""
    people = presidium_of(award.org)
    if people.exists() and not people.filter(pk=by.pk).exists():
        return _("由主席团成员审定。")
    return ""


def chairs(award):
    return holders("proposals.award", award.org)


@action(
    Award, may="proposals.confirm", label="审定通过", source=[S.PROPOSED], target=S.CONFIRMED,
    guard=why_not_confirm, tells=chairs, main=True,
)  # fmt: skip
def confirm_award(award, *, by):
    award.confirmed, award.confirmed_by = clock.today(), by


@action(
    Award, may="proposals.confirm", label="不予通过", source=[S.PROPOSED, S.CONFIRMED],
    guard=why_not_confirm, tells=chairs,
)  # fmt: skip
def refuse_award(award, *, by, reason):
    """It is announced nowhere; another may be named instead."""
    award.why, award.state = reason, S.REFUSED
    award.save()
    end_poll(award.poll, by)


def members(call):
    return Person.objects.members_of(call.org)


def why_not_announce(call, by):
    confirmed = call.awards.filter(state=S.CONFIRMED).exists()
    return "" if confirmed else _("还没有审定通过的评优结果。")


@action(
    Call, may="proposals.award", label="公布评优结果", guard=why_not_announce, tells=members,
    when=lambda call: rules_of(call).confirm_best,
)  # fmt: skip
def announce_best(call, *, by, session=None):
    """Everything confirmed stands on the board from now on; ``session``: where it was read out."""
    if session and not sat(call.org).filter(pk=session.pk).exists():
        raise Refused(_("“%s”还没有召开。") % session, _("请选择已经召开或正在召开的会议。"))
    found = list(call.awards.filter(state=S.CONFIRMED).select_related("proposal", "poll__org"))
    for one in found:
        publish(one, by=by, session=session)
    for poll in {one.poll for one in found if one.poll}:
        end_poll(poll, by)


@action(
    Award,
    may="proposals.award",
    label="公布",
    source=[S.CONFIRMED],
    target=S.ANNOUNCED,
    hidden=True,
)
def publish(award, *, by, session):
    award.session, award.announced = session, clock.today()
    if award.proposal and not award.proposal.awarded:
        name_best(award.proposal, by=by)


def end_poll(poll, by):
    """A vote is over once everything it found best is announced or refused."""
    from .polls import end

    if poll and poll.state == "decided" and not poll.awards.pending().exists():
        end(poll, by=by)
