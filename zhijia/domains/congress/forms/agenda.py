"""Items of the agenda."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.ui.forms import ActionForm, FilesField, ReasonForm, form_for

from .. import actions, usual
from ..models import Method, Part, Power, Session
from .parts import SPLIT, area

form_for(actions.withdraw)(ReasonForm)


class ItemFields(ActionForm):
    title = forms.CharField(label=_("议题"), max_length=120)
    power = forms.ChoiceField(label=_("职权"), choices=Power.choices, initial=Power.REPORTS)
    presenter = forms.CharField(label=_("报告人"), required=False, max_length=40)
    options = area(_("候选人或被评议人"), rows=3, required=False, max_length=2000,
                   help_text=_("选举和评议时填写，用顿号或换行分开；选票上按姓氏笔画排列。"))  # fmt: skip
    seats = forms.IntegerField(label=_("应选名额"), required=False, min_value=1, max_value=200)
    write_in = forms.BooleanField(label=_("可以另选他人"), required=False)
    criteria = forms.CharField(
        label=_("评议项目"),
        required=False,
        max_length=200,
        help_text=_("如“德、能、勤、绩、廉”；总评总是有的。"),
    )
    words = area(_("内容"), rows=6, required=False, max_length=20_000)
    files = FilesField(label=_("材料"), required=False)
    part = forms.ModelChoiceField(
        Part.objects.none(), label=_("由谁表决"), required=False, empty_label=None
    )
    method = forms.ChoiceField(
        label=_("怎样表决"), required=False, choices=[("", _("按职权的规定")), *Method.choices]
    )
    reason = forms.CharField(label=_("理由"), required=False, max_length=300)
    first = ("title", "power", "presenter", "options", "seats", "words", "files")

    def of(self, session):
        parts = session.parts.select_related("congress")
        self.fields["part"].queryset = parts
        self.fields["part"].label_from_instance = lambda p: str(p.congress)
        if session.approved:
            self.first = (*self.first, "reason")
        if len(parts) < 2:
            del self.fields["part"]

    def given(self):
        data = dict(self.cleaned_data)
        data["options"] = [o for line in data["options"].splitlines() for o in SPLIT.split(line)]
        data["criteria"] = SPLIT.split(data["criteria"]) if data["criteria"] else []
        data["seats"] = data["seats"] or 1
        return data


@form_for(actions.put)
class PutForm(ItemFields):
    def prepare(self):
        self.of(self.subject)


@form_for(actions.put_usual)
class UsualForm(ActionForm):
    which = forms.MultipleChoiceField(
        label=_("议题"), widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选的一次列入议程，列入后可以逐项修改。届满工作报告会按本届的工作记录起草。"),
    )  # fmt: skip
    reason = forms.CharField(label=_("理由"), required=False, max_length=300)

    def prepare(self):
        offered = usual.not_yet(self.subject).values()
        self.fields["which"].choices = [(one.key, one.title) for one in offered]
        if not self.subject.approved:
            del self.fields["reason"]


@form_for(actions.change)
class ChangeForm(ItemFields):
    def prepare(self):
        item = self.subject
        self.of(Session.objects.get(pk=item.session_id))
        for name in ("title", "power", "presenter", "words", "method", "part"):
            if name in self.fields:
                self.fields[name].initial = getattr(item, name)
        self.fields["options"].initial = "、".join(item.asked.get("options", []))
        self.fields["criteria"].initial = "、".join(item.asked.get("criteria", []))
        self.fields["seats"].initial = item.asked.get("seats", 1)
        self.fields["write_in"].initial = item.asked.get("write_in", False)
