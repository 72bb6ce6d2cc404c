"""Forms of a seat."""

from django import forms
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.ui.forms import ActionForm, date_field, form_for

from .. import actions, fitness, standards
from ..models import Committee, Seat
from .parts import CandidateField, DecisionField, choice_field, text_field

LEAVING = [(key, label) for key, label in Seat.Left.choices if key != Seat.Left.TERM]


class PlaceFields(ActionForm):
    """Who, as what, for what."""

    person = CandidateField(_("人选"))
    role = forms.ChoiceField(label=_("职务"))
    duty = forms.CharField(label=_("分工"), required=False, max_length=30, help_text=_("如：文体"))
    tasks = text_field(_("岗位职责"), 4, 2000, required=False, help_text=_("一行一条。"))

    def prepare(self):
        self.fields["person"].of(self.org, clock.today())
        chair = self.subject.chair_word
        words = {Seat.Role.CHAIR: chair, Seat.Role.VICE: gettext("副%s") % chair}
        self.fields["role"].choices = [(r.value, words.get(r, r.label)) for r in Seat.Role]
        self.fields["role"].initial = Seat.Role.MEMBER

    def hints(self):
        return [r.title for r in fitness.RULES if r.code in RULES_OF.get(self.subject.kind, ())]


RULES_OF = {
    Committee.Kind.COMMITTEE: ("head", "chair"), Committee.Kind.FUNDS_REVIEW: ("review", "head"),
    Committee.Kind.WOMEN: ("women",),
}  # fmt: skip


@form_for(actions.seat)
class SeatForm(PlaceFields):
    starts = date_field(_("任职日期"), required=False)
    field_order = ["person", "role", "starts"]

    def prepare(self):
        super().prepare()
        if self.subject.is_elected:
            del self.fields["starts"]
        else:
            self.fields["starts"].initial = clock.today()


@form_for(actions.co_opt)
class CoOptForm(PlaceFields):
    intro = _("任期中出缺，由会议决定增补；增补的任期到本届届满为止。")
    starts = date_field(_("任职日期"))
    decision = DecisionField(_("会议决定"), help_text=_("没有可选的，请先登记会议，写明议定事项。"))
    field_order = ["person", "role", "starts", "decision"]

    def prepare(self):
        super().prepare()
        self.fields["starts"].initial = clock.today()
        self.fields["decision"].of(self.org)

    def hints(self):
        row = standards.rule("vacancy_months", self.org, clock.today())
        words = gettext("主席、副主席、经审会主任缺额，一般 %(n)s 个月内补选（%(source)s）。")
        return [words % {"n": row.value, "source": row.cited}, *super().hints()]


@form_for(actions.divide)
class DivideForm(ActionForm):
    duty = forms.CharField(
        label=_("分工"), max_length=30, help_text=_("如：生活福利、文体、女职工")
    )
    tasks = text_field(_("岗位职责"), 6, 2000, required=False, help_text=_("一行一条。"))

    def prepare(self):
        for name in self.fields:
            self.fields[name].initial = getattr(self.subject, name)


@form_for(actions.vacate)
class VacateForm(ActionForm):
    ends = date_field(_("离任日期"))
    left = choice_field(_("离任原因"), LEAVING)
    reason = text_field(_("说明"), 3, 500)
    consent = DecisionField(_("本级工会委员会同意（会议决定）"), required=False)
    consent_above = forms.CharField(
        label=_("上一级工会同意（文号或日期）"), required=False, max_length=60
    )

    def prepare(self):
        self.fields["ends"].initial = clock.today()
        self.fields["consent"].of(self.org)
        if fitness.place_of(self.subject.committee, self.subject.role) not in fitness.LEADING:
            del self.fields["consent"], self.fields["consent_above"]

    def hints(self):
        words = [gettext("离任当日以后，随席位而来的任职和权限终止。")]
        if "consent" in self.fields:
            words.append(
                gettext(
                    "主席、副主席任期未满的，须本级工会委员会和上一级工会同意（《工会法》第十八条）。"
                )
            )
        return words
