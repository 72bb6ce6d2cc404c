"""What several forms share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.people import Appointment, Person, Post

from ..models import Department


def area(label, rows=4, **more):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def consent_field():
    """One tick for all photos that are sent along (rules 13.09)."""
    return forms.BooleanField(label=_("照片里没有人，或已征得本人同意"), required=False)


class DepartmentField(forms.ModelChoiceField):
    """One active department of the union."""

    def __init__(self, label, **kwargs):
        super().__init__(Department.objects.none(), label=label, **kwargs)

    def of(self, org, besides=None):
        self.queryset = Department.objects.of(org).filter(state="active").exclude(pk=besides)

    def label_from_instance(self, department):
        return f"{department.name}（{department.head.name}）"


class DepartmentsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, label, **kwargs):
        super().__init__(Department.objects.none(), label=label, **kwargs)

    def of(self, org):
        self.queryset = Department.objects.of(org).filter(state="active")


LEADERS = (Post.PRINCIPAL, Post.PARTY, Post.CHAIR, Post.VICE_CHAIR)


def leaders_of(org):
    """Who may be in charge of a department or be asked to stand aside: the school's and the
    union's leaders, and whoever is in charge of one already."""
    posts = Appointment.objects.of(org).filter(post__in=LEADERS).live().values("person")
    charged = Department.objects.of(org).exclude(leader=None).values("leader")
    return Person.objects.filter(pk__in=posts) | Person.objects.filter(pk__in=charged)


class LeaderField(forms.ModelChoiceField):
    def __init__(self, label, **kwargs):
        super().__init__(Person.objects.none(), label=label, **kwargs)

    def of(self, org):
        self.queryset = leaders_of(org)
