"""Kind, title, year and chapters."""

import pytest

from .. import read_text


def shape(reading):
    return [(c.level, c.title) for c in reading.chapters]


def test_four_levels_and_the_text_under_each():
    reading = read_text(
        "松岭学校工会工作计划\n一、目标：\n办实事。\n（二）、重学习。\n1、读好书。每月一本。\n（1）推荐书目\n讲读后感。\n"
    )
    assert shape(reading) == [(1, "目标"), (2, "重学习"), (3, "读好书"), (4, "推荐书目")]
    assert [c.text for c in reading.chapters] == ["办实事。", "", "每月一本。", "讲读后感。"]


def test_markdown_headings_are_levels():
    reading = read_text("# 工会工作计划\n## 目标\n办实事。\n### 做法\n- 走访\n## 要求\n守时。\n")
    assert shape(reading) == [(1, "目标"), (2, "做法"), (1, "要求")]


def test_schedule_lines_are_no_chapters_but_stay_in_the_body():
    reading = read_text(
        "工会工作计划\n一、目标\n办实事。\n二、活动安排\n三月\n1、插花\n四月\n1、踏青\n"
    )
    assert shape(reading) == [(1, "目标"), (1, "活动安排")]
    assert "1、插花" in reading.chapters[1].text


@pytest.mark.parametrize(
    ("text", "title", "year"),
    [
        (
            "第一篇：2031工会计划、总结\n2031年松岭学校工会工作计划\n一、目标\n办实事",
            "2031年松岭学校工会工作计划",
            2031,
        ),
        ("2031年学校工会工作计划草稿(篇3)\n一、目标\n办实事", "2031年学校工会工作计划草稿", 2031),
        (
            "松岭幼儿园二0一一---二0一二学年\n工会工作计划\n一、目标\n办实事",
            "松岭幼儿园二0一一---二0一二学年工会工作计划",
            2011,
        ),
        ("2031工会工作计划\n一、目标\n办实事", "2031工会工作计划", 2031),
    ],
)
def test_title_and_year(text, title, year):
    reading = read_text(text)
    assert (reading.title, reading.year, reading.kind) == (title, year, "plan")


def test_a_year_that_contradicts_the_sign_off_is_doubted():
    reading = read_text(
        "2024年工会工作计划\n一、目标\n办实事。\n松岭林场工会\n二○○五年十一月三十日"
    )
    assert any("2005" in w and "年份请核对" in w for w in reading.warnings)


def test_a_missing_year_is_said():
    assert any("年份请核对" in w for w in read_text("工会工作计划\n一、目标\n办实事。").warnings)


def test_a_diary_is_other_and_says_so():
    reading = read_text("实习日记\n今天第一次上课，孩子们很活泼。\n晚上备课到很晚，学到不少。\n")
    assert reading.kind == "other"
    assert reading.items == []
    assert "看不出" in reading.warnings[0]


def test_json_has_exactly_the_agreed_keys():
    data = read_text("2031年工会活动安排\n三月：插花\n四月：踏青").as_json()
    assert list(data) == ["kind", "title", "year", "chapters", "items", "warnings"]
    assert data["items"][0] == {
        "month": [3, 3],
        "title": "插花",
        "domain": "activities",
        "source_line": 2,
    }
