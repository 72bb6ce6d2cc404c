"""Forms of the verbs of committees and meetings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import holders
from zhijia.ui.forms import (
    ActionForm,
    FilesField,
    PeopleField,
    PersonField,
    ReasonForm,
    TimeInput,
    date_field,
    form_for,
)

from .. import actions
from ..models import Committee, Meeting
from .parts import text_field

form_for(actions.cancel, actions.drop)(ReasonForm)


class CallFields(ActionForm):
    """What a call says."""

    title = forms.CharField(
        label=_("会议名称"), required=False, max_length=100, help_text=_("不填则按月份和类别取名。")
    )
    on = date_field(_("日期"))
    at = forms.TimeField(label=_("时间"), required=False, widget=TimeInput())
    place = forms.CharField(label=_("地点"), required=False, max_length=60)
    agenda = text_field(_("议题"), 4, 2000, required=False)
    recorded_by = PersonField(_("记录人"), required=False)
    invited = PeopleField(_("应到人员"), required=False)

    def prepare(self):
        self.fields["recorded_by"].members(self.org)
        self.fields["invited"].members(self.org)


@form_for(actions.convene)
class ConveneForm(CallFields):
    intro = _("召集后，应到人员会收到通知；开过的会也可以补登记。")
    committee = forms.ModelChoiceField(
        Committee.objects.none(), label=_("委员会"), empty_label=None,
        help_text=_("没有可选的，请先登记委员会。"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("类别"), choices=Meeting.Kind.choices)
    chaired_by = PersonField(_("主持人"), required=False)
    field_order = ["committee", "kind", "title", "on", "at", "place", "agenda", "chaired_by"]

    def prepare(self):
        super().prepare()
        self.fields["committee"].queryset = Committee.objects.of(self.org).meeting()
        self.fields["chaired_by"].members(self.org).initial = self.person.pk
        self.fields["on"].initial = clock.today()
        self.fields["invited"].initial = holders("committees.record", self.org)


@form_for(actions.reschedule)
class RescheduleForm(CallFields):
    def prepare(self):
        super().prepare()
        for name in ("title", "on", "at", "place", "agenda", "recorded_by"):
            self.fields[name].initial = getattr(self.subject, name)
        self.fields["invited"].initial = self.subject.invited.all()


@form_for(actions.hold)
class HoldForm(ActionForm):
    on = date_field(_("开会日期"))
    attended = PeopleField(_("实到人员"))
    recorded_by = PersonField(_("记录人"), required=False)

    def prepare(self):
        self.fields["attended"].members(self.org).initial = self.subject.invited.all()
        who = self.subject.recorded_by_id or self.person.pk
        self.fields["recorded_by"].members(self.org).initial = who
        self.fields["on"].initial = min(self.subject.on, clock.today())


class MinutesFields(ActionForm):
    minutes = text_field(_("会议记录"), 10, 20_000)
    decisions = text_field(
        _("议定事项"), 5, 5000, required=False,
        help_text=_("一行一项：事项｜负责人｜期限。负责人和期限可不写，期限如 3月20日。"),
    )  # fmt: skip

    def hints(self):
        return [self.subject.presence] if self.subject.presence else []


@form_for(actions.minute)
class MinuteForm(MinutesFields):
    def prepare(self):
        self.fields["minutes"].initial = self.subject.agenda


@form_for(actions.amend_minutes)
class AmendMinutesForm(MinutesFields):
    def prepare(self):
        self.fields["minutes"].initial = self.subject.minutes
        self.fields["decisions"].label = _("补充议定事项")


@form_for(actions.add_files)
class FilesForm(ActionForm):
    files = FilesField(label=_("照片或材料"), help_text=_("签到表、会议照片；材料加密保存。"))
    consent = forms.BooleanField(label=_("照片已征得本人同意"), required=False)


@form_for(actions.carry_out)
class CarryOutForm(ActionForm):
    outcome = text_field(_("落实情况"), 3, 1000)
    done = date_field(_("落实日期"), required=False)

    def prepare(self):
        self.fields["done"].initial = clock.today()
