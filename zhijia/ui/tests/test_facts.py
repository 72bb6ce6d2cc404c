"""How a fact and a cell are written; which line of the menu a page belongs to."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from zhijia.kernel import clock
from zhijia.ui.frame import line_of
from zhijia.ui.pages import Column, Due
from zhijia.ui.templatetags.parts import cell, part

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.mark.parametrize(
    ("days", "owed", "words"),
    [
        (-3, True, '11月19日 <span class="badge late">逾期 3 天</span>'),
        (-3, False, "11月19日"),
        (0, True, '11月22日 <span class="badge due">今天</span>'),
        (7, True, '<span class="badge due">11月29日</span>'),
        (8, True, "11月30日"),
        (60, True, "2027年1月21日"),
    ],
)
def test_what_is_owed_says_how_late_it_is_and_what_is_done_does_not(days, owed, words):
    owing = Due(TODAY + timedelta(days=days), owed)
    assert cell(Column("期限", lambda _o: owing), None) == words
    assert f"<dd>{words}</dd>" in part("facts", facts=[("期限", owing)])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 3, 8), "3月8日"),
        (date(2025, 3, 8), "2025年3月8日"),
        (timezone.make_aware(datetime(2026, 3, 8, 9, 5)), "3月8日 09:05"),
        (0, "0"),
        ("一\n二", "一<br>二"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_a_fact_is_written_as_the_lists_write_it(value, words):
    assert f"<dd>{words}</dd>" in part("facts", facts=[("名", value)])


@pytest.mark.parametrize("value", ["", None, Due(None, True), Due(None, False)])
def test_nothing_is_no_line(value):
    assert "<dt>" not in part("facts", facts=[("名", value)])


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/proposals/proposal/", "/proposals/proposal/"),
        ("/proposals/proposal/26/", "/proposals/proposal/"),
        ("/proposals/promise/6/confirm_promise/", "/proposals/proposal/"),
        ("/nowhere/", "/nowhere/"),
    ],
)
def test_a_thing_belongs_to_the_line_of_its_list(path, line):
    assert line_of(path) == line
