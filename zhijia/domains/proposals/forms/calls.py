"""Calls and departments."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.domains.congress.models import Session
from zhijia.kernel import clock
from zhijia.ui.forms import ActionForm, PersonField, date_field, form_for

from .. import actions
from ..models import Call, rules_of
from ..sessions import prepared
from .parts import DepartmentField, area


class CallFields(ActionForm):
    title = forms.CharField(label=_("名称"), max_length=80)
    meeting = forms.ModelChoiceField(
        Session.objects.none(), label=_("为哪次会议征集"), required=False,
        help_text=_("在“教代会”里筹备的会议；选了会议，届次随会议。"),
    )  # fmt: skip
    session = forms.CharField(
        label=_("届次"), max_length=40, required=False,
        help_text=_("没有选会议的填写，如“第五届第三次”。"),
    )  # fmt: skip
    opens = date_field(_("开始"))
    closes = date_field(
        _("截止"), required=False,
        help_text=_("闭会期间常年征集的留空；选了会议又留空的，到规定的最后一天。"),
    )  # fmt: skip
    notice = area(_("征集说明"), max_length=2000, required=False)

    def prepare(self):
        self.fields["meeting"].queryset = prepared(self.org)

    def clean(self):
        given = super().clean()
        if not given.get("meeting") and not given.get("session"):
            self.add_error("session", _("请选择会议，或填写届次。"))
        return given


@form_for(actions.open_call)
class OpenForm(CallFields):
    def prepare(self):
        super().prepare()
        today, rules = clock.today(), rules_of(Call(org=self.org))
        self.fields["title"].initial = f"{today.year}年教代会提案征集"
        self.fields["opens"].initial = today
        self.fields["closes"].initial = today + timedelta(days=rules.window_days)


@form_for(actions.amend_call)
class AmendCallForm(CallFields):
    def prepare(self):
        super().prepare()
        kept = Session.objects.filter(pk=self.subject.meeting_id)
        self.fields["meeting"].queryset = prepared(self.org) | kept
        for name in self.fields:
            self.fields[name].initial = getattr(self.subject, name)


@form_for(actions.put_report)
class ReportForm(ActionForm):
    meeting = forms.ModelChoiceField(
        Session.objects.none(), label=_("列入哪次会议"), empty_label=None
    )
    presenter = forms.CharField(label=_("报告人"), max_length=40, required=False)
    reason = area(
        _("理由"), rows=2, max_length=500, required=False,
        help_text=_("议程已经批准、会前才增加的，写明理由。"),
    )  # fmt: skip

    def prepare(self):
        """The next session reviews what became of the proposals of the one before (rules 5.25)."""
        rows = prepared(self.org)
        self.fields["meeting"].queryset = rows
        self.fields["meeting"].initial = rows.exclude(pk=self.subject.meeting_id).first()

    def hints(self):
        return [_("按现在的数字生成提案工作报告，作为议题的材料附上。")]


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
