"""Papers read, opinions answered, resolutions carried out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned
from zhijia.kernel.people import Person

from .agenda import AgendaItem, AgendaItemQuerySet
from .delegates import Delegation
from .sessions import Session


class Receipt(models.Model):
    """A delegate opened the papers (rules 1.53: a log of receipt)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="receipts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="read_once")]


class OpinionQuerySet(AgendaItemQuerySet):
    def visible_to(self, person):
        """With the session; what was said in the making of a policy is earlier there for who answers it
        and who said it."""
        with_session = super().visible_to(person).values("pk")
        early = scope(person, "congress.answer") | (Q(by=person) & scope(person, "congress.see"))
        return self.filter(Q(pk__in=with_session) | early)


class Opinion(Owned):
    """What a delegation or delegate thinks of a matter; each is answered (rules 1.19).

    ``stage``: said while a policy was being made, before it came to the congress (R-045).
    """

    class State(models.TextChoices):
        RAISED = "raised", _("待答复")
        ANSWERED = "answered", _("已答复")

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", _("采纳")
        PARTLY = "partly", _("部分采纳")
        NOT = "not", _("不采纳")

    class Stage(models.TextChoices):
        IDEA = "idea", _("酝酿")
        DRAFT = "draft", _("起草")
        CONSULT = "consult", _("征求意见")
        FINAL = "final", _("定稿前")

    TONES = {"raised": "due", "answered": "done"}

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="opinions", verbose_name=_("会议")
    )
    item = models.ForeignKey(
        AgendaItem,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name=_("议题"),
    )
    delegation = models.ForeignKey(
        Delegation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("代表团"),
    )
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    text = models.TextField(_("意见"), max_length=4000)
    stage = models.CharField(_("参与阶段"), max_length=10, choices=Stage, blank=True)
    due = models.DateField(_("答复期限"), null=True, blank=True)
    outcome = models.CharField(_("处理"), max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(_("说明"), max_length=4000, blank=True)
    answered = models.DateField(_("答复日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.RAISED)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["org", "state", "due"])]
        verbose_name = _("意见")

    def __str__(self):
        return self.text[:40]


class Resolution(Owned):
    """What the congress resolved and somebody has to do, followed until it is done (R-035)."""

    class State(models.TextChoices):
        OPEN = "open", _("落实中")
        DONE = "done", _("已落实")
        DROPPED = "dropped", _("不再办理")

    TONES = {"open": "due", "done": "done", "dropped": "plan"}

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="resolutions", verbose_name=_("会议")
    )
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("议题")
    )
    text = models.CharField(_("决议事项"), max_length=200)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("负责人")
    )
    department = models.CharField(_("负责部门"), max_length=40, blank=True)
    due = models.DateField(_("期限"), null=True, blank=True)
    progress = models.TextField(_("进展"), max_length=4000, blank=True)
    done = models.DateField(_("落实日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["org", "state", "due"])]
        verbose_name = _("决议落实")

    def __str__(self):
        return self.text
