"""Asking colleagues to second, and what they say (rules 5.02–5.03, 5.11)."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action, url_of
from zhijia.kernel.notices import tell
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from ..delegations import group_of, is_out
from ..models import Proposal, Second, rules_of
from ..support import enough_support, wanted

P = Proposal.State
BEFORE = (P.DRAFT, P.SECONDING, P.PRECHECK, P.REVIEW)


def ask_again(proposal, by):
    agreed = proposal.seconds.filter(state=Second.State.AGREED)
    people = list(Person.objects.filter(pk__in=agreed.values("person")))
    agreed.update(state=Second.State.ASKED, at=clock.now())
    words = _("您附议过的提案改动了，请再看一次：%s") % proposal
    tell(people, proposal.org, words, url_of(proposal), besides=by)
    fall_back(proposal)


def fall_back(proposal):
    """What has been handed in and no longer has enough seconders collects them anew."""
    if proposal.state in (P.PRECHECK, P.REVIEW) and not enough_support(proposal):
        proposal.state = P.SECONDING


def may_seek(proposal, by):
    return "" if wanted(proposal) else _("这件提案不用附议，可以直接提交。")


@action(
    Proposal, may="proposals.own", label="请人附议", source=[P.DRAFT, P.SECONDING],
    target=P.SECONDING, guard=may_seek,
)  # fmt: skip
def ask_second(proposal, *, by, people=()):
    """Ask colleagues; where the school says so, everybody may read and second from now on."""
    proposal.shown = rules_of(proposal).visible_collecting
    people = [p for p in people if p not in proposal.proposers()]
    if not people and not proposal.shown:
        raise Refused(_("请至少选一位附议人。"), _("提案人和联名提案人不能附议自己的提案。"))
    known = set(proposal.seconds.values_list("person", flat=True))
    fresh = [p for p in people if p.pk not in known]
    Second.objects.bulk_create(
        Second(proposal=proposal, person=p, version=proposal.version) for p in fresh
    )
    asked = proposal.seconds.filter(person__in=people, state=Second.State.DECLINED)
    asked.update(state=Second.State.ASKED, version=proposal.version)
    words = _("请您附议：%s") % proposal
    tell(fresh, proposal.org, words, url_of(proposal), proposal.call.closes, besides=by)


def said_by(proposal, person) -> str:
    """What the person answered when asked to second; "" if nobody asked."""
    return next((s.state for s in proposal.seconds.all() if s.person_id == person.pk), "")


def may_second(proposal, by):
    """Nobody seconds their own (rules 5.03); one's own unit where the school allows it."""
    if by in proposal.proposers():
        return _("不能附议自己的提案。")
    if not wanted(proposal):
        return _("这件提案不用附议。")
    if said_by(proposal, by) == Second.State.AGREED:
        return _("您已经附议。")
    if is_out(proposal.org, by):
        return _("本校规定由教代会代表附议。")
    apart = proposal.kind != Proposal.Kind.COLLECTIVE and not rules_of(proposal).same_unit_allowed
    if apart and proposal.group_id and group_of(proposal.org, by) == proposal.group:
        return _("本校规定附议人要来自其他小组（代表团）。")
    return ""


@action(
    Proposal,
    may="proposals.second",
    label="附议",
    source=[P.SECONDING],
    guard=may_second,
    main=True,
)
def second(proposal, *, by):
    """Second the text as it stands, by one's own account."""
    given = {"state": Second.State.AGREED, "version": proposal.version, "at": clock.now()}
    Second.objects.update_or_create(proposal=proposal, person=by, defaults=given)
    if enough_support(proposal):
        words = _("附议人数已够，可以提交：%s") % proposal
        tell([proposal.proposer], proposal.org, words, url_of(proposal), besides=by)


def may_decline(proposal, by):
    said = said_by(proposal, by)
    return "" if said and said != Second.State.DECLINED else _("没有请您附议，不用答复。")


@action(
    Proposal,
    may="proposals.second",
    label="不附议或撤回附议",
    source=BEFORE[1:],
    guard=may_decline,
)
def decline_second(proposal, *, by):
    """Say no, or take it back while the committee has not decided. Below the minimum the proposal
    collects seconders anew, and its proposer is told."""
    proposal.seconds.filter(person=by).update(state=Second.State.DECLINED, at=clock.now())
    was = proposal.state
    fall_back(proposal)
    if proposal.state != was:
        words = _("附议不足，提案退回征集附议：%s") % proposal
        tell([proposal.proposer], proposal.org, words, url_of(proposal), besides=by)
