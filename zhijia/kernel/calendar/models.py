"""Days that a union says otherwise: 调休 of a year not yet published, the school's own days off."""

from collections.abc import Mapping
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..orgs import Org, lineage


class CalendarDay(models.Model):
    """One day, working or not, at a union and below; without a union, everywhere."""

    org = models.ForeignKey(Org, models.CASCADE, null=True, blank=True, related_name="+")
    org_path = models.CharField(max_length=60, blank=True, editable=False)
    day = models.DateField(_("日期"))
    working = models.BooleanField(_("上班"))
    name = models.CharField(_("说明"), max_length=40, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["org", "day"], name="day_said_once")]

    def save(self, *args, **kwargs):
        self.org_path = self.org.path if self.org else ""
        super().save(*args, **kwargs)


def said_of(org, year: int):
    """The days said otherwise that reach the union in the year, the highest union's first."""
    rows = CalendarDay.objects.filter(day__year=year, org_path__in=["", *lineage(org.path)])
    return rows.order_by("org_path", "day")


def overrides_for(org, *years: int) -> Mapping[date, bool]:
    """What to hand to ``add_working_days`` and its kin; the lower union's word wins."""
    return {row.day: row.working for year in years for row in said_of(org, year)}


def say_day(org, day: date, working: bool, name: str) -> CalendarDay:
    """Enter one day of the union; saying it again replaces what was said."""
    given = {"working": working, "name": name}
    return CalendarDay.objects.update_or_create(org=org, day=day, defaults=given)[0]
