"""Who holds which post, for the wall and for the file (R-004, R-008)."""

from zhijia.kernel import clock
from zhijia.kernel.documents.paper import Heading, PageBreak, Paper, Table
from zhijia.kernel.documents.registry import document
from zhijia.kernel.documents.xlsx import Column, Sheet
from zhijia.kernel.people import Post

from ..models import Committee, Office, Seat
from ..pages.posts import groups_of
from .terms import born

HEADS = ["序号", "姓名", "性别", "出生年月", "政治面貌", "职称", "机构", "职务", "分工", "任职日期"]


def bodies_of(org):
    """The committees of today with their seats, the union's own first."""
    seats = Seat.objects.of(org).serving().select_related("person", "committee").in_order()
    found = {}
    for seat in seats.exclude(committee__kind=Committee.Kind.OUTSIDE):
        found.setdefault(seat.committee, []).append(seat)
    kinds = list(Committee.Kind)
    return sorted(found.items(), key=lambda row: (kinds.index(row[0].kind), row[0].pk))


@document(Committee, "wall-chart", "机构上墙图", may="committees.see")
def wall_chart(committee, by):
    """机构上墙: the bodies and groups on one page, the duties on the next.

    A4 across; the same page enlarges to A3 without a change of its proportions.
    """
    org, today = committee.org, clock.today()
    bodies = bodies_of(org)
    rows = [[str(body), *by_role(seats)] for body, seats in bodies]
    heads = ["机构", "主席（主任）", "副主席（副主任）", "委员"]
    blocks = [
        Table(heads, rows, widths=[5, 3, 4, 11], align=["center", "center", "center", "left"])
    ]
    offices = list(Office.objects.of(org).live().select_related("person"))
    groups = groups_of(org, offices, today)
    blocks += group_table(groups)
    if rows := duties(bodies, groups):
        table = Table(["职务", "姓名", "分工", "岗位职责"], rows, widths=[3, 3, 4, 13])
        blocks += [PageBreak(), Heading(1, "岗位职责"), table]
    return Paper(
        f"{org.name}组织机构", blocks, org=org.name, date=today, kind="form", landscape=True
    )


def by_role(seats):
    """Chair, vice chairs, members with what they answer for."""
    heads = [
        "、".join(s.person.name for s in seats if s.role == role) for role in ("chair", "vice")
    ]
    rest = [s for s in seats if s.role not in ("chair", "vice")]
    return [*heads, "、".join(s.person.name + (f"（{s.duty}）" if s.duty else "") for s in rest)]


def group_table(groups):
    """Three groups with their leaders side by side."""
    cells = [cell for g in groups for cell in (g.name, g.leader.person.name if g.leader else "")]
    rows = [cells[n : n + 6] for n in range(0, len(cells), 6)]
    table = Table(["工会小组", "组长"] * 3, rows, widths=[4, 3] * 3, align=["center"] * 6)
    return [Heading(1, "工会小组"), table] if rows else []


def duties(bodies, groups):
    """What each post answers for, where it is written down; leaders' alike stand once."""
    seats = [s for _body, some in bodies for s in some if s.tasks.strip()]
    rows = [[s.role_word, s.person.name, s.duty, s.tasks.strip()] for s in seats]
    tasks = dict.fromkeys(g.kept.tasks.strip() for g in groups if g.kept.tasks.strip())
    return rows + [["工会小组长", "", "", words] for words in tasks]


def roster_rows(org):
    number = 0
    for body, seats in bodies_of(org):
        for s in seats:
            number, p = number + 1, s.person
            yield [str(number), p.name, p.get_sex_display(), born(p), p.get_politics_display(),
                   p.get_title_display(), body.name, s.role_word, s.duty, f"{s.starts:%Y-%m-%d}"]  # fmt: skip
    loose = Office.objects.of(org).live().filter(seat=None).select_related("person")
    loose = loose.exclude(post__in=(Post.PARTY, Post.PRINCIPAL))
    for o in loose:
        number, p = number + 1, o.person
        yield [str(number), p.name, p.get_sex_display(), born(p), p.get_politics_display(),
               p.get_title_display(), "", o.get_post_display(), o.duty, f"{o.starts:%Y-%m-%d}"]  # fmt: skip


@document(Committee, "officer-roster", "工会干部名册", may="committees.organise")
def roster(committee, by):
    """工会干部名册: everybody who holds a post today."""
    widths = [1.2, 2, 1.2, 2.2, 2.4, 2, 3.6, 2.4, 3, 2.8]
    align = ["center"] * 8 + ["left", "center"]
    table = Table(HEADS, list(roster_rows(committee.org)), widths=widths, align=align)
    return Paper(
        "工会干部名册",
        [table],
        org=committee.org.name,
        date=clock.today(),
        kind="form",
        landscape=True,
    )


@document(Committee, "officer-table", "工会干部名册", may="committees.organise", formats=("xlsx",))
def roster_sheet(committee, by):
    """The same as a table, to be sorted and sent up."""
    widths = (6, 10, 6, 11, 12, 10, 18, 14, 16, 12)
    columns = [Column(h, w) for h, w in zip(HEADS, widths, strict=True)]
    title = f"{committee.org.name}干部名册"
    return [Sheet("干部名册", columns, roster_rows(committee.org), title=title)]
