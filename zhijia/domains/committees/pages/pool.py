"""The pages of the union's office, its activists, and its officers' own summaries."""

from django.utils.translation import gettext_lazy as _

from zhijia.kernel.people import by_words
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of

from ..models import Activist, OwnSummary, Premises
from .parts import states, words

BY_NAME = lambda rows, typed: rows.filter(by_words(typed, "person__"))  # noqa: E731

ListPage(
    Premises,
    _("办公场所"),
    [
        Column(_("办公地点"), lambda p: p.room),
        Column(_("挂牌"), lambda p: p.plaque, "date"),
        Column(_("机构上墙"), lambda p: p.chart, "date"),
    ],
    rows=lambda rows, request: rows.of(request.org),
    empty=_("还没有登记办公场所。要求：地点固定、挂牌办公、机构上墙。"),
)

DetailPage(
    Premises,
    title=lambda p: p.room,
    facts=lambda p, person: [
        (_("办公地点"), p.room + (_("（与其他部门合用）") if p.shared else "")),
        (_("挂牌日期"), words(p.plaque) or _("还没有挂牌")),
        (_("机构上墙"), words(p.chart) or _("还没有上墙")),
        (_("名册和材料"), p.archive),
    ],
)

ListPage(
    Activist,
    _("积极分子"),
    [
        Column(_("姓名"), lambda a: a.person.name),
        Column(_("年度"), lambda a: a.year, "number"),
        Column(_("级别"), lambda a: a.get_level_display()),
        Column(_("事迹"), lambda a: a.deeds[:40] + ("……" if len(a.deeds) > 40 else "")),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("person"),
    search=BY_NAME,
    filters=[
        Filter("level", _("级别"), lambda org: Activist.Level.choices, lambda rows, v: rows.filter(level=v)),
        states(Activist),
    ],
    intro=_("历年的工会积极分子，每年十二月评选。"),
    empty=_("还没有积极分子。"),
)  # fmt: skip

DetailPage(
    Activist,
    title=lambda a: f"{a.person} · {a}",
    facts=lambda a, person: [
        (_("会员"), a.person.name),
        (_("年度"), a.year),
        (_("级别"), a.get_level_display()),
        (_("事迹"), a.deeds),
    ],
)

ListPage(
    OwnSummary,
    _("个人小结"),
    [
        Column(_("姓名"), lambda s: s.person.name),
        Column(_("年度"), lambda s: s.year, "number"),
        Column(_("职务"), lambda s: s.post),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("person"),
    search=BY_NAME,
    filters=[states(OwnSummary)],
    intro=_("工会干部每年写一份：学习、履职、廉洁自律、不足与改进。"),
    empty=_("还没有个人小结。"),
)

DetailPage(
    OwnSummary,
    title=lambda s: f"{s.person} · {s}",
    facts=lambda s, person: [
        (_("职务"), s.post),
        (_("学习"), s.study),
        (_("履职"), s.duty),
        (_("廉洁自律"), s.integrity),
        (_("不足与改进"), s.faults),
        (_("阅示"), s.remark),
    ],
)
