"""A survey: questions, who is asked, and the sheets that came in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Group, Person
from zhijia.kernel.privacy import EncryptedTextField


class SurveyQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Who organises surveys; who is asked, while it is open; everybody, once it is published."""
        if person is None:
            return self.none()
        asked = Participant.objects.filter(person=person).values("survey")
        mine = Q(pk__in=asked) & ~Q(state="draft")
        shown = scope(person, "voice.see") & Q(state="published")
        return self.filter(scope(person, "voice.survey") | mine | shown)


class Survey(Owned):
    """``series``: surveys of one series are compared with one another, the last with the one before."""

    class State(models.TextChoices):
        DRAFT = "draft", _("准备中")
        OPEN = "open", _("征集中")
        CLOSED = "closed", _("已截止")
        PUBLISHED = "published", _("已公布")

    TONES = {"draft": "plan", "open": "due", "closed": "info", "published": "done"}
    SENSITIVE = ("said",)

    title = models.CharField(_("名称"), max_length=80)
    words = models.TextField(_("说明"), max_length=1000, blank=True)
    series = models.CharField(_("系列"), max_length=40, blank=True)
    groups = models.ManyToManyField(Group, related_name="+", blank=True, verbose_name=_("小组"))
    by_group = models.BooleanField(_("按小组看结果"), default=False)
    opens = models.DateField(_("开始"), null=True, blank=True, editable=False)
    closes = models.DateField(_("截止"))
    closed = models.DateField(_("实际截止"), null=True, blank=True, editable=False)
    asked = models.PositiveIntegerField(default=0, editable=False)
    result = models.JSONField(default=dict, blank=True, editable=False)
    said = EncryptedTextField(blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-closes", "-pk"]
        verbose_name = _("问卷")

    def __str__(self):
        return self.title

    def org_groups(self):
        """(key, name) of the union's groups."""
        return Group.objects.filter(org=self.org_id).values_list("pk", "name")

    @property
    def running(self):
        return self.state == self.State.OPEN and clock.today() <= self.closes


class Question(models.Model):
    """A question. ``when``/``when_in``: shown only if that earlier question was answered so."""

    class Form(models.TextChoices):
        ONE = "one", _("单选")
        MANY = "many", _("多选")
        SCALE = "scale", _("满意度")
        TEXT = "text", _("问答")
        NUMBER = "number", _("数字")

    SCALE = ["很满意", "满意", "一般", "不满意", "很不满意"]

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("序号"))
    text = models.CharField(_("题目"), max_length=200)
    form = models.CharField(_("题型"), max_length=8, choices=Form)
    options = models.JSONField(default=list, blank=True)
    required = models.BooleanField(_("必答"), default=True)
    when = models.PositiveSmallIntegerField(null=True, blank=True)
    when_in = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_question_number")
        ]

    def __str__(self):
        return self.text

    def applies(self, answers: dict) -> bool:
        """Whether the question is put at all, given the earlier answers."""
        if self.when is None:
            return True
        said = answers.get(str(self.when))
        said = said if isinstance(said, list) else [said]
        return any(word in self.when_in for word in said)


class Participant(models.Model):
    """Somebody who is asked. ``mark`` says that they answered: a hash that leads to no sheet."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="+")
    mark = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "person"], name="survey_asked_once")
        ]


class Sheet(models.Model):
    """One set of answers: a key drawn by its browser, no person, no time, no row number."""

    ORDERLESS = True
    SENSITIVE = ("body",)

    key = models.CharField(primary_key=True, max_length=64)
    survey = models.BigIntegerField(db_index=True)
    part = models.BigIntegerField(null=True, blank=True)
    body = EncryptedTextField()

    class Meta:
        ordering = ["key"]
