"""What a session means to the outside: that it was held, who came, what was decided; never who said what."""

from zhijia.kernel.records import DONE, PLANNED, VOID, RecordKind, Sentence, metric, record_kind

from .models import AgendaItem, Attendee, Opinion, Resolution, Session

A = AgendaItem.State
SESSIONS = metric("congress.sessions", "召开教代会", "次")
MEETINGS = metric("congress.meetings", "代表团长会、代表培训", "次")
HEARINGS = metric("congress.hearings", "民主评议会、征求意见会", "次")
HEARD = metric("congress.heard", "听取报告", "项")
ADOPTED = metric("congress.adopted", "通过事项", "项")
RETURNED = metric("congress.returned", "退回修改", "项")
ATTENDED = metric("congress.attended", "出席代表", "人次")
ANSWERED = metric("congress.opinions", "答复代表意见", "条")
TAKEN = metric("congress.opinions_adopted", "采纳代表意见", "条")
JOINED = metric("congress.joined", "参与政策制定的意见", "条")
FOLLOWED = metric("congress.resolutions", "决议落实", "项")


class Kind(RecordKind):
    chapter, book = "democracy", "民主管理"


@record_kind(Session)
class SessionRecord(Kind):
    code, label, serves = "congress.session", "教代会", SESSIONS
    sentences = (
        Sentence("召开教职工代表大会{congress.sessions}次，出席代表{congress.attended}人次"),
        Sentence("听取报告{congress.heard}项，审议通过{congress.adopted}项"),
        Sentence("退回修改{congress.returned}项"),
        Sentence("召开代表团长联席会议、开展代表学习培训{congress.meetings}次"),
        Sentence("召开民主评议会、民主生活会征求意见会{congress.hearings}次"),
    )

    def stage(self, session):
        S = Session.State
        stages = {S.CLOSED: DONE, S.SIGNED: DONE, S.VOID: VOID, S.PREPARING: "draft"}
        return stages.get(session.state, PLANNED)

    def card(self, session):
        return {"on": session.on, "title": session.title}

    def public(self, session):
        if self.stage(session) != DONE:
            return ""
        adopted = session.items.filter(state=A.ADOPTED).exclude(power="procedure").count()
        words = f"{session.on.year}年{session.on.month}月召开{session.title}"
        return f"{words}，审议通过{adopted}项" if adopted else words

    def facts(self, session):
        items = session.items.exclude(power="procedure")
        came = Attendee.objects.at(session).delegates().came()  # who sits in both bodies came once
        return {
            counted_as(session): 1,
            ATTENDED: came.values("person").distinct().count(),
            HEARD: items.filter(state=A.HEARD).count(),
            ADOPTED: items.filter(state=A.ADOPTED).count(),
            RETURNED: items.filter(state=A.RETURNED).count(),
        }  # fmt: skip


def counted_as(session):
    if session.decides:
        return SESSIONS
    listens = session.kind in (Session.Kind.HEARING, Session.Kind.LIFE)
    return HEARINGS if listens else MEETINGS


@record_kind(Opinion)
class OpinionRecord(Kind):
    code, label, serves = "congress.opinion", "代表意见", ANSWERED
    sentences = (
        Sentence(
            "答复代表意见{congress.opinions}条，其中采纳和部分采纳{congress.opinions_adopted}条"
        ),
        Sentence("从源头参与政策制定，提出意见{congress.joined}条"),
    )

    def stage(self, opinion):
        return DONE if opinion.state == Opinion.State.ANSWERED else PLANNED

    def card(self, opinion):
        day = opinion.answered or opinion.due or opinion.created.date()
        return {"on": day, "title": "答复代表意见" if opinion.answered else "代表意见待答复"}

    def public(self, opinion):
        return ""

    def facts(self, opinion):
        taken = int(opinion.outcome in ("adopted", "partly"))
        return {ANSWERED: 1, TAKEN: taken, JOINED: int(bool(opinion.stage))}


@record_kind(Resolution)
class ResolutionRecord(Kind):
    code, label, serves = "congress.resolution", "决议落实", FOLLOWED
    sentences = (Sentence("落实教代会决议{congress.resolutions}项"),)

    def stage(self, resolution):
        R = Resolution.State
        return {R.DONE: DONE, R.DROPPED: VOID}.get(resolution.state, PLANNED)

    def card(self, resolution):
        day = resolution.done or resolution.due or resolution.created.date()
        return {"on": day, "title": f"决议落实：{resolution.text}"}

    def public(self, resolution):
        return f"教代会决议“{resolution.text}”已落实" if resolution.state == "done" else ""

    def facts(self, resolution):
        return {FOLLOWED: 1}
