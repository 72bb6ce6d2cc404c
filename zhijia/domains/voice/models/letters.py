"""Letters, the talk about them, and the slips that wait in a box until it is emptied.

All have keys drawn at random and, on SQLite, no row numbers, so that no order of theirs says who
came when. None of them has a time; a letter has a day.
"""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person
from zhijia.kernel.privacy import EncryptedTextField

from .channels import Channel

HALF = 1 << 52  # keys stay exact in every script and sheet


def new_key() -> int:
    return secrets.randbelow(HALF - 1) + 1


def new_signed_key() -> int:
    """Signed letters have keys of a half of their own; they say openly that they are signed."""
    return HALF + new_key()


class Slip(models.Model):
    """What was dropped and not yet taken out: the hash of a receipt code and a sealed body."""

    ORDERLESS = True
    SENSITIVE = ("body",)

    key = models.BigIntegerField(primary_key=True, default=new_key)
    channel = models.BigIntegerField(db_index=True)
    code = models.CharField(max_length=64)
    body = EncryptedTextField()

    class Meta:
        ordering = ["key"]


class MessageQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Those it reached, never whom it is about; who signed it; what may be set aside, to the watch."""
        if person is None:
            return self.none()
        mine = Message.readers.through.objects.filter(person=person).values("message")
        about = Message.about.through.objects.filter(person=person).values("message")
        watched = scope(person, "voice.watch") & Q(abuse_by__isnull=False)
        seen = Q(pk__in=mine) | Q(handler=person) | watched
        return self.filter(Q(sender=person) | (seen & ~Q(pk__in=about)))

    def besides(self, person):
        """All but those about the person: the ground of every figure a person is shown."""
        about = Message.about.through.objects.filter(person=person).values("message")
        return self.exclude(pk__in=about)


class Message(Owned):
    """A letter, from the day it was taken out of the box."""

    class State(models.TextChoices):
        NEW = "new", _("待签收")
        HANDLING = "handling", _("办理中")
        ACCUSED = "accused", _("待认定恶意")
        ANSWERED = "answered", _("已答复")
        ASIDE = "aside", _("已搁置")
        CLOSED = "closed", _("已办结")

    CLOCKED = ("new", "handling", "accused")
    DISCREET = True  # a step alone would tell whom it is about that there is a letter
    ORDERLESS = True
    SENSITIVE = ("text", "abuse_words", "objected")
    TONES = {
        "new": "due",
        "handling": "info",
        "accused": "due",
        "answered": "done",
        "aside": "plan",
        "closed": "done",
    }

    created = None
    key = models.BigIntegerField(primary_key=True, default=new_key, editable=False)
    channel = models.ForeignKey(
        Channel, models.PROTECT, related_name="letters", verbose_name=_("信箱")
    )
    sender = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("写信人")
    )
    code = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    text = EncryptedTextField(_("内容"))
    about = models.ManyToManyField(Person, related_name="+", blank=True, verbose_name=_("涉及"))
    readers = models.ManyToManyField(Person, related_name="+", blank=True, verbose_name=_("收信人"))
    urgent = models.BooleanField(_("紧急"), default=False)
    received = models.DateField(_("收到"), default=clock.today)
    due = models.DateField(_("答复期限"), null=True, blank=True)
    handler = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("首问责任人"),
    )
    answered = models.DateField(_("首次答复"), null=True, blank=True)
    on_time = models.BooleanField(null=True, blank=True)
    closed = models.DateField(_("办结"), null=True, blank=True)
    alarm = models.PositiveSmallIntegerField(default=0, editable=False)
    same_as = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="twins",
        verbose_name=_("同一件事"),
    )
    abuse_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    abuse_words = EncryptedTextField(_("认为恶意的理由"), blank=True)
    abuse_second = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    objected = EncryptedTextField(_("写信人的异议"), blank=True)
    said = models.CharField(_("您说"), max_length=120, blank=True)
    done = models.CharField(_("我们做"), max_length=160, blank=True)
    published = models.DateField(_("公开日期"), null=True, blank=True)
    purged = models.BooleanField(default=False, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.NEW)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-received", "key"]
        indexes = [models.Index(fields=["org", "received"]), models.Index(fields=["state", "due"])]
        verbose_name = _("来信")

    def __str__(self):
        return f"来信 {self.key % 10_000:04d}（{self.channel}）"

    @property
    def anonymous(self):
        return self.sender_id is None

    @property
    def overdue(self):
        return self.state in self.CLOCKED and self.due is not None and self.due < clock.today()


class Talk(models.Model):
    """One line of the talk about a letter: by whoever handles it, or by its sender."""

    ORDERLESS = True
    SENSITIVE = ("text",)

    key = models.BigIntegerField(primary_key=True, default=new_key)
    message = models.ForeignKey(Message, models.CASCADE, related_name="talk")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    text = EncryptedTextField()
    on = models.DateField(default=clock.today)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="letter_line_number")
        ]


class Picture(models.Model):
    """A picture that came with a letter, without its metadata, sealed."""

    ORDERLESS = True
    SENSITIVE = ("data",)

    key = models.BigIntegerField(primary_key=True, default=new_key)
    message = models.ForeignKey(Message, models.CASCADE, related_name="pictures")
    data = EncryptedTextField()

    class Meta:
        ordering = ["key"]
