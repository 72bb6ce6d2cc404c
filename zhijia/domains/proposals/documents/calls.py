"""What a call came to: 提案汇总表 for the files, and the report to the next congress."""

from django.db.models import F
from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.documents.paper import Heading, Paper, Para, Table
from zhijia.kernel.documents.registry import document
from zhijia.kernel.documents.xlsx import Column, Sheet

from ..figures import FORMULA, departments_of, figures_of, percent
from ..models import Award, Call, Category, Decision, Promise, Reply, ReplyKind
from .proposals import day


def submitted(call):
    rows = call.proposals.filter(submitted__isnull=False)
    return rows.select_related("proposer", "lead", "merged_into").prefetch_related("co_proposers")


@document(Call, "proposal-sheet", "提案汇总表", may="proposals.read", formats=("xlsx",))
def sheet(call, by):
    """Every proposal of the call in a line, to be sorted and counted."""
    columns = [
        Column("编号", 14), Column("案名", 40), Column("类别", 10), Column("提案人", 16), Column("提交", 12, "date"),
        Column("状态", 12), Column("主办部门", 16), Column("期限", 12, "date"), Column("答复", 12, "date"),
        Column("按期", 8), Column("类型", 18), Column("满意度", 10), Column("并入", 14),
    ]  # fmt: skip
    kinds = dict(Reply.objects.filter(proposal__call=call, delivered__isnull=False)
                 .order_by("round").values_list("proposal", "kind"))  # fmt: skip

    def lines():
        for p in submitted(call).order_by("suggestion", F("serial").asc(nulls_last=True), "pk"):
            yield [
                p.number, p.title, p.get_about_display(), "、".join(str(x) for x in p.proposers()),
                p.submitted, p.get_state_display(), str(p.lead or ""), p.due, p.answered,
                {True: "是", False: "否"}.get(p.on_time, ""),
                ReplyKind(kinds[p.pk]).label if p.pk in kinds else "",
                p.get_outcome_display() if p.outcome else "", p.merged_into.number if p.merged_into else "",
            ]  # fmt: skip

    return [
        Sheet(
            "提案",
            columns,
            lines(),
            title=f"{call.session}{call.title}汇总表",
            notes=[str(FORMULA)],
        )
    ]


@document(Call, "proposal-report", "提案工作报告", may="proposals.read", formats=("docx", "pdf"))
def report(call, by):
    """The report to the next congress (rules 5.25): counts, topics, departments, rates with their
    formula, every B and C answer, what became of the promises, the best proposals."""
    f = figures_of(call)
    blocks = [
        Para(f"现将{call.session}教职工代表大会提案办理情况报告如下，请予审议。"),
        Heading(1, "一、征集和审查"),
        Para(
            f"共收到提案{f['submitted']}件。立案{f['accepted']}件，并案{f['merged']}件，转意见建议{f['referred']}件，"
            f"不立案{f['declined']}件，撤回{f['withdrawn']}件。"
            + (f"超出学校权限向上转送{f['forwarded']}件。" if f["forwarded"] else "")
        ),
        by_topic(call),
        *declined(call),
        Heading(1, "二、办理和答复"),
        Para(
            f"应答复{f['to_answer']}件，已答复{f['answered']}件，答复率{percent(f['answered'], f['to_answer'])}；"
            f"其中按期答复{f['on_time']}件，占已答复的{percent(f['on_time'], f['answered'])}。"
        ),
        by_department(call),
        Heading(1, "三、提案人评价"),
        Para(
            f"满意{f['satisfied']}件，基本满意{f['basic']}件，不满意{f['unsatisfied']}件，未评价{f['unrated']}件。"
            f"满意率{percent(f['good'], f['rated'])}。{FORMULA}"
        ),
        Heading(1, "四、承诺落实"),
        Para(
            f"答复中作出承诺{f['promises']}项：按期兑现{f['kept']}项，逾期兑现{f['kept_late']}项，"
            f"正在兑现{f['pending']}项，逾期未兑现{f['broken']}项，不再办理{f['dropped']}项。"
        ),
        *open_answers(call),
        *promised(call),
        *best(call),
    ]
    title = f"关于{call.session}教职工代表大会提案办理情况的报告"
    return Paper(title, blocks, org=call.org.name, date=clock.today())


def by_topic(call):
    counts = dict.fromkeys(Category.values, 0)
    for about in call.proposals.filter(submitted__isnull=False).values_list("about", flat=True):
        counts[about] += 1
    rows = [[str(Category(k).label), str(n)] for k, n in counts.items() if n]
    return Table(["类别", "件数"], rows or [["（无）", "0"]], widths=[3, 1], caption="按类别")


def by_department(call):
    rows = [
        [d["department"].name, str(d["led"]), str(d["answered"]), percent(d["on_time"], d["judged"]),
         percent(d["good"], d["rated"]), f"{d['good']}/{d['rated']}"]
        for d in departments_of(call.org, call)
    ]  # fmt: skip
    heads = ["部门", "主办", "已答复", "按期率", "满意率", "满意/已评价"]
    return Table(heads, rows or [["（无）"]], widths=[3, 1, 1, 1, 1, 2], caption="按主办部门")


def declined(call):
    rows = Decision.objects.filter(proposal__call=call, what=Decision.What.DECLINE)
    counts: dict[str, int] = {}
    for decision in rows:
        label = str(decision.get_ground_display() or _("大会表决没有通过"))
        counts[label] = counts.get(label, 0) + 1
    table = [[label, str(n)] for label, n in sorted(counts.items())]
    return [Table(["不立案的理由", "件数"], table, widths=[4, 1])] if table else []


def open_answers(call):
    """Every case whose last answer is B or C, by name, since the next congress asks after them."""
    rows = Reply.objects.filter(proposal__call=call, delivered__isnull=False)
    rows = rows.select_related("proposal", "department").order_by("proposal__serial", "round")
    last = {r.proposal_id: r for r in rows}.values()
    table = [
        [r.proposal.number, r.proposal.title, r.kind, r.answerer]
        for r in sorted(last, key=lambda r: r.kind)
        if r.kind in "BC"
    ]
    heads = ["编号", "案名", "类型", "部门"]
    return [Table(heads, table, widths=[2, 5, 1, 2], caption="B、C 类答复")] if table else []


def promised(call):
    rows = Promise.objects.filter(proposal__call=call).select_related("department").order_by("due")
    table = [[p.text, p.department.name, day(p.due), p.get_state_display()] for p in rows]
    return (
        [Table(["承诺", "部门", "期限", "结果"], table, widths=[5, 2, 3, 2], caption="承诺一览")]
        if table
        else []
    )


def best(call):
    """The best proposals and departments, with the votes where there was one."""
    awards = Award.objects.filter(call=call).announced().select_related("proposal", "department")
    found = [a for a in awards if a.proposal], [a for a in awards if a.department]
    blocks = [Heading(1, "五、评优")] if any(found) else []
    for label, unit, rows in (("优秀提案", "件", found[0]), ("优秀承办部门", "个", found[1])):
        if rows:
            named = "、".join(f"《{a}》" if a.proposal else str(a) for a in rows)
            blocks.append(Para(f"评选{label}{len(rows)}{unit}：{named}。"))
    return blocks
