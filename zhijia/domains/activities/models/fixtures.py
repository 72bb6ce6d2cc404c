"""Fixture (场次): one match of a contest."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person

from ..fixtures import Ended
from .activities import day_words
from .contests import Competitor, Contest


class FixtureQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(contest__in=Contest.objects.all().visible_to(person).values("pk"))


class Fixture(Owned):
    """One match. ``score``: rubbers of games of pairs, home first: ``[[[21, 15], [21, 18]]]``.

    ``fault``: who did not come or gave up; ``decided``: who goes on after a level score.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("对阵待定")
        READY = "ready", _("待赛")
        OVER = "over", _("已赛")
        IDLE = "idle", _("不用比赛")

    class Side(models.TextChoices):
        HOME = "home", _("前者")
        AWAY = "away", _("后者")
        BOTH = "both", _("双方")

    TONES = {"waiting": "plan", "ready": "info", "over": "done", "idle": "plan"}
    ENDED = [
        (Ended.PLAYED.value, _("打完")), (Ended.RETIRED.value, _("中途退赛")), (Ended.FORFEIT.value, _("弃权"))
    ]  # fmt: skip

    created = None
    contest = models.ForeignKey(Contest, models.CASCADE, related_name="fixtures")
    number = models.PositiveSmallIntegerField(_("场次"))
    round = models.PositiveSmallIntegerField(_("轮次"))
    pool = models.CharField(_("小组"), max_length=2, blank=True)
    stage = models.CharField(_("阶段"), max_length=30)
    home = models.ForeignKey(Competitor, models.CASCADE, null=True, blank=True, related_name="+")
    away = models.ForeignKey(Competitor, models.CASCADE, null=True, blank=True, related_name="+")
    court = models.CharField(_("场地"), max_length=20, blank=True)
    starts = models.DateTimeField(_("开始"), null=True, blank=True)
    ends = models.DateTimeField(_("结束"), null=True, blank=True)
    score = models.JSONField(_("比分"), default=list, blank=True, editable=False)
    ended = models.CharField(_("怎样结束"), max_length=8, blank=True, choices=ENDED, editable=False)
    fault = models.CharField(max_length=4, blank=True, choices=Side, editable=False)
    decided = models.CharField(max_length=4, blank=True, choices=Side, editable=False)
    scored_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)

    objects = FixtureQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("场次")
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="one_fixture_a_number")
        ]
        indexes = [models.Index(fields=["org", "starts"])]

    def __str__(self):
        return _("第 %(number)d 场 %(a)s — %(b)s") % {
            "number": self.number, "a": self.home or _("待定"), "b": self.away or _("待定"),
        }  # fmt: skip

    @property
    def activity(self):
        return self.contest.activity

    @property
    def in_table(self) -> bool:
        """Whether its result counts in a table; else somebody goes out."""
        return bool(self.pool) or self.contest.form == Contest.Form.ROUND_ROBIN

    @property
    def has_result(self) -> bool:
        return bool(self.ended)

    @property
    def when(self) -> str:
        """The time in words: 3月8日（周日）14:00."""
        if not self.starts:
            return ""
        local = timezone.localtime(self.starts)
        return f"{day_words(local)} {local:%H:%M}"
