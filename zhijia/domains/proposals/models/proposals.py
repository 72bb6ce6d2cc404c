"""The proposal itself, and who may see it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.domains.congress.models import Session
from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Group, Person

from .calls import Call, Department
from .settings import Ground


class Category(models.TextChoices):
    """What it is about: the topics of the report to the congress."""

    TEACHING = "teaching", _("教育教学")
    STAFF = "staff", _("队伍建设")
    MANAGEMENT = "management", _("学校管理")
    WELFARE = "welfare", _("福利待遇")
    LOGISTICS = "logistics", _("后勤保障")
    CAMPUS = "campus", _("校园建设")
    OTHER = "other", _("其他")


class Grade(models.TextChoices):
    SATISFIED = "satisfied", _("满意")
    BASIC = "basic", _("基本满意")
    UNSATISFIED = "unsatisfied", _("不满意")
    UNRATED = "unrated", _("未评价")


class ProposalQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """All but drafts to the committee, the Party and the leaders; to the members what is shown;
        to everybody what they wrote, were asked to second, handle or sign."""
        if person is None:
            return self.none()
        shown = scope(person, "proposals.see") & Q(shown=True)
        mine = Q(proposer=person) | Q(head=person, state__in=Proposal.SUBMITTED) | Q(leader=person)
        from .handling import Assignment
        from .texts import Second

        for rows in (Second.objects, Proposal.co_proposers.through.objects):
            mine |= Q(pk__in=rows.filter(person=person).values("proposal"))

        heads = Assignment.objects.filter(department__head=person)
        mine |= Q(pk__in=heads.values("proposal")) | Q(
            pk__in=Assignment.objects.filter(handler=person).values("proposal")
        )
        sat = Session.presidium.through.objects.filter(person=person).values("session__org")
        mine |= Q(state="disputed", org__in=sat)
        full = scope(person, "proposals.read") & ~Q(state="draft")
        found = self.filter(full | shown | mine)
        return found.prefetch_related("co_proposers", "seconds")

    def by(self, person):
        """Those a person is a proposer of."""
        joint = Proposal.co_proposers.through.objects.filter(person=person)
        return self.filter(Q(proposer=person) | Q(pk__in=joint.values("proposal")))


class Proposal(Owned):
    """One matter put to the school, from the draft to the last promise kept."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SECONDING = "seconding", _("征集附议")
        PRECHECK = "precheck", _("待初审")
        REVIEW = "review", _("待审查")
        DISPUTED = "disputed", _("待裁定")
        TABLED = "tabled", _("待大会表决")
        INSTRUCT = "instruct", _("待批示")
        ASSIGN = "assign", _("待交办")
        FORWARDED = "forwarded", _("已向上转送")
        ASSIGNED = "assigned", _("待签收")
        HANDLING = "handling", _("办理中")
        CLARIFY = "clarify", _("待提案人说明")
        COUNTERSIGN = "countersign", _("待会签")
        SIGNING = "signing", _("待审签")
        SIGNED = "signed", _("待送达")
        RATING = "rating", _("待评价")
        CHECKING = "checking", _("待核查")
        CONCLUDED = "concluded", _("已结案")
        MERGED = "merged", _("已并案")
        DECLINED = "declined", _("不立案")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Kind(models.TextChoices):
        PERSONAL = "personal", _("个人或联名提案")
        COLLECTIVE = "collective", _("小组（代表团）集体提案")
        ALONE = "alone", _("人大代表、政协委员提案")
        MOTION = "motion", _("议案（由大会审议表决）")

    class Landing(models.TextChoices):
        NONE = "", _("无承诺事项")
        OPEN = "open", _("落实中")
        DONE = "done", _("已落实")
        OFF = "off", _("不再办理")

    SUBMITTED = ("precheck", "review", "disputed", "tabled", "instruct", "assign", "forwarded", "assigned", "handling",
                 "clarify", "countersign", "signing", "signed", "rating", "checking", "concluded")  # fmt: skip
    FILED = SUBMITTED[4:]  # filed or referred: what is answered
    CLOCKED = ("assigned", "handling", "countersign", "signing", "signed")  # the reply is owed
    TONES = {
        "draft": "plan", "merged": "plan", "declined": "plan", "withdrawn": "plan",
        "concluded": "done", "handling": "info", "assigned": "info", "forwarded": "info", "checking": "late",
    } | dict.fromkeys(
        ("seconding", "precheck", "review", "disputed", "tabled", "instruct", "assign", "clarify", "countersign",
         "signing", "signed", "rating"), "due")  # fmt: skip

    call = models.ForeignKey(Call, models.PROTECT, related_name="proposals", verbose_name=_("征集"))
    kind = models.CharField(_("提案方式"), max_length=12, choices=Kind, default=Kind.PERSONAL)
    about = models.CharField(_("类别"), max_length=12, choices=Category, default=Category.OTHER)
    title = models.CharField(_("案名"), max_length=80)
    reason = models.TextField(_("案由"), max_length=20000)
    measures = models.TextField(_("建议措施"), max_length=20000)
    version = models.PositiveIntegerField(default=1, editable=False)
    proposer = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("提案人"))
    co_proposers = models.ManyToManyField(
        Person, related_name="+", blank=True, verbose_name=_("联名提案人")
    )
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("小组（代表团）"),
    )
    head = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("小组长")
    )
    against = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("应回避的领导"),
    )
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.DRAFT)
    shown = models.BooleanField(default=False, editable=False)
    submitted = models.DateField(_("提交日期"), null=True, blank=True, editable=False)
    suggestion = models.BooleanField(_("意见建议"), default=False, editable=False)
    serial = models.PositiveIntegerField(null=True, blank=True, editable=False)
    number = models.CharField(_("编号"), max_length=40, blank=True, editable=False)
    ground = models.CharField(_("不立案理由"), max_length=12, choices=Ground, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("并入")
    )
    merge_agreed = models.BooleanField(default=False, editable=False)
    host_agreed = models.BooleanField(
        default=False, editable=False
    )  # whose case it was merged into
    item = models.ForeignKey(
        "congress.AgendaItem", models.SET_NULL, null=True, blank=True, related_name="+",
        editable=False, verbose_name=_("大会议题"),
    )  # fmt: skip
    instruction = models.TextField(_("校领导批示"), max_length=500, blank=True)
    lead = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("主办部门"),
    )
    leader = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("审签校领导"),
    )
    assigned = models.DateField(_("交办日期"), null=True, blank=True, editable=False)
    due = models.DateField(_("答复期限"), null=True, blank=True, editable=False)
    paused = models.DateField(null=True, blank=True, editable=False)
    question = models.CharField(_("请提案人说明"), max_length=500, blank=True)
    extended = models.CharField(_("延期理由"), max_length=500, blank=True)
    alarm = models.PositiveSmallIntegerField(default=0, editable=False)
    round = models.PositiveSmallIntegerField(_("第几次办理"), default=1, editable=False)
    answered = models.DateField(_("答复送达日期"), null=True, blank=True, editable=False)
    on_time = models.BooleanField(null=True, blank=True, editable=False)
    landing = models.CharField(_("落实"), max_length=6, choices=Landing, blank=True, editable=False)
    outcome = models.CharField(
        _("满意度"), max_length=12, choices=Grade, blank=True, editable=False
    )
    rating_due = models.DateField(_("评价期限"), null=True, blank=True, editable=False)
    reminded = models.BooleanField(default=False, editable=False)
    follower = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("跟踪委员")
    )
    watched = models.PositiveSmallIntegerField(default=0, editable=False)  # check points looked at
    awarded = models.BooleanField(_("优秀提案"), default=False, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["org", "call", "state"]),
            models.Index(
                fields=["due", "alarm"], condition=Q(due__isnull=False), name="proposal_clock"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "suggestion", "serial"], name="one_number_a_proposal"
            )
        ]
        verbose_name = _("提案")

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.state in self.FILED and self.state != self.State.CONCLUDED

    @property
    def overdue(self):
        return self.state in self.CLOCKED and self.due is not None and self.due < clock.today()

    @property
    def in_time(self):
        """Whether it was handed in within the window, whenever it was sent back to be mended."""
        closes = self.call.closes
        return closes is None or (self.submitted or clock.today()) <= closes

    def proposers(self) -> list:
        """The proposer first, then who joined or was merged in."""
        return [self.proposer, *self.co_proposers.all()]
