"""Forms of the verbs of the log. The quick one asks first what a phone user needs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.ui.forms import (
    ActionForm,
    FilesField,
    PeopleField,
    ReasonForm,
    date_field,
    form_for,
    money_field,
)

from . import actions
from .models import Kind, Level

form_for(actions.void)(ReasonForm)


def count_field(label, **kwargs):
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": "0"})
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=1_000_000, widget=widget, **kwargs
    )


class WhatFields(ActionForm):
    """What it is."""

    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices, initial=Kind.ACTIVITY)
    title = forms.CharField(label=_("事项"), max_length=120)
    public_ok = forms.BooleanField(
        label=_("可以公开"), required=False, initial=True,
        help_text=_("公开时不出现参加人姓名；标题里有姓名的，只公开类别和月份。"),
    )  # fmt: skip


class HowFields(ActionForm):
    """How it went; everything but the day may be left out."""

    persons = count_field(_("人数"))
    on = date_field(_("日期"))
    person_times = count_field(_("人次"), help_text=_("不填与人数相同。"))
    people = PeopleField(_("参加人"), required=False)
    until = date_field(_("结束日期"), required=False, help_text=_("只有一天的不填。"))
    place = forms.CharField(label=_("地点"), required=False, max_length=60)
    money = money_field(_("支出金额（元）"), required=False)
    result = forms.CharField(
        label=_("结果"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("成效、名次、奖项。"),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("荣誉级别"), required=False, choices=[("", _("不是荣誉")), *Level.choices]
    )

    def prepare(self):
        self.fields["people"].members(self.org)
        self.fields["on"].initial = clock.today()

    def clean_money(self):
        return self.cleaned_data["money"] or 0

    def show(self, names):
        """First values from the event; counts that follow from others stay empty."""
        event = self.subject
        for name in names:
            self.fields[name].initial = getattr(event, name)
        self.fields["people"].initial = event.people.all()
        self.fields["persons"].initial = event.persons or None
        same = event.person_times == event.persons
        self.fields["person_times"].initial = None if same else event.person_times
        self.fields["money"].initial = event.money or None


class FileFields(ActionForm):
    files = FilesField(
        label=_("照片或材料"), required=False, help_text=_("照片会去掉拍摄地点；材料加密保存。")
    )
    consent = forms.BooleanField(
        label=_("照片已征得本人同意"), required=False, help_text=_("列了参加人时须勾选。")
    )


@form_for(actions.log)
class LogForm(WhatFields, HowFields, FileFields):
    intro = _("办了什么、哪天、多少人，三十秒记下；其余以后可以补。")
    first = ("kind", "title", "persons", "on", "files", "consent")
    field_order = [
        "kind", "title", "persons", "on", "files", "consent", "result", "person_times", "money",
        "place", "until", "level", "people", "public_ok",
    ]  # fmt: skip


@form_for(actions.plan)
class PlanForm(WhatFields):
    on = date_field(_("日期"))
    until = date_field(_("结束日期"), required=False, help_text=_("只有一天的不填。"))
    place = forms.CharField(label=_("地点"), required=False, max_length=60)
    field_order = ["kind", "title", "on", "until", "place", "public_ok"]


@form_for(actions.finish)
class FinishForm(HowFields, FileFields):
    field_order = ["persons", "on", "files", "consent", "result", "person_times", "money", "place"]

    def prepare(self):
        super().prepare()
        self.show(["until", "place", "result", "level"])
        self.fields["on"].initial = min(self.subject.on, clock.today())


@form_for(actions.amend)
class AmendForm(WhatFields, HowFields):
    field_order = ["kind", "title", "persons", "on"]

    def prepare(self):
        super().prepare()
        self.show(["kind", "title", "on", "until", "place", "result", "level", "public_ok"])


@form_for(actions.add_files)
class FilesForm(FileFields):
    def prepare(self):
        self.fields["files"].required = True
