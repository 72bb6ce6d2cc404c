"""Contest (比赛项目) and who competes in it (参赛者)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person

from ..contests.setup import Setup
from ..fixtures import RULES, Status
from .activities import Activity

SPORTS = [(key, rule.name) for key, rule in RULES.items()]
STATUSES = [
    (Status.OK.value, _("有成绩")), (Status.DNF.value, _("未完成")), (Status.DNS.value, _("未参赛")),
    (Status.DSQ.value, _("取消资格")),
]  # fmt: skip


class ContestQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Those of the activities one sees."""
        return self.filter(activity__in=Activity.objects.all().visible_to(person).values("pk"))

    def standing(self):
        return self.exclude(state=Contest.State.CANCELLED)


class Contest(Owned):
    """One item of an activity: men's singles, the rope, the photographs.

    ``lines``: the names in the drawn bracket from the top, empty for a bye. ``former``: draws that
    were given up, each with its seed and the reason. ``lots``: lots drawn between equals, each with
    its seed. ``said``: what the timetable could not place.
    """

    class State(models.TextChoices):
        ENTERING = "entering", _("录入参赛")
        DRAWN = "drawn", _("已抽签")
        RUNNING = "running", _("比赛中")
        FINISHED = "finished", _("已结束")
        CANCELLED = "cancelled", _("已取消")

    class Form(models.TextChoices):
        ROUND_ROBIN = "round_robin", _("循环赛")
        KNOCKOUT = "knockout", _("淘汰赛")
        GROUPS = "groups", _("分组循环加淘汰")
        MEASURED = "measured", _("计成绩（时间、次数、距离、票数）")
        JUDGED = "judged", _("评委打分")

    TONES = {
        "entering": "due", "drawn": "info", "running": "info", "finished": "done", "cancelled": "plan",
    }  # fmt: skip

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="contests")
    title = models.CharField(_("项目名称"), max_length=40)
    form = models.CharField(_("赛制"), max_length=12, choices=Form)
    sport = models.CharField(_("名次规则"), max_length=20, choices=SPORTS, default="general")
    teams = models.BooleanField(_("团体项目"), default=False)
    settings = models.JSONField(_("设置"), default=dict, blank=True)
    seed = models.CharField(_("抽签种子"), max_length=64, blank=True, editable=False)
    drawn = models.DateTimeField(_("抽签时间"), null=True, blank=True, editable=False)
    former = models.JSONField(default=list, blank=True, editable=False)
    lots = models.JSONField(default=list, blank=True, editable=False)
    lines = models.JSONField(default=list, blank=True, editable=False)
    said = models.CharField(max_length=300, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ENTERING)

    objects = ContestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("比赛项目")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "title"], name="one_contest_a_title",
                violation_error_message=_("这项活动已有同名的比赛项目。"),
            )
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def setup(self) -> Setup:
        return Setup.of(self.settings)

    @property
    def rule(self):
        return RULES[self.sport]

    @property
    def is_marked(self) -> bool:
        """Whether each competes alone for a mark, instead of two meeting."""
        return self.form in (self.Form.MEASURED, self.Form.JUDGED)

    @property
    def meets(self) -> bool:
        return not self.is_marked

    @property
    def form_words(self) -> str:
        """The form as people say it, with what matters of its settings."""
        s, words = self.setup, str(self.get_form_display())
        if self.form == self.Form.ROUND_ROBIN:
            words = str(_("双循环赛") if s.double else _("单循环赛"))
        elif self.form == self.Form.GROUPS:
            words = _("分 %d 组单循环") % s.groups
            if s.through:
                words += _("，每组前 %d 名出线") % s.through
                words += _("，另加成绩最好的 %d 名") % s.best if s.best else ""
                words += _("，淘汰赛决出名次")
        elif self.form == self.Form.KNOCKOUT and s.third:
            words = _("淘汰赛，设三四名决赛")
        elif self.form == self.Form.MEASURED:
            words = _("计成绩，%d 次试做取最好") % s.attempts if s.attempts > 1 else _("计成绩")
            words = _("评等级") if s.graded else words
        return words


class CompetitorQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(contest__in=Contest.objects.all().visible_to(person).values("pk"))


class Competitor(Owned):
    """A team or a single person in a contest. ``order``: its place in the draw; ``pool``: its group.

    ``members``: the names as they were entered, those of other units and families among them.
    ``attempts``: marks as text, empty for a failed one; of a judged contest the judges' points, where
    it has items each judge's points item by item. ``comments``: ``{"by", "words"}`` of those who judged
    or sat in. ``nominated``: the contest above for which it was put forward.
    """

    class State(models.TextChoices):
        IN = "in", _("参赛")
        WITHDRAWN = "withdrawn", _("已退赛")

    TONES = {"in": "info", "withdrawn": "plan"}

    created = None
    contest = models.ForeignKey(Contest, models.CASCADE, related_name="competitors")
    name = models.CharField(_("队名或姓名"), max_length=40)
    unit = models.CharField(_("组别或单位"), max_length=40, blank=True)
    members = models.CharField(_("成员"), max_length=300, blank=True)
    people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("会员"))
    seeding = models.PositiveSmallIntegerField(_("种子"), null=True, blank=True)
    pool = models.CharField(_("小组"), max_length=2, blank=True, editable=False)
    order = models.PositiveSmallIntegerField(_("签位"), null=True, blank=True, editable=False)
    attempts = models.JSONField(_("成绩"), default=list, blank=True, editable=False)
    status = models.CharField(_("情况"), max_length=4, blank=True, editable=False, choices=STATUSES)
    rank = models.PositiveSmallIntegerField(_("名次"), null=True, blank=True, editable=False)
    rank_words = models.CharField(_("名次说明"), max_length=40, blank=True, editable=False)
    comments = models.JSONField(_("评语"), default=list, blank=True, editable=False)
    nominated = models.CharField(_("推荐参加"), max_length=80, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.IN)

    objects = CompetitorQuerySet.as_manager()

    class Meta:
        ordering = ["pool", "order", "pk"]
        verbose_name = _("参赛者")
        constraints = [
            models.UniqueConstraint(fields=["contest", "name"], name="one_competitor_a_name")
        ]

    def __str__(self):
        return self.name

    @property
    def activity(self):
        return self.contest.activity

    @property
    def is_in(self) -> bool:
        return self.state == self.State.IN
