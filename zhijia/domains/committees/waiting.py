"""Whom a term, a meeting, a decision or a summary calls on.

What depends on the day stands in the rows (``since``, ``until``), so nothing runs at midnight. What
depends on how many members there are is asked anew with every change of a committee or seat.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from . import standards
from .models import Committee, Decision, Meeting, OwnSummary, Seat

DAY = timedelta(days=1)
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


# --- terms --------------------------------------------------------------------------------------


def call(title, url, button, **given):
    """A line for whoever keeps the terms."""
    return Waiting(title, url, button, power="committees.organise", **given)


@waits(Committee)
def of_committee(committee):
    """To enter the election, to renew in time, to fill what is vacant, to mend the size."""
    if committee.state == Committee.State.PREPARING:
        yield call(_("登记选举结果：%s") % committee, f"{url_of(committee)}open_term/", _("登记"))
    if committee.state == Committee.State.CURRENT and committee.kind != Committee.Kind.OUTSIDE:
        yield from of_term(committee)
        yield from of_seats(committee)
        if committee.kind == Committee.Kind.COMMITTEE:
            yield from of_neighbours(committee)


def of_term(committee):
    """Half a year ahead, then overdue, then so late that the next union must agree (rules 2.03)."""
    until, org = committee.until, committee.org
    if until is None or Committee.objects.filter(previous=committee).exists():
        return
    ahead = standards.number("prepare_months", org, until)
    grace = standards.rule("overdue_months", org, until)
    late = standards.months_after(until, int(grace.value))
    at, url = f"{until.year}年{until.month}月{until.day}日", f"{url_of(committee)}renew/"
    yield call(_("%(what)s于%(at)s届满，请筹备换届") % {"what": committee, "at": at}, url, _("换届"),
               due=until, since=standards.months_after(until, -ahead), until=until)  # fmt: skip
    yield call(_("%s已届满，应当换届") % committee, url, _("换届"), due=until,
               note=_("延期换届须经上一级工会批准。"), since=until + DAY, until=late)  # fmt: skip
    words = _("延期一般不超过 %(n)s 个月（%(source)s），请报上一级工会。")
    yield call(_("%(what)s超期换届已过 %(n)s 个月") % {"what": committee, "n": grace.value}, url,
               _("换届"), due=until, since=late + DAY,
               note=words % {"n": grace.value, "source": grace.cited})  # fmt: skip


def of_seats(committee):
    """A chair missing, too few or too many, an even number (rules 2.15, 2.16, 8.06)."""
    rows = list(committee.seats.all())
    url = f"{url_of(committee)}co_opt/"
    for role in (Seat.Role.CHAIR, Seat.Role.VICE):
        since = vacant_since(committee, role, [s for s in rows if s.role == role])
        if since:
            row = standards.rule("vacancy_months", committee.org, since)
            note = _("一般 %(n)s 个月内补选（%(source)s）。") % {
                "n": row.value,
                "source": row.cited,
            }
            word = committee.chair_word if role == Seat.Role.CHAIR else f"副{committee.chair_word}"
            yield call(_("%(what)s%(post)s缺额，应当补选") % {"what": committee, "post": word},
                       f"{url}?role={role}", _("增补"), note=note,
                       due=standards.months_after(since, int(row.value)))  # fmt: skip
    serving = sum(s.state == Seat.State.SERVING for s in rows)
    words = standards.span(committee, committee.starts or clock.today()).misfit(serving)
    if words and not committee.why:
        yield call(
            _("%s人数需要核对") % committee, f"{url_of(committee)}#seats", _("查看"), note=words
        )


def vacant_since(committee, role, rows):
    """The day after the last holder left; a chair is missed from the start, a vice only once had."""
    if not committee.is_elected or any(s.state == Seat.State.SERVING for s in rows):
        return None
    if rows:
        return max(s.ends for s in rows) + DAY
    return committee.starts if role == Seat.Role.CHAIR else None


def of_neighbours(committee):
    """Funds review and women's committee belong to every union's committee (rules 2.11–2.13)."""
    org, kinds = committee.org, Committee.Kind
    have = set(Committee.objects.of(org).meeting().values_list("kind", flat=True))
    found = "/committees/committee/found/"
    if kinds.FUNDS_REVIEW not in have:
        yield call(_("还没有经费审查委员会"), f"{found}?kind=funds_review&name=经费审查委员会", _("登记"),
                   note=_("独立管理经费的工会，应与工会委员会同时选举产生（《工会法》第四十五条）。"))  # fmt: skip
    if kinds.WOMEN in have:
        return
    women = standards.counts(org, committee.starts or clock.today())[1]
    row = standards.rule("women_from", org, committee.starts or clock.today())
    if women >= int(row.value):
        words = _("女会员 %(n)d 人；%(from)s 人以上应设女职工委员会（%(source)s）。")
        yield call(_("还没有女职工委员会"), f"{found}?kind=women&name=女职工委员会", _("登记"),
                   note=words % {"n": women, "from": row.value, "source": row.cited})  # fmt: skip
    elif women and not committee.seats.serving().filter(duty__contains="女").exists():
        yield call(_("还没有女职工委员"), f"{url_of(committee)}#women", _("分工"),
                   note=_("女会员不足 %(n)s 人的，设女职工委员（%(source)s）。")
                   % {"n": row.value, "source": row.cited})  # fmt: skip


@waits(OwnSummary)
def to_read(summary):
    if summary.state == OwnSummary.State.HANDED_IN:
        title = _("阅示%(who)s的%(what)s") % {"who": summary.person, "what": summary}
        yield Waiting(title, f"{url_of(summary)}read/", _("阅示"), power="committees.read_summary",
                      besides=summary.person)  # fmt: skip
