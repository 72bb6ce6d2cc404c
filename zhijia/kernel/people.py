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
from .names import readings_of, strokes_of
from .orgs import Org, Owned, OwnedQuerySet, org_key
from .privacy import EncryptedTextField, digest


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


BY_START = "varchar_pattern_ops"  # serves the start of a word, and the whole of it


def new_token():
    return secrets.token_hex(16)


class PersonQuerySet(models.QuerySet):
    def members_of(self, org, on=None):
        """Those with a membership of ``org`` on the day (today if none is given)."""
        on = on or clock.today()
        spells = Membership.objects.filter(org=org).on(on)
        return self.filter(pk__in=spells.values("person"))

    def named(self, words):
        """By a part of the name, its pinyin or its initials, or the staff number."""
        return self.filter(by_words(words))


def by_words(words, prefix="") -> Q:
    """The filter behind a search for people, ``prefix`` leading to the person (``"person__"``).

    Letters are looked for at the start of pinyin and initials, which an index serves; characters
    anywhere in the name.
    """
    typed, words = words.strip(), words.strip().lower()
    if not words:
        return Q()
    if not words.isascii():
        return Q(**{f"{prefix}name__contains": typed})
    starts = [Q(**{f"{prefix}{name}__startswith": words}) for name in ("pinyin", "initials")]
    number = Q(**{f"{prefix}staff_no__in": sorted({typed, words, words.upper()})})
    return starts[0] | starts[1] | number


class Person(models.Model):
    """A human being. What is sensitive is encrypted; what is not needed is not here."""

    class Sex(models.TextChoices):
        FEMALE = "f", _("女")
        MALE = "m", _("男")

    class Politics(models.TextChoices):
        PARTY = "party", _("中共党员")
        PROBATION = "probation", _("中共预备党员")
        LEAGUE = "league", _("共青团员")
        OTHER_PARTY = "other_party", _("民主党派")
        NONE = "none", _("群众")

    class Title(models.TextChoices):
        SENIOR = "senior", _("正高级")
        DEPUTY = "deputy", _("副高级")
        MIDDLE = "middle", _("中级")
        JUNIOR = "junior", _("初级")
        NONE = "none", _("未评")

    class Establishment(models.TextChoices):
        ON = "on", _("在编")
        CONTRACT = "contract", _("合同聘用")
        DISPATCH = "dispatch", _("劳务派遣")
        OTHER = "other", _("其他")

    class Category(models.TextChoices):
        """R-014: the categories that real unions treat differently."""

        TEACHER = "teacher", _("专任教师")
        PROBATION = "probation", _("试用期教师")
        CHILDCARE = "childcare", _("保育教师")
        MANAGER = "manager", _("管理人员")
        SUPPORT = "support", _("教辅人员")
        LOGISTICS = "logistics", _("工勤人员")

    SENSITIVE = ("id_number", "id_digest", "phone")

    name = models.CharField(_("姓名"), max_length=60)
    pinyin = models.CharField(max_length=120, editable=False)
    initials = models.CharField(max_length=20, editable=False)
    strokes = models.CharField(max_length=60, default="", editable=False)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex, blank=True)
    staff_no = models.CharField(_("工号"), max_length=30, blank=True)
    birthday = models.DateField(_("出生日期"), null=True, blank=True)
    retires = models.DateField(_("退休日期"), null=True, blank=True)
    phone = EncryptedTextField(_("手机号"), blank=True)
    id_number = EncryptedTextField(_("身份证号"), blank=True)
    id_digest = models.CharField(max_length=32, blank=True, editable=False)
    politics = models.CharField(_("政治面貌"), max_length=12, choices=Politics, blank=True)
    title = models.CharField(_("职称"), max_length=10, choices=Title, blank=True)
    establishment = models.CharField(_("编制"), max_length=10, choices=Establishment, blank=True)
    category = models.CharField(_("人员类别"), max_length=10, choices=Category, blank=True)
    spouse = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    token = models.CharField(max_length=32, default=new_token, editable=False)  # 128 random bits

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["pinyin", "pk"]
        # One index a question: ``db_index`` would lay a second one beside each on PostgreSQL, and a
        # roll of a hundred thousand pays for every one.
        indexes = [
            models.Index(fields=["pinyin"], name="person_pinyin", opclasses=[BY_START]),
            models.Index(fields=["initials"], name="person_initials", opclasses=[BY_START]),
            models.Index(fields=["staff_no"], name="person_staff_no"),
            models.Index(fields=["id_digest"], name="person_id_digest"),
            models.Index(
                fields=["spouse"], name="person_spouse", condition=Q(spouse__isnull=False)
            ),
        ]
        verbose_name = _("人员")

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def derive(self):
        """What follows from other fields; for writers that do not go through :meth:`save`."""
        self.pinyin, self.initials = readings_of(self.name)
        self.strokes, self.id_digest = strokes_of(self.name), digest(self.id_number)


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

    def live(self):
        """Those that give access now: today lies in them, and nobody has ended them today."""
        return self.on(clock.today()).filter(closed=None)

    def full(self):
        """Those that count in a quorum and vote; kept membership does neither (rules 2.23)."""
        return self.filter(kept=False)


class Spell(Owned):
    """From a day to a day, both included. ``closed`` is the minute at which it was ended at once:
    the day still counts, the access does not."""

    starts = models.DateField(_("起"))
    ends = models.DateField(_("止"), null=True, blank=True)
    closed = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SpellQuerySet.as_manager()

    class Meta:
        abstract = True

    def end(self, on):
        """Set the last day; one that has come ends access this very minute. Saving is the caller's."""
        self.ends = on
        self.closed = clock.now() if on <= clock.today() else None


class Membership(Spell):
    """A spell of membership; gaps and returns stay visible as further spells."""

    class Entered(models.TextChoices):
        ADMITTED = "admitted", _("入会")
        MOVED = "moved", _("转入")
        KEPT = "kept", _("转为保留会籍")
        BACK = "back", _("恢复会籍")

    class Left(models.TextChoices):
        MOVED = "moved", _("转出")
        KEPT = "kept", _("转为保留会籍")
        BACK = "back", _("恢复会籍")
        QUIT = "quit", _("退会")
        EXPELLED = "expelled", _("除名")
        DIED = "died", _("去世")
        CLOSED = "closed", _("工会撤并")

    org = org_key()
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    member_no = models.CharField(_("会员证号"), max_length=20, blank=True)
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="spells")
    starts = models.DateField(_("入会日期"))
    ends = models.DateField(_("离会日期"), null=True, blank=True)
    kept = models.BooleanField(_("保留会籍"), default=False)
    entered = models.CharField(
        _("入会方式"), max_length=10, choices=Entered, default=Entered.ADMITTED
    )
    left = models.CharField(_("离会原因"), max_length=10, choices=Left, blank=True)

    objects = SpellQuerySet.as_manager()

    class Meta:
        ordering = ["-starts"]
        indexes = [
            models.Index(fields=["org", "starts"]),
            models.Index(fields=["org_path", "starts"]),
        ]
        verbose_name = _("会籍")

    def __str__(self):
        return f"{self.person}（{self.org}）"


class Appointment(Spell):
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


class Deputy(Spell):
    """One office exercised by somebody else for some days: open to all, dated, ended at any time."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="deputies")
    person = models.ForeignKey(Person, models.PROTECT, related_name="deputising")
    starts = models.DateField(_("代理起"))
    ends = models.DateField(_("代理止"))
    reason = models.CharField(_("原因"), max_length=60, blank=True)

    objects = SpellQuerySet.as_manager()

    class Meta:
        ordering = ["-starts"]
        verbose_name = _("代理")

    def __str__(self):
        return f"{self.person}代理{self.appointment.get_post_display()}"


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
