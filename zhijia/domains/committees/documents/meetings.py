"""A meeting on paper: the minutes, and the sheet that goes round to be signed (R-278)."""

from zhijia.kernel.documents.paper import Facts, Heading, Paper, Para, SignLine, Table
from zhijia.kernel.documents.registry import document

from ..models import Meeting

SPARE = 6  # empty lines for those who come without having been called


def names(people):
    return "、".join(p.name for p in people)


def paragraphs(text):
    return [Para(line.strip()) for line in text.splitlines() if line.strip()] or [Para("（无）")]


@document(Meeting, "meeting-minutes", "会议记录", may="committees.see")
def minutes(meeting, by):
    """会议记录: when and where, who, what about, what was said, what was settled."""
    asked, came = set(meeting.invited.all()), meeting.attended.all()
    absent = names(p for p in meeting.invited.all() if p not in set(came))
    blocks = [
        Heading(1, "一、时间地点"),
        Para(f"{meeting.when}，{meeting.place}" if meeting.place else meeting.when),
        Heading(1, "二、出席"),
        Para(f"主持人：{meeting.chaired_by or ''}　记录人：{meeting.recorded_by or ''}"),
        Para(f"出席：{names(p for p in came if p in asked or not asked) or '（待登记）'}"),
    ]
    if guests := names(p for p in came if asked and p not in asked):
        blocks.append(Para(f"列席：{guests}"))
    if absent and came:
        blocks.append(Para(f"缺席：{absent}"))
    blocks += [Para(meeting.presence)] if meeting.presence else []
    blocks += [Heading(1, "三、议题"), *paragraphs(meeting.agenda)]
    blocks += [Heading(1, "四、记录"), *paragraphs(meeting.minutes)]
    blocks += [Heading(1, "五、议定事项"), *settled(meeting)]
    blocks.append(SignLine(["主持人签名", "记录人签名"]))
    title = meeting.title if meeting.title.endswith(("会", "会议")) else f"{meeting.title}会议"
    return Paper(f"{title}记录", blocks, org=meeting.org.name, date=meeting.on)


def settled(meeting):
    rows = [
        [
            str(d.order),
            d.text,
            d.owner.name if d.owner else "",
            f"{d.due:%Y-%m-%d}" if d.due else "",
        ]
        for d in meeting.decisions.select_related("owner").order_by("order")
    ]
    if not rows:
        return [Para("（无）")]
    align = ["center", "left", "center", "center"]
    return [Table(["序号", "议定事项", "负责人", "期限"], rows, widths=[1, 6, 2, 2], align=align)]


@document(Meeting, "meeting-sign-in", "签到表", may="committees.record")
def sign_in(meeting, by):
    """签到表: everybody called by name, with a place to sign, and some lines to spare."""
    pairs = [
        ("会议", meeting.title),
        ("时间", meeting.when),
        ("地点", meeting.place),
        ("主持人", meeting.chaired_by.name if meeting.chaired_by else ""),
    ]
    called = [p.name for p in meeting.invited.all()] + [""] * SPARE
    rows = [[str(number), name, "", ""] for number, name in enumerate(called, 1)]
    table = Table(["序号", "姓名", "签名", "备注"], rows, widths=[1, 2, 3, 2])
    return Paper(
        "会议签到表", [Facts(pairs), table], org=meeting.org.name, date=meeting.on, kind="form"
    )
