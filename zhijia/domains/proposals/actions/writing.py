"""Writing a proposal, asking colleagues to second it, handing it in."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action, url_of
from zhijia.kernel.notices import tell
from zhijia.kernel.people import Appointment, Membership, Person, Post
from zhijia.kernel.refusals import Refused

from ..models import Call, Gram, Proposal, Second, Version, rules_of
from ..similar import grams_of
from ..support import enough_support, reviewers, wanted, why_short

P = Proposal.State
BEFORE = (P.DRAFT, P.SECONDING, P.PRECHECK, P.REVIEW)
TEXT = ("title", "reason", "measures")


@action(Proposal, creates=True, may="proposals.propose", label="写提案")
def draft(org, *, by, call, title, reason, measures, about="other", kind="personal",
          co_proposers=(), against=None):  # fmt: skip
    """Write down one matter; only its proposers see it yet."""
    if not Call.objects.of(org).open().filter(pk=call.pk).exists():
        raise Refused(_("“%s”现在不在征集时间内。") % call, _("请选择正在进行的征集。"))
    proposal = Proposal(
        org=org, call=call, title=title.strip(), reason=reason.strip(), measures=measures.strip(),
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
    if rules.title_pattern and not (
        proposal.title.startswith("关于") and proposal.title.endswith("提案")
    ):
        raise Refused(_("案名要写成“关于……的提案”。"))
    if proposal.kind == kinds.ALONE and not rules.alone_allowed:
        raise Refused(_("本校不单列人大代表、政协委员提案。"), _("请按个人提案提交。"))
    if proposal.kind == kinds.COLLECTIVE and not rules.collective_allowed:
        raise Refused(_("本校不接收小组（代表团）集体提案。"), _("请按个人提案提交。"))
    proposal.group = group_of(proposal.org, proposal.proposer)
    proposal.head = head_of(proposal.group)
    if proposal.kind == kinds.COLLECTIVE and proposal.group is None:
        raise Refused(_("您不在任何小组，不能提交集体提案。"), _("请按个人提案提交。"))
    if proposal.kind == kinds.COLLECTIVE and proposal.head_id not in (None, proposal.proposer_id):
        raise Refused(
            _("集体提案由小组长（代表团长）%s提交并签名。") % proposal.head,
            _("请由小组长写，或按个人提案提交。"),
        )


def group_of(org, person):
    spell = Membership.objects.of(org).filter(person=person).live().select_related("group").first()
    return spell.group if spell else None


def head_of(group):
    """The leader of the group: who holds that office and belongs to it; None if nobody does."""
    if group is None:
        return None
    there = Membership.objects.filter(group=group).live().values("person")
    posts = Appointment.objects.filter(org=group.org_id, post=Post.GROUP_LEADER, person__in=there)
    office = posts.live().select_related("person").first()
    return office.person if office else None


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
def amend(proposal, *, by, title, reason, measures, about="other", co_proposers=(), against=None):
    """Change the text. The earlier one is kept, and whoever had seconded it is asked again."""
    before = {name: getattr(proposal, name) for name in TEXT}
    proposal.title, proposal.reason = title.strip(), reason.strip()
    proposal.measures, proposal.about, proposal.against = measures.strip(), about, against
    _settle(proposal)
    proposal.co_proposers.set([p for p in co_proposers if p != proposal.proposer])
    if any(getattr(proposal, name) != words for name, words in before.items()):
        Version.objects.create(proposal=proposal, number=proposal.version, by=by, **before)
        proposal.version += 1
        post(proposal)
        _ask_again(proposal, by)


def _ask_again(proposal, by):
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


@action(Proposal, may="proposals.joint", label="退出联名", source=BEFORE)
def leave_proposal(proposal, *, by, reason=""):
    """One who joined takes their name off; the first proposer withdraws the proposal instead."""
    if by.pk == proposal.proposer_id:
        raise Refused(_("您是第一提案人。"), _("不想再提的，请用“撤回提案”。"))
    proposal.co_proposers.remove(by)
    fall_back(proposal)


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
    Proposal, may="proposals.second", label="不附议或撤回附议", source=BEFORE[1:], guard=may_decline
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


def may_submit(proposal, by):
    if proposal.call.over and rules_of(proposal).late_policy == "refuse":
        return _("征集已于 %s 截止，本校不再接收。") % proposal.call.closes
    return why_short(proposal)


def first_readers(proposal):
    return [proposal.head] if proposal.state == P.PRECHECK else reviewers(proposal)


@action(
    Proposal, may="proposals.own", label="提交", source=[P.DRAFT, P.SECONDING], guard=may_submit,
    tells=first_readers, main=True,
)  # fmt: skip
def submit(proposal, *, by):
    """Hand it in. After the window it becomes a suggestion, where the school takes it at all."""
    _hand_in(proposal, by, late=proposal.call.over)


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
