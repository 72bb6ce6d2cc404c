"""The roll of members, one membership; applications, transfers; the roll on a day, statistics, card."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhijia.kernel import cards, clock
from zhijia.kernel.people import Group, Membership, by_words
from zhijia.ui import papers
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, Pages, badge_of
from zhijia.ui.views import need

from . import (
    documents,
    forms,  # noqa: F401  registers the forms
)
from .models import Application, Arrival, Child, Member, Transfer
from .roll import PURPOSES, roll, statistics


def day(value):
    return f"{value:%Y-%m-%d}" if value else ""


ListPage(
    Member,
    _("会员"),
    [
        Column(_("姓名"), lambda m: m.person.name),
        Column(_("工号"), lambda m: m.person.staff_no),
        Column(_("小组"), lambda m: m.group.name if m.group else ""),
        Column(_("入会"), lambda m: m.starts, "date"),
        Column(_("状态"), lambda m: m.standing, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org)
    .select_related("person", "group")
    .order_by("person__pinyin", "pk"),
    search=lambda rows, words: rows.filter(by_words(words, "person__")),
    filters=[
        Filter("now", _("状态"), lambda org: [("in", _("在会")), ("kept", _("保留会籍")), ("out", _("已离会"))],
               lambda rows, v: rows.filter(ends__isnull=False) if v == "out"
               else rows.filter(ends=None, kept=v == "kept")),
        Filter("group", _("小组"), lambda org: Group.objects.of(org).values_list("pk", "name"),
               lambda rows, v: rows.filter(group=v)),
    ],
    empty=_("还没有会员。可以从 Excel 导入名册。"),
    importer="members",
)  # fmt: skip


def member_facts(m, person):
    who = m.person
    return [
        (_("会员证号"), m.member_no),
        (_("工号"), who.staff_no),
        (_("性别"), who.get_sex_display()),
        (_("职称"), who.get_title_display()),
        (_("政治面貌"), who.get_politics_display()),
        (_("编制"), who.get_establishment_display()),
        (_("小组"), m.group.name if m.group else ""),
        (_("入会日期"), Member.objects.with_joined().get(pk=m.pk).joined),
        (_("本段会籍起"), m.starts if m.entered != m.Entered.ADMITTED else ""),
        (_("入会方式"), m.get_entered_display()),
        (_("离会日期"), m.ends or ""),
        (_("离会原因"), m.get_left_display()),
        (_("表决权"), _("没有（保留会籍）") if m.kept else _("有")),
    ]


def member_more(m, person):
    """All spells of the person here, so that gaps and returns stay visible."""
    spells = Membership.objects.of(m.org).filter(person=m.person).order_by("starts")
    return {"spells": spells, "own": m.person_id == person.pk}


DetailPage(Member, title=lambda m: m.person.name, facts=member_facts, more=member_more,
           template="members/member.html", related=("person", "group"))  # fmt: skip

ListPage(
    Application,
    _("入会申请"),
    [
        Column(_("姓名"), lambda a: a.name),
        Column(_("签名日期"), lambda a: a.signed, "date"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org),
    search=lambda rows, words: rows.filter(name__contains=words),
    filters=[Filter("state", _("状态"), lambda org: Application.State.choices,
                    lambda rows, v: rows.filter(state=v))],
    empty=_("还没有入会申请。新教职工本人申请，委员会批准后自动进名册。"),
)  # fmt: skip

DetailPage(
    Application,
    title=lambda a: f"{a.name}的入会申请",
    facts=lambda a, person: [
        (_("姓名"), a.name), (_("性别"), a.get_sex_display()), (_("工号"), a.staff_no),
        (_("出生日期"), day(a.birthday)), (_("申请内容"), a.words), (_("签名日期"), day(a.signed)),
        (_("批准依据"), a.decided), (_("未批准理由"), a.reason),
        (_("会员证号"), a.member.member_no if a.member else ""),
    ],
    related=("member",),
)  # fmt: skip

ListPage(
    Transfer,
    _("会籍转出"),
    [
        Column(_("姓名"), lambda t: t.member.person.name),
        Column(_("转往"), lambda t: t.to.name),
        Column(_("转出日期"), lambda t: t.asked, "date"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("member__person", "to"),
    empty=_("没有转出的会员。在会员页上点“转出会籍”。"),
)

DetailPage(
    Transfer,
    title=str,
    facts=lambda t, person: [
        (_("会员"), t.member.person.name), (_("转往"), t.to.name), (_("原因"), t.reason),
        (_("转出日期"), day(t.asked)), (_("对方意见"), t.answer),
    ],
    related=("member__person", "to"),
)  # fmt: skip

ListPage(
    Arrival,
    _("会籍转入"),
    [
        Column(_("姓名"), lambda a: a.name),
        Column(_("原工会"), lambda a: a.came_from),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org),
    empty=_("没有待转入的会员。"),
)

DetailPage(
    Arrival,
    title=str,
    facts=lambda a, person: [(_("会员"), a.name), (_("原工会"), a.came_from)],
    related=("member",),
)

ListPage(
    Child,
    _("教职工子女"),
    [
        Column(_("家长"), lambda c: c.parent.name),
        Column(_("出生年份"), lambda c: c.born),
        Column(_("独生子女"), lambda c: _("是") if c.only else ""),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("parent"),
    filters=[
        Filter("age", _("年龄"), lambda org: [("young", _("14岁以下"))],
               lambda rows, v: rows.filter(born__gte=clock.today().year - 14)),
    ],
    empty=_("还没有登记。在会员页上由家长本人或委员登记，只记需要的。"),
)  # fmt: skip

DetailPage(
    Child,
    title=str,
    facts=lambda c, person: [
        (_("家长"), c.parent.name), (_("出生年份"), c.born), (_("独生子女"), _("是") if c.only else _("否")),
        (_("家长同意日期"), day(c.consented)),
    ],
    related=("parent",),
)  # fmt: skip


# --- bespoke pages -------------------------------------------------------------------------------


def asked_day(request):
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()


@login_required
@require_GET
def roll_page(request, form=""):
    """The roll as of a day, for a purpose; on screen or as the official form."""
    org, on = need(request, "members.see"), asked_day(request)
    if form not in ("", "xlsx", "docx", "pdf"):
        raise Http404
    purpose = request.GET.get("purpose", "all")
    purpose = purpose if purpose in PURPOSES else "all"
    rows = roll(org, on, purpose)
    if form:
        title = f"{org.name}{PURPOSES[purpose][0]}名册（{on.year}年{on.month}月{on.day}日）"
        make = documents.roll_sheet if form == "xlsx" else documents.roll_paper
        return papers.answer(make(org, rows, title), form, title)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "rows": Pages(rows, 50).get_page(request.GET.get("page")), "on": on, "purpose": purpose,
        "purposes": [(key, label) for key, (label, _apply) in PURPOSES.items()],
        "query": query.urlencode(), "found": statistics(org, on),
    }  # fmt: skip
    return render(request, "members/roll.html", context)


@login_required
@require_GET
def statistics_page(request, form=""):
    """Members by every sort, of a union or of a whole tree below."""
    org, on = need(request, "members.count"), asked_day(request)
    if form not in ("", "xlsx", "docx", "pdf"):
        raise Http404
    found = statistics(org, on, below=not org.is_base)
    if form:
        title = f"{org.name}会员统计表"
        make = documents.statistics_sheet if form == "xlsx" else documents.statistics_paper
        return papers.answer(make(org, found, on, title), form, title)
    return render(request, "members/statistics.html", {"found": found, "on": on, "union": org})


def own_spell(request):
    spell = (
        Member.objects.live().select_related("person", "org", "group").filter(person=request.person)
    )
    if request.org:
        spell = spell.order_by("-starts")
    return spell.first()


@login_required
@require_GET
def card_page(request):
    """One's own card, to be shown at the door from the phone."""
    member = own_spell(request)
    if member is None:
        raise Http404
    return render(request, "members/card.html", {"member": member})


@login_required
@require_GET
def card_code(request):
    member = own_spell(request)
    if member is None:
        raise Http404
    answer = HttpResponse(
        cards.picture(request.build_absolute_uri(cards.path_of(member))),
        content_type="image/svg+xml",
    )
    answer["Cache-Control"] = "private, max-age=600"
    return answer


urlpatterns = [
    path("members/roll/", roll_page, name="roll"),
    path("members/roll.<str:form>", roll_page, name="roll-file"),
    path("members/statistics/", statistics_page, name="member-statistics"),
    path("members/statistics.<str:form>", statistics_page, name="member-statistics-file"),
    path("members/card/", card_page, name="card"),
    path("members/card.svg", card_code, name="card-code"),
]
