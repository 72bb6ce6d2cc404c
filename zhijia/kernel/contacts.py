"""Where and how a person wants to hear: addresses by channel, and what reaches them when."""

import secrets
from datetime import datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from . import clock
from .notices import Sort
from .orgs import Owned, OwnedQuerySet
from .people import Person
from .privacy import EncryptedTextField

CODE_MINUTES, CODE_TRIES = 10, 5
MANY = 5000  # names in one ``IN``


class Channel(models.TextChoices):
    """Ways out of the house, the one people look at most first."""

    WECOM = "wecom", _("企业微信")
    DINGTALK = "dingtalk", _("钉钉")
    MAIL = "mail", _("邮件")
    SMS = "sms", _("短信")


class Way(models.TextChoices):
    NOW = "now", _("马上")
    DIGEST = "digest", _("每日小结")
    NEVER = "never", _("不发")


class ContactQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """One's own, nobody else's."""
        return self.filter(person=person) if person else self.none()

    def usable(self):
        return self.filter(state=Contact.State.VERIFIED)


class Contact(Owned):
    """An address of a person on one channel; used only once a code sent there came back."""

    class State(models.TextChoices):
        ASKED = "asked", _("待验证")
        VERIFIED = "verified", _("可用")
        DROPPED = "dropped", _("已停用")

    TONES = {"asked": "due", "verified": "done", "dropped": "plan"}
    SENSITIVE = ("address", "code", "code_until", "wrong", "answer")

    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts", editable=False)
    channel = models.CharField(_("方式"), max_length=10, choices=Channel)
    address = EncryptedTextField(_("地址"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ASKED)
    code = models.CharField(max_length=64, blank=True, editable=False)
    code_until = models.DateTimeField(null=True, editable=False)
    wrong = models.PositiveSmallIntegerField(default=0, editable=False)
    answer = models.CharField(max_length=200, blank=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="contact_once")]
        verbose_name = _("联系方式")

    def __str__(self):
        return self.get_channel_display()

    @property
    def shown(self):
        """The address with its middle hidden."""
        from .masking import mask_address

        return mask_address(self.address)

    def new_code(self) -> str:
        """A fresh code, kept only as a mark; the caller sends it."""
        code = f"{secrets.randbelow(1_000_000):06d}"
        self.code, self.wrong = self._mark(code), 0
        self.code_until = clock.now() + timedelta(minutes=CODE_MINUTES)
        return code

    def _mark(self, code):
        return salted_hmac("contact", f"{self.person_id}:{self.channel}:{code}").hexdigest()

    def fits(self, code) -> bool:
        return bool(self.code) and constant_time_compare(self.code, self._mark(code.strip()))

    @property
    def code_stands(self):
        """Whether the last code may still be typed in."""
        fresh = self.code_until and self.code_until >= clock.now()
        return bool(self.code and fresh and self.wrong < CODE_TRIES)


def wrong_code(contact) -> int:
    """Count a wrong try, before any transaction that would be rolled back; how many are left."""
    Contact.objects.filter(pk=contact.pk).update(wrong=models.F("wrong") + 1)
    return max(0, CODE_TRIES - contact.wrong - 1)


class Preference(Owned):
    """How one person wants to hear. Who has none is treated by the defaults."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="preference", editable=False)
    routes = models.JSONField(default=dict, blank=True)
    quiet_from = models.TimeField(_("免打扰从"), default=time(22))
    quiet_to = models.TimeField(_("到"), default=time(7))
    urgent_passes = models.BooleanField(_("紧急通知不受免打扰限制"), default=False)
    digest = models.BooleanField(_("每天一封小结"), default=True)
    digest_at = models.TimeField(_("小结时间"), default=time(17, 30))
    digested = models.DateField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["digest", "digest_at"])]
        verbose_name = _("通知设置")

    def __str__(self):
        return str(self._meta.verbose_name)

    def way(self, sort, channel) -> str:
        return self.routes.get(sort, {}).get(channel) or default_way(sort, channel)

    def quiet_until(self, moment) -> datetime | None:
        """When the quiet hours around ``moment`` end; None outside them."""
        local = timezone.localtime(moment)
        start, end, at = self.quiet_from, self.quiet_to, local.time()
        if start == end:
            return None
        if not (start <= at < end if start < end else at >= start or at < end):
            return None
        day = local.date() if at < end else local.date() + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, end))


def default_way(sort, channel) -> str:
    """A text message costs money, so only what is urgent goes that way unasked."""
    if sort == Sort.URGENT:
        return Way.NOW
    if channel == Channel.SMS:
        return Way.NEVER
    return Way.NOW if sort == Sort.TODO else Way.DIGEST


def deaf_to(sort, pks) -> set[int]:
    """Which of these persons asked not to be reminded of this sort in the inbox."""
    found = set()
    for start in range(0, len(pks), MANY):
        rows = Preference.objects.filter(person__in=pks[start : start + MANY])
        for person, routes in rows.values_list("person", "routes"):
            if routes.get(sort, {}).get("inbox") == Way.NEVER:
                found.add(person)
    return found


def keep_trusted(person, org, channel, address) -> Contact:
    """Enter an address that needs no code: of an import by the member keepers, of a sign-in."""
    given = {"org": org, "address": address, "state": Contact.State.VERIFIED}
    return Contact.objects.update_or_create(person=person, channel=channel, defaults=given)[0]
