"""A box: whose it is, how long an answer takes, how long letters are kept."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person


def new_address() -> str:
    return secrets.token_urlsafe(9).replace("_", "a").replace("-", "b")


class ChannelQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Everybody of the union; nobody else."""
        return self.filter(scope(person, "voice.see"))


class Channel(Owned):
    """Where letters go; its address needs no account."""

    class Kind(models.TextChoices):
        OPINION = "opinion", _("意见箱")
        CHAIR = "chair", _("工会主席信箱")
        PRINCIPAL = "principal", _("校长信箱")
        PARTY = "party", _("书记信箱")
        STUDENT = "student", _("学生意见箱")
        PARENT = "parent", _("家长意见箱")

    class State(models.TextChoices):
        OPEN = "open", _("开放")
        CLOSED = "closed", _("停用")

    TONES = {"open": "done", "closed": "plan"}

    kind = models.CharField(_("类别"), max_length=10, choices=Kind, default=Kind.OPINION)
    title = models.CharField(_("名称"), max_length=40)
    words = models.TextField(_("说明"), max_length=500, blank=True)
    owners = models.ManyToManyField(Person, related_name="+", verbose_name=_("收信人"))
    answer_days = models.PositiveSmallIntegerField(_("答复期限（工作日）"), default=10)
    keep_months = models.PositiveSmallIntegerField(_("办结后保留（月）"), default=36)
    anonymous = models.BooleanField(_("接收匿名信"), default=True)
    address = models.CharField(max_length=16, unique=True, default=new_address, editable=False)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title"]
        verbose_name = _("信箱")

    def __str__(self):
        return self.title
