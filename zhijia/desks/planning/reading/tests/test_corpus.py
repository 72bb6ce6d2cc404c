"""The real documents: two ground truths exactly, no items from the others."""

import pytest

from .builders import dated, expected, read_corpus


def test_the_clean_plan_gives_its_29_items():
    assert dated(read_corpus("002-1", ".clean.txt")) == expected("002-1")


def test_the_raw_plan_gives_the_same_items_as_its_clean_text():
    raw = read_corpus("002-1")
    assert dated(raw) == expected("002-1")
    assert raw.lines == read_corpus("002-1", ".clean.txt").lines


def test_the_plan_with_broken_lines_gives_its_14_items():
    reading = read_corpus("004-1a")
    assert dated(reading) == expected("004-1a")
    assert [c.title for c in reading.chapters if c.level == 1][0] == "指导思想"
    assert len([c for c in reading.chapters if c.level == 1]) == 5
    assert any("年份请核对" in w for w in reading.warnings)


@pytest.mark.parametrize("start", ["000-16", "000-23", "001-1", "003-3a", "004-5e"])
def test_a_summary_gives_no_items_and_says_why(start):
    reading = read_corpus(start)
    assert reading.kind == "summary"
    assert reading.items == []
    assert "总结" in reading.warnings[0]


@pytest.mark.parametrize(("start", "count"), [("002-4", 3), ("004-2b", 3)])
def test_a_plan_without_a_schedule_has_chapters_only(start, count):
    reading = read_corpus(start)
    assert reading.kind == "plan"
    assert reading.items == []
    assert len([c for c in reading.chapters if c.level == 1]) == count
    assert "没有按月" in reading.warnings[0]


def test_summary_and_plan_in_one_is_combined_and_names_its_blanks():
    reading = read_corpus("004-3")
    assert reading.kind == "combined"
    assert reading.items == []
    assert any("共 人次" in w and "共计 元" in w for w in reading.warnings)


def test_a_school_year_in_chinese_digits_is_trusted_over_the_overwritten_one():
    reading = read_corpus("004-5e")
    assert reading.year == 2013
    assert any("2024" in w and "年份请核对" in w for w in reading.warnings)
