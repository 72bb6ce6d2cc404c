"""Activity, the slots it is held in, and the quotas that limit it."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.documents.models import Attachment
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Group, Person
from zhijia.kernel.settings import setting_sheet

from .audiences import Audience


class Kind(models.TextChoices):
    """What sort of activity; topic of the record and accounting subject follow from it."""

    SPORTS = "sports", _("体育比赛和健身")
    CULTURE = "culture", _("文艺和才艺")
    FESTIVAL = "festival", _("节庆活动")
    OUTING = "outing", _("春秋游")
    FILM = "film", _("观影观演")
    FAMILY = "family", _("亲子活动")
    CLASS = "class", _("兴趣培训")
    HEALTH = "health", _("体检和健康讲座")
    VOLUNTEER = "volunteer", _("志愿服务")
    FRIENDLY = "friendly", _("联谊交流")
    WOMEN = "women", _("女职工活动")
    CONTEST = "contest", _("劳动竞赛和技能比武")
    CHARITY = "charity", _("慈善公益")
    OTHER = "other", _("其他活动")


class Rule(models.TextChoices):
    """In what order places are given; declared before anybody signs up."""

    ARRIVAL = "arrival", _("先到先得")
    REST = "rest", _("久未参加者优先")
    DRAW = "draw", _("抽签")


class Fund(models.TextChoices):
    """Who pays. Outings, films and park passes are paid from dues first (rules 3.14)."""

    DUES = "dues", _("会费")
    UNION = "union", _("工会经费")
    SCHOOL = "school", _("行政补助")
    OWN = "own", _("个人承担")


@setting_sheet("activities", "活动")
@dataclass
class ActivitySettings:
    """The school's own rule of activities."""

    offer_hours: int = field(default=24, metadata={"label": "候补名额保留多久", "unit": "小时"})
    rest_years: int = field(
        default=2, metadata={"label": "几年内没有参加过同类活动算久未参加", "unit": "年"}
    )
    feedback_days: int = field(default=14, metadata={"label": "活动后几天内可以评价", "unit": "天"})
    dues_income: int = field(
        default=0, metadata={"label": "本年会费收入（不填则不核对补足限额）", "unit": "元"}
    )


class ActivityQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """What is published, to everybody of the union; drafts to those who organise."""
        out = scope(person, "activities.see") & ~Q(state__in=Activity.HIDDEN)
        mine = Q(organiser=person) if person else Q(pk__in=[])
        helping = Activity.helpers.through.objects.filter(
            person=person.pk if person else None, activity=models.OuterRef("pk")
        )
        rows = self.filter(out | scope(person, "activities.organise") | mine)
        return rows.annotate(helps_=models.Exists(helping))

    def between(self, start, end):
        """Those that touch these days."""
        return self.filter(on__lte=end, until__gte=start)

    def held(self):
        return self.filter(state=Activity.State.DONE)


class Activity(Owned):
    """One activity, from the draft to the record.

    ``series``: a festival or a run of years, under one name. ``counts``: see ``tallies.py``.
    ``supplies``: ``{"item", "number", "cost"}``; ``publicity``: ``{"on", "channel", "title",
    "readers"}``; ``raffles``: each with its seed and the numbers of the sign-ups among which it drew.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        AWAITING = "awaiting", _("待批准")
        OPEN = "open", _("报名中")
        CLOSED = "closed", _("报名截止")
        DONE = "done", _("已举办")
        CANCELLED = "cancelled", _("已取消")

    HIDDEN = ("draft", "awaiting")
    TONES = {
        "draft": "plan", "awaiting": "due", "open": "info", "closed": "due", "done": "done",
        "cancelled": "plan",
    }  # fmt: skip

    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    title = models.CharField(_("活动名称"), max_length=80)
    summary = models.TextField(_("活动介绍"), max_length=4000, blank=True)
    place = models.CharField(_("地点"), max_length=60, blank=True)
    starts = models.DateTimeField(_("开始"))
    ends = models.DateTimeField(_("结束"))
    on = models.DateField(_("日期"), editable=False)
    until = models.DateField(_("结束日期"), editable=False)
    audience = models.ForeignKey(
        Audience,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("报名范围"),
    )
    sign_up_needed = models.BooleanField(_("需要报名"), default=True)
    opens = models.DateTimeField(_("报名开始"), null=True, blank=True)
    closes = models.DateTimeField(_("报名截止"), null=True, blank=True)
    leave_by = models.DateTimeField(_("最晚取消报名"), null=True, blank=True)
    rule = models.CharField(_("名额规则"), max_length=10, choices=Rule, default=Rule.ARRIVAL)
    seed = models.CharField(_("抽签种子"), max_length=64, blank=True, editable=False)
    drawn = models.DateTimeField(null=True, blank=True, editable=False)
    offer_hours = models.PositiveSmallIntegerField(_("候补名额保留（小时）"), default=24)
    companions = models.PositiveSmallIntegerField(_("每人可带家属"), default=0)
    price = models.DecimalField(_("个人自付"), max_digits=9, decimal_places=2, default=Decimal(0))
    companion_price = models.DecimalField(
        _("家属每位自付"), max_digits=9, decimal_places=2, default=Decimal(0)
    )
    questions = models.JSONField(_("报名时要问的"), default=list, blank=True)
    names_shown = models.BooleanField(_("报名名单对会员公开"), default=True)
    budget = models.DecimalField(_("预算总额"), max_digits=12, decimal_places=2, default=Decimal(0))
    per_person = models.DecimalField(
        _("人均标准"), max_digits=9, decimal_places=2, default=Decimal(0)
    )
    fund = models.CharField(_("经费来源"), max_length=10, choices=Fund, default=Fund.UNION)
    over = models.CharField(_("超标准理由"), max_length=200, blank=True)
    standards = models.JSONField(_("执行标准"), default=list, editable=False)
    safety = models.TextField(_("安全提示和预案"), max_length=2000, blank=True)
    insurance = models.CharField(_("保险"), max_length=120, blank=True)
    organiser = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("组织者")
    )
    helpers = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("协助签到人")
    )
    poster = models.ForeignKey(
        Attachment, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    partner = models.CharField(_("协办或联谊单位"), max_length=80, blank=True)
    series = models.CharField(_("节日或系列"), max_length=40, blank=True)
    programme = models.TextField(_("节目单"), max_length=4000, blank=True)
    idea = models.CharField(_("创意"), max_length=200, blank=True)
    planners = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("策划人")
    )
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    approved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    door_key = models.CharField(max_length=24, blank=True, editable=False)
    guests = models.PositiveIntegerField(_("未登记姓名的参加者"), default=0, editable=False)
    person_times = models.PositiveIntegerField(_("人次"), default=0, editable=False)
    spent = models.DecimalField(_("实际支出"), max_digits=12, decimal_places=2, default=Decimal(0))
    from_dues = models.DecimalField(
        _("其中会费"), max_digits=12, decimal_places=2, default=Decimal(0)
    )
    result = models.TextField(_("活动情况"), max_length=2000, blank=True)
    counts = models.JSONField(_("另计"), default=dict, blank=True, editable=False)
    supplies = models.JSONField(_("器材和物品"), default=list, blank=True, editable=False)
    publicity = models.JSONField(_("宣传"), default=list, blank=True, editable=False)
    ceremony = models.CharField(_("颁奖场合"), max_length=80, blank=True)
    raffles = models.JSONField(_("抽奖"), default=list, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-pk"]
        indexes = [
            models.Index(fields=["org", "on"]),
            models.Index(fields=["org", "state", "on"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="activity_ends_after")
        ]
        verbose_name = _("活动")

    def __str__(self):
        return self.title

    def set_days(self):
        """The days follow from the moments."""
        self.on, self.until = (timezone.localtime(m).date() for m in (self.starts, self.ends))

    @property
    def waits_for_allotment(self):
        """Whether places are given all at once after the deadline, and have not been yet."""
        return self.rule != Rule.ARRIVAL and self.drawn is None

    def window(self, now=None) -> str:
        """Why nobody can sign up just now; "" when one can."""
        now = now or clock.now()
        if not self.sign_up_needed:
            return str(_("这项活动不用报名，按时参加即可。"))
        if self.state != self.State.OPEN:
            return str(_("报名没有开放：%s。")) % self.get_state_display()
        if self.opens and now < self.opens:
            return str(_("报名从%s开始。")) % moment_words(self.opens)
        if self.closes and now >= self.closes:
            return str(_("报名已于%s截止。")) % moment_words(self.closes)
        return ""

    @property
    def when(self):
        """The time in words: 3月8日（周日）14:00–16:00."""
        first, last = timezone.localtime(self.starts), timezone.localtime(self.ends)
        head = f"{day_words(first)} {first:%H:%M}"
        if first.date() == last.date():
            return f"{head}–{last:%H:%M}" if first != last else head
        return f"{head} 至 {day_words(last)} {last:%H:%M}"

    @property
    def due(self):
        """The day a notice of it names: until when one can sign up."""
        if self.state == self.State.OPEN and self.closes:
            return timezone.localtime(self.closes).date()
        return None


def day_words(moment: datetime) -> str:
    year = f"{moment.year}年" if moment.year != clock.today().year else ""
    return f"{year}{moment.month}月{moment.day}日（周{'一二三四五六日'[moment.weekday()]}）"


def moment_words(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


class Slot(models.Model):
    """One of several times or places of an activity: a morning of check-ups, a court for an hour."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="slots")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("场次"), max_length=60)
    starts = models.DateTimeField(_("开始"), null=True, blank=True)
    ends = models.DateTimeField(_("结束"), null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "title"], name="one_slot_a_title")
        ]

    def __str__(self):
        return self.title


class Quota(models.Model):
    """A limit on some of the places; all that reach a sign-up must have room.

    Left without slot and group it limits the whole activity. ``taken`` is counted with the row of
    the activity locked, and by nothing else.
    """

    class Counts(models.TextChoices):
        MEMBERS = "members", _("会员")
        COMPANIONS = "companions", _("家属")
        HEADS = "heads", _("会员和家属合计")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="quotas")
    slot = models.ForeignKey(Slot, models.CASCADE, null=True, blank=True, related_name="quotas")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="+")
    counts = models.CharField(max_length=10, choices=Counts, default=Counts.MEMBERS)
    size = models.PositiveIntegerField(_("名额"))
    taken = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("size")), name="never_oversold")
        ]

    def __str__(self):
        where = "、".join(str(part) for part in (self.slot, self.group) if part) or str(_("全部"))
        return f"{where}{self.get_counts_display()} {self.taken}/{self.size}"

    @property
    def room(self):
        return self.size - self.taken
