"""The fields that the keepers put right on request, and how what was typed becomes a value."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhijia.kernel.held import held, words_of
from zhijia.kernel.people import Person

# Put right here and now; every other field is put right where it is kept, and the answer says so.
DIRECT = (
    "name", "sex", "staff_no", "birthday", "retires", "phone", "id_number", "politics", "title",
    "establishment", "category",
)  # fmt: skip


def choices() -> list[tuple[str, str]]:
    """[("kernel.person.phone", "个人档案·手机号")] of everything held."""
    return [
        (f"{one.model}.{item.name}", f"{one.label}·{item.label or _label(one, item)}")
        for one in held.values()
        for item in one.items
        if one.model not in ("kernel.step", "kernel.notice", "kernel.consent", "privacy.correction")
    ]


def _label(one, item):
    return one.cls._meta.get_field(item.name).verbose_name


def direct(code) -> str:
    """The field of a person that the code names, if it is put right directly; else ""."""
    model, _dot, name = code.rpartition(".")
    return name if model == "kernel.person" and name in DIRECT else ""


def value_of(name, text):
    """What was typed, as the field takes it. Raises ``ValidationError`` with a sentence."""
    field, text = Person._meta.get_field(name), text.strip()
    if field.choices:
        known = {str(label): value for value, label in field.choices} | {
            v: v for v, _l in field.choices
        }
        if text not in known:
            raise ValidationError(
                _("应是：%s") % "、".join(str(label) for _v, label in field.choices if label)
            )
        return known[text]
    if field.get_internal_type() == "DateField":
        return forms.DateField(error_messages={"invalid": _("日期请写成 2026-3-8")}).clean(
            text.replace("年", "-").replace("月", "-").replace("日", "")
        )
    if field.max_length and len(text) > field.max_length:
        raise ValidationError(_("太长了。"))
    return text


def now_of(person, name) -> str:
    return words_of(person, name)
