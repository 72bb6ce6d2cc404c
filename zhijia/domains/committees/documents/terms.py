"""The result of an election, sent up for approval (rules 2.02, 2.12, 8.22)."""

from zhijia.kernel.documents.paper import Heading, Paper, Para, Table
from zhijia.kernel.documents.registry import document

from ..models import Committee, Seat

COLUMNS = ["姓名", "性别", "出生年月", "政治面貌", "职称", "职务", "分工"]
ALIGN = ["center"] * 6 + ["left"]


def day(value):
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def born(person):
    return f"{person.birthday.year}.{person.birthday.month:02d}" if person.birthday else ""


def elected_together(committee):
    """The committee, and those elected at the same meeting, which go up with it (rules 2.12, 2.13)."""
    rows = Committee.objects.of(committee.org).filter(kind__in=Committee.ELECTED)
    together = rows.filter(starts=committee.starts, starts__isnull=False)
    kinds = list(Committee.Kind)
    found = sorted(together, key=lambda c: kinds.index(c.kind))
    return found if committee.kind == Committee.Kind.COMMITTEE and found else [committee]


def elected(committee):
    rows = committee.seats.filter(how=Seat.How.ELECTED).select_related("person", "committee")
    return list(rows.in_order())


@document(Committee, "election-request", "选举结果的请示", may="committees.organise")
def request(committee, by):
    """关于选举结果的请示, to the next higher union, for the committees elected together."""
    bodies = [(c, elected(c)) for c in elected_together(committee)]
    names = "、".join(str(c) for c, _seats in bodies)
    blocks = [Para(opening(committee, names)), Heading(1, "一、选举结果")]
    for number, (body, seats) in enumerate(bodies, 1):
        if len(bodies) > 1:
            blocks.append(Heading(2, f"（{'一二三四五六'[number - 1]}）{body}"))
        blocks += result(seats)
    blocks += [Heading(1, "二、任期"), Para(length(committee)), Para("妥否，请批示。"),
               Para("附件：当选人员基本情况表")]  # fmt: skip
    above = committee.org.parent.name if committee.org.parent else "上一级工会"
    unit = committee.org.unit or committee.org.name
    return Paper(f"关于{unit}{committee}选举结果的请示", blocks, org=committee.org.name,
                 date=committee.starts, addressee=above)  # fmt: skip


@document(Committee, "elected-list", "当选人员基本情况表", may="committees.organise")
def elected_list(committee, by):
    """当选人员基本情况表: what goes up with the request."""
    blocks = []
    for body in elected_together(committee):
        rows = [row(s) for s in elected(body)]
        blocks += [
            Heading(1, str(body)),
            Table(COLUMNS, rows, widths=[3, 2, 3.4, 3.6, 3.2, 3, 4], align=ALIGN),
        ]
    return Paper(
        "当选人员基本情况表", blocks, org=committee.org.name, date=committee.starts, kind="form"
    )


def opening(committee, names):
    """By which rules, when, where, with how many present."""
    body = committee.get_elected_by_display() or "会员（代表）大会"
    words = (
        "根据《中华人民共和国工会法》《中国工会章程》和《工会基层组织选举工作条例》，"
        f"{committee.org.name}于{day(committee.starts)}召开{body}，以无记名投票方式选举产生了{names}。"
    )
    if committee.entitled and committee.present is not None:
        words += f"大会应到{committee.entitled}人，实到{committee.present}人，符合法定人数。"
    return words + "现将选举结果请示如下。"


def result(seats):
    """Each role in a line; the members by the strokes of the surname (rules 8.13)."""
    lines = []
    for role in (Seat.Role.CHAIR, Seat.Role.VICE, Seat.Role.MEMBER, Seat.Role.SECRETARY):
        some = [s for s in seats if s.role == role]
        order = "（按姓氏笔画为序）" if role == Seat.Role.MEMBER and len(some) > 1 else ""
        if some:
            names = "、".join(s.person.name for s in some)
            lines.append(Para(f"{some[0].role_word}{order}：{names}。"))
    return lines or [Para("（待登记）")]


def length(committee):
    if not committee.starts:
        return "（待登记）"
    years = f"任期{committee.years}年，" if committee.years else ""
    until = f"至{day(committee.until)}" if committee.until else ""
    return f"本届{years}自选举之日{day(committee.starts)}起{until}。"


def row(seat):
    p = seat.person
    return [p.name, p.get_sex_display(), born(p), p.get_politics_display(), p.get_title_display(),
            seat.role_word, seat.duty]  # fmt: skip
