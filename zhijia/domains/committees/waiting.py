"""Whom a meeting or a decision calls on: to come, to write the minutes, to carry out."""

from datetime import timedelta

from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .models import Decision, Meeting

AHEAD = timedelta(days=14)
S = Meeting.State


@waits(Meeting)
def of_meeting(meeting):
    """Those invited until the day; then the recorder, or the chair if none does it."""
    if meeting.state == S.CALLED:
        where = f"{meeting.when}　{meeting.place}".strip()
        for person in meeting.invited.all():
            yield Waiting(f"参加会议：{meeting.title}", url_of(meeting), "查看", meeting.on, where,
                          person=person, since=meeting.on - AHEAD, until=meeting.on)  # fmt: skip
    if meeting.state in (S.CALLED, S.HELD):
        held = meeting.state == S.HELD
        verb, word = ("minute", "写记录") if held else ("hold", "登记到会")
        given = (f"{word}：{meeting.title}", f"{url_of(meeting)}{verb}/", word, meeting.on)
        since = None if held else meeting.on
        yield Waiting(*given, power="committees.convene", since=since)
        if meeting.recorded_by:
            yield Waiting(*given, person=meeting.recorded_by, since=since)


@waits(Decision)
def to_carry_out(decision):
    if decision.state == Decision.State.OPEN and decision.owner:
        url = f"{url_of(decision)}carry_out/"
        yield Waiting(f"落实：{decision}", url, "登记", decision.due, person=decision.owner)
