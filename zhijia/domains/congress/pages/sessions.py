"""The session's own page, its items, opinions and resolutions; the book of adopted rules."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, prefetch_related_objects
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhijia.kernel.access import can
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.refusals import Refused
from zhijia.ui.pages import Column, DetailPage, Due, Filter, ListPage, badge_of
from zhijia.ui.views import visible

from .. import actions, preparing
from ..models import AgendaItem, Attendee, Opinion, Power, Resolution, Session, editions

A = AgendaItem.State

ListPage(
    Session,
    _("教代会会议"),
    [
        Column(_("会议"), str),
        Column(_("类别"), lambda s: s.get_kind_display()),
        Column(_("日期"), lambda s: s.on, "date"),
        Column(_("议题"), lambda s: s.count_, "number"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org)
        .filter(on__range=year_bounds(request.year))
        .annotate(count_=Count("items"))
        .order_by("-on", "-pk")
    ),
    search=lambda rows, words: rows.filter(title__contains=words),
    filters=[
        Filter(
            "kind", "类别", lambda org: Session.Kind.choices, lambda rows, v: rows.filter(kind=v)
        ),
    ],
    empty=_("本年还没有召开教代会。"),
)


def facts_of_session(s, person):
    prefetch_related_objects([s], "presidium", "tellers")
    return [
        (_("类别"), s.get_kind_display()),
        (_("时间"), s.when),
        (_("地点"), s.place),
        (_("召开理由"), s.ground),
        (_("主席团"), "、".join(p.name for p in s.presidium.all())),
        (_("监票人"), "、".join(p.name for p in s.tellers.all())),
    ]


def more_of_session(s, person):
    stand = preparing.Stand(
        s, preparing.parts_of(s), preparing.items_of(s),
        list(s.opinions.select_related("by", "delegation", "item")),
    )  # fmt: skip
    mine = Attendee.objects.at(s).filter(person=person).first()
    called = s.state == Session.State.CALLED
    return {
        "parts": stand.parts, "items": stand.items, "several": len(stand.parts) > 1, "mine": mine,
        "opinions": stand.opinions, "resolutions": list(s.resolutions.select_related("owner")),
        "checks": preparing.checks(stand),
        "read": bool(mine and called) and s.receipts.filter(person=person).exists(),
        "prepares": can(person, "congress.prepare", s), "at_door": can(person, "congress.door", s),
        "readers": s.receipts.count() if called else 0,
        "asked": Attendee.objects.at(s).count() if called else 0,
    }  # fmt: skip


DetailPage(
    Session,
    title=str,
    facts=facts_of_session,
    template="congress/session.html",
    more=more_of_session,
)


def facts_of_item(i, person):
    asked = i.asked
    return [
        (_("会议"), i.session),
        (_("由谁表决"), i.part.congress if i.votes else ""),
        (_("职权"), i.get_power_display()),
        (_("怎样表决"), i.get_method_display()),
        (_("报告人"), i.presenter),
        (_("候选人或被评议人"), "、".join(asked.get("options", []))),
        (_("应选"), f"{asked['seats']} 名" if i.power == Power.ELECTION else ""),
        (_("版次"), edition_of(i)),
        (_("依据"), basis_of(i)),
        (_("施行日期"), i.effective or ""),
        (_("废止日期"), i.repealed or ""),
    ]


def edition_of(item) -> str:
    if item.state != A.ADOPTED or item.power != Power.PASS:
        return ""
    return _("第 %d 版") % editions(item.org)[item.pk]


def basis_of(item) -> str:
    """The scheme by which leaders are appraised, as the congress passed it (R-080)."""
    if item.power != Power.APPRAISE:
        return ""
    passed = AgendaItem.objects.of(item.org).filter(
        power=Power.PASS, state=A.ADOPTED, title__contains="评议", effective__lte=item.session.on
    )
    scheme = passed.filter(Q(repealed=None) | Q(repealed__gt=item.session.on)).last()
    return f"{scheme}（{edition_of(scheme)}）" if scheme else ""


DetailPage(
    AgendaItem,
    title=str,
    facts=facts_of_item,
    template="congress/item.html",
    more=lambda i, person: {
        "opinions": list(i.opinions.select_related("by", "delegation")),
        "speakers": list(i.speakers.select_related("person")),
    },
    related=("session", "part__congress", "ballot"),
)

ListPage(
    AgendaItem,
    _("议题和通过的制度"),
    [
        Column(_("议题"), str),
        Column(_("会议"), lambda i: i.session),
        Column(_("职权"), lambda i: i.get_power_display()),
        Column(_("施行日期"), lambda i: i.effective, "date"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org).select_related("session").order_by("-session__on", "order")
    ),
    search=lambda rows, words: rows.filter(title__contains=words),
    filters=[
        Filter("power", "职权", lambda org: Power.choices, lambda rows, v: rows.filter(power=v)),
        Filter("state", "状态", lambda org: A.choices, lambda rows, v: rows.filter(state=v)),
    ],
    empty=_("还没有议题。"),
    intro=_("按“职权：讨论通过”“状态：已通过”筛选，就是经教代会通过的制度汇编。"),
)

ListPage(
    Opinion,
    _("代表意见"),
    [
        Column(_("意见"), str),
        Column(_("提出"), lambda o: o.delegation or o.by),
        Column(_("议题"), lambda o: o.item or ""),
        Column(_("参与阶段"), lambda o: o.get_stage_display()),
        Column(_("答复期限"), lambda o: Due(o.due, o.state == Opinion.State.RAISED)),
        Column(_("处理"), lambda o: o.get_outcome_display()),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org).select_related("by", "delegation", "item").order_by("-pk")
    ),
    search=lambda rows, words: rows.filter(text__contains=words),
    filters=[
        Filter(
            "state", "状态", lambda org: Opinion.State.choices, lambda rows, v: rows.filter(state=v)
        ),
        Filter(
            "stage",
            "参与阶段",
            lambda org: Opinion.Stage.choices,
            lambda rows, v: rows.filter(stage=v),
        ),
    ],
    empty=_("还没有代表意见。"),
)

DetailPage(
    Opinion,
    title=lambda o: _("代表意见"),
    facts=lambda o, person: [
        (_("会议"), o.session),
        (_("议题"), o.item or ""),
        (_("提出"), o.delegation or o.by),
        (_("参与阶段"), o.get_stage_display()),
        (_("意见"), o.text),
        (_("答复期限"), Due(o.due, o.state == Opinion.State.RAISED)),
        (_("处理"), o.get_outcome_display()),
        (_("说明"), o.answer),
        (_("答复日期"), o.answered or ""),
    ],
    related=("session", "item", "by", "delegation"),
)

ListPage(
    Resolution,
    _("决议落实"),
    [
        Column(_("决议事项"), str),
        Column(_("会议"), lambda r: r.session),
        Column(_("负责"), lambda r: r.department or r.owner or ""),
        Column(_("期限"), lambda r: Due(r.due, r.state == Resolution.State.OPEN)),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org).select_related("session", "owner").order_by("-pk")
    ),
    search=lambda rows, words: rows.filter(text__contains=words),
    filters=[
        Filter(
            "state",
            "状态",
            lambda org: Resolution.State.choices,
            lambda rows, v: rows.filter(state=v),
        )
    ],
    empty=_("还没有列入落实的决议。"),
)

DetailPage(
    Resolution,
    title=str,
    facts=lambda r, person: [
        (_("会议"), r.session),
        (_("议题"), r.item or ""),
        (_("负责部门"), r.department),
        (_("负责人"), r.owner or ""),
        (_("期限"), Due(r.due, r.state == Resolution.State.OPEN)),
        (_("进展"), r.progress),
        (_("落实日期"), r.done or ""),
    ],
    related=("session", "item", "owner"),
)


@login_required
@require_POST
def read(request, pk):
    """The delegate's own word that the papers were read."""
    session = visible(request, Session, pk)
    try:
        actions.read_papers(session, by=request.person)
    except Refused as no:
        messages.warning(request, str(no))
    return redirect(f"/congress/session/{pk}/")


urlpatterns = [path("congress/session/<int:pk>/read/", read, name="congress-read")]
