"""Reception days and forums, bookings, and what was raised; what people said in confidence."""

import re
from datetime import time

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.documents.models import attach
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from ..clocks import working_days_after
from ..models import Booking, Issue, Reception, Slot, rules_of

R, B, S = Reception.State, Booking.State, Issue.State
LINE = re.compile(r"^(\d{1,2})[:：](\d{2})(?:\D+(\d{1,3}))?\D*$")


def booked(reception):
    return Person.objects.filter(pk__in=reception.bookings.filter(state=B.BOOKED).values("person"))


def slots_of(lines) -> list:
    """``14:00 2`` a line: when, and how many at once."""
    found = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        hit = LINE.match(line)
        if not hit or int(hit[1]) > 23 or int(hit[2]) > 59:
            raise Refused(_("看不懂这一行：%s") % line, _("每行写时间和名额，如：14:00 2"))
        found.append((time(int(hit[1]), int(hit[2])), int(hit[3] or 1)))
    if len({at for at, _n in found}) < len(found):
        raise Refused(_("同一个时间写了两次。"))
    return found


@action(
    Reception,
    creates=True,
    may="voice.receive",
    label="安排接待、座谈或调研",
    tells=lambda r: [r.host],
)
def open_reception(org, *, by, kind, title, on, host, place="", slots="", method=""):
    if on < clock.today():
        raise Refused(_("日期已经过去了。"), _("已经举行过的，安排在当天，再登记举行情况。"))
    if kind not in Reception.SHOWN:
        raise Refused(_("谈心和思想动态请用“记谈心、动态”。"))
    reception = Reception(
        org=org,
        kind=kind,
        title=title.strip(),
        on=on,
        place=place,
        host=host,
        method=method.strip(),
    )
    found = slots_of(slots)
    reception.save()
    Slot.objects.bulk_create(Slot(reception=reception, starts=at, seats=n) for at, n in found)
    return reception


def why_not_book(reception, by) -> str:
    if reception.on < clock.today():
        return _("日期已经过去了。")
    if reception.host_id == by.pk:
        return _("您是主持人，不用预约。")
    return "" if reception.slots.exists() else _("这次不用预约，直接来。")


@action(Booking, creates=True, parent=Reception, may="voice.book", label="预约", source=[R.OPEN],
        guard=why_not_book, main=True)  # fmt: skip
def book(reception, *, by, slot, topic=""):
    """The reception's row is locked while seats are counted, so a slot is never oversold."""
    if slot.reception_id != reception.pk:
        raise Refused(_("请选择这次接待的时间。"))
    taken = Booking.objects.filter(slot=slot, state=B.BOOKED).count()
    if taken >= slot.seats:
        raise Refused(_("%s 已经约满。") % slot, _("请选别的时间，或写信反映。"))
    return Booking(
        org=reception.org, reception=reception, slot=slot, person=by, topic=topic.strip()
    )


@action(Booking, may="voice.unbook", label="取消预约", source=[B.BOOKED], target=B.CANCELLED)
def cancel_booking(booking, *, by):
    pass


@action(Reception, may="voice.host", label="登记举行情况", source=[R.OPEN], target=R.HELD,
        guard=lambda r, by: _("还没到日子。") if r.on > clock.today() else "")  # fmt: skip
def hold(reception, *, by, people, summary=""):
    reception.people, reception.summary = people, summary.strip()


@action(
    Reception, may="voice.host", label="取消接待", source=[R.OPEN], target=R.CANCELLED, tells=booked
)
def cancel_reception(reception, *, by, reason):
    pass


def why_no_report(reception, by) -> str:
    return _("已于 %s 报送。") % reception.submitted if reception.submitted else ""


@action(Reception, may="voice.host", label="报送调研报告", source=[R.HELD],
        when=lambda r: r.kind == Reception.Kind.STUDY, guard=why_no_report, main=True)  # fmt: skip
def submit_report(reception, *, by, to, report, files=()):
    """What the study found, and to whom it was handed (R-086)."""
    reception.submitted_to, reception.report = to.strip(), report.strip()
    reception.submitted = clock.today()
    for name, data in files:
        attach(reception, data, name, by=by, people_shown=False)


def issue(org, text, handler, department, due, **of) -> Issue:
    made = Issue(org=org, text=text.strip(), handler=handler, department=department.strip(), **of)
    days = rules_of(made).issue_days
    made.due = due or working_days_after(org, clock.today(), days)
    if made.due < clock.today():
        raise Refused(_("期限已经过去了。"), _("请选今天以后的日期。"))
    return made


@action(Issue, creates=True, parent=Reception, may="voice.host", label="记下提出的问题",
        source=[R.OPEN, R.HELD], tells=lambda i: [i.handler])  # fmt: skip
def raise_issue(reception, *, by, text, handler, department="", due=None):
    """What was raised, who sees to it, by when. Not who raised it."""
    if reception.kind not in Reception.SHOWN:
        raise Refused(_("谈心和思想动态里的事，不在这里公开跟踪。"))
    return issue(reception.org, text, handler, department, due, reception=reception)


@action(Issue, creates=True, may="voice.receive", label="登记来电", tells=lambda i: [i.handler])
def note_call(org, *, by, text, handler, caller=None, department="", due=None):
    """What a colleague said on the hotline, who sees to it and by when (R-018)."""
    return issue(org, text, handler, department, due, by_phone=True, caller=caller)


@action(Issue, may="voice.settle", label="答复问题", source=[S.OPEN], target=S.ANSWERED, main=True)
def answer_issue(issue, *, by, answer, measure=""):
    issue.answer, issue.answered = answer.strip(), clock.today()
    issue.measure = measure.strip() or issue.measure
    issue.on_time = clock.today() <= issue.due


def why_no_grade(issue, by) -> str:
    if issue.grade:
        return _("已经回访：%s。") % issue.get_grade_display()
    if by.pk == issue.handler_id and by.pk != issue.caller_id:
        return _("自己答复的由别人回访。")
    return "" if issue.answered else _("还没有答复，先答复再回访。")


@action(Issue, may="voice.grade", label="回访", source=[S.ANSWERED, S.DONE],
        when=lambda i: i.by_phone, guard=why_no_grade)  # fmt: skip
def grade_issue(issue, *, by, grade, reason=""):
    """Whether the caller is content: their own word, or what they said when they were called back."""
    issue.grade = grade


@action(Issue, may="voice.settle", label="登记解决", source=[S.OPEN, S.ANSWERED], target=S.DONE)
def finish_issue(issue, *, by, result):
    issue.result, issue.finished = result.strip(), clock.today()
    if issue.by_phone and not issue.answered:  # settled in the same breath
        issue.answer, issue.answered = issue.result, issue.finished
        issue.on_time = clock.today() <= issue.due


@action(Issue, may="voice.settle", label="改期限或责任人", source=[S.OPEN, S.ANSWERED],
        tells=lambda i: [i.handler])  # fmt: skip
def move_issue(issue, *, by, handler, due, reason):
    if due < clock.today():
        raise Refused(_("期限已经过去了。"), _("请选今天以后的日期。"))
    issue.handler, issue.due, issue.alarm = handler, due, 0


@action(Reception, creates=True, may="voice.confide", label="记谈心、动态")
def confide(org, *, by, kind, on, note, title="", people=1):
    """A talk, or how people feel: sealed, without anybody's name in what others see."""
    if kind not in (Reception.Kind.TALK, Reception.Kind.MOOD):
        raise Refused(_("接待日和座谈会请用“安排接待或座谈”。"))
    if on > clock.today():
        raise Refused(_("日期还没到。"))
    label = str(Reception.Kind(kind).label)
    return Reception(
        org=org, kind=kind, title=title.strip() or label, on=on, host=by, note=note.strip(),
        people=people, state=R.HELD,
    )  # fmt: skip
