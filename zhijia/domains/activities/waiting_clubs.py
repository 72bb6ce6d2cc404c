"""Whom slots and club years call on: the leader for days not noted, the chair for plans."""

from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .models import Club, ClubYear, Gathering, Regular

DAY = timedelta(days=1)
MOST = 10  # how many days not noted are told apart
EMPTY = 5  # so many days to which nobody came before the leader of a room hears of it


@waits(Regular)
def of_regular(regular):
    """One line a slot, whatever the day: each further day that comes without a note takes the place
    of the line before, so nothing has to run at midnight."""
    rows = Gathering.objects.filter(regular=regular).planned().order_by("on")
    days = list(rows.values_list("on", flat=True)[:MOST])
    for count, (day, following) in enumerate(pairwise([*days, None]), 1):
        if regular.room and count < EMPTY:
            continue
        until = following - DAY if following else None
        title, button = _line(regular, days[0], count)
        yield Waiting(title, url_of(regular), button, days[0], person=regular.leader, since=day,
                      until=until)  # fmt: skip


def _line(regular, first, count):
    unit = _("天") if regular.room else _("次")
    number = (
        f"{count} {unit}" if count < MOST else _("%(n)d %(unit)s以上") % {"n": MOST, "unit": unit}
    )
    if regular.room:
        return _("%(what)s：%(n)s无人签到") % {"what": regular, "n": number}, _("结清")
    if count == 1:
        when = f"{first.month}月{first.day}日"
        return _("登记：%(what)s（%(when)s）") % {"what": regular, "when": when}, _("登记")
    return _("补记：%(what)s %(n)s未登记") % {"what": regular, "n": number}, _("补记")


@waits(ClubYear)
def of_club_year(club_year):
    """The plan to be agreed or mended; in December, the year to be looked back upon."""
    Y, club, there = ClubYear.State, club_year.club, url_of(club_year)
    if club.state == Club.State.DISSOLVED:
        return
    if club_year.state == Y.PLANNED:
        yield Waiting(_("批准协会计划：%s") % club_year, there, _("批准"), power="activities.agree",
                      besides=club_year.drafted_by)  # fmt: skip
    elif club_year.state == Y.RETURNED:
        yield Waiting(_("修改协会计划：%s") % club_year, f"{there}amend/", _("修改"),
                      person=club_year.drafted_by)  # fmt: skip
    elif club_year.state == Y.AGREED:
        first, last = date(club_year.year, 12, 1), date(club_year.year, 12, 31)
        yield Waiting(_("写年度总结：%s") % club_year, f"{there}review/", _("写总结"), last,
                      person=club.head, since=first)  # fmt: skip
