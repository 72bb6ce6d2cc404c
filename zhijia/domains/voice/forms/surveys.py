"""Making a survey, and answering one."""

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.people import Group
from zhijia.ui.forms import ActionForm, PersonField, date_field, form_for

from .. import questions, sheets
from ..actions import surveys
from ..models import Question, rules_of
from .letters import area

F = Question.Form


class SurveyFields(ActionForm):
    title = forms.CharField(label=_("名称"), max_length=80)
    words = area(_("说明"), rows=3, max_length=1000, required=False)
    closes = date_field(_("截止日期"))
    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(), label=_("只发给这些小组"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("不选就是全体会员。"),
    )  # fmt: skip
    by_group = forms.BooleanField(label=_("按小组看结果"), required=False)
    series = forms.CharField(
        label=_("系列"),
        max_length=40,
        required=False,
        help_text=_("同一系列的问卷自动和上一次比较。"),
    )

    def prepare(self):
        self.fields["groups"].queryset = Group.objects.of(self.org)

    def hints(self):
        small = rules_of(self.subject).small
        return [
            _("匿名：谁答了和答了什么分开保存，截止统计后答卷即销毁；少于 %d 人的结果不显示。")
            % small
        ]


@form_for(surveys.draft)
class DraftForm(SurveyFields):
    template = forms.ChoiceField(label=_("用模板"), required=False)
    field_order = ["template", "title", "words", "closes"]

    def prepare(self):
        super().prepare()
        labels = [(key, label) for key, (label, _lines) in questions.TEMPLATES.items()]
        self.fields["template"].choices = [("", _("空白，自己出题")), *labels]


@form_for(surveys.amend)
class AmendForm(SurveyFields):
    def prepare(self):
        super().prepare()
        for name in ("title", "words", "closes", "by_group", "series"):
            self.fields[name].initial = getattr(self.subject, name)
        self.fields["groups"].initial = self.subject.groups.all()


@form_for(surveys.ask_questions)
class QuestionsForm(ActionForm):
    lines = area(_("题目，每行一题"), rows=12, max_length=20000)

    def prepare(self):
        self.fields["lines"].initial = questions.written(self.subject.questions.all())

    def hints(self):
        return [
            _("一行写：题目｜题型｜选项、选项。题型有%s。") % "、".join(questions.FORMS),
            _("可以接着写“｜可不答”；只在前面某题这样答时才问的，写“｜第1题=不满意、很不满意”。"),
        ]


@form_for(surveys.prolong)
class ProlongForm(ActionForm):
    closes = date_field(_("新的截止日期"))


@form_for(surveys.raise_problem)
class ProblemForm(ActionForm):
    text = forms.CharField(label=_("要整改的问题"), max_length=200)
    measure = forms.CharField(label=_("改进措施"), max_length=300, required=False)
    department = forms.CharField(label=_("责任部门"), max_length=40, required=False)
    handler = PersonField(_("责任人"))
    due = date_field(_("期限"), required=False)

    def prepare(self):
        self.fields["handler"].members(self.org)


class SheetForm(forms.Form):
    """The questions as fields; what must be answered is judged with the conditions, in ``sheets``."""

    def __init__(self, survey, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for question in survey.questions.all():
            self.fields[f"q{question.number}"] = field_of(question)

    def answers(self) -> dict:
        return {name[1:]: value for name, value in self.cleaned_data.items()}


def field_of(question):
    label = f"{question.number}. {question.text}"
    given = {"label": label, "required": False}
    if question.when:
        words = "、".join(question.when_in)
        given["help_text"] = _("第 %(n)d 题答“%(words)s”的请回答。") % {
            "n": question.when,
            "words": words,
        }
    choices = [(o, o) for o in question.options]
    if question.form == F.MANY:
        made = forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **given
        )
    elif question.form in (F.ONE, F.SCALE):
        made = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **given)
    elif question.form == F.NUMBER:
        made = forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **given)
    else:
        made = area(
            label,
            rows=3,
            required=False,
            max_length=sheets.LONGEST,
            help_text=given.get("help_text", ""),
        )
    made.required_words = question.required
    if question.when:
        made.when, made.when_in = f"q{question.when}", json.dumps(question.when_in)
    return made
