"""What is decided, handled and answered about a proposal."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person

from .calls import Department
from .proposals import Proposal
from .settings import Ground, ReplyKind


class PartQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Who sees the proposal sees what became of it."""
        return self.filter(proposal__in=Proposal.objects.visible_to(person).values("pk"))


class Decision(Owned):
    """What the committee or the presidium decided, and why."""

    class What(models.TextChoices):
        ACCEPT = "accept", _("立案")
        MERGE = "merge", _("并案")
        REFER = "refer", _("转意见建议")
        DECLINE = "decline", _("不立案")
        SEND_BACK = "send_back", _("退回修改")
        DISPUTE = "dispute", _("提请裁定")

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="decisions", verbose_name=_("提案")
    )
    what = models.CharField(_("决定"), max_length=12, choices=What)
    ground = models.CharField(_("理由"), max_length=12, choices=Ground, blank=True)
    words = models.TextField(_("说明"), max_length=500, blank=True)
    presidium = models.BooleanField(_("主席团裁定"), default=False)
    congress = models.BooleanField(_("大会表决"), default=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField(_("日期"), default=clock.today)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("审查决定")

    def __str__(self):
        return f"{self.get_what_display()}：{self.proposal}"


class Assignment(models.Model):
    """A department's part in a proposal: to lead and answer, or to assist."""

    class Role(models.TextChoices):
        LEAD = "lead", _("主办")
        ASSIST = "assist", _("协办")

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="assignments", verbose_name=_("提案")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="assignments", verbose_name=_("部门")
    )
    role = models.CharField(max_length=6, choices=Role, default=Role.LEAD)
    handler = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("经办人")
    )
    sent = models.DateField(_("交办日期"), default=clock.today)
    received = models.DateField(_("签收日期"), null=True, blank=True)
    asked = models.CharField(_("申请改派的理由"), max_length=500, blank=True)
    opinion = models.TextField(_("协办意见"), max_length=3000, blank=True)
    countersigned = models.DateField(_("会签日期"), null=True, blank=True)
    ended = models.DateField(_("改派日期"), null=True, blank=True)
    why = models.CharField(_("改派原因"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "department"], condition=models.Q(ended=None),
                name="one_part_a_department",
            )
        ]  # fmt: skip
        verbose_name = _("承办")


class Contact(models.Model):
    """Talking to the proposer before the answer (rules 5.20)."""

    class Way(models.TextChoices):
        FACE = "face", _("面谈")
        VISIT = "visit", _("现场查看")
        MEETING = "meeting", _("座谈会")
        PHONE = "phone", _("电话")
        WRITTEN = "written", _("书面说明")

    FACE_TO_FACE = ("face", "visit", "meeting")

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="contacts", verbose_name=_("提案")
    )
    round = models.PositiveSmallIntegerField(default=1)
    on = models.DateField(_("日期"))
    way = models.CharField(_("方式"), max_length=8, choices=Way)
    words = models.TextField(_("沟通情况"), max_length=1000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]


class ReplyQuerySet(PartQuerySet):
    def visible_to(self, person):
        """A draft is for those who work on it; once delivered it is for who sees the proposal."""
        working = (
            scope(person, "proposals.read") | Q(drafted_by=person) | Q(proposal__leader=person)
        )
        return super().visible_to(person).filter(Q(delivered__isnull=False) | working)


class Reply(Owned):
    """One answer of one round; what is promised in it becomes a :class:`Promise` once delivered."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="replies", verbose_name=_("提案")
    )
    round = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("答复类型"), max_length=1, choices=ReplyKind)
    text = models.TextField(_("答复内容"), max_length=5000)
    measures = models.TextField(_("已采取的措施"), max_length=2000, blank=True)
    promised = models.JSONField(_("承诺事项"), default=list)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    authority = models.CharField(_("答复机关"), max_length=60, blank=True)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drafted = models.DateField(_("拟稿日期"), default=clock.today)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed = models.DateField(_("审签日期"), null=True, blank=True)
    also_signed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    delivered = models.DateField(_("送达日期"), null=True, blank=True)
    on_time = models.BooleanField(null=True, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["round", "pk"]
        verbose_name = _("提案答复")

    def __str__(self):
        return f"答复：{self.proposal}"

    @property
    def answerer(self) -> str:
        """The department, or whom the case was passed up to."""
        return self.authority or str(self.department)
