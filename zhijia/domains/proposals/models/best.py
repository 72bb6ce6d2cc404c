"""Votes for the best proposals and departments, and what was awarded (rules 5.26)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.domains.ballots.models import Ballot
from zhijia.kernel import clock
from zhijia.kernel.orgs import Owned

from .calls import Call, Department, SeenQuerySet
from .proposals import Proposal


class Poll(Owned):
    """A vote at the end of a call; the papers, the count and the tellers are those of its ballot."""

    class Of(models.TextChoices):
        PROPOSALS = "proposals", _("优秀提案")
        DEPARTMENTS = "departments", _("优秀承办部门")

    class State(models.TextChoices):
        RUNNING = "running", _("评选中")
        ANNOUNCED = "announced", _("已公布")
        VOID = "void", _("作废")

    TONES = {"running": "info", "announced": "done", "void": "plan"}

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


class Award(Owned):
    """A proposal or a department that was found best, by a vote or by the committee's word."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="awards", verbose_name=_("征集"))
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, related_name="award", verbose_name=_("提案")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="awards", verbose_name=_("部门")
    )
    poll = models.ForeignKey(
        Poll, models.PROTECT, null=True, related_name="awards", verbose_name=_("评选")
    )
    votes = models.PositiveIntegerField(_("得票"), null=True)
    on = models.DateField(_("日期"), default=clock.today)

    objects = SeenQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposal__isnull=False) ^ Q(department__isnull=False),
                name="award_of_one_thing",
            ),
            models.UniqueConstraint(fields=["call", "department"], name="one_award_a_department"),
        ]
        verbose_name = _("评优")

    def __str__(self):
        return str(self.proposal or self.department)
