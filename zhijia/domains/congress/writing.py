"""Minutes and resolution as they follow from what was recorded; people edit them before they sign."""

from django.utils.timezone import localtime

from .models import AgendaItem, Power

A = AgendaItem.State
VERB = {
    Power.CHARTER: "听取了", Power.PLANS: "听取了", Power.REPORTS: "听取了", Power.PASS: "讨论了",
    Power.PROPOSALS: "审议了", Power.APPRAISE: "进行了", Power.SUPERVISE: "讨论了", Power.OTHER: "讨论了",
    Power.PROCEDURE: "进行了", Power.ELECTION: "进行了",
}  # fmt: skip


def presence_of(session) -> list[str]:
    """应到、实到 of each part, guests apart."""
    words = []
    for part in session.parts.select_related("congress"):
        came = part.attendees.delegates().came().count()
        words.append(
            f"{part.congress}应到{part.congress.voters} {part.due_number} 人，实到 {came} 人。"
        )
    guests = sum(p.attendees.guests().came().count() for p in session.parts.all())
    return [*words, f"列席和特邀 {guests} 人，不参加表决。"] if guests else words


def items_of(session):
    return list(session.items.exclude(state=A.WITHDRAWN).select_related("ballot", "part__congress"))


def minutes_of(session) -> str:
    """What happened, item by item, in the order of the agenda."""
    opened = f"{localtime(session.opened):%H:%M}" if session.opened else ""
    closed = f"{localtime(session.closed):%H:%M}" if session.closed else ""
    lines = [f"{session.when}，{session}在{session.place or '本校'}召开。", *presence_of(session)]
    if opened:
        lines.append(
            f"{opened} 宣布开会，{closed} 宣布闭会。" if closed else f"{opened} 宣布开会。"
        )
    presidium = "、".join(p.name for p in session.presidium.all())
    if presidium:
        lines.append(f"主席团：{presidium}。")
    for number, item in enumerate(items_of(session), 1):
        lines.append(f"{number}. {item_words(item)}")
        lines += [f"　　{line}" for line in item.notes.splitlines() if line.strip()]
    return "\n".join(lines)


def item_words(item) -> str:
    head = f"{item.presenter}：" if item.presenter else ""
    if item.state in (A.LISTED, A.FLOOR, A.VOTING):
        return f"{head}{item.title}。未进行。"
    words = f"{head}{item.title}。{item.sentence or '听取完毕。'}"
    ballot = item.ballot
    if ballot and ballot.roll_print:
        words += f"名册指纹 {ballot.roll_print[:16]}，票面指纹 {ballot.paper_print[:16]}。"
    return words


def resolution_of(session) -> str:
    """The resolution of the session (rules 1.18): what was heard, passed, elected, and what went back."""
    lines = [f"{session}于{session.when}召开。", *presence_of(session)]
    for item in items_of(session):
        if item.power == Power.PROCEDURE:
            continue
        if item.state == A.ADOPTED:
            lines.append(
                f"会议{VERB[Power(item.power)]}《{item.title}》，经表决通过。{item.sentence}"
            )
        elif item.state == A.RETURNED:
            lines.append(
                f"会议{VERB[Power(item.power)]}《{item.title}》，未获通过，退回修改。{item.sentence}"
            )
        elif item.state == A.ELECTED:
            lines.append(f"会议{VERB[Power(item.power)]}{item.title}。{item.sentence}")
        elif item.state == A.HEARD:
            lines.append(f"会议{VERB[Power(item.power)]}{item.title}。")
    return "\n".join(lines)
