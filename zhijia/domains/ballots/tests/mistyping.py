"""Mistyping in a form, for the tests of both domains: a Chinese sentence with 422, nothing done, nothing of
what was typed lost; what is typed well is done; and a neighbour's chair finds no such form."""

import re

from django import forms
from django.utils.html import escape

from zhijia.kernel.actions import Step
from zhijia.ui.forms import forms_by_action

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ERRORS = re.compile(r'<div class="errors".*?<ul>(.*?)</ul>', re.S)
TYPED = (forms.TextInput, forms.Textarea, forms.NumberInput, forms.DateInput, forms.DateTimeInput)


def filled(world, given):
    """``given`` with what can only be told when the world is there."""
    return {k: v(world) if callable(v) else v for k, v in given.items()}


def address(code, subject):
    app, model, verb = code.split(".")
    name = type(subject)._meta.model_name
    return f"/{app}/{model}/{verb}/" if name == "org" else f"/{app}/{name}/{subject.pk}/{verb}/"


def lost(code, given, page):
    """What was typed and is not on the page any more."""
    fields = forms_by_action[code].base_fields
    typed = [
        str(v) for k, v in given.items() if k in fields and isinstance(fields[k].widget, TYPED)
    ]
    return [v[:30] for v in typed if v.strip() and escape(v.strip()) not in page]


def mistyped(enter, world, code, subject, by, good, bad):
    """``good``: what is typed well, or None where nothing would do; ``bad``: [(typed, words of the answer)]."""
    there, client = address(code, subject), enter(by)
    assert client.get(there).status_code == 200
    for given, words in bad:
        given = filled(world, (good or {}) | given)
        before = Step.objects.count()
        answer = client.post(there, given)
        page = answer.content.decode()
        said = " ".join(ERRORS.findall(page))
        assert answer.status_code == 422, (given, answer.status_code)
        assert CHINESE.search(said) and words in said, (given, words, said)
        assert not lost(code, given, page), given
        assert Step.objects.count() == before, "a refused form leaves no trace"
    if subject._meta.model_name != "org":
        assert enter(world.cast.zhou).post(there, filled(world, good or {})).status_code == 404
    if good is not None:
        before = Step.objects.count()
        assert enter(by).post(there, filled(world, good)).status_code == 302
        assert Step.objects.count() > before
