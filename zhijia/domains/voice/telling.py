"""Telling people of what came out of the boxes: set by set, so that no notice dates a letter."""

from collections import Counter

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import url_of
from zhijia.kernel.notices import tell
from zhijia.kernel.people import Appointment, Person, Post

from .routing import watchers


def letters_came(fresh, heard) -> None:
    """One notice a reader however many letters; an urgent one by itself, at once."""
    for message in fresh:
        if message.urgent:
            title, there = _("紧急来信：%s") % message, url_of(message)
            tell(message.readers.all(), message.org, title, there, clock.today(), urgent=True)
        if not message.readers.exists():
            _tell_above(message.org)
    _count([m for m in fresh if not m.urgent], _("%d 封新来信待签收"), lambda m: m.readers.all())
    _count(heard, _("%d 封来信有新的回信"), lambda m: [m.handler] if m.handler else m.readers.all())
    for message in heard:
        if message.objecting:
            title = _("对搁置的异议：%s") % message
            tell(watchers(message), message.org, title, url_of(message))


def _count(messages, words, whom) -> None:
    told, people, orgs = Counter(), {}, {}
    for message in messages:
        for person in whom(message):
            told[message.org_id, person.pk] += 1
            people[person.pk], orgs[message.org_id] = person, message.org
    for (org, person), count in told.items():
        tell([people[person]], orgs[org], words % count, "/voice/message/")


def _tell_above(org) -> None:
    """The level above hears that there is one, not what it says."""
    if org.parent_id:
        rows = Appointment.objects.filter(org=org.parent_id, post=Post.OFFICER).live()
        officers = Person.objects.filter(pk__in=rows.values("person"))
        tell(officers, org.parent, _("%s有来信在本级无人可办") % org, "/voice/above/")
