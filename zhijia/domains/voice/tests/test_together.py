"""Several at once, on PostgreSQL with real connections: no seat twice, no answer twice, no letter twice."""

import pytest
from django.db import connection

from zhijia.domains.voice import actions, sheets, slot
from zhijia.domains.voice.models import (
    Booking,
    Message,
    Participant,
    Reception,
    Sheet,
    Slip,
    Survey,
)
from zhijia.kernel import codes
from zhijia.kernel.notices import Notice
from zhijia.kernel.refusals import Refused
from zhijia.kernel.testing import at_once

from .parts import DAY, TEXT, boxes, crowd, survey

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one by one anyway"),
]


@pytest.fixture
def s(transactional_db):
    from zhijia.kernel.testing import cast

    return boxes(cast())


def test_eight_for_two_seats(s):
    day = actions.open_reception(
        s.org, by=s.li, kind="day", title="接待日", on=DAY, host=s.li, slots="14:00 2"
    )
    slot_, people = day.slots.get(), crowd(s, 8)

    def book(who):
        return lambda: actions.book(Reception.objects.get(pk=day.pk), by=who, slot=slot_)

    found = at_once(*(book(who) for who in people), moment=DAY)
    assert Booking.objects.filter(state="booked").count() == 2
    assert sum(isinstance(f, Refused) for f in found) == 6


def test_one_person_on_six_screens_has_one_sheet(s):
    one = survey(s)
    answers = {"1": "满意", "3": "一号"}

    def answer():
        return sheets.answer(
            Survey.objects.get(pk=one.pk), s.cast.zhao, sheets.new_token(), answers
        )

    found = at_once(*[answer] * 6, moment=DAY)
    assert Sheet.objects.count() == 1 and sum(isinstance(f, Refused) for f in found) == 5
    token = sheets.new_token()

    def again():
        return sheets.answer(Survey.objects.get(pk=one.pk), s.cast.hua, token, answers)

    assert at_once(*[again] * 6, moment=DAY) == [None] * 6, (
        "the same request six times is one answer"
    )
    assert Sheet.objects.count() == 2 and Participant.objects.exclude(mark="").count() == 2


def test_two_workers_empty_a_box_once(s):
    for n in range(6):
        slot.drop(s.box, codes.new_code(), f"{TEXT}{n}")
    found = at_once(*[slot.empty] * 3, moment=DAY)
    assert sum(found) == 6 and Message.objects.count() == 6 and not Slip.objects.exists()
    assert Notice.objects.filter(person=s.li, title="6 封新来信待签收").count() == 1
