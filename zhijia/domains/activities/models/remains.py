"""What remains of an activity: prizes, and what people thought of it."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person

from .activities import Activity


class PrizeQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "activities.see"))


class Prize(Owned):
    """A prize or souvenir given at an activity, in kind (rules 3.11, 3.17)."""

    created = None
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="prizes")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    team = models.CharField(_("队名"), max_length=60, blank=True)
    people = models.PositiveSmallIntegerField(_("获奖人数"), default=1)
    name = models.CharField(_("奖项"), max_length=40)
    item = models.CharField(_("奖品"), max_length=60, blank=True)
    value = models.DecimalField(_("价值（元）"), max_digits=9, decimal_places=2, default=Decimal(0))
    souvenir = models.BooleanField(_("纪念品"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = PrizeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("奖项")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(team=""), name="prize_has_a_winner"
            )
        ]

    def __str__(self):
        return f"{self.name} {self.winner}"

    @property
    def winner(self):
        return self.person.name if self.person else self.team


class Feedback(models.Model):
    """What one of those who came thought; it says neither who nor when, so it is in no order of time.

    That a person has answered stands on their sign-up; the two are written together, so whoever
    holds the database could guess at it: the page says that names are not shown, not more.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="feedback")
    token = models.CharField(max_length=32, unique=True)
    stars = models.PositiveSmallIntegerField(_("满意程度"))
    liked = models.CharField(_("最满意的"), max_length=200, blank=True)
    wish = models.CharField(_("希望改进的"), max_length=200, blank=True)

    class Meta:
        ordering = ["token"]
        constraints = [
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="one_to_five_stars")
        ]
