"""Sensitive fields: encrypted at rest, keys that rotate, and a log of who looked."""

from functools import lru_cache
from hashlib import blake2b

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from . import clock
from .cipher import Box


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> Box:
    return Box(keys)


def box() -> Box:
    """The cipher: writes with the first key of ``ENCRYPTION_KEYS``, reads with any of them."""
    return _box(tuple(settings.ENCRYPTION_KEYS))


def seal(data: bytes) -> bytes:
    return box().encrypt(data)


def unseal(data: bytes) -> bytes:
    """The plain bytes. Raises ``InvalidToken`` when no configured key fits."""
    return box().decrypt(data)


def digest(text: str) -> str:
    """A keyed mark of a number (ID card), by which the same one is found again without reading it.

    "" for nothing. Spaces and the case of the final X do not matter.
    """
    if not text or isinstance(text, Locked):
        return ""
    if not text.isalnum():
        text = "".join(text.split())
        if not text:
            return ""
    key = _digest_key(settings.SECRET_KEY)
    return blake2b(text.upper().encode(), digest_size=16, key=key, person=b"id-number").hexdigest()


@lru_cache(maxsize=2)
def _digest_key(secret) -> bytes:
    return secret.encode()[:64]


class Locked(str):
    """What is shown of a value that no key opens; it carries the cipher text, so a save keeps it."""

    cipher = ""


class EncryptedTextField(models.TextField):
    """Text that the database holds only as cipher text. It cannot be searched, by design."""

    def get_prep_value(self, value):
        if isinstance(value, Locked):
            return value.cipher
        value = super().get_prep_value(value)
        return value if value in (None, "") else seal(str(value).encode()).decode()

    def from_db_value(self, value, expression, connection):
        if value in (None, ""):
            return value
        try:
            return unseal(value.encode()).decode()
        except InvalidToken:
            locked = Locked(_("（无法解密：缺少密钥）"))
            locked.cipher = value
            return locked

    def to_python(self, value):
        return value if isinstance(value, Locked) else super().to_python(value)


def encrypted_fields():
    """Every (model, field) that holds cipher text."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field


@transaction.atomic
def rotate() -> int:
    """Write every sealed value and file anew with the first key; the number of values is returned.

    A value that no key opens raises ``InvalidToken`` and nothing is changed, so an old key
    cannot be thrown away too early.
    """
    count = 0
    for model, field in encrypted_fields():
        raw = Cast(field.name, models.TextField())
        rows = model._base_manager.annotate(raw_=raw).exclude(raw_="").values_list("pk", "raw_")
        for pk, value in rows.iterator():
            fresh = box().rotate(value.encode()).decode()
            model._base_manager.filter(pk=pk).update(**{field.name: models.Value(fresh)})
            count += 1
    for seal_again in also_sealed:
        seal_again()
    return count


also_sealed: list = []  # what else is sealed, outside columns: functions that seal it anew


class LookQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("looks are never changed")

    def delete(self):
        raise TypeError("looks are never deleted")


class Look(models.Model):
    """Who looked at which sensitive field, when and why. Never changed, never deleted."""

    by = models.ForeignKey("kernel.Person", models.PROTECT, related_name="+")
    about = models.ForeignKey("kernel.Person", models.PROTECT, related_name="looks")
    what = models.CharField(max_length=80)
    source = models.CharField(max_length=80)
    at = models.DateTimeField(default=clock.now)

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("查阅记录")

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("a look is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("a look is never deleted")


def look(by, about, what: str, source) -> None:
    """Note that ``by`` was shown ``what`` about a person; one's own data needs no note."""
    if by.pk != about.pk:
        Look.objects.create(
            by=by, about=about, what=what, source=f"{source._meta.label}:{source.pk}"
        )
