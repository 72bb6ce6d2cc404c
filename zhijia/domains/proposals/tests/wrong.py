"""Whatever can be typed wrongly into a form of a verb: blank, far too long, no date, a foreign thing."""

import re
import secrets

from django import forms
from django.utils.html import escape

from zhijia.kernel.actions import Step

LONG = "字" * 100_000
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = 422


def spoilt(form, foreign=()):
    """(field, what is typed there): everything the form must send back. ``foreign``: keys of people and
    things of another union."""
    for name, field in form.fields.items():
        if field.required and not isinstance(field, forms.BooleanField | forms.FileField):
            yield name, ""
        if isinstance(field, forms.ModelChoiceField):  # one or several
            yield name, "999999"
            yield name, "x"
            yield from ((name, str(key)) for key in foreign)
        elif isinstance(field, forms.DateField):
            yield from ((name, day) for day in ("2026-02-30", "明天", "20260302x"))
        elif isinstance(field, forms.IntegerField):
            yield from ((name, number) for number in ("-1", "一百", "99999999"))
        elif isinstance(field, forms.ChoiceField):
            yield name, "nonsense"
        elif type(field) is forms.CharField:
            yield name, LONG


def sends_back(client, there, subject, typed, foreign=()):
    """Every wrong entry is answered with a Chinese sentence and 422, keeps what else was typed, and leaves
    the object and the steps as they were; how many were tried."""
    form = client.get(there).context["form"]
    steps, tried = Step.objects.count(), 0
    model = type(subject)
    before = model._base_manager.values().get(pk=subject.pk)
    for name, value in spoilt(form, foreign):
        given = typed | {name: value, "once": secrets.token_urlsafe(9)}
        answer = client.post(there, given)
        where = f"{there} with {name}={value[:20]!r}"
        assert answer.status_code == SENTENCE, f"{where}: {answer.status_code}"
        said = answer.context["form"].errors
        words = " ".join(word for errors in said.values() for word in errors)
        assert CHINESE.search(words), f"{where}: {words!r}"
        page = answer.content.decode()
        for other, kept in typed.items():
            if other != name and isinstance(kept, str) and CHINESE.search(kept):
                assert escape(kept) in page, f"{where}: {other} is lost"
        assert Step.objects.count() == steps, where
        assert model._base_manager.values().get(pk=subject.pk) == before, where
        tried += 1
    return tried
