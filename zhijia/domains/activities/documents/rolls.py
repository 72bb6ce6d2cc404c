"""Who signed up, and the sheet that goes round to be signed."""

from zhijia.kernel.documents.paper import Facts, Paper, SignLine, Table
from zhijia.kernel.documents.registry import document
from zhijia.kernel.documents.xlsx import Column, Sheet
from zhijia.kernel.money import yuan
from zhijia.kernel.privacy import look

from .. import tallies
from ..models import Activity, SignUp

SPARE = 6  # empty lines for those who come without a place


def people_of(activity, *states):
    rows = SignUp.objects.filter(activity=activity, state__in=states)
    return rows.select_related("person", "group", "slot").order_by("slot__order", "number")


def head(activity):
    pairs = [
        ("活动", activity.title),
        ("时间", activity.when),
        ("地点", activity.place),
        ("组织者", activity.organiser.name),
    ]
    return Facts(pairs)


def noted(signups, by):
    """Each as it is read out, with the look at what it says about a family noted."""
    for signup in signups:
        if signup.family or any(signup.answers.values()):
            look(by, signup.person, "报名时的说明", signup)
        yield signup


def wishes(activity, signup) -> str:
    """Family and answers, in one cell."""
    said = [f"家属 {signup.companions} 位 {signup.family}".strip()] if signup.companions else []
    for question in activity.questions:
        if words := signup.answers.get(question["name"]):
            said.append(f"{question['label']}：{words}")
    return "；".join(said)


@document(Activity, "activity-list", "报名名单", may="activities.organise")
def sign_up_list(activity, by):
    """报名名单: who has a place, in slots, and who waits."""
    blocks = [head(activity)]
    for label, states in (("已报上", ("taken", "offered")), ("候补", ("waiting",))):
        rows = [
            [str(n), s.person.name, s.group.name if s.group else "", s.slot.title if s.slot else "",
             wishes(activity, s)]
            for n, s in enumerate(noted(people_of(activity, *states), by), 1)
        ]  # fmt: skip
        if rows or label == "已报上":
            blocks.append(
                Table(["序号", "姓名", "小组", "场次", "说明"], rows or [["", "（无）"]],
                      widths=[1, 2, 2, 2, 4], caption=f"{label} {len(rows)} 人")
            )  # fmt: skip
    return Paper("活动报名名单", blocks, org=activity.org.name, date=activity.on, kind="form")


@document(Activity, "activity-sheet", "报名表格", may="activities.organise", formats=("xlsx",))
def sign_up_sheet(activity, by):
    """Everything about the sign-ups, one a line, to be sorted and counted."""
    asked = [Column(q["label"], 14) for q in activity.questions]
    columns = [
        Column("序号", 6, "int"), Column("姓名", 10), Column("小组", 14), Column("场次", 14),
        Column("状态", 12), Column("家属", 6, "int"), Column("家属说明", 16), *asked,
        Column("签到", 16), Column("已收", 10, "money"), Column("已退", 10, "money"),
    ]  # fmt: skip

    def lines():
        states = [s for s in SignUp.State.values if s != SignUp.State.CANCELLED]
        for s in noted(people_of(activity, *states), by):
            yield [
                s.number, s.person.name, s.group.name if s.group else "",
                s.slot.title if s.slot else "", s.get_state_display(), s.companions, s.family,
                *(s.answers.get(q["name"], "") for q in activity.questions),
                "已到" if s.came else "", s.paid, s.refunded,
            ]  # fmt: skip

    return [Sheet("报名", columns, lines(), title=activity.title)]


@document(Activity, "activity-sign-in", "签到表", may="activities.door")
def sign_in(activity, by):
    """签到表: everybody with a place, a line to sign, and some lines to spare."""
    there = [s.person.name for s in people_of(activity, "taken", "offered")]
    names = there + [""] * SPARE
    rows = [[str(n), name, "", ""] for n, name in enumerate(names, 1)]
    table = Table(["序号", "姓名", "签名", "备注"], rows, widths=[1, 2, 3, 2])
    return Paper(
        "活动签到表", [head(activity), table], org=activity.org.name, date=activity.on, kind="form"
    )


@document(Activity, "activity-spending", "活动经费签领表", may="activities.organise")
def spending(activity, by):
    """活动经费签领表: what was spent, from which source, by which standard; who came signs."""
    pairs = [
        ("活动", activity.title), ("时间", activity.when), ("参加", f"{activity.person_times} 人次"),
        ("经费来源", activity.get_fund_display()), ("预算", f"{yuan(activity.budget)} 元"),
        ("实际支出", f"{yuan(activity.spent)} 元"), ("其中会费", f"{yuan(activity.from_dues)} 元"),
        ("超标准理由", activity.over or "无"),
    ]  # fmt: skip
    came = activity.signups.came().select_related("person").order_by("number")
    rows = [[str(n), s.person.name, "", ""] for n, s in enumerate(came, 1)]
    blocks = [Facts(pairs)]
    blocks += [Facts([("执行标准", s["sentence"])], columns=1) for s in activity.standards]
    blocks.append(
        Table(
            ["序号", "姓名", "领取物品", "签名"],
            rows or [["", "（未登记到场人员）"]],
            widths=[1, 2, 3, 3],
        )
    )
    blocks.append(SignLine(["经办人签名", "证明人签名", "工会主席签名"]))
    return Paper("活动经费签领表", blocks, org=activity.org.name, date=activity.on, kind="form")


@document(Activity, "activity-programme", "节目单", may="activities.organise")
def programme(activity, by):
    """节目单: number by number, who is on stage."""
    rows = [
        [str(n), one["title"], one["by"], str(one["people"] or "")]
        for n, one in enumerate(tallies.programme(activity), 1)
    ]
    heads, empty = ["序号", "节目", "演出者", "人数"], [["", "（还没有排节目）"]]
    table = Table(heads, rows or empty, widths=[1, 4, 4, 1])
    return Paper(
        f"{activity.title}节目单",
        [head(activity), table],
        org=activity.org.name,
        date=activity.on,
        kind="form",
    )
