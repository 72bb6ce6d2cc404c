"""Forms of the verbs of care; each shows the rule that governs what is typed."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.policy import check_cap
from zhijia.kernel.settings import settings_for
from zhijia.ui.forms import (
    ActionForm,
    DateInput,
    FilesField,
    PeopleField,
    PersonField,
    ReasonForm,
    date_field,
    form_for,
    money_field,
)

from . import actions
from .models import OCCASIONS, ROUNDS, CareSettings, Kind, Relation, Visit

form_for(actions.dismiss, actions.cancel)(ReasonForm)
form_for(actions.approve)(ActionForm)


@form_for(actions.report)
class ReportForm(ActionForm):
    intro = _("谁家有事，报一声，工会去看。只有工会委员和您自己能看到您填的内容。")
    purpose = "care.report"
    person = PersonField(_("教职工"))
    kind = forms.ChoiceField(label=_("什么事"))
    relation = forms.ChoiceField(label=_("发生在谁身上"))
    on = forms.DateField(label=_("哪天"), widget=DateInput())
    detail = forms.CharField(
        label=_("情况说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("加密保存；只写安排走访需要知道的，不必写诊断。"),
    )  # fmt: skip
    again = forms.CharField(
        label=_("同一件事再次慰问的说明"), required=False, max_length=200,
        help_text=_("系统提示可能重复时再填。"),
    )  # fmt: skip

    def prepare(self):
        rules = settings_for(self.org, CareSettings)
        self.fields["person"].members(self.org)
        self.fields["kind"].choices = [(k.value, k.label) for k in OCCASIONS if k in rules.kinds]
        family = [r for r in Relation if r == Relation.SELF or r in rules.relatives]
        self.fields["relation"].choices = [(r.value, r.label) for r in family]
        self.fields["on"].initial = clock.today()


class PlanFields(ActionForm):
    on = date_field(_("走访日期"))
    visitors = PeopleField(_("走访人"))
    form = forms.ChoiceField(label=_("形式"), choices=Visit.Form.choices)
    amount = money_field(_("金额（元）"))
    goods = forms.CharField(label=_("慰问品名称"), required=False, max_length=100)
    over = forms.CharField(
        label=_("超标准理由"), required=False, max_length=200,
        help_text=_("在标准以内不用填；超出时写明理由，由主席或另一位副主席批准。"),
    )  # fmt: skip

    def prepare(self):
        self.fields["visitors"].members(self.org)
        self.fields["on"].initial = clock.today()


@form_for(actions.plan)
class PlanForm(PlanFields):
    def prepare(self):
        super().prepare()
        self.fields["visitors"].initial = [self.person.pk]

    def hints(self):
        about = self.subject.get_kind_display()
        day = self.subject.on
        return [check_cap(self.subject.cap_code, self.org, day, 0, about).sentence]


@form_for(actions.plan_round)
class RoundForm(PlanFields):
    intro = _("金额是这一轮的总额；按人均与标准核对。")
    kind = forms.ChoiceField(label=_("情形"), choices=[(k.value, k.label) for k in ROUNDS])
    recipients = PeopleField(_("慰问对象"))
    field_order = ["kind", "on", "recipients", "visitors"]

    def prepare(self):
        super().prepare()
        self.fields["recipients"].members(self.org)
        if self.initial.get("kind") == Kind.BIRTHDAY:
            people = self.fields["recipients"].queryset
            month = clock.today().month
            self.fields["recipients"].initial = people.filter(birthday__month=month)


@form_for(actions.amend)
class AmendForm(PlanFields):
    def prepare(self):
        super().prepare()
        visit = self.subject
        for name in ("on", "form", "amount", "goods", "over"):
            self.fields[name].initial = getattr(visit, name)
        self.fields["visitors"].initial = visit.visitors.all()

    def hints(self):
        return [self.subject.rule]


@form_for(actions.finish)
class FinishForm(ActionForm):
    on = date_field(_("走访日期"))
    amount = money_field(_("实际金额（元）"))
    note = forms.CharField(
        label=_("走访情况"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("加密保存，不进入台账和总结。"),
    )  # fmt: skip
    follow_up = date_field(_("哪天回访"), required=False)

    def prepare(self):
        visit, today = self.subject, clock.today()
        self.fields["on"].initial = min(visit.on, today)
        self.fields["amount"].initial = visit.amount
        days = settings_for(self.org, CareSettings).follow_up_days
        if visit.occasion:
            self.fields["follow_up"].initial = today + timedelta(days=days)

    def hints(self):
        return [self.subject.rule] if self.subject.rule else []


@form_for(actions.add_files)
class FilesForm(ActionForm):
    files = FilesField(label=_("照片或材料"), help_text=_("照片会去掉拍摄地点；材料加密保存。"))
    consent = forms.BooleanField(label=_("照片已征得本人同意"), required=False)


@form_for(actions.note_thanks)
class ThanksForm(ActionForm):
    thanks = forms.CharField(
        label=_("本人反馈"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


@form_for(actions.follow)
class FollowForm(ActionForm):
    followed = forms.CharField(
        label=_("回访情况"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    follow_up = date_field(_("还要再访的，填下次日期"), required=False)
