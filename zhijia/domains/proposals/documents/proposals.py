"""The forms of one proposal: 提案表, 交办单, 答复函."""

from datetime import date

from zhijia.kernel.documents.paper import Facts, Heading, Paper, Para, SignLine, Table
from zhijia.kernel.documents.registry import document

from ..actions.answering import reply_of
from ..actions.drafting import current
from ..models import Proposal, Second


def day(value) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def paragraphs(text):
    return [Para(line.strip()) for line in text.splitlines() if line.strip()]


@document(Proposal, "proposal-form", "提案表", may="proposals.see")
def proposal_form(proposal, by):
    """提案表: the text, who proposes and seconds, what the committee decided."""
    seconds = proposal.seconds.filter(state=Second.State.AGREED).select_related("person")
    pairs = [
        ("案名", proposal.title), ("编号", proposal.number or "（未编号）"),
        ("届次", proposal.call.session), ("类别", proposal.get_about_display()),
        ("提案人", "、".join(str(p) for p in proposal.proposers())),
        ("小组（代表团）", str(proposal.group or "")),
        ("附议人", "、".join(s.person.name for s in seconds) or "（不需附议）"),
        ("提交日期", day(proposal.submitted) or "（未提交）"),
    ]  # fmt: skip
    blocks = [Facts(pairs), Heading(2, "案由"), *paragraphs(proposal.reason)]
    blocks += [Heading(2, "建议措施"), *paragraphs(proposal.measures)]
    rows = [
        [day(d.on), d.get_what_display(), d.get_ground_display() if d.ground else "", d.words]
        for d in proposal.decisions.all()
    ]
    if rows:
        blocks.append(Table(["日期", "审查决定", "理由", "说明"], rows, widths=[3, 2, 3, 4]))
    blocks.append(SignLine(["提案人签名", "提案工作委员会（盖章）"]))
    return Paper(
        "教职工代表大会提案表", blocks, org=proposal.org.name, date=proposal.submitted, kind="form"
    )


@document(Proposal, "proposal-order", "交办单", may="proposals.assist")
def order(proposal, by):
    """交办单: to whom, by when, with the leader's word."""
    parts = proposal.assignments.filter(ended=None).select_related("department", "handler")
    rows = [
        [
            p.get_role_display(),
            p.department.name,
            str(p.handler or ""),
            day(p.sent),
            day(p.received),
        ]
        for p in parts
    ]
    pairs = [
        ("案名", proposal.title), ("编号", proposal.number or "（未编号）"),
        ("校领导批示", proposal.instruction or "（无）"),
        ("交办日期", day(proposal.assigned) or "（未交办）"), ("答复期限", day(proposal.due) or "（未定）"),
        ("审签校领导", str(proposal.leader or "（不需审签）")),
    ]  # fmt: skip
    table = Table(
        ["职责", "部门", "经办人", "交办", "签收"],
        rows or [["", "（未交办）"]],
        widths=[1, 3, 2, 3, 3],
    )
    blocks = [Facts(pairs), table, Heading(2, "案由"), *paragraphs(proposal.reason)]
    blocks += [
        Heading(2, "建议措施"),
        *paragraphs(proposal.measures),
        SignLine(["签收人签名", "签收日期"]),
    ]
    return Paper("提案交办单", blocks, org=proposal.org.name, date=proposal.assigned, kind="form")


@document(Proposal, "proposal-reply", "答复函", may="proposals.see")
def reply_letter(proposal, by):
    """答复函 to the proposers: the latest answer delivered; a draft only to those who sign it."""
    reply = reply_of(proposal) or (current(proposal) if by.pk == proposal.leader_id else None)
    people = "、".join(str(p) for p in proposal.proposers())
    if reply is None:
        return Paper("关于提案的答复", [Para(f"“{proposal.title}”还没有送达的答复。")], kind="form",
                     org=proposal.org.unit or proposal.org.name)  # fmt: skip
    number = f"（{proposal.number}）" if proposal.number else ""
    how = f"现将{reply.authority}的答复转告如下" if reply.authority else "现答复如下"
    blocks = [Para(f"您提出的《{proposal.title}》{number}收悉。{how}：")]
    blocks += paragraphs(reply.text)
    sections = []
    if reply.measures:
        sections.append(("已采取的措施", paragraphs(reply.measures)))
    if reply.promised:
        rows = [[day(date.fromisoformat(p["due"])), p["text"]] for p in reply.promised]
        sections.append(("承诺事项", [Table(["完成期限", "承诺事项"], rows, widths=[2, 6])]))
    for at, (head, body) in enumerate(sections):
        blocks += [Heading(1, f"{'一二'[at]}、{head}" if len(sections) > 1 else head), *body]
    blocks.append(Para(f"答复类型：{reply.get_kind_display()}。感谢您对学校工作的关心。"))
    if not reply.authority:
        blocks.append(Para(f"审签：{reply.signed_by or '承办部门负责人'}", indent=False))
    return Paper(
        f"对《{proposal.title}》的答复", blocks,
        org=reply.department.name if reply.department else proposal.org.name,
        date=reply.delivered or reply.drafted, addressee=people,
    )  # fmt: skip
