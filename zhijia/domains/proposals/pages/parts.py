"""What became of proposals, each with a page to which its record leads: decisions, answers, ends, awards."""

from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import can
from zhijia.ui.pages import Column, DetailPage, ListPage, badge_of

from ..models import Award, Conclusion, Decision, Forwarding, Reply


def listed(model, title, what, day, empty):
    """A plain list: the proposal, what became of it, when."""
    return ListPage(
        model,
        title,
        [
            Column(_("案名"), lambda x: x.proposal.title),
            Column(_("编号"), lambda x: x.proposal.number),
            Column(title, what),
            Column(_("日期"), day, "date"),
        ],
        rows=lambda rows, request: rows.of(request.org).select_related("proposal").order_by("-pk"),
        search=lambda rows, words: rows.filter(proposal__title__contains=words),
        empty=empty,
    )


listed(
    Decision, _("审查决定"), lambda d: d.get_what_display(), lambda d: d.on, _("还没有审查过提案。")
)
listed(
    Reply, _("提案答复"), lambda r: r.get_kind_display(), lambda r: r.delivered, _("还没有答复。")
)
listed(Forwarding, _("向上转送"), lambda f: f.name, lambda f: f.on, _("还没有向上转送过提案。"))
listed(
    Conclusion, _("提案结案"), lambda c: c.get_outcome_display(), lambda c: c.on, _("还没有结案。")
)
ListPage(
    Award,
    _("评优"),
    [
        Column(_("优秀提案或部门"), str),
        Column(_("评选"), lambda a: _("优秀提案") if a.proposal_id else _("优秀承办部门")),
        Column(_("得票"), lambda a: a.votes or "", "number"),
        Column(_("公布"), lambda a: a.announced or "", "text"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org).select_related("proposal", "department").order_by("-pk")
    ),
    empty=_("还没有评过优。"),
)


def linked(title, facts):
    return {
        "title": title,
        "facts": facts,
        "related": ("proposal",),
        "template": "proposals/part.html",
    }


DetailPage(Decision, **linked(
    lambda d: d.get_what_display(),
    lambda d, person: [(_("日期"), d.on), (_("理由"), d.get_ground_display() if d.ground else ""),
                       (_("说明"), d.words)],
))  # fmt: skip
DetailPage(Reply, **linked(
    lambda r: _("第 %d 次答复") % r.round,
    lambda r, person: [
        (_("类型"), r.get_kind_display()), (_("部门"), r.answerer), (_("内容"), r.text),
        (_("已采取的措施"), r.measures),
        (_("承诺"), "\n".join(f"{p['due']} {p['text']}" for p in r.promised)),
        (_("送达"), r.delivered or _("未送达")),
    ],
))  # fmt: skip
DetailPage(Forwarding, **linked(
    lambda f: _("向上转送"),
    lambda f, person: [
        (_("转送给"), f"{f.get_to_display()}：{f.name}"), (_("日期"), f.on), (_("理由"), f.words),
        (_("上级答复"), f.answered or ""), (_("收回自办"), f.ended or ""),
    ],
))  # fmt: skip
DetailPage(Conclusion, **linked(
    lambda c: _("结案"),
    lambda c, person: [(_("日期"), c.on), (_("满意度"), c.get_outcome_display()), (_("说明"), c.words)],
))  # fmt: skip
DetailPage(
    Award,
    title=str,
    facts=lambda a, person: [
        (_("评选"), _("优秀提案") if a.proposal_id else _("优秀承办部门")), (_("届次"), a.call.session),
        (_("得票"), a.votes or ""), (_("推荐"), a.on), (_("审定"), a.confirmed or ""),
        (_("公布"), f"{a.announced}　{a.session or ''}" if a.announced else ""),
        (_("未通过的理由"), a.why),
    ],
    related=("call", "proposal", "department", "session"),
    template="proposals/award.html",
    more=lambda a, person: {
        "announces": a.state == Award.State.CONFIRMED and can(person, "proposals.award", a)
    },
)  # fmt: skip
