"""A suggestion, from thanks to what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.domains.proposals.models import Category, Proposal
from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person


class SuggestionQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Its author, who sorts or answers it, and, once it is decided, everybody of the union."""
        if person is None:
            return self.none()
        decided = scope(person, "voice.see") & Q(state__in=Suggestion.DECIDED)
        mine = Q(author=person) | Q(handler=person)
        asked = Q(state="up") | Q(upward=True)  # what the level above is asked, and nothing else
        above = scope(person, "voice.answer_up") & asked
        return self.filter(scope(person, "voice.sort") | decided | mine | above)


class Suggestion(Owned):
    """What somebody thinks could be better, and what the school made of it."""

    class State(models.TextChoices):
        SENT = "sent", _("待受理")
        HANDLING = "handling", _("办理中")
        ADOPTED = "adopted", _("已采纳")
        PARTLY = "partly", _("部分采纳")
        DECLINED = "declined", _("未采纳")
        SHOWN = "shown", _("已见成效")
        PROPOSAL = "proposal", _("已转提案")
        UP = "up", _("已报上级工会")

    DECIDED = ("adopted", "partly", "declined", "shown")
    TAKEN = ("adopted", "partly")
    TONES = {
        "sent": "due", "handling": "info", "adopted": "done", "partly": "info", "declined": "plan",
        "shown": "done", "proposal": "plan", "up": "info",
    }  # fmt: skip

    title = models.CharField(_("建议"), max_length=80)
    text = models.TextField(_("现状和做法"), max_length=3000)
    category = models.CharField(_("类别"), max_length=12, choices=Category, default=Category.OTHER)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("建议人"))
    named = models.BooleanField(_("公布时署我的名"), default=True)
    handler = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("承办人")
    )
    sent = models.DateField(_("提出"), default=clock.today)
    due = models.DateField(_("答复期限"), null=True, blank=True)
    answer = models.TextField(_("答复"), max_length=3000, blank=True)
    taken = models.BooleanField(default=False, editable=False)
    answered = models.DateField(_("答复日期"), null=True, blank=True)
    result = models.TextField(_("成效"), max_length=1000, blank=True)
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提案")
    )
    campaign = models.CharField(_("活动"), max_length=40, blank=True)
    prize = models.CharField(_("奖项"), max_length=20, blank=True)
    upward = models.BooleanField(_("报上级工会"), default=False, editable=False)
    up_words = models.CharField(_("报送理由"), max_length=500, blank=True)
    passed = models.DateField(_("报送日期"), null=True, blank=True, editable=False)
    alarm = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.SENT)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-sent", "-pk"]
        indexes = [models.Index(fields=["org", "state"])]
        verbose_name = _("合理化建议")

    def __str__(self):
        return self.title

    @property
    def overdue(self):
        return self.state == "handling" and self.due is not None and self.due < clock.today()
