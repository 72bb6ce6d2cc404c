"""The pages of clubs and teams, of who is in them, of their years and showings."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.money import yuan
from zhijia.kernel.people import by_words
from zhijia.kernel.periods import year_bounds
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of

from ..club_figures import figures_of
from ..models import Club, ClubMember, ClubYear, Regular, Showing

NAMES = 40  # members on the page of a club; all of them stand in the list, page by page


def states(model):
    return Filter(
        "state", _("状态"), lambda org: model.State.choices, lambda rows, v: rows.filter(state=v)
    )


def of_club(path="club"):
    """Choose one club; those dissolved come last."""
    return Filter(
        "club", _("协会"), lambda org: Club.objects.of(org).values_list("pk", "name"),
        lambda rows, v: rows.filter(**{path: v}),
    )  # fmt: skip


def day_words(day) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


RUNNING = Prefetch("regulars", queryset=Regular.objects.running(), to_attr="running_")

ListPage(
    Club,
    _("协会和代表队"),
    [
        Column(_("名称"), lambda c: c.name),
        Column(_("类别"), lambda c: c.get_kind_display()),
        Column(_("依托单位"), lambda c: c.host),
        Column(_("成员"), lambda c: f"{c.size_} 人"),
        Column(_("负责人"), lambda c: c.head.name),
        Column(_("固定活动"), lambda c: "；".join(r.when for r in c.running_)),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org).with_size().select_related("head").prefetch_related(RUNNING)
    ),
    search=lambda rows, words: rows.filter(name__contains=words),
    filters=[
        Filter("kind", _("类别"), lambda org: Club.Kind.choices, lambda rows, v: rows.filter(kind=v)),
        states(Club),
    ],
    intro=_("有共同爱好的同事自己组织起来，谁都可以加入。"),
    empty=_("还没有协会。乒乓球、合唱、骑行……有几位爱好者就可以成立一个。"),
)  # fmt: skip


def club_facts(club, person):
    return [
        (_("类别"), club.get_kind_display()),
        (_("宗旨和活动内容"), club.purpose),
        (_("活动地点"), club.place),
        (_("指导教师") if club.kind == Club.Kind.PUPILS else _("负责人"), club.head.name),
        (_("依托单位"), club.host),
        (_("非会员"), _("欢迎来参加活动") if club.welcomes else ""),
        (_("成立日期"), day_words(club.founded)),
        (_("解散日期"), day_words(club.dissolved)),
    ]


def club_more(club, person) -> dict:
    """Who is in it, when it meets, this year's plan, where it stood for the school."""
    inside = club.memberships.present().select_related("person").order_by("starts", "pk")
    plan = ClubYear.objects.filter(club=club, year=clock.today().year).first()
    return {
        "mine": inside.filter(person=person).first(), "size": inside.count(),
        "inside": list(inside[:NAMES]),
        "slots": list(Regular.objects.filter(club=club).running()),
        "plan": plan, "leads": can(person, "activities.lead", club),
        "showings": list(Showing.objects.filter(club=club)[:6]),
    }  # fmt: skip


DetailPage(
    Club,
    title=lambda club: club.name,
    facts=club_facts,
    template="activities/club.html",
    more=club_more,
    related=("head",),
    apart=("join",),
)


# --- who is in them -------------------------------------------------------------------------------


def standing(spell):
    """Whether the spell goes on: a date in words, and a tone."""
    gone = spell.closed is not None or (spell.ends and spell.ends < clock.today())
    return ("plan", _("已退出")) if gone else ("done", _("在会"))


IN, OUT = "in", "out"

ListPage(
    ClubMember,
    _("协会成员"),
    [
        Column(_("姓名"), lambda s: s.person.name),
        Column(_("协会"), lambda s: s.club.name),
        Column(_("加入"), lambda s: s.starts, "date"),
        Column(_("退出"), lambda s: s.ends, "date"),
        Column(_("状态"), standing, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org).select_related("person", "club").order_by("club", "starts", "pk")
    ),
    search=lambda rows, words: rows.filter(by_words(words, "person__")),
    filters=[
        of_club(),
        Filter(
            "standing", _("状态"), lambda org: [(IN, _("在会")), (OUT, _("已退出"))],
            lambda rows, v: rows.present() if v == IN else rows.exclude(ends=None),
        ),
    ],
    empty=_("还没有人加入协会。"),
)  # fmt: skip

DetailPage(
    ClubMember,
    title=lambda spell: str(spell),
    facts=lambda spell, person: [
        (_("协会"), spell.club.name),
        (_("姓名"), spell.person.name),
        (_("加入"), day_words(spell.starts)),
        (_("退出"), day_words(spell.ends)),
    ],
    template="activities/club_member.html",
    more=lambda spell, person: {"mine": spell.person_id == person.pk},
    related=("club", "person"),
    apart=("quit", "remove"),
)


# --- their years ----------------------------------------------------------------------------------

ListPage(
    ClubYear,
    _("协会年度计划"),
    [
        Column(_("年度"), lambda y: f"{y.year}年"),
        Column(_("协会"), lambda y: y.club.name),
        Column(_("预算"), lambda y: y.budget, "money"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("club"),
    search=lambda rows, words: rows.filter(plan__contains=words),
    filters=[of_club(), states(ClubYear)],
    empty=_("还没有年度计划。在协会的页面上“拟年度计划”，由主席批准。"),
)


def year_facts(year, person):
    return [
        (_("年度计划"), year.plan),
        (_("预算"), f"¥{yuan(year.budget)}"),
        (_("起草人"), year.drafted_by.name if year.drafted_by else ""),
        (_("批准人"), year.agreed_by.name if year.agreed_by else ""),
        (_("年度总结"), year.review),
    ]


def year_more(year, person) -> dict:
    f = figures_of(year)
    share = f"共 {f['members']} 名成员，占 {f['share']}%"
    return {"f": f, "share_words": share, "budget_words": f"预算 ¥{yuan(year.budget)}"}


DetailPage(
    ClubYear,
    title=lambda year: str(year),
    facts=year_facts,
    template="activities/club_year.html",
    more=year_more,
    related=("club", "drafted_by", "agreed_by"),
)


# --- standing for the school ----------------------------------------------------------------------

ListPage(
    Showing,
    _("参赛成绩"),
    [
        Column(_("比赛"), lambda s: s.contest),
        Column(_("日期"), lambda s: s.on, "date"),
        Column(_("代表队"), lambda s: s.club.name),
        Column(_("级别"), lambda s: s.get_level_display()),
        Column(_("成绩"), lambda s: s.result),
    ],
    rows=lambda rows, request: (
        rows.of(request.org).filter(on__range=year_bounds(request.year)).select_related("club")
    ),
    search=lambda rows, words: rows.filter(contest__contains=words),
    filters=[
        of_club(),
        Filter("level", _("级别"), lambda org: Showing.Level.choices,
               lambda rows, v: rows.filter(level=v)),
    ],
    empty=_("本年还没有校外比赛成绩。"),
)  # fmt: skip

DetailPage(
    Showing,
    title=lambda showing: showing.contest,
    facts=lambda showing, person: [
        (_("代表队"), showing.club.name),
        (_("日期"), day_words(showing.on)),
        (_("级别"), showing.get_level_display()),
        (_("成绩"), showing.result),
        (_("队员"), "、".join(p.name for p in showing.people.all())),
        (_("参赛学生"), f"{showing.pupils} 人" if showing.pupils else ""),
        (
            _("本会选拔赛"),
            f"{showing.selection.activity}：{showing.selection}" if showing.selection else "",
        ),
    ],
    template="activities/club_showing.html",
    related=("club", "selection__activity"),
)

urlpatterns = []
