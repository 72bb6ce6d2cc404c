from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.people import Group, Person
from zhijia.ui.forms import ActionForm, ReasonForm, date_field, form_for

from . import actions


@form_for(actions.admit)
class AdmitForm(ActionForm):
    name = forms.CharField(label=_("姓名"), max_length=60)
    staff_no = forms.CharField(label=_("工号"), max_length=30, required=False)
    sex = forms.ChoiceField(label=_("性别"), choices=[("", "—"), *Person.Sex.choices], required=False)
    birthday = date_field(_("出生日期"), required=False, help_text=_("用于生日祝福和退休提醒。"))
    retires = date_field(_("退休日期"), required=False)
    starts = date_field(_("入会日期"))
    group = forms.ModelChoiceField(Group.objects.none(), label=_("工会小组"), required=False)

    def prepare(self):
        self.fields["group"].queryset = Group.objects.of(self.org)
        self.fields["starts"].initial = clock.today()


@form_for(actions.leave)
class LeaveForm(ReasonForm):
    ends = date_field(_("离会日期"))
