"""Congress: one term (届) of one body, and what a school says of its own congress."""

from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock, numerals
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.settings import setting_sheet, settings_for


def number(default, label, unit="", **more):
    return field(default=default, metadata={"label": label, "unit": unit, **more})


@setting_sheet("congress", "教代会")
@dataclass
class CongressSettings:
    """A school's own rules of its congress; what law fixes stands in the policy rows."""

    share: int = number(25, "代表占教职工的比例", "%", min=5, max=100)
    least: int = number(30, "代表人数下限", "人", min=3)
    young_age: int = number(40, "青年代表的年龄（不满）", "岁", min=25, max=50)
    speech_minutes: int = number(5, "大会发言时间", "分钟", min=1, max=60)
    opinion_days: int = number(30, "意见答复期限", "天", min=1)
    party_name: str = field(default="", metadata={"label": "审批议程的党组织名称"})


def rules_of(org) -> CongressSettings:
    return settings_for(org, CongressSettings)


class Body(models.TextChoices):
    """Whose congress: two electorates that are never mixed (rules 1.64)."""

    STAFF = "staff", _("教职工代表大会")
    MEMBERS = "members", _("工会会员代表大会")


class CongressQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "congress.see"))

    def sitting(self, on=None):
        on = on or clock.today()
        return self.filter(state="sitting", starts__lte=on).filter(Q(ends=None) | Q(ends__gte=on))


class Congress(Owned):
    """第八届教职工代表大会: who its delegates are, from when to when."""

    class State(models.TextChoices):
        ELECTING = "electing", _("选举代表")
        SITTING = "sitting", _("任期内")
        OVER = "over", _("已届满")

    TONES = {"electing": "due", "sitting": "done", "over": "plan"}

    body = models.CharField(_("会议"), max_length=10, choices=Body)
    whole = models.BooleanField(_("全体大会"), default=False)
    number = models.PositiveSmallIntegerField(_("第几届"))
    starts = models.DateField(_("任期起"))
    ends = models.DateField(_("任期止"))
    people = models.PositiveIntegerField(_("教职工（会员）总数"), default=0)
    seats = models.PositiveSmallIntegerField(_("代表名额"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ELECTING)

    objects = CongressQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "body"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "body", "number"], name="one_congress_a_term",
                violation_error_message=_("这一届已经建过。"),
            )
        ]  # fmt: skip
        verbose_name = _("教代会")

    def __str__(self):
        return f"第{numerals.say(self.number)}届{self.called}"

    @property
    def called(self) -> str:
        """教职工代表大会, or 教职工大会 where everybody is of it (rules 1.02, 8.01)."""
        name = str(self.get_body_display())
        return name.replace("代表大会", "大会") if self.whole else name

    @property
    def voters(self) -> str:
        """What those who count in it are called."""
        if self.body == Body.MEMBERS:
            return "会员" if self.whole else "会员代表"
        return "教职工" if self.whole else "代表"

    @property
    def due(self):
        """The day before which the next term must be elected."""
        return self.ends if self.state == self.State.SITTING else None

    @property
    def in_office(self):
        """Its delegates on the day."""
        return self.delegates.in_office()
