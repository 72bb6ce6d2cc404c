"""A contest on paper: 秩序册 before, 对阵图 on the wall, 成绩册 afterwards."""

from django.utils import timezone

from zhijia.kernel.documents.paper import Facts, Heading, Paper, Para, Picture, SignLine, Table
from zhijia.kernel.documents.registry import document

from ..contests import ranking, scores, showing
from ..contests.board import board_of
from ..fixtures import Withdrawal
from ..models import Contest
from .bracket_picture import picture

CROSS = 8  # teams that fit side by side into a cross table
LEAVES = {
    Withdrawal.ANNUL: "中途退赛的，其全部成绩不计。",
    Withdrawal.KEEP: "中途退赛的，已赛成绩保留，其余各场判负。",
    Withdrawal.HALF: "中途退赛的，已赛满一半的成绩保留、其余各场判负，不满一半的全部不计。",
}


def paper(contest, what, blocks, landscape=False):
    activity = contest.activity
    title = f"{activity.title}{contest.title}{what}"
    return Paper(
        title, blocks, org=contest.org.name, date=activity.on, kind="form", landscape=landscape
    )


def head(contest, board):
    activity, setup = contest.activity, contest.setup
    pairs = [
        ("活动", activity.title), ("项目", contest.title), ("时间", activity.when),
        ("地点", activity.place or "另行通知"), ("组织者", activity.organiser.name), ("赛制", contest.form_words),
        ("参赛", f"{len(board.entered)} {'队' if contest.teams else '人'}"), ("场地", "、".join(setup.courts) or "—"),
    ]  # fmt: skip
    return Facts(pairs)


def rules_of(contest) -> list[Para]:
    """How places are found, in the words of the rule itself."""
    setup, rule = contest.setup, contest.rule
    if contest.is_marked:
        better = "小" if contest.form == Contest.Form.MEASURED and setup.less_is_better else "大"
        said = [
            f"{contest.form_words}，数值{better}的名次在前；成绩相同的名次并列，后面的名次空出。"
        ]
        if contest.form == Contest.Form.JUDGED:
            said = [
                f"{setup.judges} 位评委打分，去掉 {setup.drop_high} 个最高分和 {setup.drop_low} 个最低分，取平均分。得分相同的名次并列。"
            ]
    else:
        games = f"每场 {setup.sets} 局 {setup.sets // 2 + 1} 胜。" if setup.sets > 1 else ""
        rubbers = f"团体赛每次 {setup.rubbers} 场。" if setup.rubbers > 1 else ""
        said = [f"{contest.form_words}。{rubbers}{games}"]
        if contest.form != Contest.Form.KNOCKOUT:
            order = "、".join(str(c.label) for c in rule.criteria)
            said.append(
                f"循环赛名次按{rule.name}规则（{rule.source}）：依次看{order}，仍相同的抽签决定。{LEAVES[rule.withdrawal]}"
            )
    if setup.scale:
        said.append(
            f"团体计分：按名次记 {'、'.join(map(str, setup.scale))} 分{'，加倍' if setup.times > 1 else ''}。"
        )
    if contest.seed:
        said.append(f"抽签由系统随机产生种子 {contest.seed}，网页上公布全部抽签名和复算办法。")
    return [Para(words) for words in said]


def entries_of(contest, board) -> Table:
    there = board.drawn or board.competitors
    rows = [
        [f"{c.pool}{c.order}" if c.order else str(n), c.name + (f"（{c.seeding} 号种子）" if c.seeding else ""),
         c.unit if c.unit != c.name else "", c.members, "" if c.is_in else "退赛"]
        for n, c in enumerate(there, 1)
    ]  # fmt: skip
    heads = ["签位", "队名" if contest.teams else "姓名", "组别", "成员", "备注"]
    return Table(heads, rows or [["", "（未录入）"]], widths=[1, 3, 2, 4, 1])


def timetable_of(board) -> Table:
    rows = []
    for f in board.fixtures:
        line = showing.line_of(board, f)
        at = timezone.localtime(f.starts) if f.starts else None
        rows.append([str(f.number), f"{at.month}月{at.day}日 {at:%H:%M}" if at else "", f.court, f.stage,
                     f"{line.a} — {line.b}", scores.words(f)])  # fmt: skip
    return Table(
        ["场次", "时间", "场地", "阶段", "对阵", "比分"], rows, widths=[1.1, 2.9, 1.5, 2.2, 4.2, 3]
    )


def cross_table(table, board) -> Table:
    """Everybody against everybody: what has been played, the rest to be filled in by hand."""
    names = [c.name for c in board.drawn if c.pool == table.name]
    won = {}
    for f in table.fixtures:
        if pair := scores.total(f):
            won.setdefault((f.home.name, f.away.name), []).append(f"{pair[0]}:{pair[1]}")
            won.setdefault((f.away.name, f.home.name), []).append(f"{pair[1]}:{pair[0]}")
    rows = [
        [str(at), name, *("╲" if name == other else "、".join(won.get((name, other), [])) for other in names), "", ""]
        for at, name in enumerate(names, 1)
    ]  # fmt: skip
    heads = ["", "", *(str(at) for at in range(1, len(names) + 1)), "积分", "名次"]
    caption = f"{table.name}组记分表" if table.name else "记分表"
    return Table(heads, rows, widths=[0.6, 3, *[1.4] * len(names), 1.2, 1.2], caption=caption)


def sheets_of(contest, board) -> list:
    """Blank tables for the officials."""
    if contest.is_marked:
        setup = contest.setup
        judged = contest.form == Contest.Form.JUDGED
        tries = (setup.panel or [f"评委{n}" for n in range(1, setup.judges + 1)]) if judged else (
            [f"第{n}次" for n in range(1, setup.attempts + 1)] if setup.attempts > 1 else []
        )  # fmt: skip
        rows = [
            [str(c.order or n), c.name, c.unit]
            for n, c in enumerate(board.drawn or board.entered, 1)
        ]
        heads = [
            "出场",
            "队名" if contest.teams else "姓名",
            "组别",
            *tries,
            "得分" if judged else "成绩",
            "名次",
        ]
        return [
            Table(
                heads, rows or [["", "（未录入）"]], widths=[1, 3, 2, *[1.1] * len(tries), 1.6, 1.2]
            )
        ]
    small = [t for t in board.tables if len(t.rows) <= CROSS]
    return [cross_table(table, board) for table in small] or [
        Para("淘汰赛对阵见对阵图，比分记在赛程表中。")
    ]


@document(Contest, "contest-book", "秩序册", may="activities.see")
def book(contest, by):
    """秩序册: rules, entries, timetable, blank tables."""
    board = board_of(contest)
    blocks = [head(contest, board), Heading(1, "一、竞赛办法"), *rules_of(contest)]
    blocks += [Heading(1, "二、参赛名单"), entries_of(contest, board)]
    if board.fixtures:
        blocks += [Heading(1, "三、赛程"), timetable_of(board)]
    blocks += [
        Heading(1, f"{'四' if board.fixtures else '三'}、记分表"),
        *sheets_of(contest, board),
    ]
    blocks.append(SignLine(["裁判长签名", "记录员签名"]))
    return paper(contest, "秩序册", blocks)


@document(Contest, "contest-bracket", "对阵图", may="activities.see")
def bracket(contest, by):
    """对阵图: the bracket on one landscape page to hang up; cross tables where there is none."""
    board = board_of(contest)
    if board.has_bracket:
        data, width = picture(board)
        return paper(contest, "对阵图", [Picture(data, width_mm=width)], landscape=True)
    blocks = [cross_table(table, board) for table in board.tables if len(table.rows) <= 2 * CROSS]
    return paper(
        contest, "对阵图", blocks or [Para("这个项目没有对阵，或者还没有抽签。")], landscape=True
    )


@document(Contest, "contest-results", "成绩册", may="activities.see")
def results(contest, by):
    """成绩册: places, tables with what decided each, every match."""
    board = board_of(contest)
    blocks = [head(contest, board), Heading(1, "一、名次"), places_of(contest, board)]
    for table in board.tables:
        rows = [
            [str(s.row.rank or "—"), s.row.team, *s.cells, s.reason]
            for s in showing.standing_rows(board, table)
        ]
        columns = showing.columns_of(contest)
        heads = ["名次", "队名" if contest.teams else "姓名", *columns, "名次依据"]
        caption = f"{table.name}组" if table.name else "积分表"
        blocks.append(
            Table(heads, rows, widths=[1, 2.4, *[1] * (len(columns) - 1), 1.8, 4], caption=caption)
        )
    if board.fixtures:
        blocks += [Heading(1, "二、各场结果"), timetable_of(board)]
    if contest.setup.panel and contest.is_marked:
        blocks.append(Para(f"评委：{'、'.join(contest.setup.panel)}。"))
    if put := [c for c in board.competitors if c.nominated]:
        blocks.append(Para(f"推荐{'、'.join(c.name for c in put)}参加{put[0].nominated}。"))
    blocks.append(SignLine(["裁判长签名", "工会主席签名"]))
    return paper(contest, "成绩册", blocks)


def places_of(contest, board) -> Table:
    """By place; the members of a team and the marks where there are any."""
    if contest.is_marked:
        found = [
            (str(m["rank"] or m["words"]), m["competitor"],
             "  ".join(filter(None, [m["mark"], "、".join(f"{i} {n}" for i, n in m["items"])
                                     or "、".join(m["tries"])])))
            for m in showing.mark_rows(board)
        ]  # fmt: skip
    else:
        done = board.drawn and not ranking.open_words(board)
        found = [
            (one.words, one.competitor, "") for one in (ranking.ranking(board) if done else [])
        ]
    rows = [
        [place, c.name, c.unit if c.unit != c.name else "", *([c.members] if contest.teams else []),
         *([mark] if contest.is_marked else [])]
        for place, c, mark in found
    ]  # fmt: skip
    heads = ["名次", "队名" if contest.teams else "姓名", "组别", *(["成员"] if contest.teams else []),
             *(["成绩"] if contest.is_marked else [])]  # fmt: skip
    widths = [2, 3, 2, *([4] if contest.teams else []), *([3] if contest.is_marked else [])]
    return Table(heads, rows or [["", "（比赛还没有结束）"]], widths=widths)
