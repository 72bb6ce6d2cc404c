"""Member, Application, Transfer and Arrival, Child."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Org, Owned, OwnedQuerySet
from zhijia.kernel.people import Membership, Person, SpellQuerySet
from zhijia.kernel.privacy import EncryptedTextField


class MemberQuerySet(SpellQuerySet):
    def visible_to(self, person):
        """Those who keep the roll see it; everybody sees their own."""
        return self.filter(scope(person, "members.see") | Q(person=person))

    def with_joined(self):
        """``joined``: the day of the last admission before the spell; moving to another union of the
        tree or keeping membership begins a new spell, not a new membership (rules 2.21, 2.23)."""
        admitted = Membership.objects.filter(
            person=models.OuterRef("person"), entered=Membership.Entered.ADMITTED,
            starts__lte=models.OuterRef("starts"),
        )  # fmt: skip
        last = admitted.order_by("-starts").values("starts")[:1]
        return self.annotate(joined=Coalesce(models.Subquery(last), "starts"))


class Member(Membership):
    """The kernel's membership spell, with the verbs and pages of this domain."""

    objects = MemberQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("会员")

    def __str__(self):
        return self.person.name

    @property
    def standing(self):
        """(tone, word): how the membership stands today."""
        if self.ends:
            return "plan", str(self.get_left_display() or _("已离会"))
        return ("info", str(_("保留会籍"))) if self.kept else ("done", str(_("在会")))


class ApplicationQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "members.see") | Q(entered_by=person))


class Application(Owned):
    """One's own wish to join: the words, the day of the signature, the committee's answer.

    Nobody is made a member from a staff list (rules 2.20): the paper or the words are the person's.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("待批准")
        APPROVED = "approved", _("已批准")
        REFUSED = "refused", _("未批准")
        WITHDRAWN = "withdrawn", _("已撤回")

    TONES = {"submitted": "due", "approved": "done", "refused": "late", "withdrawn": "plan"}
    SENSITIVE = ("id_number", "phone")

    name = models.CharField(_("姓名"), max_length=60)
    sex = models.CharField(_("性别"), max_length=1, choices=Person.Sex, blank=True)
    staff_no = models.CharField(_("工号"), max_length=30, blank=True)
    birthday = models.DateField(_("出生日期"), null=True, blank=True)
    id_number = EncryptedTextField(_("身份证号"), blank=True)
    phone = EncryptedTextField(_("手机号"), blank=True)
    words = models.TextField(_("申请"), max_length=1000)
    signed = models.DateField(_("签名日期"))
    decided = models.CharField(_("批准依据"), max_length=100, blank=True)
    reason = models.CharField(_("未批准理由"), max_length=500, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    member = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.SUBMITTED)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["org", "state"])]
        verbose_name = _("入会申请")

    def __str__(self):
        return self.name


class TransferQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "members.see") | Q(member__person=person))


class Transfer(Owned):
    """A membership on its way out; it stays here until the receiving union confirms."""

    class State(models.TextChoices):
        ASKED = "asked", _("转接中")
        CONFIRMED = "confirmed", _("已转出")
        DECLINED = "declined", _("对方未接收")
        WITHDRAWN = "withdrawn", _("已撤回")

    TONES = {"asked": "due", "confirmed": "done", "declined": "late", "withdrawn": "plan"}

    member = models.ForeignKey(Membership, models.PROTECT, related_name="transfers", editable=False)
    to = models.ForeignKey(Org, models.PROTECT, related_name="+", verbose_name=_("转往"))
    reason = models.CharField(_("转出原因"), max_length=200)
    asked = models.DateField(_("转出日期"))
    answer = models.CharField(_("对方意见"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ASKED)

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state="asked"), name="one_transfer_under_way",
                violation_error_message=_("这位会员已经在转接中。"),
            )
        ]  # fmt: skip
        verbose_name = _("会籍转出")

    def __str__(self):
        return f"{self.member.person.name}转往{self.to}"


class ArrivalQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "members.see"))


class Arrival(Owned):
    """The other half of a transfer, at the receiving union: all it needs to know, and no more."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待接收")
        CONFIRMED = "confirmed", _("已接收")
        DECLINED = "declined", _("未接收")
        WITHDRAWN = "withdrawn", _("对方已撤回")

    TONES = {"waiting": "due", "confirmed": "done", "declined": "plan", "withdrawn": "plan"}

    transfer = models.OneToOneField(
        Transfer, models.PROTECT, related_name="arrival", editable=False
    )
    name = models.CharField(_("姓名"), max_length=60)
    came_from = models.CharField(_("原工会"), max_length=80)
    member = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("会籍转入")

    def __str__(self):
        return f"{self.name}从{self.came_from}转入"


class ChildQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "members.family") | Q(parent=person))


class Child(Owned):
    """A child of staff, as far as an aid or the first of June needs it (R-015): the year of birth,
    not the day. Data of under-14s need the parent's own consent (rules 13.03, 13.04)."""

    SENSITIVE = ("name",)

    parent = models.ForeignKey(
        Person, models.PROTECT, related_name="children", verbose_name=_("家长")
    )
    name = EncryptedTextField(_("姓名"), blank=True)
    born = models.PositiveSmallIntegerField(_("出生年份"))
    only = models.BooleanField(_("独生子女"), default=False)
    consented = models.DateField(_("家长同意日期"))

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["-born"]
        verbose_name = _("教职工子女")

    def __str__(self):
        return f"{self.parent.name}的子女（{self.born}年生）"
