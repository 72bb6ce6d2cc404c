"""Writing a proposal, asking colleagues to second it, handing it in."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from ..delegations import group_of, head_of, is_out
from ..models import Call, Gram, Proposal, Version, rules_of
from ..similar import grams_of
from ..support import reviewers, why_short
from .seconding import BEFORE, ask_again, fall_back

P = Proposal.State
TEXT = ("title", "reason", "measures")


@action(Proposal, creates=True, may="proposals.propose", label="写提案")
def draft(org, *, by, call, title, matter, measures, about="other", kind="personal",
          co_proposers=(), against=None):  # fmt: skip
    """Write down one matter; only its proposers see it yet. ``matter`` is its 案由: an argument
    called reason would stand in the timeline as the reason of the step."""
    if not Call.objects.of(org).open().filter(pk=call.pk).exists():
        raise Refused(_("“%s”现在不在征集时间内。") % call, _("请选择正在进行的征集。"))
    if is_out(org, by):
        raise Refused(
            _("本校规定由教代会代表提案。"), _("请把建议告诉本单位的代表，或者写合理化建议。")
        )
    proposal = Proposal(
        org=org, call=call, title=title.strip(), reason=matter.strip(), measures=measures.strip(),
        about=about, kind=kind, proposer=by, against=against,
    )  # fmt: skip
    _settle(proposal)
    proposal.save()
    proposal.co_proposers.set([p for p in co_proposers if p != by])
    post(proposal)
    return proposal


def _settle(proposal):
    """Hold the text against the school's rules; find the delegation and its head."""
    rules, kinds = rules_of(proposal), Proposal.Kind
    for name, label in (("reason", _("案由")), ("measures", _("建议措施"))):
        least, most = getattr(rules, f"{name}_min"), getattr(rules, f"{name}_max")
        length = len(getattr(proposal, name))
        if length > most:
            raise Refused(
                _("%(what)s现有 %(n)d 字，最多 %(most)d 字。") % {"what": label, "n": length, "most": most},
                _("请精简，详细材料可以在保存后作为附件上传；填写的内容仍在。"),
            )  # fmt: skip
        if length < least:
            raise Refused(_("%(what)s至少要写 %(n)d 字。") % {"what": label, "n": least})
    end = _("议案") if proposal.kind == kinds.MOTION else _("提案")
    if rules.title_pattern and not (
        proposal.title.startswith("关于") and proposal.title.endswith(end)
    ):
        raise Refused(_("案名要写成“关于……的%s”。") % end)
    if proposal.kind == kinds.MOTION and not rules.motions_allowed:
        raise Refused(_("本校不接收议案。"), _("请按个人提案提交。"))
    if proposal.kind == kinds.ALONE and not rules.alone_allowed:
        raise Refused(_("本校不单列人大代表、政协委员提案。"), _("请按个人提案提交。"))
    if proposal.kind == kinds.COLLECTIVE and not rules.collective_allowed:
        raise Refused(_("本校不接收小组（代表团）集体提案。"), _("请按个人提案提交。"))
    proposal.group = group_of(proposal.org, proposal.proposer)
    proposal.head = head_of(proposal.org, proposal.proposer, proposal.group)
    if proposal.kind == kinds.COLLECTIVE and proposal.group is None:
        raise Refused(_("您不在任何小组，不能提交集体提案。"), _("请按个人提案提交。"))
    if proposal.kind == kinds.COLLECTIVE and proposal.head_id not in (None, proposal.proposer_id):
        raise Refused(
            _("集体提案由小组长（代表团长）%s提交并签名。") % proposal.head,
            _("请由小组长写，或按个人提案提交。"),
        )


def post(proposal):
    """Write down what similar ones are found by."""
    wanted = grams_of(proposal.title, proposal.reason)
    have = set(proposal.grams.values_list("gram", flat=True))
    proposal.grams.filter(gram__in=have - wanted).delete()
    Gram.objects.bulk_create(
        Gram(org_id=proposal.org_id, proposal=proposal, gram=gram) for gram in sorted(wanted - have)
    )


def locked(proposal, by):
    rules = rules_of(proposal)
    if proposal.state in (P.PRECHECK, P.REVIEW):
        if rules.edit_lock == "submit":
            return _("本校规定提交之后不能再改；确需修改的，请提案委退回。")
        last = rules.edit_days
        if last and (clock.today() - proposal.submitted).days > last:
            return _("提交已超过 %d 天，不能再改；确需修改的，请提案委退回。") % last
    return ""


@action(Proposal, may="proposals.own", label="修改提案", source=BEFORE, guard=locked)
def amend(proposal, *, by, title, matter, measures, about="other", co_proposers=(), against=None):
    """Change the text. The earlier one is kept, and whoever had seconded it is asked again."""
    proposal.about, proposal.against = about, against
    joined = [p for p in co_proposers if p != proposal.proposer]
    proposal.co_proposers.set(joined)
    proposal.seconds.filter(person__in=joined).delete()  # nobody seconds their own (rules 5.03)
    _rewrite(proposal, by, title, matter, measures)
    fall_back(proposal)


def _rewrite(proposal, by, title, matter, measures):
    before = {name: getattr(proposal, name) for name in TEXT}
    proposal.title, proposal.reason = title.strip(), matter.strip()
    proposal.measures = measures.strip()
    _settle(proposal)
    if any(getattr(proposal, name) != words for name, words in before.items()):
        Version.objects.create(proposal=proposal, number=proposal.version, by=by, **before)
        proposal.version += 1
        post(proposal)
        ask_again(proposal, by)


@action(Proposal, may="proposals.own", label="拆成两件", source=[P.DRAFT, P.SECONDING])
def split(proposal, *, by, title, matter, measures, other_title, other_matter, other_measures):
    """One matter a proposal (rules 5.06): the second becomes a draft of its own, with the same people."""
    _rewrite(proposal, by, title, matter, measures)
    draft(
        proposal.org, by=by, call=proposal.call, title=other_title, matter=other_matter,
        measures=other_measures, about=proposal.about, kind=proposal.kind,
        co_proposers=proposal.co_proposers.all(), against=proposal.against,
    )  # fmt: skip


@action(Proposal, may="proposals.joint", label="退出联名", source=BEFORE)
def leave_proposal(proposal, *, by, reason=""):
    """One who joined takes their name off; the first proposer withdraws the proposal instead."""
    if by.pk == proposal.proposer_id:
        raise Refused(_("您是第一提案人。"), _("不想再提的，请用“撤回提案”。"))
    proposal.co_proposers.remove(by)
    fall_back(proposal)


def may_submit(proposal, by):
    if not proposal.in_time and rules_of(proposal).late_policy == "refuse":
        return _("征集已于 %s 截止，本校不再接收。") % proposal.call.closes
    return why_short(proposal)


def first_readers(proposal):
    return [proposal.head] if proposal.state == P.PRECHECK else reviewers(proposal)


@action(
    Proposal, may="proposals.own", label="提交", source=[P.DRAFT, P.SECONDING], guard=may_submit,
    tells=first_readers, main=True,
)  # fmt: skip
def submit(proposal, *, by):
    """Hand it in. After the window it becomes a suggestion, where the school takes it at all; what was in
    time and sent back stays in time."""
    _hand_in(proposal, by, late=not proposal.in_time)


@action(
    Proposal, may="proposals.own", label="征集截止，自动提交", source=[P.SECONDING], hidden=True,
    guard=lambda proposal, by: why_short(proposal), tells=first_readers,
)  # fmt: skip
def submit_at_close(proposal, *, by):
    """What had its seconders on the last day is in time (rules 5.10)."""
    _hand_in(proposal, by, late=False)


def _hand_in(proposal, by, late):
    proposal.suggestion = late
    proposal.submitted = proposal.submitted or clock.today()
    checked = rules_of(proposal).leader_precheck and proposal.head_id not in (None, by.pk)
    proposal.state = P.PRECHECK if checked else P.REVIEW


@action(
    Proposal, may="proposals.own", label="撤回提案",
    source=[*BEFORE, P.DISPUTED, P.INSTRUCT, P.ASSIGN], target=P.WITHDRAWN,
)  # fmt: skip
def withdraw(proposal, *, by, reason):
    """The proposer takes it back before a department has it; what was merged in stands again."""
    if proposal.merged.exists():
        raise Refused(
            _("已有其他提案并入，不能由一位提案人撤回。"), _("请联系提案委，先把并入的提案分开。")
        )
    proposal.shown = False
