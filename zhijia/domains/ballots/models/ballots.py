"""Ballot and Question."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person


class Kind(models.TextChoices):
    """What is decided; rules and wording follow from it."""

    MOTION = "motion", _("议题表决")
    ELECTION = "election", _("选举")
    APPRAISAL = "appraisal", _("民主评议")
    POLL = "poll", _("会员投票")


class Grade(models.TextChoices):
    """How far secrecy reaches; shown before anybody votes."""

    NAMED = "named", _("公开（记名）")
    SECRET = "secret", _("无记名")
    SEALED = "sealed", _("无记名加封")


class Base(models.TextChoices):
    """Of what a majority is counted (rules 0.01): each rule names its own denominator."""

    ROLL = "roll", _("全体（名册总数）")
    DUE = "due", _("应到")
    PRESENT = "present", _("实到")
    RETURNED = "returned", _("收回的票")
    VALID = "valid", _("有效票")


class Form(models.TextChoices):
    """How a question is answered."""

    YESNO = "yesno", _("赞成、反对、弃权")
    CHOOSE = "choose", _("选人或选项")
    SCALE = "scale", _("分等评议")
    RANK = "rank", _("排序")


class BallotQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Everybody of the union, once it is opened; before, those who prepare and tell."""
        out = scope(person, "ballots.see") & ~Q(state=Ballot.State.DRAFT)
        telling = Ballot.tellers.through.objects.filter(
            person=person.pk if person else None
        ).values("ballot")
        mine = Q(pk__in=telling) if person else Q(pk__in=[])
        return self.filter(out | scope(person, "ballots.prepare") | mine)


class Ballot(Owned):
    """One act of voting by one roll."""

    class State(models.TextChoices):
        DRAFT = "draft", _("准备中")
        OPEN = "open", _("投票中")
        CLOSED = "closed", _("已截止")
        COUNTED = "counted", _("已计票")
        CERTIFIED = "certified", _("已公布")
        VOID = "void", _("作废")

    TONES = {
        "draft": "plan", "open": "info", "closed": "due", "counted": "due", "certified": "done",
        "void": "plan",
    }  # fmt: skip

    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    grade = models.CharField(_("方式"), max_length=10, choices=Grade, default=Grade.SECRET)
    title = models.CharField(_("名称"), max_length=120)
    words = models.TextField(_("说明"), max_length=2000, blank=True)
    on = models.DateField(_("日期"))
    base = models.CharField(_("计算基数"), max_length=10, choices=Base, default=Base.ROLL)
    entitled = models.PositiveIntegerField(_("应到人数"), null=True, blank=True)
    present = models.PositiveIntegerField(_("实到人数"), null=True, blank=True)
    need = models.PositiveSmallIntegerField(_("开封需要的监票人数"), default=2)
    closes = models.DateTimeField(_("截止时间"), null=True, blank=True)
    opened = models.DateTimeField(null=True, blank=True, editable=False)
    closed = models.DateTimeField(null=True, blank=True, editable=False)
    slips_left = models.PositiveIntegerField(_("剩余凭条"), null=True, editable=False)
    roll_print = models.CharField(_("名册指纹"), max_length=64, blank=True, editable=False)
    paper_print = models.CharField(_("票面指纹"), max_length=64, blank=True, editable=False)
    tellers = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("监票人"))
    source = models.CharField(max_length=60, blank=True, editable=False)
    source_id = models.BigIntegerField(null=True, blank=True, editable=False)
    after = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="followers"
    )
    result = models.JSONField(default=dict, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)

    objects = BallotQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["org", "on"])]
        verbose_name = _("投票")

    def __str__(self):
        return self.title

    @property
    def due(self):
        """The day until which one can vote, for notices."""
        return timezone.localtime(self.closes).date() if self.closes else None

    @property
    def is_secret(self):
        return self.grade != Grade.NAMED

    @property
    def public_id(self) -> str:
        """What keys and codes are bound to: the union and the ballot, the same on every device."""
        return f"{self.org_id}/{self.pk}"


class Question(models.Model):
    """One question of a ballot. ``options``: [{"key", "label"}]; ``seats``: how many are chosen.

    ``runoff``: between those who were tied before, so that more votes win (rules 8.20)."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("题目"), max_length=300)
    form = models.CharField(_("形式"), max_length=10, choices=Form)
    options = models.JSONField(default=list)
    seats = models.PositiveSmallIntegerField(_("应选"), default=1)
    write_in = models.BooleanField(_("可另选他人"), default=False)
    criteria = models.JSONField(default=list)
    grades = models.JSONField(default=list)
    runoff = models.BooleanField(default=False, editable=False)
    union = models.BooleanField(default=True, editable=False)  # an office of the union (rules 8.09)

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return self.text

    @property
    def asked(self) -> dict:
        """The question as the paper, the checker and the count read it."""
        asked = {
            "id": str(self.order), "text": self.text, "form": self.form, "options": self.options,
            "seats": self.seats, "write_in": self.write_in, "criteria": self.criteria,
            "grades": self.grades,
        }  # fmt: skip
        return asked | {"runoff": True} if self.runoff else asked
