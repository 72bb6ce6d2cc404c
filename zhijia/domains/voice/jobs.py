"""Due work: emptying the boxes, clocks that come near or run out, surveys that end, letters that go."""

import logging
from collections import Counter
from datetime import time, timedelta

from django.db import transaction
from django.db.models import Q

from zhijia.kernel import access, clock, ticks
from zhijia.kernel.notices import tell
from zhijia.kernel.orgs import Org
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from . import slot
from .actions import surveys
from .clocks import AMBER, DAYS, RED, TODAY
from .models import Issue, Message, Picture, Suggestion, Survey, Talk

log = logging.getLogger(__name__)
WORDS = {AMBER: "三天内到期", TODAY: "今天到期", RED: "已逾期"}


@ticks.daily(time(7, 5), "voice.empty")
def empty_boxes() -> str:
    return str(slot.empty())


@ticks.daily(time(7, 20), "voice.clocks")
def ring() -> str:
    """Tell whoever owes an answer, once for each stage, one notice a person however many letters."""
    letters = Message.objects.filter(state__in=Message.CLOCKED)
    moved = _ring(letters, "封来信", "/voice/message/", _of_letter)
    rows = Suggestion.objects.filter(state=Suggestion.State.HANDLING)
    moved += _ring(rows, "条建议", "/voice/suggestion/", _of_handler)
    rows = Issue.objects.exclude(state=Issue.State.DONE)
    moved += _ring(rows, "个提出的问题", "/voice/issue/", _of_handler)
    return str(moved)


def _of_handler(obj, stage):
    return [obj.handler_id]


def _of_letter(message, stage):
    """The one responsible; once it is late, or while nobody has taken it, all its readers. Whom it is
    about is none of them."""
    if message.handler_id and stage < RED:
        return [message.handler_id]
    return [p.pk for p in message.readers.all()]


@transaction.atomic
def _ring(rows, what, url, whom) -> int:
    today, told, moved = clock.today(), Counter(), 0
    due = rows.filter(due__lte=today + timedelta(days=DAYS[AMBER]), alarm__lt=RED)
    for obj in due.prefetch_related("readers") if rows.model is Message else due:
        left = (obj.due - today).days
        stage = max(s for s, days in DAYS.items() if left <= days)
        if stage > obj.alarm:
            rows.model.objects.filter(pk=obj.pk).update(alarm=stage)
            told.update((obj.org_id, who, stage) for who in set(whom(obj, stage)))
            moved += 1
    people = Person.objects.in_bulk({who for _org, who, _stage in told})
    orgs = Org.objects.in_bulk({org for org, _who, _stage in told})
    for (org, who, stage), count in sorted(told.items()):
        title = f"{count} {what}{WORDS[stage]}"
        tell([people[who]], orgs[org], title, url, today, urgent=stage == RED)
    return moved


@ticks.daily(time(0, 30), "voice.surveys")
def close_surveys() -> str:
    """A survey whose last day is over is counted, in the name of who organises surveys."""
    count = 0
    over = Survey.objects.filter(state=Survey.State.OPEN, closes__lt=clock.today())
    for survey in over.select_related("org").order_by("pk"):
        by = access.holders("voice.survey", survey.org).order_by("pk").first()
        try:
            count += by is not None and bool(surveys.close(survey, by=by))
        except Refused as no:  # somebody closed it in this very moment
            log.info("survey %s: %s", survey.pk, no)
    return str(count)


@ticks.daily(time(1, 10), "voice.purge")
def purge() -> str:
    """After the box's term what was written goes, for good; that there was a letter stays."""
    today, count = clock.today(), 0
    rows = Message.objects.filter(purged=False).filter(
        Q(state=Message.State.CLOSED) | Q(state=Message.State.ASIDE)
    )
    for message in rows.select_related("channel"):
        since = message.closed or message.answered or message.received
        months = (today.year - since.year) * 12 + today.month - since.month
        if months - (today.day < since.day) < message.channel.keep_months:
            continue
        with transaction.atomic():
            Talk.objects.filter(message=message).delete()
            Picture.objects.filter(message=message).delete()
            empty = {"text": "", "objected": "", "abuse_words": "", "code": "", "purged": True}
            Message.objects.filter(pk=message.pk).update(**empty)
        count += 1
    return str(count)
