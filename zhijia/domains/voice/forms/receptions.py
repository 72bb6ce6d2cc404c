"""Receptions, bookings, issues, and what is told in confidence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.ui.forms import ActionForm, FilesField, PersonField, ReasonForm, date_field, form_for

from .. import actions
from ..models import Issue, Reception, Slot
from .letters import area

form_for(actions.cancel_reception)(ReasonForm)
KINDS = Reception.Kind.choices
OPEN = [k for k in KINDS if k[0] in Reception.SHOWN]


@form_for(actions.open_reception)
class OpenForm(ActionForm):
    kind = forms.ChoiceField(label=_("形式"), choices=OPEN)
    title = forms.CharField(label=_("主题"), max_length=80)
    on = date_field(_("日期"))
    place = forms.CharField(label=_("地点"), max_length=60, required=False)
    host = PersonField(_("主持人"))
    slots = area(_("可预约的时间"), rows=4, required=False,
                 help_text=_("每行一个时间和名额，如：14:00 2。不用预约的留空。"))  # fmt: skip

    method = forms.CharField(
        label=_("调研方法"), max_length=80, required=False, help_text=_("调研的填写，如：走访三所学校、问卷。")
    )  # fmt: skip

    def prepare(self):
        self.fields["host"].members(self.org)


class SlotField(forms.ModelChoiceField):
    def label_from_instance(self, slot):
        return _("%(at)s（%(seats)d 个名额）") % {"at": slot, "seats": slot.seats}


@form_for(actions.book)
class BookForm(ActionForm):
    purpose = "voice.book"
    slot = SlotField(
        Slot.objects.none(), label=_("时间"), widget=forms.RadioSelect, empty_label=None
    )
    topic = area(_("想谈什么"), rows=3, max_length=500, required=False)

    def prepare(self):
        self.fields["slot"].queryset = Slot.objects.filter(reception=self.subject)


@form_for(actions.hold)
class HoldForm(ActionForm):
    people = forms.IntegerField(label=_("参加人数"), min_value=0, max_value=5000)
    summary = area(
        _("情况"),
        max_length=2000,
        required=False,
        help_text=_("全体教职工都看得到，请不要写谁说了什么。"),
    )


@form_for(actions.submit_report)
class StudyForm(ActionForm):
    to = forms.CharField(label=_("报送给"), max_length=60)
    report = area(_("调研报告"), rows=10, max_length=10_000)
    files = FilesField(label=_("附件"), required=False)

    def prepare(self):
        if self.org.parent:
            self.fields["to"].initial = self.org.parent.name


@form_for(actions.raise_issue)
class IssueForm(ActionForm):
    text = forms.CharField(label=_("问题"), max_length=200)
    department = forms.CharField(label=_("责任部门"), max_length=40, required=False)
    handler = PersonField(_("责任人"))
    due = date_field(_("期限"), required=False)

    def prepare(self):
        self.fields["handler"].members(self.org)

    def hints(self):
        return [_("写问题，不写是谁提的。")]


@form_for(actions.note_call)
class CallForm(IssueForm):
    caller = PersonField(
        _("来电人"), required=False, help_text=_("不愿留名的不填；只有工会委员和责任人看得到。")
    )
    field_order = ["text", "caller", "department", "handler", "due"]

    def prepare(self):
        super().prepare()
        self.fields["caller"].members(self.org)

    def hints(self):
        return [*super().hints(), _("不填期限的，按座谈问题的答复期限办。")]


@form_for(actions.answer_issue)
class AnswerForm(ActionForm):
    answer = area(_("答复"), rows=5, max_length=2000)
    measure = forms.CharField(label=_("改进措施"), max_length=300, required=False)

    def prepare(self):
        self.fields["measure"].initial = self.subject.measure


@form_for(actions.grade_issue)
class GradeForm(ActionForm):
    grade = forms.ChoiceField(
        label=_("来电人满意吗"), choices=Issue.Grade.choices, widget=forms.RadioSelect
    )
    reason = area(_("说了什么"), rows=2, max_length=500, required=False)


@form_for(actions.finish_issue)
class FinishForm(ActionForm):
    result = area(_("怎样解决的"), rows=4, max_length=1000)


@form_for(actions.move_issue)
class MoveForm(ActionForm):
    handler = PersonField(_("责任人"))
    due = date_field(_("期限"))
    reason = area(_("原因"), rows=2, max_length=200)

    def prepare(self):
        self.fields["handler"].members(self.org)
        self.fields["handler"].initial, self.fields["due"].initial = (
            self.subject.handler,
            self.subject.due,
        )


@form_for(actions.confide)
class ConfideForm(ActionForm):
    intro = _("加密保存，写下的人自己看；思想动态主席和书记也能看。台账里只记次数。")
    kind = forms.ChoiceField(label=_("记什么"), choices=[k for k in KINDS if k not in OPEN])
    on = date_field(_("日期"))
    title = forms.CharField(label=_("话题"), max_length=80, required=False)
    people = forms.IntegerField(label=_("人数"), min_value=1, max_value=5000, initial=1)
    note = area(_("了解到的情况和打算怎样做"), rows=6, max_length=3000)

    def prepare(self):
        self.fields["on"].initial = clock.today()
