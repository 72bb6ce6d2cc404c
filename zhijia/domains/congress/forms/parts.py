"""Fields that several forms of the congress share."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhijia.kernel.people import Person
from zhijia.ui.forms import PeopleField, PersonField

SPLIT = re.compile(r"[、,，;；]")
LINES, LENGTH, NAME, LARGEST = 300, 400, 40, 100_000  # of lists that are typed
SEATS = 9_999
LINE = re.compile(r"^(.+?)[\s|｜:：]+(\d+)\s*(?:人|票)?$")


def area(label, rows=3, **more):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def lines_of(text) -> list[tuple[int, str]]:
    """(number, text) of each line that says something, as the typist counts them."""
    found = [(at, line.strip()) for at, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(found) > LINES:
        raise ValidationError(
            _("共 %(n)d 行，一次最多 %(most)d 行，请分几次填。") % {"n": len(found), "most": LINES}
        )
    for at, line in found:
        if len(line) > LENGTH:
            raise ValidationError(
                _("第 %(at)d 行“%(line)s…”太长，请检查是不是少了换行。")
                % {"at": at, "line": line[:20]}
            )
    return found


def wrong(at, words):
    return ValidationError(_("第 %(at)d 行：%(words)s") % {"at": at, "words": words})


def short(at, name) -> str:
    if len(name) > NAME:
        raise wrong(
            at, _("“%(name)s…”超过 %(n)d 个字，请写短一些。") % {"name": name[:10], "n": NAME}
        )
    return name


def once(at, name, seen, key=None) -> None:
    """``seen``: what was written (``key``, or the name itself) → the line on which it stood first."""
    key = key or name
    if key in seen:
        words = _("“%(name)s”在第 %(first)d 行已经写过，请删去一处或者改名。")
        raise wrong(at, words % {"name": name, "first": seen[key]})
    seen[key] = at


def numbered(text, example) -> list[tuple[int, str, int]]:
    """(line, name, number) of lines of a name and a number: 「语文组 32」."""
    found, seen = [], {}
    for at, line in lines_of(text):
        match = LINE.match(line)
        if not match:
            raise wrong(
                at,
                _("看不懂“%(line)s”，请写成“%(example)s”。") % {"line": line, "example": example},
            )
        name, figures = short(at, match[1].strip()), match[2]
        if len(figures) > len(str(LARGEST)) or int(figures) > LARGEST:
            raise wrong(at, _("“%(n)s”太大，请核对。") % {"n": figures[:12]})
        once(at, name, seen)
        found.append((at, name, int(figures)))
    return found


class DelegatesField(PeopleField):
    """Ticks among those who count in the session's bodies."""

    def of(self, session):
        from ..actions.sessions import delegate_ids

        keys = {pk for part in session.parts.all() for pk in delegate_ids(part.congress)}
        self.queryset = Person.objects.filter(pk__in=keys)
        return self


class OneDelegateField(PersonField):
    """One of certain delegates."""

    def among(self, delegates):
        self.queryset = Person.objects.filter(pk__in=delegates.values("person"))
        return self
