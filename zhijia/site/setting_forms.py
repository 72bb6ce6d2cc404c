"""A form out of a settings dataclass, by the types and metadata of its fields."""

from dataclasses import fields

from django import forms


def _field(f):
    meta = f.metadata
    given = {"label": meta["label"], "help_text": meta.get("help", ""), "required": False}
    if f.type in ("list", list):
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=meta["choices"], widget=widget, **given)
    if f.type in ("int", int):
        given["required"] = True
        return forms.IntegerField(
            min_value=meta.get("min", 0), max_value=meta.get("max", 3650), **given
        )
    if f.type in ("bool", bool):
        return forms.BooleanField(**given)
    if "choices" in meta:
        return forms.ChoiceField(choices=meta["choices"], **given)
    return forms.CharField(max_length=200, **given)


def form_of(cls):
    """The form class whose cleaned data are the dataclass's arguments."""
    return type(f"{cls.__name__}Form", (forms.Form,), {f.name: _field(f) for f in fields(cls)})
