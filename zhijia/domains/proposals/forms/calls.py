"""Calls and departments."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.ui.forms import ActionForm, PersonField, date_field, form_for

from .. import actions
from .parts import DepartmentField, area


class CallFields(ActionForm):
    title = forms.CharField(label=_("名称"), max_length=80)
    session = forms.CharField(label=_("届次"), max_length=40, help_text=_("如“第五届第三次”。"))
    opens = date_field(_("开始"))
    closes = date_field(_("截止"), required=False, help_text=_("闭会期间常年征集的留空。"))
    notice = area(_("征集说明"), max_length=2000, required=False)


@form_for(actions.open_call)
class OpenForm(CallFields):
    def prepare(self):
        today = clock.today()
        self.fields["title"].initial = f"{today.year}年教代会提案征集"
        self.fields["opens"].initial = today
        self.fields["closes"].initial = today + timedelta(days=21)


@form_for(actions.amend_call)
class AmendCallForm(CallFields):
    def prepare(self):
        for name in self.fields:
            self.fields[name].initial = getattr(self.subject, name)


class DepartmentFields(ActionForm):
    name = forms.CharField(label=_("部门"), max_length=40)
    head = PersonField(_("负责人"))
    leader = PersonField(
        _("分管校领导"), required=False, help_text=_("答复送出前由其审签；不填的由校长审签。")
    )

    def prepare(self):
        for name in ("head", "leader"):
            self.fields[name].members(self.org)


form_for(actions.add_department)(DepartmentFields)


@form_for(actions.change_department)
class ChangeForm(DepartmentFields):
    def prepare(self):
        super().prepare()
        for name in ("name", "head", "leader"):
            self.fields[name].initial = getattr(self.subject, name)


@form_for(actions.dissolve_department)
class DissolveForm(ActionForm):
    successor = DepartmentField(_("职责并入"), required=False)
    reason = area(_("原因"), rows=2, max_length=200, required=False)

    def prepare(self):
        self.fields["successor"].of(self.org, besides=self.subject.pk)

    def hints(self):
        count = (
            self.subject.assignments.filter(ended=None).exclude(proposal__state="concluded").count()
        )
        return [_("手上还有 %d 件提案：转给接手的部门；没有接手部门的，退回待交办。") % count]
