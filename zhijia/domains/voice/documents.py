"""Papers: how a box was answered, what a survey came to; and the register of suggestions."""

from zhijia.kernel import clock
from zhijia.kernel.calendar.models import overrides_for
from zhijia.kernel.calendar.working_days import working_days_between
from zhijia.kernel.documents.paper import Facts, Heading, Paper, Para, Table
from zhijia.kernel.documents.registry import document
from zhijia.kernel.documents.xlsx import Column, Sheet
from zhijia.kernel.periods import year_bounds

from . import results
from .figures import letters_of, percent, suggestions_of
from .models import Channel, Issue, Message, Reception, Suggestion, Survey


@document(Channel, "letter-report", "信箱办理情况", may="voice.report")
def letters(channel, by):
    """Number, kinds, rates of the last two years, and what was made public; no letter, no name."""
    rows, year = [], clock.today().year
    for one in (year - 1, year):
        f = letters_of(channel, by, *year_bounds(one))
        rows.append([
            f"{one}年", str(f["all"]), str(f["anonymous"]), str(f["answered"]), percent(f["answered"], f["all"]),
            percent(f["on_time"], f["answered"]), str(f["late"]), str(f["aside"]),
        ])  # fmt: skip
    heads = ["年度", "来信", "其中匿名", "已答复", "答复率", "按期率", "逾期", "搁置"]
    public = Message.objects.filter(channel=channel, published__isnull=False).besides(by)
    said = [[str(m.published), m.said, m.done] for m in public.order_by("published")]
    blocks = [
        Facts([("信箱", channel.title), ("答复期限", f"{channel.answer_days} 个工作日"),
               ("收信人", "、".join(p.name for p in channel.owners.all()))]),
        Heading(1, "一、来信和答复"), Table(heads, rows),
        Para("答复率 = 已答复 ÷ 来信；按期率 = 按期答复 ÷ 已答复。涉及导出人本人的来信不在其内。"),
        Heading(1, "二、您说—我们做"),
        Table(["日期", "您说", "我们做"], said, widths=[2, 4, 5]) if said else Para("还没有公开的摘录。"),
    ]  # fmt: skip
    return Paper(f"{channel.title}办理情况", blocks, org=channel.org.name, date=clock.today())


@document(Survey, "survey-result", "问卷结果", may="voice.survey")
def result(survey, by):
    """What the page shows, on paper; what is too few for the page is too few here."""
    small, sheets = survey.result.get("small", 5), survey.result.get("sheets")
    came = f"收到答卷 {sheets} 份" if sheets else "尚未统计，或答卷太少不显示"
    blocks = [
        Para(
            f"发出 {survey.asked} 份，{came}。少于 {small} 人的结果不显示；文字按字序排列，与先后无关。"
        )
    ]
    for q in results.shown(survey):
        blocks += [Heading(2, f"{q['number']}. {q['text']}"), *_answers(q)]
    blocks += problems(survey.issues.all())
    return Paper(f"{survey.title}结果", blocks, org=survey.org.name, date=clock.today())


def problems(issues) -> list:
    """What is put right: the problem, the measure, whose it is, by when, what came of it."""
    rows = [
        [
            i.text,
            i.measure or i.answer,
            i.department or i.handler.name,
            str(i.due),
            i.result or i.get_state_display(),
        ]
        for i in issues.select_related("handler").order_by("due", "pk")
    ]
    heads = ["问题", "改进措施", "责任", "期限", "落实"]
    return [Table(heads, rows, widths=[4, 4, 2, 2, 3], caption="整改清单")] if rows else []


@document(Reception, "study-report", "调研报告", may="voice.host")
def study(reception, by):
    """Topic, method, what was found, the report and to whom it went; nothing told in confidence."""
    pairs = [("主题", reception.title), ("日期", str(reception.on)), ("地点", reception.place),
             ("方法", reception.method), ("主持人", str(reception.host)),
             ("报送", f"{reception.submitted_to}　{reception.submitted or '（未报送）'}".strip())]  # fmt: skip
    blocks = [Facts(pairs)]
    for head, text in (("一、了解到的情况", reception.summary), ("二、报告", reception.report)):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        blocks += [Heading(1, head), *map(Para, lines)] if lines else []
    blocks += problems(reception.issues.all())
    kind = reception.get_kind_display()
    return Paper(f"{reception.title}{kind}报告", blocks, org=reception.org.name,
                 date=reception.submitted or reception.on)  # fmt: skip


def call_register(org, start, end):
    """会员来电登记表 of a period: days taken, in time or not, content or not; the callers' names stand in
    it, so it is for those who settle calls."""
    columns = [
        Column("序号", 6, "int"), Column("来电日期", 12, "date"), Column("来电人", 12), Column("事项", 40),
        Column("责任人", 12), Column("期限", 12, "date"), Column("答复", 50), Column("答复日期", 12, "date"),
        Column("用时（工作日）", 14, "int"), Column("按期", 8), Column("回访", 12),
    ]  # fmt: skip
    rows = Issue.objects.of(org).filter(by_phone=True, raised__range=(start, end))
    rows = list(rows.select_related("org", "caller", "handler").order_by("raised", "pk"))
    last = max((i.answered for i in rows if i.answered), default=end)
    known = overrides_for(org, *range(start.year, last.year + 1))  # asked once, not with every call
    took = {i.pk: working_days_between(i.raised, i.answered, known) for i in rows if i.answered}
    days = list(took.values())
    lines = [
        [n, i.raised, str(i.caller or "（未留名）"), i.text, i.handler.name, i.due, i.answer, i.answered,
         took.get(i.pk), {True: "是", False: "否"}.get(i.on_time, ""), i.get_grade_display()]
        for n, i in enumerate(rows, 1)
    ]  # fmt: skip
    mean = f"平均用时 {sum(days) / len(days):.1f} 个工作日" if days else "还没有答复"
    content = sum(i.grade in ("satisfied", "basic") for i in rows)
    graded = sum(bool(i.grade) for i in rows)
    note = (f"共 {len(rows)} 件，已答复 {len(days)} 件，{mean}，按期率 "
            f"{percent(sum(bool(i.on_time) for i in rows), len(days))}，回访 {graded} 件，满意率 "
            f"{percent(content, graded)}（满意和基本满意 ÷ 已回访）。")  # fmt: skip
    return [Sheet("来电", columns, lines, title=f"{org.name}会员来电登记表", notes=[note])]


def _answers(q):
    if not q["shown"]:
        return [Para("回答的人太少，不显示。")]
    if "rows" in q:
        rows = [[r["label"], str(r["count"]), r["share"], r["old"]] for r in q["rows"]]
        rate = [Para(f"满意率 {q['rate']}（前两档 ÷ 已答）。")] if "rate" in q else []
        return [Table(["选项", "人数", "比例", "上次"], rows, widths=[4, 1, 1, 1]), *rate]
    if "average" in q:
        return [Para(f"平均 {q['average']}（{q['answered']} 人回答）。")]
    return [Para(f"· {text}", indent=False) for text in q["texts"]]


@document(Survey, "survey-figures", "问卷结果表", may="voice.survey", formats=("xlsx",))
def figures(survey, by):
    columns = [Column("题号", 6, "int"), Column("题目", 40), Column("选项", 24), Column("人数", 8, "int"),
               Column("比例", 10), Column("上次", 10)]  # fmt: skip
    note = [f"少于 {survey.result.get('small', 5)} 人的结果不显示；文字按字序排列，与先后无关。"]
    return [Sheet("结果", columns, list(_cells(survey)), title=f"{survey.title}结果", notes=note)]


def _cells(survey):
    for q in results.shown(survey):
        head = [q["number"], q["text"]]
        if not q["shown"]:
            yield [*head, "回答的人太少，不显示", None, "", ""]
        for r in q.get("rows", ()):
            yield [*head, r["label"], r["count"], r["share"], r["old"]]
        if "average" in q:
            yield [*head, f"平均 {q['average']}", q["answered"], "", ""]
        for text in q["texts"]:
            yield [*head, text, None, "", ""]


def register(org, start, end):
    """合理化建议登记表 of a period."""
    columns = [
        Column("序号", 6, "int"), Column("日期", 12, "date"), Column("建议", 40), Column("类别", 12),
        Column("建议人", 12), Column("承办人", 12), Column("状态", 12), Column("答复日期", 12, "date"),
        Column("答复", 50), Column("成效", 40), Column("活动", 24), Column("奖项", 12), Column("报上级工会", 12, "date"),
    ]  # fmt: skip
    rows = Suggestion.objects.of(org).filter(sent__range=(start, end)).order_by("sent", "pk")

    def lines():
        for number, s in enumerate(rows.select_related("author", "handler"), 1):
            author = s.author.name if s.named else "（不署名）"
            yield [number, s.sent, s.title, s.get_category_display(), author, str(s.handler or ""),
                   s.get_state_display(), s.answered, s.answer, s.result, s.campaign, s.prize, s.passed]  # fmt: skip

    f = suggestions_of(org, start, end)
    note = f"共 {f['all']} 条，已答复 {f['answered']} 条，采纳 {f['taken']} 条，转提案 {f['proposal']} 条。"
    return [Sheet("建议", columns, lines(), title=f"{org.name}合理化建议登记表", notes=[note])]
