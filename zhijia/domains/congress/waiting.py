"""Whom the congress calls on: who prepares, who must approve, who must answer or carry out."""

from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .calendars import next_year, prepare_from, report_due, year_of
from .models import Attendee, Congress, Opinion, Resolution, Session

S = Session.State


@waits(Congress)
def of_congress(congress):
    there = url_of(congress)
    if congress.state == Congress.State.ELECTING:
        yield Waiting(
            f"选举代表：{congress}", there, "查看", congress.starts, power="congress.organise"
        )
    elif congress.state == Congress.State.SITTING:
        yield Waiting(f"准备换届：{congress}", there, "查看", congress.ends, power="congress.organise",
                      since=prepare_from(congress))  # fmt: skip
        first, last = next_year(congress)
        yield Waiting(f"{year_of(first)}还没有开会：{congress}", "/congress/session/call/", "筹备", last,
                      power="congress.prepare", since=first)  # fmt: skip


@waits(Session)
def of_session(session):
    there = url_of(session)
    if session.state == S.PREPARING:
        if session.asks_party and not session.approved and session.items.exists():
            yield Waiting(
                f"批准议程：{session}", there, "批准", session.on, power="congress.approve"
            )
        yield Waiting(f"筹备会议：{session}", there, "查看", session.on, power="congress.prepare")
    elif session.state == S.CALLED:
        yield Waiting(
            f"开会：{session}",
            there,
            "查看",
            session.on,
            power="congress.prepare",
            since=session.on,
        )
    elif session.state in Session.IN_HALL:
        yield Waiting(
            f"主持会议：{session}", f"{there}chair/", "进入", session.on, power="congress.prepare"
        )
    elif session.state == S.CLOSED:
        yield Waiting(
            f"写记录并签署：{session}", there, "查看", report_due(session), power="congress.prepare"
        )
    if session.state in (S.CLOSED, S.SIGNED) and session.reported is None and session.decides:
        yield Waiting(f"向上级工会报告：{session}", f"{there}report_up/", "登记", report_due(session),
                      power="congress.prepare")  # fmt: skip


@waits(Attendee)
def of_line(line):
    """Each on the roll has a line of their own, so that a thousand who arrive do not rewrite it all."""
    session = line.part.session
    twin = Attendee.objects.at(session.pk).filter(person=line.person_id, pk__lt=line.pk)
    if session.state not in (S.CALLED, *Session.IN_HALL) or twin.exists():
        return
    there = url_of(session)
    if session.state != S.CALLED:
        yield Waiting(
            f"正在开会：{session}", f"{there}hall/", "进入", session.on, person=line.person
        )
    elif not session.receipts.filter(person=line.person_id).exists():
        yield Waiting(f"阅读会议材料：{session}", there, "阅读", session.on, person=line.person)


@waits(Opinion)
def of_opinion(opinion):
    if opinion.state == Opinion.State.RAISED:
        yield Waiting(f"答复代表意见：{opinion}", f"{url_of(opinion)}answer_opinion/", "答复", opinion.due,
                      power="congress.answer")  # fmt: skip


@waits(Resolution)
def of_resolution(resolution):
    if resolution.state == Resolution.State.OPEN:
        whom = {"person": resolution.owner} if resolution.owner else {"power": "congress.prepare"}
        yield Waiting(f"落实决议：{resolution}", url_of(resolution), "查看", resolution.due, **whom)
