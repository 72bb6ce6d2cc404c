"""What waits for a person: meetings to go to, minutes to write, decisions to carry out."""

from datetime import timedelta

from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .models import Decision, Meeting

AHEAD = timedelta(days=14)
S = Meeting.State


@waits
def meetings_to_attend(person, org):
    today = clock.today()
    rows = Meeting.objects.of(org).filter(
        state=S.CALLED, on__range=(today, today + AHEAD), invited=person
    )
    for meeting in rows.order_by("on")[:20]:
        where = f"{meeting.when}　{meeting.place}".strip()
        yield Waiting(f"参加会议：{meeting.title}", url_of(meeting), "查看", meeting.on, where)


@waits
def meetings_to_record(person, org):
    """Attendance to take and minutes to write: the recorder's, and the chair's if none does it."""
    rows = Meeting.objects.of(org).filter(
        Q(state=S.HELD) | Q(state=S.CALLED, on__lte=clock.today())
    )
    if not can(person, "committees.convene", org):
        rows = rows.filter(recorded_by=person)
    for meeting in rows.order_by("on")[:20]:
        verb, word = ("minute", "写记录") if meeting.state == S.HELD else ("hold", "登记到会")
        yield Waiting(f"{word}：{meeting.title}", f"{url_of(meeting)}{verb}/", word, meeting.on)


@waits
def decisions_to_carry_out(person, org):
    for decision in Decision.objects.of(org).open().filter(owner=person).order_by("due")[:20]:
        yield Waiting(f"落实：{decision}", f"{url_of(decision)}carry_out/", "登记", decision.due)
