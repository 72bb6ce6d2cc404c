"""Person ≠ account ≠ membership ≠ appointment.

A person is one human being; an account is a way in; a membership is a spell of belonging to a
union; an appointment is an office held for a time.
"""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import clock
from .names import initials_of, pinyin_of
from .orgs import Org, Owned, OwnedQuerySet
from .privacy import EncryptedTextField


class Post(models.TextChoices):
    """Offices, and the two standings (member, staff of the upper union) that powers hang on."""

    CHAIR = "chair", _("工会主席")
    VICE_CHAIR = "vice_chair", _("工会副主席")
    COMMITTEE = "committee", _("工会委员")
    GROUP_LEADER = "group_leader", _("工会小组长")
    TREASURER = "treasurer", _("工会会计")
    FUNDS_REVIEW = "funds_review", _("经审委员")
    PARTY = "party", _("党支部书记")
    PRINCIPAL = "principal", _("校长")
    OFFICER = "officer", _("上级工会干部")
    MEMBER = "member", _("会员")


COMMITTEE_POSTS = (Post.CHAIR, Post.VICE_CHAIR, Post.COMMITTEE)


def _token():
    return secrets.token_hex(16)


class PersonQuerySet(models.QuerySet):
    def members_of(self, org, on=None):
        """Those with a membership of ``org`` on the day (today if none is given)."""
        on = on or clock.today()
        spells = Membership.objects.filter(org=org).on(on)
        return self.filter(pk__in=spells.values("person"))

    def named(self, words):
        """By a part of the name, its pinyin or its initials, or the staff number."""
        words = words.strip().lower()
        if not words:
            return self
        return self.filter(
            Q(name__contains=words)
            | Q(pinyin__startswith=words)
            | Q(initials__startswith=words)
            | Q(staff_no__iexact=words)
        )


class Person(models.Model):
    """A human being. What is sensitive is encrypted; what is not needed is not here."""

    class Sex(models.TextChoices):
        FEMALE = "f", _("女")
        MALE = "m", _("男")

    name = models.CharField(_("姓名"), max_length=60)
    pinyin = models.CharField(max_length=120, editable=False, db_index=True)
    initials = models.CharField(max_length=20, editable=False, db_index=True)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex, blank=True)
    staff_no = models.CharField(_("工号"), max_length=30, blank=True, db_index=True)
    birthday = models.DateField(_("出生日期"), null=True, blank=True)
    retires = models.DateField(_("退休日期"), null=True, blank=True)
    phone = EncryptedTextField(_("手机号"), blank=True)
    spouse = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    token = models.CharField(max_length=32, default=_token, unique=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["pinyin", "pk"]
        verbose_name = _("人员")

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.pinyin, self.initials = pinyin_of(self.name), initials_of(self.name)
        super().save(*args, **kwargs)


class Group(Owned):
    """A group of members inside a school union (工会小组)."""

    name = models.CharField(_("名称"), max_length=60)

    class Meta:
        ordering = ["name"]
        verbose_name = _("工会小组")

    def __str__(self):
        return self.name


class SpellQuerySet(OwnedQuerySet):
    def on(self, day):
        """Those that cover the day; the last day belongs to the spell."""
        return self.filter(starts__lte=day).filter(Q(ends=None) | Q(ends__gte=day))


class Membership(Owned):
    """A spell of membership; gaps and returns stay visible as further spells."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="spells")
    starts = models.DateField(_("入会日期"))
    ends = models.DateField(_("离会日期"), null=True, blank=True)
    kept = models.BooleanField(_("保留会籍"), default=False)

    objects = SpellQuerySet.as_manager()

    class Meta:
        ordering = ["-starts"]
        verbose_name = _("会籍")

    def __str__(self):
        return f"{self.person}（{self.org}）"


class Appointment(Owned):
    """An office held from a day to a day. Its powers end with it, the same minute."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    post = models.CharField(_("职务"), max_length=20, choices=Post)
    duty = models.CharField(_("分工"), max_length=30, blank=True)
    starts = models.DateField(_("任职日期"))
    ends = models.DateField(_("离任日期"), null=True, blank=True)

    objects = SpellQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]
        verbose_name = _("任职")

    def __str__(self):
        return f"{self.person} {self.get_post_display()}"


class AccountManager(BaseUserManager):
    def get_queryset(self):
        return super().get_queryset().select_related("person")

    def create_user(self, username, person, password=None):
        account = self.model(username=username, person=person)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """A way in. Holds no power of its own: what one may do hangs on the person's offices."""

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects = AccountManager()

    class Meta:
        verbose_name = _("账号")

    def __str__(self):
        return self.username


def home_of(person):
    """The union a person enters at: where they hold an office, else where they are a member."""
    today = clock.today()
    office = person.appointments.on(today).select_related("org").first()
    if office:
        return office.org
    spell = person.memberships.on(today).select_related("org").first()
    return spell.org if spell else None


def post_holder(org: Org, post: str, on=None):
    """Who holds an office of the union on the day, or None; the longest-serving if several."""
    office = Appointment.objects.of(org).filter(post=post).on(on or clock.today())
    office = office.select_related("person").first()
    return office.person if office else None
