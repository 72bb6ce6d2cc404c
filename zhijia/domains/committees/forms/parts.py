"""Fields that several forms share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.people import Person
from zhijia.ui.forms import PeopleField, PersonField

from .. import fitness
from ..models import Decision


def text_field(label, rows, longest, **kwargs):
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, widget=widget, **kwargs)


def count_field(label, **kwargs):
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": "0"})
    return forms.IntegerField(
        label=label, min_value=0, max_value=1_000_000, widget=widget, **kwargs
    )


def choice_field(label, choices, none="", **kwargs):
    """A choice that may be left open where ``none`` says in words what that means."""
    rows = [("", none), *choices] if none else choices
    return forms.ChoiceField(label=label, choices=rows, required=not none, **kwargs)


class CandidateField(PersonField):
    """One who may sit on a committee: neither kept, nor head, nor married to one (rules 8.09)."""

    def of(self, org, day):
        self.queryset = fitness.eligible(org, day)
        return self


class CandidatesField(PeopleField):
    """Several of them, in the order of a ballot: by the strokes of the surname (rules 8.13)."""

    def of(self, org, day):
        self.queryset = fitness.eligible(org, day).order_by("strokes", "pk")
        return self


class DecisionField(forms.ModelChoiceField):
    """Something a meeting of the union has settled, the latest first."""

    def __init__(self, label, **kwargs):
        super().__init__(Decision.objects.none(), label=label, **kwargs)

    def of(self, org):
        rows = Decision.objects.of(org).exclude(state=Decision.State.DROPPED)
        self.queryset = rows.select_related("meeting").order_by("-meeting__on", "order")
        return self

    def label_from_instance(self, decision):
        return f"{decision.meeting.on:%Y-%m-%d}　{decision.text}"


class MovingField(PeopleField):
    """Members with the group they are in now beside the name."""

    def of(self, spells):
        """``spells``: today's memberships of those who may be moved."""
        self.groups = dict(spells.values_list("person", "group__name"))
        self.queryset = Person.objects.filter(pk__in=list(self.groups))
        return self

    def label_from_instance(self, person):
        return f"{person.name}（{self.groups.get(person.pk) or _('未编组')}）"
