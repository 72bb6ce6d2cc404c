"""Ways in through a union's own single sign-on, and the identities people hold there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet, lineage
from zhijia.kernel.people import Account
from zhijia.kernel.privacy import EncryptedTextField


class WayInQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "accounts.configure"))

    def on(self):
        return self.filter(state=WayIn.State.ON)

    def reaching(self, org):
        """Those open to people of the union: its own and those of the unions above."""
        return self.on().filter(org_path__in=lineage(org.path))


class WayIn(Owned):
    """How one union's people sign in elsewhere: kind, addresses, and what tells who they are."""

    class Kind(models.TextChoices):
        CAS = "cas", _("学校统一身份认证（CAS）")
        OIDC = "oidc", _("OpenID Connect")
        WECOM = "wecom", _("企业微信")
        DINGTALK = "dingtalk", _("钉钉")
        FEISHU = "feishu", _("飞书")

    class State(models.TextChoices):
        ON = "on", _("使用中")
        OFF = "off", _("未启用")

    TONES = {"on": "done", "off": "plan"}
    SENSITIVE = ("secret",)

    kind = models.CharField(_("接入方式"), max_length=10, choices=Kind)
    label = models.CharField(_("按钮文字"), max_length=30)
    server = models.CharField(_("服务地址"), max_length=200, blank=True)
    client_id = models.CharField(_("应用标识"), max_length=120, blank=True)
    secret = EncryptedTextField(_("应用密钥"), blank=True)
    agent = models.CharField(_("应用编号"), max_length=40, blank=True)
    attribute = models.CharField(_("工号字段"), max_length=60, blank=True)
    auto_tie = models.BooleanField(_("工号一致时自动绑定"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OFF)

    objects = WayInQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("统一身份认证")

    def __str__(self):
        return self.label


class IdentityQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "accounts.configure") | Q(account__person=person))

    def tied(self):
        return self.filter(state=Identity.State.TIED)


class Identity(Owned):
    """Who somebody is over there, tied to their account here."""

    class State(models.TextChoices):
        TIED = "tied", _("已绑定")
        UNTIED = "untied", _("已解除")

    class How(models.TextChoices):
        SELF = "self", _("本人绑定")
        NUMBER = "number", _("工号一致自动绑定")

    TONES = {"tied": "done", "untied": "plan"}

    way = models.ForeignKey(WayIn, models.PROTECT, related_name="identities", editable=False)
    subject = models.CharField(_("外部标识"), max_length=191, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="identities", editable=False)
    how = models.CharField(_("绑定方式"), max_length=10, choices=How)
    tied = models.DateTimeField(_("绑定时间"), default=clock.now)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.TIED)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("外部身份")
        constraints = [
            models.UniqueConstraint(
                fields=["way", "subject"], condition=Q(state="tied"), name="one_account_per_subject",
                violation_error_message=_("这个外部身份已经绑定在另一个账号上。"),
            ),
            models.UniqueConstraint(
                fields=["way", "account"], condition=Q(state="tied"), name="one_subject_per_account",
                violation_error_message=_("这个账号已经绑定了另一个同类身份，请先解除。"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.account.person.name}的{self.way.label}身份"
