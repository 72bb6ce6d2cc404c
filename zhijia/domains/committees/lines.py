"""Reading the decisions as they are typed: one a line, 事项｜负责人｜期限, the last two optional."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.kernel.people import Appointment, Membership, Person
from zhijia.kernel.refusals import Refused

BAR = re.compile(r"\s*[｜|]\s*")
NUMBER = re.compile(r"^(?:\d{1,2}(?:[、．]|\.(?!\d))|[（(]\d{1,2}[)）])\s*")
FULL = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
SHORT = re.compile(r"(\d{1,2})月(\d{1,2})日?")
LONGEST = 200


@dataclass(frozen=True)
class Line:
    text: str
    owner: Person | None
    due: date | None


def read_lines(typed: str, org, on) -> list[Line]:
    """The decisions of a meeting held ``on``; a line that cannot be understood is refused."""
    split = [_split(raw.strip()) for raw in typed.splitlines() if raw.strip()]
    people = _people_called({name for _text, name, _due in split if name}, org, on)
    return [
        Line(text, _the_one(name, people) if name else None, _day(due, on) if due else None)
        for text, name, due in split
    ]


def _split(raw):
    """(what, name, day) of a line; of two parts the second may be either."""
    parts = BAR.split(NUMBER.sub("", raw))
    if len(parts) > 3:
        raise Refused(_("“%s”分了太多段。") % raw, _("每行写：事项｜负责人｜期限。"))
    if not parts[0] or len(parts[0]) > LONGEST:
        raise Refused(_("“%s”没有写明事项，或事项超过 200 字。") % raw[:40])
    text, name, due = (*parts, "", "")[:3]
    if not due and (FULL.fullmatch(name) or SHORT.fullmatch(name)):
        name, due = "", name
    return text, name, due


def _people_called(names, org, on):
    """Members and office holders of the day by name and by staff number."""
    called = defaultdict(list)
    if not names:
        return called
    spells = Membership.objects.of(org).on(on).values("person")
    offices = Appointment.objects.of(org).on(on).values("person")
    rows = Person.objects.filter(Q(pk__in=spells) | Q(pk__in=offices))
    for person in rows.filter(Q(name__in=names) | Q(staff_no__in=names)):
        for word in {person.name, person.staff_no}:
            called[word].append(person)
    return called


def _the_one(name, people):
    found = people.get(name, [])
    if not found:
        raise Refused(_("本会没有“%s”。") % name, _("请核对姓名，或先不写负责人。"))
    if len(found) > 1:
        raise Refused(
            _("本会有 %(n)d 位“%(name)s”。") % {"n": len(found), "name": name}, _("请改写工号。")
        )
    return found[0]


def _day(words, on):
    """2026-03-20, 2026年3月20日 or 3月20日; without a year, the next such day from the meeting."""
    try:
        if found := FULL.fullmatch(words):
            day = date(*map(int, found.groups()))
        elif found := SHORT.fullmatch(words):
            month, number = map(int, found.groups())
            day = date(on.year, month, number)
            day = day if day >= on else date(on.year + 1, month, number)
        else:
            raise ValueError(words)
    except ValueError as error:
        raise Refused(_("看不懂期限“%s”。") % words, _("请写成 2026-03-20 或 3月20日。")) from error
    if day < on:
        raise Refused(_("期限“%s”早于会议日期。") % words)
    return day
