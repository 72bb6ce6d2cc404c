"""The year is the frame: calendar years, school years and months, open or closed."""

from datetime import date

from django.db import models
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from . import clock
from .orgs import Owned
from .refusals import Refused


class Period(Owned):
    """A stretch of time that can be closed. Only closed stretches need a row."""

    name = models.CharField(_("名称"), max_length=40)
    starts = models.DateField(_("开始"))
    ends = models.DateField(_("结束"))
    closed = models.DateTimeField(_("关账时间"), null=True, blank=True)

    class Meta:
        ordering = ["-starts"]
        verbose_name = _("期间")

    def __str__(self):
        return self.name


def year_bounds(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def this_year() -> int:
    return clock.today().year


def refuse_if_closed(org, day: date) -> None:
    """Raise when the day lies in a closed period: what is signed and filed does not change."""
    closed = Period.objects.of(org).filter(starts__lte=day, ends__gte=day, closed__isnull=False)
    if period := closed.first():
        raise Refused(
            gettext("%(name)s已经关账，不能再改动其中的记录。") % {"name": period.name},
            gettext("请在当前期间另记一笔更正。"),
        )
