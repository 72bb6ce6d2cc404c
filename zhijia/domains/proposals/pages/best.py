"""Votes of the best: what is voted for, where, and what came of it."""

from django.utils.translation import gettext_lazy as _

from zhijia.ui.pages import Column, DetailPage, ListPage, badge_of

from ..models import Department, Poll, Proposal

ListPage(
    Poll,
    _("评选"),
    [
        Column(_("评选"), str),
        Column(_("征集"), lambda p: p.call.session),
        Column(_("名额"), lambda p: p.seats, "number"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("call"),
    intro=_("在“征集”里打开一次征集，可以组织评选。"),
    empty=_("还没有组织过评选。征集截止、提案办结之后，在“征集”里组织。"),
)


def candidates_of(poll) -> list:
    """Those on the paper, in its order, each with whether it was found best."""
    model = Proposal if poll.of == Poll.Of.PROPOSALS else Department
    found = model.objects.in_bulk(poll.candidates)
    best = {a.proposal_id or a.department_id: a.votes for a in poll.awards.announced()}
    return [(found[pk], pk in best, best.get(pk)) for pk in poll.candidates if pk in found]


DetailPage(
    Poll,
    title=str,
    facts=lambda p, person: [
        (_("届次"), p.call.session),
        (_("名额"), p.seats),
        (_("投票"), p.ballot.get_state_display()),
        (_("结果"), sentence_of(p)),
    ],
    related=("call", "ballot"),
    template="proposals/poll.html",
    more=lambda p, person: {"candidates": candidates_of(p)},
)


def sentence_of(poll) -> str:
    """What the count says, once it is certified."""
    if poll.state != Poll.State.ANNOUNCED:
        return ""
    result = poll.ballot.result
    return result["questions"][0]["sentence"] if result["valid"] else result["sentence"]
