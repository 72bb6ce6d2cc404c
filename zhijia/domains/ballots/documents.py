"""A ballot on paper: 选票样张 before, 领票签字表 at the door, 计票结果报告单 for the tellers to sign."""

from zhijia.kernel.access import can
from zhijia.kernel.documents.paper import Facts, Heading, PageBreak, Paper, Para, SignLine, Table
from zhijia.kernel.documents.registry import document

from .access import tellers_of
from .models import Ballot, Base, Form, Way

BOX = "□"
NUMERALS = "一二三四五六七八九十"
HOW = {
    Form.YESNO: "同意的在“赞成”下画“○”，不同意的在“反对”下画“○”，弃权的在“弃权”下画“○”，只画一处。",
    Form.CHOOSE: "每位候选人只画一处“○”；赞成的人数多于应选名额，这张票无效，等于或少于应选名额有效。",
    Form.SCALE: "每一项只选一个等次，画“○”。",
    Form.RANK: "按先后写 1、2、3……，不排的空着。",
}
MARKED = (
    "用黑色或蓝色笔填写；看不清填给谁的，该题无效。本票无记名，请不要写自己的名字，不能代他人填写。"
)


def paper(ballot, title, blocks, note=""):
    return Paper(title, blocks, org=ballot.org.name, date=ballot.on, kind="form", note=note)


def in_groups(fingerprint: str) -> str:
    """To be read aloud and to fit into a cell."""
    return " ".join(fingerprint[at : at + 8] for at in range(0, len(fingerprint), 8))


def numbered(at: int, text: str) -> str:
    return f"{NUMERALS[at]}、{text}" if at < len(NUMERALS) else f"{at + 1}、{text}"


# --- 选票样张 -------------------------------------------------------------------------------------


@document(Ballot, "ballot-specimen", "选票样张", may="ballots.see")
def specimen(ballot, by):
    """选票样张: the questions as they are printed, candidates in order of the strokes of their surnames
    (rules 8.13), and how to mark it."""
    blocks = []
    for at, question in enumerate(ballot.questions.all()):
        blocks.append(Heading(1, numbered(at, question.text)))
        seats = f"应选 {question.seats} 名。" if question.form == Form.CHOOSE else ""
        blocks.append(Para(seats + HOW[question.form]))
        blocks += rows_to_mark(question)
    if not blocks:
        blocks.append(Para("还没有出题。"))
    blocks.append(Para(MARKED))
    return paper(ballot, f"{ballot.title}选票", blocks, note="（工会印章）")


def rows_to_mark(question) -> list:
    """The table in which one marks."""
    names = [o["label"] for o in question.options]
    if question.form == Form.YESNO:
        return [Table(["赞成", "反对", "弃权"], [[BOX] * 3], align=["center"] * 3)]
    if question.form == Form.CHOOSE:
        rows = [[name, BOX, BOX, BOX] for name in names]
        found = [Table(["候选人（按姓氏笔画）", "赞成", "反对", "弃权"], rows, widths=[4, 2, 2, 2])]
        if question.write_in:
            spare = [[""] for _ in range(min(question.seats, 3))]
            found.append(Table(["另选他人（写姓名；连同赞成的不能多于应选名额）"], spare))
        return found
    if question.form == Form.SCALE:
        marks = question.grades
        return [
            Table(["项目", *marks], [[c, *[BOX] * len(marks)] for c in [*question.criteria, "总评"]], caption=name)
            for name in names
        ]  # fmt: skip
    return [Table(["选项", "名次"], [[name, ""] for name in names], widths=[5, 2])]


# --- 名册领票签字表 --------------------------------------------------------------------------------


@document(Ballot, "ballot-roll", "名册领票签字表", may="ballots.prepare")
def roll(ballot, by):
    """名册领票签字表: the frozen roll, a line to sign for each."""
    head = Facts([("投票", ballot.title), ("名册", f"{ballot.roll.count()} 人"), ("名册指纹", in_groups(ballot.roll_print) or "开始投票时产生")], columns=1)  # fmt: skip
    rows = [[str(n), name, unit, "", ""] for n, (name, unit) in enumerate(ballot.roll.values_list("name", "unit"), 1)]  # fmt: skip
    table = Table(["序号", "姓名", "单位", "领票签字", "备注"], rows or [["", "（还没有编名册）"]], widths=[1, 2, 3, 3, 2])  # fmt: skip
    words = "本人领票，不代领。领凭条或在流动票箱领票的，在备注里写明。"
    return paper(ballot, f"{ballot.title}领票签字表", [head, table, SignLine(["监票人签名", "日期"])], note=words)  # fmt: skip


# --- 计票结果报告单 --------------------------------------------------------------------------------


@document(Ballot, "ballot-result", "计票结果报告单", may="ballots.see")
def result_sheet(ballot, by):
    """计票结果报告单: who was due, what went out by which way, what came back, and the rule in words."""
    out = ballot.state == Ballot.State.CERTIFIED or (
        ballot.state == Ballot.State.COUNTED and can(by, "ballots.tell", ballot)
    )
    title = f"{ballot.title}计票结果报告单"
    if not out:
        words = f"当前状态：{ballot.get_state_display()}。计票并由两位监票人签字以后，才有结果可以报告。"
        return paper(ballot, title, [Para(words)])
    result = ballot.result
    blocks = [Facts(figures(ballot, result)), Para(result["sentence"])]
    if result.get("slips"):
        blocks.append(Para(result["slips"]["sentence"]))
    for at, answer in enumerate(result["questions"]):
        blocks += [Heading(1, numbered(at, answer["question"]["text"])), *answer_blocks(answer)]
    blocks += [PageBreak()] if len(result["questions"]) > 4 else []
    blocks.append(
        Facts(
            [
                ("名册指纹", in_groups(ballot.roll_print)),
                ("票面指纹", in_groups(ballot.paper_print)),
            ],
            columns=1,
        )
    )
    signed = "、".join(s.person.name for s in ballot.signatures.select_related("person"))
    blocks += [
        Para(f"系统内签字确认的监票人：{signed or '（尚未签字）'}。", indent=False),
        SignLine(["监票人签名", "监票人签名"]), SignLine(["计票人签名", "日期"]),
    ]  # fmt: skip
    return paper(ballot, title, blocks)


def figures(ballot, result) -> list[tuple[str, str]]:
    ways = result.get("ways") or {}
    went = [f"{Way(way).label} {n}" for way, n in ways.items() if n]
    present = "会外投票" if result["present"] is None else f"{result['present']} 人"
    return [
        ("名册", f"{result['roll']} 人"), ("应到", f"{result['due']} 人"), ("实到", present),
        ("计算基数", Base(result["base"]).label), ("发出", f"{result['issued']} 票"),
        ("收回", f"{result['returned']} 票"), ("发出方式", "，".join(went) or "—"),
        ("其中纸票", f"{result.get('sheets', 0)} 张"), ("监票人", "、".join(t.name for t in tellers_of(ballot).values())),
    ]  # fmt: skip


def answer_blocks(answer) -> list:
    question, counted = answer["question"], answer["counted"]
    blocks = {"choose": chosen, "scale": rated, "rank": ranked}.get(question["form"], asked)(answer)
    why = "；".join(f"{words} {n} 张" for words, n in counted["why"].items())
    small = f"有效 {counted['valid']} 张，空白 {counted['blank']} 张，无效 {counted['void']} 张{f'（{why}）' if why else ''}。"
    said = [Para(answer["sentence"], bold=True)] if answer.get("sentence") else []
    return [*blocks, Para(small), *said]


def asked(answer) -> list:
    counts = answer["counted"]["counts"]
    return [Table(["赞成", "反对", "弃权"], [[str(counts[k]) for k in ("yes", "no", "abstain")]], align=["center"] * 3)]  # fmt: skip


def chosen(answer) -> list:
    def words(key):
        return "当选" if key in answer["elected"] else "得票相等" if key in answer["tied"] else ""

    counts = answer["counted"]["counts"]
    rows = [
        [o["label"], *(str(counts[o["key"]][k]) for k in ("yes", "no", "abstain")), words(o["key"])]
        for o in answer["question"]["options"]
    ]
    rows += [[f"{name}（另选）", str(n), "", "", words(name)] for name, n in answer["counted"]["written"].items()]  # fmt: skip
    return [Table(["姓名", "赞成", "反对", "弃权", "结果"], rows, widths=[4, 2, 2, 2, 2])]


def rated(answer) -> list:
    grades = answer["question"]["grades"]
    rows = [
        [row["option"], row["criterion"], *(f"{row['total'].get(g, 0)}（{row['weighted'][g]}%）" for g in grades)]
        for row in answer["rows"]
    ]  # fmt: skip
    return [Table(["对象", "项目", *grades], rows, widths=[2, 1.5, *[2] * len(grades)])]


def ranked(answer) -> list:
    counts = answer["counted"]["counts"]
    rows = [[o["label"], str(counts[o["key"]]["points"]), str(counts[o["key"]]["firsts"])] for o in answer["question"]["options"]]  # fmt: skip
    return [Table(["选项", "分值", "排第一"], rows, widths=[5, 2, 2])]
