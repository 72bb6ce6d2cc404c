"""The list of proposals and the page of one: three facts apart, and the whole chain."""

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of

from ..access import parts_in, parts_of
from ..clocks import RED, SOON, stage_of
from ..models import Call, Category, Department, Grade, Proposal, rules_of
from ..similar import similar
from ..splitting import two_matters
from ..support import agreed, wanted
from .coming import next_of

P = Proposal.State


def badges(proposal) -> list:
    """Answered, done and satisfied: three facts, never one."""
    p = proposal
    if p.answered:
        answered = ("done", _("已答复")) if p.on_time else ("due", _("已答复（逾期）"))
    else:
        answered = ("late", _("逾期未答复")) if p.overdue else ("plan", _("未答复"))
    landing = {
        "": ("plan", _("无承诺事项")),
        "open": ("info", _("落实中")),
        "done": ("done", _("已落实")),
        "off": ("plan", _("不再办理")),
    }
    said = {"": ("plan", _("未评价"))} | {
        Grade.SATISFIED: ("done", _("满意")), Grade.BASIC: ("info", _("基本满意")),
        Grade.UNSATISFIED: ("late", _("不满意")), Grade.UNRATED: ("plan", _("未评价")),
    }  # fmt: skip
    return [(_("答复"), *answered), (_("落实"), *landing[p.landing]), (_("满意"), *said[p.outcome])]


def due_words(proposal):
    """The day of the answer with how pressing it is, while one is owed."""
    if proposal.state not in Proposal.CLOCKED or not proposal.due:
        return None
    left = (proposal.due - clock.today()).days
    if left < 0:
        return ("late", _("逾期 %d 天") % -left)
    stage = stage_of(proposal.due)
    tone = "due" if SOON <= stage < RED else "plan"
    return (tone, _("还有 %d 天") % left)


MINE = [("mine", _("我提的")), ("seconds", _("请我附议的")), ("parts", _("我部门承办的"))]


def mine_of(rows, value, person):
    if value == "mine":
        return rows.filter(pk__in=Proposal.objects.by(person).values("pk"))
    if value == "seconds":
        return rows.filter(seconds__person=person)
    heads = Q(assignments__department__head=person) | Q(assignments__handler=person)
    return rows.filter(heads, assignments__ended=None).distinct()


def listed(rows, request):
    """The union's; with ``of``, what concerns the reader."""
    rows = rows.of(request.org).select_related("lead")
    wanted_ = request.GET.get("of", "")
    return mine_of(rows, wanted_, request.person) if wanted_ in dict(MINE) else rows


ListPage(
    Proposal,
    _("提案"),
    [
        Column(_("案名"), lambda p: p.title),
        Column(_("编号"), lambda p: p.number),
        Column(_("主办"), lambda p: p.lead.name if p.lead else ""),
        Column(_("期限"), due_words, "badge"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=listed,
    search=lambda rows, words: rows.filter(Q(title__contains=words) | Q(number__contains=words)),
    filters=[
        Filter("of", "与我", lambda org: MINE, lambda rows, v: rows),
        Filter("call", "征集", lambda org: Call.objects.of(org).values_list("pk", "title"),
               lambda rows, v: rows.filter(call=v)),
        Filter("state", "状态", lambda org: P.choices, lambda rows, v: rows.filter(state=v)),
        Filter("about", "类别", lambda org: Category.choices, lambda rows, v: rows.filter(about=v)),
        Filter("lead", "部门", lambda org: Department.objects.of(org).values_list("pk", "name"),
               lambda rows, v: rows.filter(lead=v)),
    ],
    empty=_("还没有提案。想到什么对学校好的事，写下来。"),
)  # fmt: skip


def facts(p, person):
    who = "、".join(str(x) for x in p.proposers())
    joint = {P.DRAFT: "", P.SECONDING: ""}.get(p.state, p.number)
    return [
        (_("编号"), joint),
        (_("征集"), str(p.call)),
        (_("提案人"), who + (f"（{p.group}）" if p.group else "")),
        (_("方式"), p.get_kind_display() if p.kind != Proposal.Kind.PERSONAL else ""),
        (_("类别"), p.get_about_display()),
        (_("大会表决"), f"{p.item.session}　{p.item.get_state_display()}" if p.item else ""),
        (_("批示"), p.instruction),
        (_("主办部门"), str(p.lead) if p.lead else ""),
        (_("答复期限"), f"{p.due}" if p.due else ""),
        (_("延期理由"), p.extended),
        (_("跟踪委员"), str(p.follower) if p.follower and can(person, "proposals.read", p) else ""),
        (_("审签"), str(p.leader) if p.leader and rules_of(p).reply_signer != "none" else ""),
        (
            _("请回避的领导"),
            str(p.against) if p.against and can(person, "proposals.read", p) else "",
        ),
    ]


def more(p, person):
    """The chain; drafts of an answer only to those who work on it. What cannot be there yet is not
    asked for, so that a page costs the same in every state."""
    mine, seconds = parts_in(p, person), list(p.seconds.all())
    works = can(person, "proposals.read", p) or bool(mine & {"lead", "assist", "leader"})
    prefetch_related_objects(seconds, "person")
    context = {
        "next": next_of(p), "badges": badges(p) if p.serial else [], "clock": due_words(p), "seconds": seconds,
        "wanted": wanted(p), "agreed": agreed(p), "works": works, "hide_record": True,
        "decisions": list(p.decisions.all()) if p.submitted else [],
        "versions": list(p.versions.all()) if p.version > 1 else [],
        "merged": list(p.merged.all()) if p.submitted else [],
    }  # fmt: skip
    if p.serial and rules_of(p).pass_upward:
        context["forwardings"] = list(p.forwardings.all())
    if p.assigned or p.answered:
        replies = p.replies.select_related("department", "signed_by", "also_signed_by")
        replies = replies.prefetch_related("ratings__person")
        context |= {
            "replies": [r for r in replies if r.delivered or works], "parts": parts_of(p),
            "contacts": list(p.contacts.select_related("by")) if works or mine else [],
            "promises": list(p.promises.select_related("department")) if p.answered else [],
            "conclusion": getattr(p, "conclusion", None),
        }  # fmt: skip
    if p.state in (P.DRAFT, P.SECONDING, P.REVIEW):
        context["alike"] = similar(p.org, person, p.title, p.reason, p.pk)
        context["two"] = two_matters(p.title, p.reason, p.measures)
        context["may_split"] = "proposer" in mine and p.state != P.REVIEW
    return context


DetailPage(
    Proposal,
    title=lambda p: p.title,
    facts=facts,
    template="proposals/proposal.html",
    apart=("decline_second",),  # nothing to read for who was not asked
    more=more,
    related=(
        "call",
        "proposer",
        "group",
        "head",
        "lead",
        "leader",
        "against",
        "follower",
        "merged_into",
        "conclusion",
        "item__session",
    ),
)
