"""Papers of a session: notice, agenda, sign-in, minutes, resolution, report upwards (rules 1.57)."""

from django.utils.timezone import localtime

from zhijia.kernel import clock
from zhijia.kernel.documents.paper import Facts, Heading, Paper, Para, SignLine, Table
from zhijia.kernel.documents.registry import document
from zhijia.kernel.wording import words_of

from .. import preparing, writing
from ..models import AgendaItem, Opinion, Session


def paragraphs(text):
    return [Para(line.strip()) for line in text.splitlines() if line.strip()] or [Para("（无）")]


def agenda_table(session):
    rows = [
        [str(n), i.title, i.presenter, str(i.get_method_display())]
        for n, i in enumerate(writing.items_of(session), 1)
    ]
    return Table(
        ["序号", "议题", "报告人", "怎样表决"], rows or [["", "（待定）"]], widths=[1, 6, 2, 2]
    )


@document(Session, "congress-request", "召开会议的请示", may="congress.prepare")
def request(session, by):
    """To the Party organisation: the plan and the agenda, to be approved (rules 1.04)."""
    words = words_of(session.org)
    blocks = [
        Para(f"{words.party}：", indent=False),
        Para(
            f"经工会委员会研究，拟于{session.when}在{session.place or '本校'}召开{session}。议程如下，请批示。"
        ),
        agenda_table(session),
    ]
    return Paper(f"关于召开{session}的请示", blocks, org=session.org.name, date=clock.today())


@document(Session, "congress-notice", "会议通知", may="congress.see")
def notice(session, by):
    """会议通知 to the delegates, with the agenda."""
    blocks = [
        Para("各位代表：", indent=False),
        Para(f"定于{session.when}在{session.place or '本校'}召开{session}。请提前阅读会议材料，听取所在单位教职工的意见，准时出席。因故不能出席的，请向代表团团长请假；不能委托他人代为表决。"),
        Heading(1, "会议议程"),
        agenda_table(session),
    ]  # fmt: skip
    return Paper(
        f"关于召开{session}的通知",
        blocks,
        org=session.org.name,
        date=session.papers_sent or clock.today(),
    )


@document(Session, "congress-sign-in", "签到表", may="congress.door")
def sign_in(session, by):
    """签到表 of each part, guests apart; who checked in by phone is marked."""
    blocks = []
    for part in session.parts.select_related("congress"):
        lines = part.attendees.select_related("person").order_by(
            "role", "delegation", "person__strokes"
        )
        rows = [
            [str(n), a.person.name, a.delegation, str(a.get_role_display()),
             f"{localtime(a.came):%H:%M}" if a.came else "", ""]
            for n, a in enumerate(lines, 1)
        ]  # fmt: skip
        blocks.append(Table(["序号", "姓名", "代表团", "身份", "报到", "签名"], rows or [["", "（无）"]],
                            widths=[1, 2, 3, 1.4, 1.4, 3], caption=f"{part.congress}　应到 {part.due_number} 人"))  # fmt: skip
    return Paper(f"{session}签到表", blocks, kind="form", org=session.org.name, date=session.on)


@document(Session, "congress-minutes", "会议记录", may="congress.prepare")
def minutes(session, by):
    """会议记录: as signed, or as it stands."""
    text = session.minutes or writing.minutes_of(session)
    blocks = [*paragraphs(text), SignLine(["主持人签名", "记录人签名"])]
    return Paper(f"{session}会议记录", blocks, org=session.org.name, date=session.on)


@document(Session, "congress-resolution", "会议决议", may="congress.see")
def resolution(session, by):
    """会议决议 (rules 1.18)."""
    text = session.resolution or writing.resolution_of(session)
    return Paper(f"{session}决议", paragraphs(text), org=session.org.name, date=session.on)


@document(Session, "congress-result", "表决结果报告单", may="congress.door")
def result(session, by):
    """What was voted, with figures and rule, for the tellers to sign."""
    parts = list(session.parts.select_related("congress"))
    facts = [(str(p.congress), f"应到 {p.due_number} 人") for p in parts]
    by_whom = lambda item: f"（{item.part.congress}）" if len(parts) > 1 else ""  # noqa: E731
    rows = [
        [
            str(n),
            i.title,
            f"{i.get_method_display()}{by_whom(i)}",
            i.sentence or str(i.get_state_display()),
        ]
        for n, i in enumerate((i for i in writing.items_of(session) if i.votes), 1)
    ]
    blocks = [
        Facts([("会议", str(session)), ("时间", session.when), *facts], columns=1),
        Table(["序号", "事项", "方式", "结果"], rows or [["", "（无）"]], widths=[1, 4, 2, 6]),
        SignLine(["监票人签名", "日期"]), SignLine(["总监票人签名", "日期"]),
    ]  # fmt: skip
    return Paper(
        f"{session}表决结果报告单", blocks, kind="form", org=session.org.name, date=session.on
    )


@document(Session, "congress-report", "向上级工会的报告", may="congress.prepare")
def report(session, by):
    """The report within its days (rules 1.58): how it went, what was decided, how the rules were kept."""
    opinions = session.opinions.all()
    answered = [o for o in opinions if o.state == Opinion.State.ANSWERED]
    adopted = sum(o.outcome in ("adopted", "partly") for o in answered)
    blocks = [
        Heading(1, "一、会议情况"),
        *[Para(line) for line in writing.presence_of(session)],
        Heading(1, "二、审议和表决"),
        *[Para(writing.item_words(i)) for i in writing.items_of(session)],
        Heading(1, "三、代表意见"),
        Para(f"收到代表意见 {len(opinions)} 条，已答复 {len(answered)} 条，其中采纳和部分采纳 {adopted} 条。"),
        Heading(1, "四、程序"),
        Table(["事项", "是否做到", "说明"],
              [[c.what, "是" if c.done else "否", c.words] for c in preparing.checks(preparing.Stand.of(session))], widths=[2, 1, 5]),
    ]  # fmt: skip
    return Paper(f"关于召开{session}情况的报告", blocks, org=session.org.name, date=clock.today())


@document(AgendaItem, "congress-speech", "报告文稿", may="congress.see")
def speech(item, by):
    """What is read out to the delegates, in the form of a speech (R-006)."""
    guests = any(part.attendees.guests().exists() for part in item.session.parts.all())
    blocks = [
        Para("各位代表，各位来宾：" if guests else "各位代表：", indent=False),
        *paragraphs(item.words),
        Para("以上报告，请大会审议，并请代表提出意见。"),
    ]
    note = f"{item.session}　{item.presenter}".strip()
    return Paper(item.title, blocks, org=item.org.name, date=item.session.on, note=note)


@document(Session, "congress-opinions", "意见汇总表", may="congress.see")
def opinions(session, by):
    """Every opinion with what became of it; by whom is said only where a delegation speaks."""
    rows = [
        [str(n), str(o.item or ""), o.text, str(o.delegation or ""), o.get_stage_display(),
         f"{o.get_outcome_display()}　{o.answer}".strip()]
        for n, o in enumerate(session.opinions.select_related("item", "delegation"), 1)
    ]  # fmt: skip
    table = Table(["序号", "议题", "意见", "代表团", "参与阶段", "处理"], rows or [["", "（无）"]],
                  widths=[1, 2.5, 5, 2, 1.6, 4])  # fmt: skip
    return Paper(
        f"{session}意见汇总表", [table], kind="form", org=session.org.name, date=clock.today()
    )
