"""Who the delegates are: the register, and the report on their credentials (rules 1.42)."""

from zhijia.kernel import clock
from zhijia.kernel.documents.paper import Heading, Paper, Para, SignLine, Table
from zhijia.kernel.documents.registry import document

from .. import standards
from ..models import BINDING, AgendaItem, Congress, editions


def rows_of(congress):
    rows = congress.in_office.select_related("person", "unit__delegation")
    return list(rows.order_by("unit", "person__strokes"))


@document(Congress, "delegates", "代表名册", may="congress.see")
def register(congress, by):
    """代表名册: by electoral unit, by strokes of the surname within it."""
    rows = [
        [str(n), d.person.name, d.person.get_sex_display(), str(d.unit or ""),
         str(d.unit.delegation or "") if d.unit else "", "是" if d.teacher else "", "是" if d.leader else ""]
        for n, d in enumerate(rows_of(congress), 1)
    ]  # fmt: skip
    table = Table(["序号", "姓名", "性别", "选举单位", "代表团", "教师", "中层以上"], rows or [["", "（无）"]],
                  widths=[1, 2, 1, 3, 3, 1, 1.4])  # fmt: skip
    return Paper(
        f"{congress}代表名册", [table], kind="form", org=congress.org.name, date=clock.today()
    )


@document(Congress, "credentials", "代表资格审查报告", may="congress.organise")
def credentials(congress, by):
    """The report read at the preparatory meeting: units, seats, elections, make-up."""
    units = list(congress.units.prefetch_related("votes"))
    have = congress.in_office.count()
    lines = [
        [u.name, str(u.people), u.share, str(u.seats), str(u.delegates.in_office().count())]
        for u in units
    ]
    said = [Para(f"{v.unit}：{v.sentence}") for u in units for v in u.votes.all()]
    blocks = [
        Para(f"{congress}应选代表 {congress.seats} 名，按 {len(units)} 个选举单位的人数分配名额（最大余数法），实际选出 {have} 名。"),
        Heading(1, "一、名额分配"),
        Table(["选举单位", "人数", "应得名额", "名额", "已选出"], lines or [["（无）"]], widths=[4, 1, 2, 1, 1]),
        Heading(1, "二、选举情况"),
        *(said or [Para("（无）")]),
        Heading(1, "三、代表构成"),
        *([Para(f.sentence) for f in standards.composition(congress, clock.today())] or [Para("（无）")]),
        Heading(1, "四、审查意见"),
        Para("以上代表经审查，资格有效。" if congress.state != "electing" else "（待审查）"),
        SignLine(["审查小组签名", "日期"]),
    ]  # fmt: skip
    return Paper(f"{congress}代表资格审查报告", blocks, org=congress.org.name, date=clock.today())


@document(Congress, "rules-book", "制度汇编目录", may="congress.see")
def rules_book(congress, by):
    """What this congress passed: when, from when, until when (R-043)."""
    items = AgendaItem.objects.filter(part__congress=congress, power__in=BINDING, state="adopted")
    edition = editions(congress.org)
    rows = [
        [str(n), i.title, str(i.session), f"{i.session.on}", f"{i.effective or ''}", f"{i.repealed or ''}",
         str(edition[i.pk])]
        for n, i in enumerate(items.select_related("session").order_by("session__on", "order"), 1)
    ]  # fmt: skip
    table = Table(["序号", "名称", "通过会议", "通过日期", "施行日期", "废止日期", "版次"], rows or [["", "（无）"]],
                  widths=[1, 4, 4, 2.8, 2.8, 2.8, 1])  # fmt: skip
    return Paper(
        f"{congress}通过的制度", [table], kind="form", org=congress.org.name, date=clock.today()
    )
