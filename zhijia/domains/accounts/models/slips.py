"""Slips and those they are for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Membership, Person, SpellQuerySet

from ..standing import groups_led


class HolderQuerySet(SpellQuerySet):
    def visible_to(self, person):
        """Who hands out slips sees the whole union; a group leader their own group."""
        led = Q(group__in=groups_led(person)) if person else Q(pk__in=[])
        return self.filter(scope(person, "accounts.invite") | led)


class Holder(Membership):
    """A member as somebody with, or still without, a way in: the verbs on other people's accounts."""

    objects = HolderQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("登录账号")

    def __str__(self):
        return self.person.name

    @property
    def account(self):
        return getattr(self.person, "account", None)

    @property
    def words(self):
        """(tone, word) of how things stand with the account."""
        if self.account is None:
            return ("due", _("未开通"))
        return ("done", _("已开通")) if self.account.is_active else ("plan", _("已停用"))


def of_groups_led(person):
    """The people whose slips a group leader may hand out."""
    groups = groups_led(person) if person else ()
    return Membership.objects.filter(group__in=groups).on(clock.today()).values("person")


class BatchQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """A group leader sees the sheets on which nobody but their own group stands."""
        led = of_groups_led(person)
        theirs = Invitation.objects.filter(person__in=led).values("batch")
        others = Invitation.objects.exclude(person__in=led).values("batch")
        own = Q(pk__in=theirs) & ~Q(pk__in=others)
        return self.filter(scope(person, "accounts.invite") | own)


class Batch(Owned):
    """Slips issued at once: the sheet that is printed and cut."""

    class Kind(models.TextChoices):
        JOIN = "join", _("开通账号")
        RESET = "reset", _("重设密码")

    kind = models.CharField(_("用途"), max_length=10, choices=Kind, default=Kind.JOIN)
    whom = models.CharField(_("发给"), max_length=80)
    issued_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("发放人")
    )

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("登录凭条")

    def __str__(self):
        return f"{self.get_kind_display()}：{self.whom}"


class InvitationQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        own = Q(person__in=of_groups_led(person))
        return self.filter(scope(person, "accounts.invite") | own)

    def alive(self):
        """Those that still open the door."""
        return self.filter(state=Invitation.State.OPEN, expires__gt=clock.now())


class Invitation(Owned):
    """One printed slip: a link and a one-time code, each kept as a keyed digest only."""

    class State(models.TextChoices):
        OPEN = "open", _("待使用")
        USED = "used", _("已使用")
        VOID = "void", _("已作废")

    TONES = {"open": "info", "used": "done", "void": "plan"}

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="slips", editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("本人"))
    nonce = models.CharField(max_length=32, editable=False)
    token_digest = models.CharField(max_length=32, unique=True, editable=False)
    code_digest = models.CharField(max_length=32, editable=False)
    expires = models.DateTimeField(_("有效至"))
    clears = models.BooleanField(_("同时清除二次验证"), default=False)
    used = models.DateTimeField(_("使用时间"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["person__pinyin", "pk"]
        indexes = [models.Index(fields=["person", "state"])]
        verbose_name = _("凭条")

    def __str__(self):
        return f"{self.person.name}的凭条"

    @property
    def expired(self):
        return self.expires <= clock.now()

    @property
    def words(self):
        """(tone, word), time passed included."""
        if self.state == self.State.OPEN and self.expired:
            return ("late", _("已过期"))
        return (self.TONES[self.state], self.get_state_display())
