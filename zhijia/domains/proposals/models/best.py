"""Votes for the best proposals and departments, and what was awarded (rules 5.26)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.domains.ballots.models import Ballot
from zhijia.domains.congress.models import Session
from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person

from .calls import Call, Department, SeenQuerySet
from .proposals import Proposal


class Poll(Owned):
    """A vote at the end of a call; the papers, the count and the tellers are those of its ballot."""

    class Of(models.TextChoices):
        PROPOSALS = "proposals", _("优秀提案")
        DEPARTMENTS = "departments", _("优秀承办部门")

    class State(models.TextChoices):
        RUNNING = "running", _("评选中")
        DECIDED = "decided", _("待审定")
        ANNOUNCED = "announced", _("已公布")
        VOID = "void", _("作废")

    TONES = {"running": "info", "decided": "due", "announced": "done", "void": "plan"}

    call = models.ForeignKey(Call, models.PROTECT, related_name="polls", verbose_name=_("征集"))
    of = models.CharField(_("评选"), max_length=12, choices=Of)
    seats = models.PositiveSmallIntegerField(_("名额"))
    candidates = models.JSONField(_("候选"), default=list)  # keys, in the order of the paper
    ballot = models.OneToOneField(Ballot, models.PROTECT, related_name="+", verbose_name=_("投票"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.RUNNING)

    objects = SeenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "of"], condition=~Q(state="void"), name="one_poll_of_a_kind",
                violation_error_message=_("这次征集已经组织过同样的评选。"),
            )
        ]  # fmt: skip
        verbose_name = _("评选")

    def __str__(self):
        return f"{self.call.title}{self.get_of_display()}评选"


class AwardQuerySet(OwnedQuerySet):
    def announced(self):
        return self.filter(state=Award.State.ANNOUNCED)

    def standing(self):
        return self.exclude(state=Award.State.REFUSED)

    def pending(self):
        return self.filter(state__in=(Award.State.PROPOSED, Award.State.CONFIRMED))

    def visible_to(self, person):
        """Everybody of the union, once it is announced; before, those who decide on it."""
        if person is None:
            return self.none()
        known = scope(person, "proposals.see") & Q(state=Award.State.ANNOUNCED)
        sat = Session.presidium.through.objects.filter(person=person).values("session__org")
        decides = scope(person, "proposals.award") | scope(person, "proposals.confirm")
        return self.filter(known | decides | Q(org__in=sat))


class Award(Owned):
    """A proposal or a department that was found best, by a vote or by the committee's word; announced
    once the presidium has confirmed it, where the school asks for that (rules 5.26)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待审定")
        CONFIRMED = "confirmed", _("待公布")
        ANNOUNCED = "announced", _("已公布")
        REFUSED = "refused", _("未通过")

    TONES = {"proposed": "due", "confirmed": "due", "announced": "done", "refused": "plan"}

    call = models.ForeignKey(Call, models.PROTECT, related_name="awards", verbose_name=_("征集"))
    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("提案"),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("部门"),
    )
    poll = models.ForeignKey(
        Poll, models.PROTECT, null=True, blank=True, related_name="awards", verbose_name=_("评选")
    )
    votes = models.PositiveIntegerField(_("得票"), null=True, blank=True)
    on = models.DateField(_("日期"), default=clock.today)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed = models.DateField(_("审定日期"), null=True, blank=True)
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("在哪次会议上公布"),
    )
    announced = models.DateField(_("公布日期"), null=True, blank=True)
    why = models.CharField(_("未通过的理由"), max_length=500, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=State, default=State.ANNOUNCED
    )  # what was awarded before it was asked is announced

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposal__isnull=False) ^ Q(department__isnull=False),
                name="award_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["call", "department"], condition=~Q(state="refused"),
                name="one_award_a_department",
            ),
            models.UniqueConstraint(
                fields=["proposal"], condition=~Q(state="refused"), name="one_award_a_proposal"
            ),
        ]  # fmt: skip
        verbose_name = _("评优")

    def __str__(self):
        return str(self.proposal or self.department)
