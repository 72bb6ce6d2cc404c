"""What the school cannot decide is passed upward; the answer is still owed to the proposer (Appendix B)."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock, records
from zhijia.kernel.actions import action, url_of
from zhijia.kernel.notices import tell
from zhijia.kernel.refusals import Refused

from .. import clocks
from ..models import Decision, Forwarding, Proposal, Reply, rules_of
from .answering import hand_out
from .assigning import heads, parts
from .review import not_own, note, pass_on, proposers

P = Proposal.State


@action(
    Proposal, may="proposals.review", label="向上转送", source=[P.REVIEW, P.ASSIGN, P.ASSIGNED, P.HANDLING], target=P.FORWARDED,
    when=lambda p: rules_of(p).pass_upward, guard=not_own, tells=proposers,
    under="call",
)  # fmt: skip
def forward(proposal, *, by, to, name, reason):
    """To the union above or an authority. No department of the school has it meanwhile and no clock
    runs; from review it is numbered as a suggestion, since the congress cannot file it."""
    if proposal.state == P.REVIEW:
        note(proposal, by, Decision.What.REFER, reason)
        pass_on(proposal)
    words = _("提案已向上转送，不用再办：%s") % proposal
    tell(heads(proposal), proposal.org, words, url_of(proposal), besides=by)
    parts(proposal).update(ended=clock.today(), why=_("转送%s") % name)
    proposal.lead, proposal.leader, proposal.due, proposal.alarm = None, None, None, 0
    made = Forwarding.objects.create(
        org=proposal.org, proposal=proposal, to=to, name=name, words=reason, by=by
    )
    records.sync(made)


def sent(proposal):
    """Where the case is just now."""
    return proposal.forwardings.filter(answered=None, ended=None).last()


@action(
    Proposal, may="proposals.review", label="转告上级答复", source=[P.FORWARDED], target=P.RATING,
    guard=not_own, tells=proposers, main=True,
)  # fmt: skip
def relay(proposal, *, by, on, kind, text):
    """The answer from above, told to every proposer and rated like any other. The school's days count
    from the day it came."""
    away = sent(proposal)
    if not away.on <= on <= clock.today():
        raise Refused(
            _("上级答复的日期要在转送那天（%s）和今天之间。") % away.on, _("请核对来文日期。")
        )
    away.answered = on
    away.save()
    reply = Reply(
        org=proposal.org, proposal=proposal, round=proposal.round, kind=kind, text=text,
        authority=away.name, drafted_by=by, drafted=on,
    )  # fmt: skip
    hand_out(proposal, reply, clocks.reply_due(proposal, on, rules_of(proposal).reply_days))


@action(
    Proposal, may="proposals.review", label="收回自办", source=[P.FORWARDED], target=P.ASSIGN,
    guard=not_own, tells=proposers,
)  # fmt: skip
def call_back(proposal, *, by, reason):
    """No answer comes, or the power was handed down: the school handles it itself."""
    proposal.forwardings.filter(answered=None, ended=None).update(ended=clock.today())
