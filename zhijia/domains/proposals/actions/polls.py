"""A vote of the best: a ballot like any other (decision 0017), and what its tellers certify."""

import logging

from django.utils.translation import gettext as _

from zhijia.domains.ballots import actions as ballots
from zhijia.domains.ballots.models import Ballot
from zhijia.kernel.actions import Step, action
from zhijia.kernel.people import Person
from zhijia.kernel.records import DONE, VOID
from zhijia.kernel.refusals import Refused

from ..delegations import voters_of
from ..models import Award, Call, Department, Poll, Proposal, rules_of
from .best import filed_in, give, left_to_award

P = Proposal.State
log = logging.getLogger(__name__)


def concluded_in(call):
    """The proposals one may vote for."""
    return filed_in(call).filter(state=P.CONCLUDED, awarded=False).order_by("serial")


def departments_in(call):
    """The departments that have answered at least one proposal of the call."""
    led = Proposal.objects.filter(call=call, answered__isnull=False).values("lead")
    return Department.objects.filter(pk__in=led).order_by("name")


def why_no_poll(call, by):
    if call.closes and not call.over:
        return _("征集还没有截止。")
    answered = departments_in(call).count()
    if concluded_in(call).count() < 2 and answered < 2:
        return _("结案的提案、答复过的部门都不到两个，还不能评选。")
    return ""


@action(
    Poll, creates=True, parent=Call, may="proposals.award", label="组织评选", guard=why_no_poll,
)  # fmt: skip
def hold_poll(call, *, by, of, seats, tellers, candidates=(), closes=None):
    """A secret vote over the candidates, all of them if none are named; opened from its own page."""
    found = list(candidates) or list(
        concluded_in(call) if of == "proposals" else departments_in(call)
    )
    _check(call, of, seats, found)
    what = Poll.Of(of).label
    ballot = ballots.draft(
        call.org, by=by, kind="poll", title=f"{call.title}{what}评选"[:120], closes=closes,
        words=_("从%(session)s提案工作中评选%(what)s，最多选 %(n)d 个。") % {
            "session": call.session, "what": what, "n": seats},
    )  # fmt: skip
    labels = [f"{o.number} {o.title}" if of == "proposals" else o.name for o in found]
    question = {"text": _("评选%s") % what, "form": "choose", "seats": seats, "options": labels}
    ballots.ask(ballot, by=by, questions=[question])
    ballots.enrol(ballot, by=by, people=voters_of(call.org))
    ballots.name_tellers(ballot, by=by, tellers=tellers)
    return Poll(
        org=call.org, call=call, of=of, seats=seats, candidates=[o.pk for o in found], ballot=ballot
    )


def _check(call, of, seats, found):
    if len(found) < 2 or seats >= len(found):
        raise Refused(
            _("候选 %(n)d 个，名额 %(seats)d 个：候选要比名额多，至少两个。") % {"n": len(found), "seats": seats},
            _("请减少名额，或多列几个候选。"),
        )  # fmt: skip
    if of != "proposals":
        return
    most = left_to_award(call)
    if seats > most:
        raise Refused(
            _("优秀提案不超过立案数的 %(share)d%%，还可以评 %(most)d 件。")
            % {"share": rules_of(call).award_share, "most": most}
        )


def why_not_announce(poll, by):
    return "" if poll.ballot.state == Ballot.State.CERTIFIED else _("监票人还没有签字确认结果。")


def members(poll):
    return Person.objects.members_of(poll.org)


@action(
    Poll, may="proposals.see", label="公布评选结果", source=[Poll.State.RUNNING], hidden=True,
    target=Poll.State.ANNOUNCED, guard=why_not_announce, tells=members,
)  # fmt: skip
def announce(poll, *, by):
    """Follows from the tellers' hands under the result: who passed half of the papers is awarded."""
    _take_over(poll, by)


@action(
    Poll, may="proposals.see", label="评选有结果，待审定", source=[Poll.State.RUNNING], hidden=True,
    target=Poll.State.DECIDED, guard=why_not_announce,
)  # fmt: skip
def settle(poll, *, by):
    """The same, where the presidium confirms before anything is announced."""
    _take_over(poll, by)


@action(Poll, may="proposals.see", label="评选结束", source=[Poll.State.DECIDED], hidden=True)
def end(poll, *, by):
    """Follows from the last of its awards being announced or refused."""
    told = poll.awards.announced().exists()
    poll.state = Poll.State.ANNOUNCED if told else Poll.State.VOID


def _take_over(poll, by):
    (decided,) = poll.ballot.result["questions"]
    if not poll.ballot.result["valid"]:
        return
    chosen = [poll.candidates[int(key[1:]) - 1] for key in decided["elected"]]
    votes = {poll.candidates[int(key[1:]) - 1]: n for key, n in decided["votes"].items()}
    for pk in chosen:
        if poll.of == Poll.Of.PROPOSALS:
            proposal = Proposal.objects.get(pk=pk)
            if not proposal.awards.standing().exists():  # the chair's word may have come first
                give(poll.call, by=by, proposal=proposal, poll=poll, votes=votes[pk])
        elif not Award.objects.filter(call=poll.call, department=pk).standing().exists():
            give(poll.call, by=by, department_id=pk, poll=poll, votes=votes[pk])


def is_void(poll, by):
    return "" if poll.ballot.state == Ballot.State.VOID else _("投票没有作废。")


@action(
    Poll, may="proposals.see", label="评选作废", source=[Poll.State.RUNNING], hidden=True,
    target=Poll.State.VOID, guard=is_void,
)  # fmt: skip
def call_off(poll, *, by):
    """Follows from its ballot being called off; the call may be voted on anew."""


def door_for(poll):
    """What becomes of a poll whose ballot is over."""
    if poll.ballot.state != Ballot.State.CERTIFIED:
        return call_off
    result = poll.ballot.result
    chosen = result["valid"] and result["questions"][0]["elected"]
    return settle if chosen and rules_of(poll).confirm_best else announce


def follow(changed, rebuilding=False):
    """Called with every record written: a poll whose ballot was certified or called off goes along.

    It never stands in the ballot's way: what is refused here is written to the log.
    """
    keys = [r.source_id for r in changed if r.kind == "ballots.ballot" and r.stage in (DONE, VOID)]
    if rebuilding or not keys:
        return
    for poll in Poll.objects.filter(ballot__in=keys, state=Poll.State.RUNNING).select_related(
        "ballot"
    ):
        who = Step.objects.about(poll.ballot).order_by("-pk").select_related("by").first().by
        try:
            door_for(poll)(poll, by=who)
        except Refused as no:
            log.warning("poll %s: %s", poll.pk, no)
