"""A saved search among the members."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.people import Group, Person
from zhijia.ui.forms import ActionForm, PeopleField, form_for

from .. import actions
from ..models import Audience, Club
from .places import count_field


class Conditions(ActionForm):
    name = forms.CharField(
        label=_("名称"), max_length=40, help_text=_("如“女会员”“35 岁以下青年”“退休会员”。")
    )
    standing = forms.ChoiceField(label=_("会籍"), choices=Audience.Standing.choices)
    sex = forms.ChoiceField(
        label=_("性别"), required=False, choices=[("", _("不限")), *Person.Sex.choices]
    )
    age_from = count_field(_("年满（周岁）"), most=150)
    age_to = count_field(_("不超过（周岁）"), most=150)
    category = forms.ChoiceField(
        label=_("人员类别"), required=False, choices=[("", _("不限")), *Person.Category.choices]
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(),
        label=_("限这些小组"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    club = forms.ModelChoiceField(
        Club.objects.none(), label=_("协会成员"), required=False, empty_label=_("不限")
    )
    people = PeopleField(_("指定人员"), required=False)
    intro = _("选了的条件都要满足，没选的不限。")

    def prepare(self):
        self.fields["groups"].queryset = Group.objects.of(self.org)
        now = getattr(self.subject, "club_id", None)
        clubs = Club.objects.of(self.org).filter(Q(state=Club.State.ACTIVE) | Q(pk=now))
        self.fields["club"].queryset = clubs
        self.fields["people"].members(self.org)


@form_for(actions.save_search)
class SaveForm(Conditions):
    pass


@form_for(actions.revise)
class ReviseForm(Conditions):
    def prepare(self):
        super().prepare()
        audience = self.subject
        for name in ("name", "standing", "sex", "age_from", "age_to", "category", "club"):
            self.fields[name].initial = getattr(audience, name)
        for name in ("groups", "people"):
            self.fields[name].initial = getattr(audience, name).all()
