"""Fields that several forms of the congress share."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhijia.kernel.people import Person
from zhijia.ui.forms import PeopleField, PersonField

SPLIT = re.compile(r"[、,，;；]")
LINE = re.compile(r"^(.+?)[\s|｜:：]+(\d+)\s*(?:人|票)?$")


def area(label, rows=3, **more):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def lines_of(text) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def numbered(text, example) -> list[tuple[str, int]]:
    """Lines of a name and a number: 「语文组 32」."""
    found = []
    for line in lines_of(text):
        match = LINE.match(line)
        if not match:
            raise ValidationError(
                _("看不懂“%(line)s”，请写成“%(example)s”。") % {"line": line, "example": example}
            )
        found.append((match[1].strip(), int(match[2])))
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
