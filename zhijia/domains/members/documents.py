"""On paper: the roll, the statistics, the application and register form (rules 2.20)."""

from zhijia.kernel import masking
from zhijia.kernel.documents.paper import Facts, Paper, Para, SignLine, Table
from zhijia.kernel.documents.registry import document
from zhijia.kernel.documents.xlsx import Column, Sheet

from .models import Application

HEADS = (
    "序号",
    "姓名",
    "性别",
    "出生日期",
    "工号",
    "职称",
    "政治面貌",
    "工会小组",
    "入会日期",
    "会员证号",
    "备注",
)
WIDTHS = (6, 12, 6, 12, 12, 10, 12, 16, 12, 14, 12)
SORTS = ("int", "text", "text", "date", "text", "text", "text", "text", "date", "text", "text")


def lines(rows):
    for number, spell in enumerate(rows, 1):
        who = spell.person
        yield [
            number, who.name, who.get_sex_display(), who.birthday, who.staff_no,
            who.get_title_display(), who.get_politics_display(),
            spell.group.name if spell.group else "", spell.joined, spell.member_no,
            "保留会籍" if spell.kept else "",
        ]  # fmt: skip


def roll_sheet(org, rows, title):
    columns = [Column(h, w, k) for h, w, k in zip(HEADS, WIDTHS, SORTS, strict=True)]
    return [Sheet("名册", columns, lines(rows), title=title)]


def roll_paper(org, rows, title):
    printed = [
        ["" if c is None else (f"{c:%Y-%m-%d}" if hasattr(c, "month") else str(c)) for c in line]
        for line in lines(rows)
    ]
    table = Table(list(HEADS), printed, widths=list(WIDTHS))
    return Paper(title, [table], org=org.name, kind="form", landscape=True)


def statistics_paper(org, found, on, title):
    """The statistics form: every sort with all members and the women among them."""
    rows = [["合计", "会员", str(found.total), ""], ["", "其中有表决权", str(found.voting), ""]]
    for label, counted in found.sorts:
        for at, (word, every, women) in enumerate(counted):
            rows.append([str(label) if at == 0 else "", str(word), str(every), str(women)])
    table = Table(["项目", "分类", "人数", "其中女"], rows, widths=[6, 8, 5, 5])
    return Paper(title, [table, SignLine(["填表人", "审核人"])], org=org.name, date=on, kind="form")


def statistics_sheet(org, found, on, title):
    columns = [
        Column("项目", 16),
        Column("分类", 20),
        Column("人数", 10, "int"),
        Column("其中女", 10, "int"),
    ]
    rows = [["合计", "会员", found.total, None], ["合计", "有表决权", found.voting, None]]
    rows += [[str(label), str(w), n, f] for label, counted in found.sorts for w, n, f in counted]
    return [Sheet("统计", columns, rows, title=title)]


@document(Application, "application", "入会申请书", may="members.see")
def application_paper(application, by):
    """The application and the register form on one page, for the file and for signing."""
    day = lambda value: f"{value.year}年{value.month}月{value.day}日" if value else ""  # noqa: E731
    facts = Facts([
        ("姓名", application.name), ("性别", application.get_sex_display()),
        ("工号", application.staff_no), ("出生日期", day(application.birthday)),
        ("身份证号", masking.mask_id(application.id_number) if application.id_number else ""),
        ("手机号", masking.mask_phone(application.phone) if application.phone else ""),
        ("批准依据", application.decided),
        ("入会日期", day(application.member.starts) if application.member else ""),
        ("会员证号", application.member.member_no if application.member else ""),
        ("状态", application.get_state_display()),
    ])  # fmt: skip
    blocks = [
        Para(f"{application.org.name}："), *(Para(t) for t in application.words.splitlines() if t.strip()),
        SignLine(["申请人", "签名日期"]), facts, SignLine(["工会委员会意见", "主席签名", "日期"]),
    ]  # fmt: skip
    return Paper(
        "中华全国总工会入会申请书",
        blocks,
        org=application.org.name,
        date=application.signed,
        kind="form",
    )
