"""Month markers in every shape, each in a small invented plan with its exact items."""

import pytest

from .. import read_text
from ..months import read_marker
from .builders import dated

CASES = {
    "glued": (
        "某校工会工作计划\n四、活动安排\n1、一月份以迎春为题，走访病休教师。\n2、二月份制订计划。写好总结。\n",
        [((1, 1), "以迎春为题，走访病休教师"), ((2, 2), "制订计划"), ((2, 2), "写好总结")],
    ),
    "numbers before months": (
        "某校工会工作计划\n四、工作安排\n1、三月\n（1）女教师茶艺\n（2）布置学期工作\n2、四、五月\n（1）跳绳比赛\n"
        "3、六月\n（1）召开委员会\n4、七、八月\n教职工暑期活动\n6、十月\n重阳慰问\n9、一、二月\n教职工寒假活动\n",
        [
            ((3, 3), "女教师茶艺"),
            ((3, 3), "布置学期工作"),
            ((4, 5), "跳绳比赛"),
            ((6, 6), "召开委员会"),
            ((7, 8), "教职工暑期活动"),
            ((10, 10), "重阳慰问"),
            ((1, 2), "教职工寒假活动"),
        ],
    ),
    "same numbers for months and items": (
        "工会月度安排\n1、三月\n1、植树\n2、插花\n3、跳绳\n2、四月\n1、踏青\n2、读书\n3、拔河\n",
        [
            ((3, 3), "植树"),
            ((3, 3), "插花"),
            ((3, 3), "跳绳"),
            ((4, 4), "踏青"),
            ((4, 4), "读书"),
            ((4, 4), "拔河"),
        ],
    ),
    "prose under a chapter number": (
        "某特教学校工会计划\n六、关心生活\n今年要多办活动。\n七、五月间,办好庆祝“五一”的歌会;五月份还有拔河赛。"
        "暑假期间,外出考察。九月份是第__个敬师月,请老同事回校。\n八、其他\n做好交办的工作。\n",
        [
            ((5, 5), "办好庆祝“五一”的歌会"),
            ((5, 5), "还有拔河赛"),
            ((7, 8), "外出考察"),
            ((9, 9), "是第__个敬师月,请老同事回校"),
        ],
    ),
    "headings 一、 with 二月": (
        "工会活动计划\n一、二月：制订计划\n二、三月：插花\n三、四月：踏青\n",
        [((2, 2), "制订计划"), ((3, 3), "插花"), ((4, 4), "踏青")],
    ),
    "range 七、八月 among plain months": (
        "工会活动计划\n六月：趣味运动会\n七、八月：疗休养\n九月：敬师会\n",
        [((6, 6), "趣味运动会"), ((7, 8), "疗休养"), ((9, 9), "敬师会")],
    ),
    "school year with digits": (
        "工会学年活动安排\n9月：敬师会\n１２月份：迎新会\n1-2月：走访\n7月—8月：疗休养\n9月至次年1月：师徒结对\n",
        [
            ((9, 9), "敬师会"),
            ((12, 12), "迎新会"),
            ((1, 2), "走访"),
            ((7, 8), "疗休养"),
            ((9, 1), "师徒结对"),
        ],
    ),
    "quarters and days": (
        "工会年度日程\n第一季度：走访；开会。\n三月中旬：体检\n3月8日前：女教师座谈\n9月10日教师节庆祝会\n寒假：慰问\n",
        [
            ((1, 3), "走访"),
            ((1, 3), "开会"),
            ((3, 3), "体检"),
            ((3, 3), "女教师座谈"),
            ((9, 9), "教师节庆祝会"),
            ((1, 2), "慰问"),
        ],
    ),
    "bare lines and a signature": (
        "工会活动安排\n二月\n召开工会委员会\n三月\n插花\n松岭学校工会\n2031年2月10日\n",
        [((2, 2), "召开工会委员会"), ((3, 3), "插花")],
    ),
    "list inside the line": (
        "工会活动安排\n三月：1、插花；2、4:20开始拔河；3、读书。\n四月：踏青（篮球；排球）；座谈\n",
        [
            ((3, 3), "插花"),
            ((3, 3), "4:20开始拔河"),
            ((3, 3), "读书"),
            ((4, 4), "踏青（篮球；排球）"),
            ((4, 4), "座谈"),
        ],
    ),
    "broken festival lines": (
        "工会活动安排\n1、三月份举办“\n三、八”女教师茶会。\n2、六月份举办“\n六、一”亲子会。\n3、七月份休养。\n",
        [
            ((3, 3), "举办“三、八”女教师茶会"),
            ((6, 6), "举办“六、一”亲子会"),
            ((7, 7), "休养"),
        ],
    ),
    "broken festival lines without quotes": (
        "工会活动安排\n1、三月份办好\n三、八妇女节茶会。\n2、六月份办好\n六、一儿童节亲子会。\n",
        [((3, 3), "办好三、八妇女节茶会"), ((6, 6), "办好六、一儿童节亲子会")],
    ),
    "run together in one line": (
        "2031年工会工作计划 一、指导思想 办好实事。二、工作安排 三月：1、插花；2、植树；四月：踏青。五月：拔河",
        [((3, 3), "插花"), ((3, 3), "植树"), ((4, 4), "踏青"), ((5, 5), "拔河")],
    ),
    "closing paragraph and next chapter": (
        "工会工作计划\n五、活动安排\n十一月\n1、拔河\n十二月\n1、迎新\n2、总结\n以上安排请各组落实。\n六、要求\n1、守时。\n",
        [((11, 11), "拔河"), ((12, 12), "迎新"), ((12, 12), "总结")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_schedule_gives_exactly_its_items(name):
    text, items = CASES[name]
    assert dated(read_text(text)) == items


def test_source_lines_point_at_the_cleaned_line():
    reading = read_text("工会活动安排\n\n三月\n\n1、插花\n2、植树\n四月\n1、踏青\n")
    assert [reading.lines[i.source_line - 1] for i in reading.items] == [
        "1、插花",
        "2、植树",
        "1、踏青",
    ]


@pytest.mark.parametrize(
    "text", ["一月一次的例会", "三月内完成", "三个月后", "每月例会", "五月刊", "七、八点意见"]
)
def test_what_looks_like_a_month_but_is_none(text):
    assert read_marker(text) is None


def test_loose_times_in_ordinary_chapters_are_hints_not_items():
    reading = read_text(
        "某校工会工作计划\n一、指导思想\n办实事。\n二、工作\n上半年修订制度。年内办一次运动会。\n"
    )
    assert reading.items == []
    assert [h.phrase for h in reading.hints] == ["上半年", "年内"]
    assert "hints" not in reading.as_json()


def test_one_month_named_in_a_chapter_is_no_schedule():
    text = "某校工会工作计划\n一、关心健康\n三月份组织女教师体检。\n二、民主管理\n每年6月和11月开教代会。\n"
    assert read_text(text).items == []


def test_past_events_by_month_give_no_items():
    text = "工会的活动\n我们工会开展了工作。\n1、四月份，开展了登高，得到好评\n2、五月份，举办了运动会\n"
    reading = read_text(text)
    assert reading.items == []
    assert reading.kind == "summary"


def test_items_come_from_the_plan_part_of_a_combined_text():
    text = (
        "松岭学校工会工作总结及工作计划\n一、工作回顾\n三月：举办了插花\n四月：举办了踏青\n"
        "二、下学期工作计划\n九月：敬师会\n十月：登高\n"
    )
    reading = read_text(text)
    assert reading.kind == "combined"
    assert dated(reading) == [((9, 9), "敬师会"), ((10, 10), "登高")]


def test_a_summary_after_the_plan_does_not_spoil_its_items():
    text = (
        "第一篇：2031工会计划\n2031年工会计划\n一、活动安排\n1、一月份走访。\n2、二月份开会。\n"
        "除此之外，做好其他工作。\n第二篇：2031工会总结\n一、三月份，举办了插花\n二、四月份，举办了踏青\n"
    )
    assert dated(read_text(text)) == [((1, 1), "走访"), ((2, 2), "开会")]
