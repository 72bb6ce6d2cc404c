"""Correction, Erasure, Export; and consent with this domain's verbs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import consent
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person
from zhijia.kernel.privacy import EncryptedTextField


class Consent(consent.Consent):
    class Meta:
        proxy = True
        verbose_name = _("同意")


class CorrectionQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Who asked, and who answers."""
        return self.filter(scope(person, "privacy.answer") | Q(person=person))


class Correction(Owned):
    """Somebody says that something held about them is wrong, and what is right."""

    class State(models.TextChoices):
        ASKED = "asked", _("待办理")
        ACCEPTED = "accepted", _("已更正")
        REFUSED = "refused", _("未更正")

    TONES = {"asked": "due", "accepted": "done", "refused": "plan"}
    SENSITIVE = ("right", "why")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    field = models.CharField(_("哪一项"), max_length=80)
    label = models.CharField(_("哪一项"), max_length=80, editable=False)
    right = EncryptedTextField(_("正确的内容"), max_length=500)
    why = EncryptedTextField(_("说明"), blank=True, max_length=500)
    answer_by = models.DateField(_("答复期限"), editable=False)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ASKED)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["org", "state"])]
        verbose_name = _("信息更正")

    def __str__(self):
        return f"更正：{self.label}"

    @property
    def due(self):
        return self.answer_by if self.state == self.State.ASKED else None


class ErasureQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "privacy.erase"))


class Erasure(Owned):
    """Erasing a person who has left: one asks, another confirms."""

    class State(models.TextChoices):
        ASKED = "asked", _("待确认")
        DONE = "done", _("已注销")
        DROPPED = "dropped", _("已撤回")

    TONES = {"asked": "due", "done": "done", "dropped": "plan"}

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人员"))
    reason = models.CharField(_("理由"), max_length=200)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    done_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ASKED)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("注销")

    def __str__(self):
        return f"注销：{self.person.name}"


class ExportQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Whose data it is; a log is its maker's."""
        return self.filter(by=person) if person else self.none()


class Export(Owned):
    """Something taken out of the house as a file; that it was taken is what counts."""

    class Kind(models.TextChoices):
        OWN = "own", _("我的信息")
        LOG = "log", _("操作日志")

    kind = models.CharField(_("内容"), max_length=10, choices=Kind)
    form = models.CharField(_("格式"), max_length=5)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    asked = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("导出")

    def __str__(self):
        return f"导出：{self.get_kind_display()}"
