"""The list and the page of activities, and the searches they are offered to."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import can
from zhijia.kernel.money import yuan
from zhijia.kernel.periods import year_bounds
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of

from .. import tallies
from ..access import own_and_names
from ..models import Activity, Audience, Kind, Quota, Rule, SignUp
from ..models.activities import moment_words
from ..turnout import turnout_of

ListPage(
    Activity,
    _("活动"),
    [
        Column(_("活动"), lambda a: a.title),
        Column(_("时间"), lambda a: a.when),
        Column(_("地点"), lambda a: a.place),
        Column(_("报名"), lambda a: places_words(a.taken_, a.waiting_)),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: with_counts(
        rows.of(request.org).between(*year_bounds(request.year))
    ),
    search=lambda rows, words: rows.filter(title__contains=words),
    filters=[
        Filter("kind", "类别", lambda org: Kind.choices, lambda rows, v: rows.filter(kind=v)),
        Filter(
            "state",
            "状态",
            lambda org: Activity.State.choices,
            lambda rows, v: rows.filter(state=v),
        ),
    ],
    empty=_("本年还没有活动。小型多样，人人能参加，从一场开始。"),
)


def with_counts(rows):
    """How many hold a place and how many wait, counted in the same statement."""
    taken = Count("signups", filter=Q(signups__state__in=("taken", "offered", "entered")))
    waiting = Count("signups", filter=Q(signups__state="waiting"))
    # grouped rows do not take the model's own order
    return rows.annotate(taken_=taken, waiting_=waiting).order_by("-starts", "-pk")


def places_words(taken, waiting) -> str:
    if not taken and not waiting:
        return ""
    return f"{taken} 人" + (f"，候补 {waiting} 人" if waiting else "")


def activity_facts(a, person):
    fund = a.get_fund_display() if a.budget or a.spent else ""
    money = [f"¥{yuan(a.price)}"] if a.price else []
    money += [f"家属每位 ¥{yuan(a.companion_price)}"] if a.companion_price else []
    windows = [
        f"{moment_words(a.opens)} 起" if a.opens else "",
        f"{moment_words(a.closes)} 截止" if a.closes else "",
        f"{moment_words(a.leave_by)} 前可取消" if a.leave_by else "",
    ]
    facts = [
        (_("时间"), a.when),
        (_("地点"), a.place),
        (_("类别"), a.get_kind_display()),
        (_("面向"), f"{a.audience}（{a.audience.words}）" if a.audience else _("本会全体会员")),
        (_("报名"), "，".join(filter(None, windows)) if a.sign_up_needed else _("不用报名")),
        (_("名额规则"), rule_words(a) if a.sign_up_needed else ""),
        (_("个人承担"), "，".join(money)),
        (_("安全提示"), a.safety),
        (_("保险"), a.insurance),
        (_("协办单位"), a.partner),
        (_("节日或系列"), a.series),
        (_("创意"), a.idea),
        (_("策划人"), "、".join(p.name for p in a.planners.all()) if a.idea else ""),
        (_("组织者"), a.organiser.name),
    ]
    if can(person, "activities.organise", a):
        facts += [
            (_("预算"), f"¥{yuan(a.budget)}（{fund}）" if a.budget else ""),
            (_("人均标准"), f"¥{yuan(a.per_person)}" if a.per_person else ""),
            (_("超标准理由"), a.over),
            (_("批准人"), a.approved_by.name if a.approved_by else ""),
        ]
    if a.state == Activity.State.DONE:
        facts += [
            (_("实际支出"), f"¥{yuan(a.spent)}" if a.spent else ""),
            (_("参加"), f"{a.person_times} 人次"),
            *tallies.shown(a, can(person, "activities.organise", a)),
            (_("器材和物品"), supplies_words(a)),
            (_("颁奖"), a.ceremony),
            (_("活动情况"), a.result),
        ]
    return facts


def supplies_words(a) -> str:
    words = [f"{one['item']} {one['number']}" for one in a.supplies]
    cost = tallies.supplies_cost(a)
    return "、".join(words) + (f"（共 ¥{yuan(cost)}）" if cost else "")


def rule_words(a) -> str:
    words = {
        Rule.ARRIVAL: _("先到先得；满了按报名先后候补，有空位时依次询问，%d 小时内确认有效。"),
        Rule.REST: _("报名截止后统一分配：久未参加同类活动的优先，同等条件抽签；其余按次序候补，轮到时 %d 小时内确认有效。"),
        Rule.DRAW: _("报名截止后抽签；其余按次序候补，轮到时 %d 小时内确认有效。"),
    }  # fmt: skip
    return words[a.rule] % a.offer_hours


def activity_more(a, person) -> dict:
    """My own place, how full it is, who comes; for who organises, what is left to do."""
    organises = can(person, "activities.organise", a)
    counts = dict(SignUp.objects.filter(activity=a).values_list("state").annotate(n=Count("pk")))
    mine, names = own_and_names(a, person)
    quotas = list(a.quotas.select_related("slot", "group"))
    context = {
        "mine": mine, "ahead": ahead_of(mine), "counts": counts, "quotas": quotas,
        "names": names if a.names_shown or organises else [], "organises": organises,
        "plain": not (a.companions or a.questions or any(q.slot_id for q in quotas)),
        "standards": a.standards if organises else [], "hide_record": not organises,
        "full": any(is_used_up(q) for q in quotas), "numbers": tallies.programme(a),
        "told": a.publicity, "raffles": a.raffles,
    }  # fmt: skip
    if a.state == Activity.State.DONE:
        context["prizes"] = a.prizes.select_related("person")
        context["said"] = feedback_of(a) if organises else None
        context["audience"] = tallies.audience(a)
        if organises and a.sign_up_needed:
            context["turnout"], context["by_group"] = turnout_of(a)
    return context


def is_used_up(quota) -> bool:
    """Whether nobody at all finds room any more."""
    everybody = quota.slot_id is None and quota.group_id is None
    return everybody and quota.counts != Quota.Counts.COMPANIONS and quota.room <= 0


def ahead_of(mine) -> int:
    """How many stand before me in the line."""
    if mine is None or mine.state != SignUp.State.WAITING:
        return 0
    line = SignUp.objects.filter(activity=mine.activity_id, state=SignUp.State.WAITING)
    before = Q(rank__lt=mine.rank) | Q(rank=mine.rank, number__lt=mine.number)
    return line.filter(before).count()


def feedback_of(a) -> dict | None:
    """How many answered, the mean of the stars, and the words."""
    rows = list(a.feedback.all())
    if not rows:
        return None
    return {
        "count": len(rows), "mean": round(sum(r.stars for r in rows) / len(rows), 1),
        "stars": [(n, sum(r.stars == n for r in rows)) for n in (5, 4, 3, 2, 1)],
        "liked": [r.liked for r in rows if r.liked], "wish": [r.wish for r in rows if r.wish],
    }  # fmt: skip


DetailPage(
    Activity,
    title=lambda a: a.title,
    facts=activity_facts,
    template="activities/activity.html",
    more=activity_more,
    apart=("sign_up", "give_feedback"),
    related=("audience", "organiser", "approved_by", "poster"),
)

ListPage(
    Audience,
    _("报名范围"),
    [
        Column(_("名称"), lambda a: a.name),
        Column(_("条件"), lambda a: a.words),
        Column(_("使用"), lambda a: _("已停用") if a.retired else _("可选")),
    ],
    rows=lambda rows, request: (
        rows.of(request.org).select_related("club").prefetch_related("groups", "people")
    ),
    empty=_(
        "还没有保存的报名范围。常用的人群（女会员、青年、退休会员）存一次，以后每场活动都能选。"
    ),
)

DetailPage(
    Audience,
    title=lambda a: a.name,
    facts=lambda a, person: [(_("条件"), a.words), (_("今天符合的人数"), a.spells().count())],
)

urlpatterns = []
