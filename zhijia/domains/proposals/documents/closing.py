"""提案结案表: what was answered, how it was rated, what is still promised, how it ended."""

from zhijia.kernel.documents.paper import Facts, Heading, Paper, Para, SignLine, Table
from zhijia.kernel.documents.registry import document

from ..models import Proposal
from .proposals import day


@document(Proposal, "proposal-closing", "提案结案表", may="proposals.see")
def closing_form(proposal, by):
    """Answered, done and satisfied stand apart here as everywhere."""
    end = getattr(proposal, "conclusion", None)
    satisfied = end.get_outcome_display() if end else "（未结案）"
    pairs = [
        ("案名", proposal.title), ("编号", proposal.number or "（未编号）"),
        ("提案人", "、".join(str(p) for p in proposal.proposers())),
        ("届次", proposal.call.session), ("主办部门", str(proposal.lead or "")),
        ("交办日期", day(proposal.assigned) or "（未交办）"),
        ("答复日期", day(proposal.answered) or "（未答复）"),
        ("是否按期", {True: "是", False: "否"}.get(proposal.on_time, "")),
        ("落实", proposal.get_landing_display()), ("满意度", satisfied),
        ("结案日期", day(end.on) if end else "（未结案）"),
        ("结案人", str(end.by) if end else ""),
    ]  # fmt: skip
    blocks = [Facts(pairs), *answers(proposal), *promised(proposal)]
    if end and end.words:
        blocks += [Heading(2, "结案说明"), Para(end.words)]
    blocks.append(SignLine(["提案人签名", "提案工作委员会（盖章）"]))
    return Paper(
        "提案结案表", blocks, org=proposal.org.name, date=end.on if end else None, kind="form"
    )


def answers(proposal):
    rows = []
    found = proposal.replies.exclude(delivered=None).select_related("department")
    for r in found.prefetch_related("ratings__person"):
        said = "；".join(
            f"{x.person}：态度{x.get_attitude_display()}，结果{x.get_result_display()}"
            for x in r.ratings.all()
        )
        rows.append([str(r.round), r.answerer, r.get_kind_display(), day(r.delivered), said])
    heads = ["次", "答复单位", "类型", "送达", "评价"]
    return [Table(heads, rows, widths=[1, 3, 3, 3, 5], caption="答复和评价")] if rows else []


def promised(proposal):
    rows = [
        [p.text, p.department.name, day(p.due), p.get_state_display()]
        for p in proposal.promises.select_related("department")
    ]
    heads = ["承诺", "部门", "期限", "结果"]
    return [Table(heads, rows, widths=[5, 2, 3, 2], caption="承诺")] if rows else []
