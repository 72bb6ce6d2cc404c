"""The yearly duties (rules, Appendix D)."""

import pytest

from zhijia.kernel.calendar import offers

DOMAINS = set(
    [
        "care",
        "aid",
        "activities",
        "contests",
        "congress",
        "proposals",
        "disclosure",
        "voice",
        "ballots",
        "committees",
        "honours",
        "growth",
        "rights",
        "funds",
        "evaluation",
        "archive",
        "news",
        "planning",
        "members",
        "worklog",
    ]
)


def by_key(year):
    return {duty.key: duty for duty in offers(year)}


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2033])
def test_every_duty_is_complete_and_in_order(year):
    duties = offers(year)
    assert len({duty.key for duty in duties}) == len({duty.title for duty in duties}) == len(duties)
    assert [duty.months for duty in duties] == sorted(duty.months for duty in duties)
    for duty in duties:
        assert 1 <= duty.months[0] <= duty.months[1] <= 12
        assert duty.domain in DOMAINS
        assert duty.title and duty.source and duty.why.endswith("。")
        assert len(duty.title) <= 26


def test_the_calendar_of_duties_is_covered():
    duties = by_key(2026)
    months = {
        "dues": (1, 12), "final-accounts": (1, 2), "funds-review": (1, 2), "home-rating": (1, 2),
        "budget": (3, 4), "women": (3, 3), "recuperation-plan": (3, 4), "hardship-review": (7, 8),
        "student-aid": (7, 8), "disclosure-report": (10, 10), "self-score": (11, 12),
        "proposals-check": (11, 12), "year-summary": (12, 12), "teachers-day": (9, 9),
    }  # fmt: skip
    assert {key: duties[key].months for key in months} == months
    assert duties["archive"].months[1] == 6
    assert duties["health-check"].months[1] == 12


def test_one_congress_item_a_year():
    assert [d.key for d in offers(2026) if d.title.endswith("教职工代表大会")] == ["congress"]


def test_lunar_duties_move_with_the_year():
    assert by_key(2025)["warmth"].months == (1, 1)
    assert by_key(2026)["warmth"].months == (1, 2)
    assert by_key(2025)["goods-moon"].months == (10, 10)
    assert by_key(2026)["goods-moon"].months == (9, 9)
    assert by_key(2025)["goods-boat"].months == (5, 5)
    assert "10月18日" in by_key(2026)["elders"].why


def test_festival_goods_only_for_statutory_festivals():
    goods = [duty for duty in offers(2026) if duty.key.startswith("goods-")]
    assert len(goods) == 3
    for key in ("women", "teachers-day", "elders"):
        assert "不能以节日慰问名义" in by_key(2026)[key].why
