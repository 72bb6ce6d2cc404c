"""What a term and a meeting mean to the outside.

Of a term, that it was opened; of a meeting, that it was held, how many came, what was settled and
done. Who was elected stands in the seats: public words name nobody.
"""

from django.utils import timezone

from zhijia.kernel.records import (
    DONE,
    DRAFT,
    PLANNED,
    VOID,
    RecordKind,
    Sentence,
    metric,
    record_kind,
)

from .models import Committee, Decision, Meeting

MEETINGS = metric("committees.meetings", "会议", "次")
ATTENDANCE = metric("committees.attendance", "到会人次", "人次")
DECISIONS = metric("committees.decisions", "议定事项", "项")
DECISIONS_DONE = metric("committees.decisions_done", "已落实事项", "项")
OUTSIDE = Meeting.Kind.OUTSIDE  # held by others; the union sat in
PART = {k: metric(f"committees.meetings.{k}", k.label, "次") for k in Meeting.Kind}


@record_kind(Meeting)
class MeetingRecord(RecordKind):
    code, label, chapter, serves = "committees.meeting", "会议", "self", MEETINGS
    prefetch = ("attended", "decisions")
    sentences = (
        Sentence(
            "召开各类工会会议{committees.meetings}次，议定事项{committees.decisions}项，"
            "已落实{committees.decisions_done}项",
            parts=tuple((PART[k], k.label) for k in Meeting.Kind if k != OUTSIDE),
        ),
        Sentence("工会参加校务会、班子会{committees.meetings.outside}次，源头参与决策"),
    )

    def topics(self):
        return {f"committees.{k}": k.label for k in Meeting.Kind}

    def books(self):
        return dict.fromkeys(self.topics(), "会议记录")

    def topic(self, meeting):
        return f"committees.{meeting.kind}"

    def stage(self, meeting):
        state = Meeting.State
        stages = {state.CALLED: PLANNED, state.HELD: DONE, state.MINUTED: DONE}
        return stages.get(meeting.state, VOID)

    def card(self, meeting):
        return {"on": meeting.on, "title": meeting.title}

    def public(self, meeting):
        verb = "参加" if meeting.kind == OUTSIDE else "召开"
        return f"{meeting.on.year}年{meeting.on.month}月{verb}{meeting.get_kind_display()}"

    def facts(self, meeting):
        """Done counts what was carried out in the meeting's own year.

        So a decision of December may be carried out in March without touching the year that is
        closed by then.
        """
        if meeting.kind == OUTSIDE:
            return {PART[OUTSIDE]: 1}
        settled = list(meeting.decisions.all())
        done = [
            d for d in settled
            if d.state == Decision.State.DONE and d.done.year == meeting.on.year
        ]  # fmt: skip
        return {
            MEETINGS: 1, PART[Meeting.Kind(meeting.kind)]: 1, DECISIONS: len(settled),
            ATTENDANCE: len(meeting.attended.all()), DECISIONS_DONE: len(done),
        }  # fmt: skip


ELECTIONS = metric("committees.elections", "换届选举", "次")


@record_kind(Committee)
class TermRecord(RecordKind):
    """A term opened (R-005). What happens to it later leaves the record of its first day alone."""

    code, label, chapter, serves = "committees.term", "组织建设", "self", ELECTIONS
    related = ("org",)
    sentences = (Sentence("完成工会组织选举{committees.elections}次"),)

    def books(self):
        return {self.code: "组织建设"}

    def stage(self, committee):
        return DONE if committee.starts else DRAFT

    def card(self, committee):
        on = committee.starts or timezone.localtime(committee.created).date()
        verb = "选举产生" if committee.is_elected else "成立"
        verb = "参加" if committee.kind == Committee.Kind.OUTSIDE else verb
        return {"on": on, "title": f"{verb}{committee}"}

    def public(self, committee):
        return self.card(committee)["title"] if committee.starts else ""

    def facts(self, committee):
        return {ELECTIONS: 1} if committee.is_elected else {}
