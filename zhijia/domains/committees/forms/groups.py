"""Forms of groups."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.people import Membership, Person
from zhijia.ui.forms import ActionForm, PersonField, ReasonForm, date_field, form_for

from .. import actions
from ..models import Group, GroupProfile
from .parts import MovingField, choice_field, text_field

form_for(actions.dissolve)(ReasonForm)


def name_field():
    return forms.CharField(label=_("名称"), max_length=30)


class UnitFields(ActionForm):
    """The unit a group stands for."""

    kind = choice_field(_("对应单位"), GroupProfile.Unit.choices)
    unit = forms.CharField(
        label=_("单位名称"), required=False, max_length=40, help_text=_("如：七年级")
    )
    tasks = text_field(_("组长职责"), 4, 2000, required=False, help_text=_("一行一条。"))


@form_for(actions.set_up)
class SetUpForm(UnitFields):
    name = name_field()
    field_order = ["name", "kind", "unit", "tasks"]


@form_for(actions.describe)
class DescribeForm(UnitFields):
    def prepare(self):
        for name in self.fields:
            self.fields[name].initial = getattr(self.subject.kept, name)


@form_for(actions.rename)
class RenameForm(ActionForm):
    name = name_field()

    def prepare(self):
        self.fields["name"].initial = self.subject.name


def today_of(org):
    return Membership.objects.of(org).on(clock.today())


@form_for(actions.lead)
class LeadForm(ActionForm):
    person = PersonField(_("组长"))
    starts = date_field(_("任职日期"))

    def prepare(self):
        inside = today_of(self.org).filter(group=self.subject).values("person")
        self.fields["person"].queryset = Person.objects.filter(pk__in=inside)
        self.fields["starts"].initial = clock.today()


@form_for(actions.gather)
class GatherForm(ActionForm):
    intro = _("勾选要调入本组的会员；每年九月调整小组时，一次可以勾很多人。")
    people = MovingField(_("会员"))

    def prepare(self):
        self.fields["people"].of(today_of(self.org).exclude(group=self.subject))


@form_for(actions.move_out)
class MoveOutForm(ActionForm):
    people = MovingField(_("会员"))
    to = forms.ModelChoiceField(Group.objects.none(), label=_("调到"), empty_label=None)

    def prepare(self):
        self.fields["people"].of(today_of(self.org).filter(group=self.subject))
        others = Group.objects.of(self.org).in_use().exclude(pk=self.subject.pk)
        self.fields["to"].queryset = others
