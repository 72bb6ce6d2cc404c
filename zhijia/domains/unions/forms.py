from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.orgs import Org
from zhijia.ui.forms import ActionForm, ReasonForm, date_field, form_for

from . import actions
from .models import Registration, Union


@form_for(actions.found)
class FoundForm(ActionForm):
    name = forms.CharField(label=_("工会名称"), max_length=80, help_text=_("如：阳光实验学校工会"))
    kind = forms.ChoiceField(label=_("类别"), choices=Org.Kind.choices, initial=Org.Kind.SCHOOL)
    code = forms.SlugField(
        label=_("代码"), max_length=40, help_text=_("字母、数字、短横线，全系统唯一。")
    )
    founded = date_field(_("成立日期"))
    approval = forms.CharField(label=_("批准文号"), max_length=60, required=False)
    approved_on = date_field(_("批准日期"), required=False)

    def prepare(self):
        self.fields["founded"].initial = clock.today()


class ToAnotherForm(ReasonForm):
    """With a union of the reach of who acts."""

    on = date_field(_("日期"))
    target = ""

    def prepare(self):
        self.fields["on"].initial = clock.today()
        rows = Union.objects.all().visible_to(self.person).filter(closed=None)
        self.fields[self.target].queryset = rows.exclude(pk=self.subject.pk)


@form_for(actions.rename)
class RenameForm(ReasonForm):
    name = forms.CharField(label=_("新名称"), max_length=80)


@form_for(actions.move)
class MoveForm(ToAnotherForm):
    target = "to"
    to = forms.ModelChoiceField(Union.objects.none(), label=_("划转到"))


@form_for(actions.merge)
class MergeForm(ToAnotherForm):
    target = "into"
    into = forms.ModelChoiceField(Union.objects.none(), label=_("并入"))


@form_for(actions.close)
class CloseForm(ReasonForm):
    on = date_field(_("撤销日期"))

    def prepare(self):
        self.fields["on"].initial = clock.today()


@form_for(actions.describe)
class DescribeForm(ActionForm):
    approval = forms.CharField(label=_("批准建会文号"), max_length=60, required=False)
    approved_on = date_field(_("批准日期"), required=False)
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    certificate_ends = date_field(_("法人资格证书有效期至"), required=False)
    campuses = forms.CharField(label=_("校区（园区）"), max_length=200, required=False)

    def prepare(self):
        row = Registration.objects.filter(org=self.subject).first()
        for name in self.fields if row else ():
            self.fields[name].initial = getattr(row, name)
