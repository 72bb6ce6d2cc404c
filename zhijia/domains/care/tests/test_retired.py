"""Retirement must be visited; the retired are visited at the festivals (R-230; rules 3.26, 11.12)."""

from datetime import date
from decimal import Decimal

import pytest

from zhijia.domains.care.models import Occasion, Visit
from zhijia.kernel import clock, measures
from zhijia.kernel.actions import actions as verbs
from zhijia.kernel.actions import url_of
from zhijia.kernel.people import Membership, Person
from zhijia.kernel.records import Entry, Record
from zhijia.kernel.waiting import waiting_for

YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.req("R-230")
def test_who_retires_is_visited(cast, enter):
    """The month names who retires; reported, it calls until somebody went; person and day stand."""
    Person.objects.filter(pk=cast.tian.pk).update(retires=date(2026, 3, 25))
    made = verbs["planning.plan.start"].run(cast.first, by=cast.sun, year=2026)
    item = verbs["planning.plan.add_item"].run(
        made, by=cast.sun, title="荣休慰问", month_from=3, month_to=3, metric="care.visits"
    )
    with clock.at(date(2026, 3, 20)):
        client = enter(cast.sun)
        assert "田老师" in client.get("/care/month/").content.decode()
        sent = {
            "person": cast.tian.pk,
            "kind": "retirement",
            "relation": "self",
            "on": "2026-03-20",
        }
        client.post("/care/occasion/report/", sent)
        occasion = Occasion.objects.get()
        assert [
            c for c in waiting_for(cast.sun, cast.first) if "荣休" in c.title or "田老师" in c.title
        ]
        sent = {"on": "2026-03-20", "visitors": [cast.sun.pk, cast.li.pk], "form": "souvenir", "amount": "500",
                "goods": "纪念册"}  # fmt: skip
        client.post(f"{url_of(occasion)}plan/", sent)
        visit = Visit.objects.get()
        client.post(
            f"{url_of(visit)}finish/", {"on": "2026-03-20", "amount": "480", "note": "座谈"}
        )
        page = client.get(url_of(visit)).content.decode()
        for words in ("田老师", "2026年3月20日", "孙丽华", "李建国", "纪念册", "¥480.00"):
            assert words in page
        occasion.refresh_from_db()
        assert occasion.state == "visited" and not [
            c for c in waiting_for(cast.sun, cast.first) if "田老师" in c.title
        ]
        totals = measures.totals(cast.first, *YEAR)
        assert (totals["care.visits"], totals["care.people"], totals["care.spent"]) == (1, 1, 480)
        assert Entry.objects.get().amount == Decimal(480)
        record = Record.objects.get(kind="care.visit")
        assert record.topic == "care.retirement" and "田老师" not in record.title + record.public
        item.refresh_from_db()
        assert item.state == "done"


@pytest.mark.parametrize("on", [date(2026, 9, 10), date(2026, 10, 18), date(2026, 2, 16)])
def test_the_retired_are_visited_at_the_festivals(cast, enter, on):
    """A round to those who kept their membership: counted as visits to the retired."""
    Membership.objects.filter(person__in=(cast.tian, cast.qian)).update(kept=True)
    with clock.at(on):
        client = enter(cast.sun)
        sent = {"kind": "retired", "on": on.isoformat(), "recipients": [cast.tian.pk, cast.qian.pk],
                "visitors": [cast.sun.pk], "form": "goods", "amount": "400", "goods": "水果"}  # fmt: skip
        assert client.post("/care/visit/plan_round/", sent).status_code == 302
        visit = Visit.objects.get()
        client.post(
            f"{url_of(visit)}finish/", {"on": on.isoformat(), "amount": "400", "note": "身体都好"}
        )
        assert "田老师" in client.get("/care/visit/?kind=retired&q=田老师").content.decode()
    totals = measures.totals(cast.first, *YEAR)
    assert (totals["care.visits"], totals["care.people"], totals["care.spent"]) == (2, 2, 400)
    assert totals["care.visits.retired"] == 2
