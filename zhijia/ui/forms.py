"""Forms of verbs. A form turns what was typed into the arguments of one action."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.people import Person

forms_by_action: dict[str, type] = {}


def form_for(*doors):
    """Register a form class for actions."""

    def register(cls):
        for door in doors:
            if door.action.code in forms_by_action:
                raise ValueError(f"{door.action.code} has two forms")
            forms_by_action[door.action.code] = cls
        return cls

    return register


class ActionForm(forms.Form):
    """A form that knows the object (or, when creating, the union) and the person.

    ``hints()`` gives the sentences of the rules that govern the decision. Where ``first`` names
    fields, the others wait under 「更多」 until they are wanted. ``purpose``: the declared purpose for
    which the form asks data of a person; its words stand below the fields.
    """

    required_css_class = "required"
    intro = ""
    purpose = ""
    first: tuple = ()

    def __init__(self, subject, person, *args, **kwargs):
        self.subject, self.person, self.org = subject, person, subject.org
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self):
        """Narrow choices to the union; set first values from the object."""

    def hints(self) -> list[str]:
        return []

    @property
    def purpose_told(self):
        """Apart from ``purpose``, which in a template could be a field of that name."""
        return self.purpose

    def main_fields(self):
        return [f for f in self if not self.first or f.name in self.first]

    def more_fields(self):
        return [f for f in self if self.first and f.name not in self.first]

    def more_open(self):
        """Unfold what is hidden when something there is wrong."""
        return any(f.errors for f in self.more_fields())

    def given(self) -> dict:
        """The action's arguments."""
        return self.cleaned_data


class ReasonForm(ActionForm):
    """For verbs that only ask why."""

    reason = forms.CharField(
        label=_("理由"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class MoneyInput(forms.NumberInput):
    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "step": "0.01", "min": "0", **(attrs or {})})


def money_field(label, **kwargs):
    """Yuan, two decimals, never negative."""
    return forms.DecimalField(
        label=label, min_value=0, max_digits=12, decimal_places=2, widget=MoneyInput(), **kwargs
    )


def date_field(label, **kwargs):
    return forms.DateField(label=label, widget=DateInput(), **kwargs)


def moment_field(label, **kwargs):
    """A day and an hour."""
    return forms.DateTimeField(label=label, widget=MomentInput(), **kwargs)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; cleaned to a list of (name, bytes)."""

    widget = FilesInput

    def clean(self, data, initial=None):
        files = [f for f in (data if isinstance(data, list | tuple) else [data]) if f]
        if not files and self.required:
            raise forms.ValidationError(_("请选择文件。"))
        return [(f.name, f.read()) for f in files]


class PersonField(forms.ModelChoiceField):
    """One member of the union, typed by name, pinyin or staff number in a searchable list."""

    def __init__(self, label, **kwargs):
        super().__init__(Person.objects.none(), label=label, **kwargs)
        self.widget.attrs["data-search"] = "1"

    def members(self, org):
        self.queryset = Person.objects.members_of(org)
        return self

    def label_from_instance(self, person):
        return f"{person.name}　{person.initials.upper()}　{person.staff_no}".strip()


class PeopleInput(forms.CheckboxSelectMultiple):
    """Tick boxes that the page's script lets one narrow by name, pinyin or initials."""

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        person = getattr(value, "instance", None)
        if person:
            option["attrs"]["data-q"] = f"{person.name} {person.pinyin} {person.initials}"
        return option


class PeopleField(forms.ModelMultipleChoiceField):
    """Several members of the union."""

    widget = PeopleInput

    def __init__(self, label, **kwargs):
        super().__init__(Person.objects.none(), label=label, **kwargs)

    def members(self, org):
        self.queryset = Person.objects.members_of(org)
        return self

    def label_from_instance(self, person):
        return person.name
