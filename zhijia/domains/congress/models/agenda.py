"""What a session takes up, which power it exercises by it, and who speaks."""

from collections import Counter

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.domains.ballots.models import Ballot
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person

from .sessions import Part, Session


class Power(models.TextChoices):
    """The eight powers of the congress (rules 1.10–1.17), and what its own order needs beside them."""

    CHARTER = "charter", _("听取章程草案的制定和修订情况，提出意见")
    PLANS = "plans", _("听取发展规划、队伍建设、改革等重大问题的报告，提出意见")
    REPORTS = "reports", _("听取年度工作、财务、工会工作等报告，提出意见")
    PASS = "pass", _("讨论通过与教职工利益直接相关的福利、分配、聘任、考核、奖惩办法")
    PROPOSALS = "proposals", _("审议上一次会议提案的办理情况报告")
    APPRAISE = "appraise", _("评议学校领导干部")
    SUPERVISE = "supervise", _("对学校工作提出意见，监督章程、制度和决策的落实，提出整改意见")
    OTHER = "other", _("讨论法律法规规定的或者学校与工会商定的其他事项")
    PROCEDURE = "procedure", _("会务：议程、主席团、监票人、资格审查、决议")
    ELECTION = "election", _("选举")


POLICY = (Power.CHARTER, Power.PLANS, Power.PASS)  # in whose making the union takes part
BINDING = (Power.PASS,)  # what is not passed goes back and cannot be adopted (rules 1.13)


class Method(models.TextChoices):
    NONE = "none", _("听取，不表决")
    HANDS = "hands", _("举手表决")
    SECRET = "secret", _("无记名投票")


VOTED = (Method.HANDS, Method.SECRET)
# power → the methods that fit it, the usual one first (rules 1B, 1.52)
METHODS = {
    Power.PASS: (Method.SECRET, Method.HANDS),
    Power.APPRAISE: (Method.SECRET,),
    Power.ELECTION: (Method.SECRET,),
    Power.PROCEDURE: (Method.HANDS, Method.SECRET, Method.NONE),
    Power.OTHER: (Method.NONE, Method.HANDS, Method.SECRET),
}
HEARD = (Method.NONE, Method.HANDS)


class AgendaItemQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        sessions = Session.objects.visible_to(person).values("pk")
        return self.filter(session__in=sessions).filter(
            scope(person, "congress.see") | scope(person, "congress.prepare")
        )


class AgendaItem(Owned):
    """A matter on the agenda, from the list to what was decided of it."""

    class State(models.TextChoices):
        LISTED = "listed", _("待议")
        FLOOR = "floor", _("正在进行")
        VOTING = "voting", _("正在表决")
        HEARD = "heard", _("已听取")
        ADOPTED = "adopted", _("已通过")
        RETURNED = "returned", _("未通过，退回修改")
        ELECTED = "elected", _("已完成")
        WITHDRAWN = "withdrawn", _("已撤下")

    TONES = {
        "listed": "plan", "floor": "due", "voting": "due", "heard": "done", "adopted": "done",
        "returned": "late", "elected": "done", "withdrawn": "plan",
    }  # fmt: skip
    SETTLED = ("heard", "adopted", "returned", "elected", "withdrawn")

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="items", verbose_name=_("会议")
    )
    part = models.ForeignKey(Part, models.CASCADE, related_name="items", verbose_name=_("由谁表决"))
    order = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("议题"), max_length=120)
    power = models.CharField(_("职权"), max_length=10, choices=Power)
    method = models.CharField(_("怎样表决"), max_length=10, choices=Method)
    presenter = models.CharField(_("报告人"), max_length=40, blank=True)
    words = models.TextField(_("内容"), max_length=20_000, blank=True)
    asked = models.JSONField(
        default=dict, blank=True, editable=False
    )  # candidates, seats, criteria
    ballot = models.ForeignKey(
        Ballot, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    hands = models.JSONField(default=dict, blank=True, editable=False)
    sentence = models.CharField(_("结果"), max_length=600, blank=True, editable=False)
    notes = models.TextField(_("讨论记录"), max_length=8000, blank=True)
    effective = models.DateField(_("施行日期"), null=True, blank=True, editable=False)
    repealed = models.DateField(_("废止日期"), null=True, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.LISTED)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["session", "order", "pk"]
        indexes = [models.Index(fields=["session", "order"])]
        verbose_name = _("议题")

    def __str__(self):
        return self.title

    @property
    def votes(self) -> bool:
        return self.method in VOTED

    @property
    def due(self):
        return self.session.on


def editions(org) -> dict[int, int]:
    """Passed rule → which edition it is of the rule of that name (R-080)."""
    passed = AgendaItem.objects.of(org).filter(power__in=BINDING, state=AgendaItem.State.ADOPTED)
    counted, found = Counter(), {}
    for pk, title in passed.order_by("session__on", "order", "pk").values_list("pk", "title"):
        counted[title] += 1
        found[pk] = counted[title]
    return found


class Speaker(models.Model):
    """A line of the speakers' list of one item; the order is that of asking."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="speakers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("发言人"))
    asked = models.DateTimeField()
    began = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("时间（分钟）"), default=5)

    class Meta:
        ordering = ["asked", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="asked_once")]
        verbose_name = _("发言")

    def __str__(self):
        return self.person.name
