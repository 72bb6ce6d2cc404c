"""The history of entering an account, and the browsers its owner trusts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.people import Account


class EntranceQuerySet(models.QuerySet):
    def of(self, account):
        """The history of one account: its owner's to see, nobody else's."""
        return self.filter(account=account)

    def update(self, **kwargs):
        raise TypeError("entrances are never changed")

    def delete(self):
        raise TypeError("entrances are never deleted")


class Entrance(models.Model):
    """One time somebody came to the door of an account. Never changed, never deleted."""

    class What(models.TextChoices):
        IN = "in", _("进入")
        WRONG = "wrong", _("密码不对")
        SECOND = "second", _("二次验证没通过")
        PAUSED = "paused", _("试得太多，已暂停")
        SHUT = "shut", _("账号已停用，没有进入")
        OUT = "out", _("退出")
        ENDED = "ended", _("结束登录")
        CHANGED = "changed", _("改了安全设置")

    TONES = {"in": "done", "wrong": "late", "second": "late", "paused": "due", "shut": "late",
             "out": "plan", "ended": "plan", "changed": "info"}  # fmt: skip

    account = models.ForeignKey(Account, models.CASCADE, related_name="entrances")
    what = models.CharField(max_length=10, choices=What)
    how = models.CharField(max_length=60, blank=True)
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=clock.now)

    objects = EntranceQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["account", "-at"])]
        verbose_name = _("登录记录")

    def __str__(self):
        return f"{self.get_what_display()} {self.at:%Y-%m-%d %H:%M}"

    @property
    def tone(self):
        return self.TONES[self.what]

    def save_base(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("an entrance is never changed")
        super().save_base(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("an entrance is never deleted")


class Browser(models.Model):
    """A browser in which the second factor is not asked again for a while.

    allauth keeps this in a cookie alone, which nobody can list or take back; so it is a row here.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="browsers")
    digest = models.CharField(max_length=32, unique=True)
    device = models.CharField(max_length=60, blank=True)
    address = models.GenericIPAddressField(null=True)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()

    class Meta:
        ordering = ["-since"]
        verbose_name = _("信任的浏览器")

    def __str__(self):
        return self.device
