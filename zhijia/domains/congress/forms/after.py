"""Opinions and answers, minutes, resolutions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.ui.forms import ActionForm, FilesField, PersonField, ReasonForm, date_field, form_for

from .. import actions, writing
from ..models import AgendaItem, Delegation, Opinion
from .parts import OneDelegateField, area

form_for(actions.drop)(ReasonForm)


class ItemField(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        super().__init__(
            AgendaItem.objects.none(),
            label=_("议题"),
            required=False,
            empty_label=_("不针对某个议题"),
            **kwargs,
        )


@form_for(actions.raise_opinion)
class OpinionForm(ActionForm):
    item = ItemField()
    text = area(_("意见"), rows=5, max_length=4000)
    for_delegation = forms.BooleanField(label=_("以代表团名义"), required=False)

    def prepare(self):
        self.fields["item"].queryset = self.subject.items.exclude(state=AgendaItem.State.WITHDRAWN)
        congresses = self.subject.parts.values("congress")
        if not Delegation.objects.filter(congress__in=congresses, head=self.person).exists():
            del self.fields["for_delegation"]


@form_for(actions.join_making)
class JoinForm(ActionForm):
    stage = forms.ChoiceField(label=_("参与阶段"), choices=Opinion.Stage.choices)
    text = area(_("意见"), rows=5, max_length=4000)
    person = OneDelegateField(
        _("参加的代表"), required=False, help_text=_("不选就是工会主席参加。")
    )

    def prepare(self):
        self.fields["person"].among(self.subject.part.congress.in_office)


@form_for(actions.answer_opinion)
class AnswerForm(ActionForm):
    outcome = forms.ChoiceField(
        label=_("处理"), choices=Opinion.Outcome.choices, widget=forms.RadioSelect
    )
    answer = area(
        _("说明"),
        rows=5,
        required=False,
        max_length=4000,
        help_text=_("部分采纳和不采纳的，必须向代表说明理由。"),
    )

    def hints(self):
        return [f"“{self.subject.text}”"]


@form_for(actions.write_minutes)
class MinutesForm(ActionForm):
    minutes = area(_("会议记录"), rows=16, max_length=40_000)
    resolution = area(_("会议决议"), rows=12, max_length=20_000)

    def prepare(self):
        self.fields["minutes"].initial = self.subject.minutes or writing.minutes_of(self.subject)
        self.fields["resolution"].initial = self.subject.resolution or writing.resolution_of(
            self.subject
        )


@form_for(actions.put_in_force)
class ForceForm(ActionForm):
    effective = date_field(_("施行日期"))

    def prepare(self):
        self.fields["effective"].initial = self.subject.effective or self.subject.session.on


@form_for(actions.repeal)
class RepealForm(ReasonForm):
    on = date_field(_("废止日期"))
    field_order = ["on", "reason"]


@form_for(actions.report_up)
class ReportForm(ActionForm):
    on = date_field(_("报告日期"))

    def prepare(self):
        self.fields["on"].initial = clock.today()


@form_for(actions.resolve)
class ResolveForm(ActionForm):
    text = forms.CharField(label=_("决议事项"), max_length=200)
    item = ItemField()
    department = forms.CharField(label=_("负责部门"), required=False, max_length=40)
    owner = PersonField(_("负责人"), required=False)
    due = date_field(_("期限"), required=False)

    def prepare(self):
        self.fields["item"].queryset = self.subject.items.all()
        self.fields["owner"].members(self.org)


@form_for(actions.report_progress)
class ProgressForm(ActionForm):
    words = area(_("进展"), max_length=1000)


@form_for(actions.carry_out)
class CarryOutForm(ActionForm):
    words = area(_("落实情况"), max_length=1000)
    on = date_field(_("落实日期"))
    files = FilesField(label=_("佐证材料"), required=False)

    def prepare(self):
        self.fields["on"].initial = clock.today()
