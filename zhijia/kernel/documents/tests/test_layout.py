import datetime

import pytest

from zhijia.kernel.documents import layout
from zhijia.kernel.documents.paper import Facts, Heading, Table
from zhijia.kernel.documents.title import break_title


def test_dates_have_no_leading_zeros():
    assert layout.chinese_date(datetime.date(2026, 3, 8)) == "2026年3月8日"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("短标题。", ["短标题"]),
        (
            "小河学校工会关于召开第三届教职工代表大会第四次会议的通知",
            ["小河学校工会关于召开", "第三届教职工代表大会第四次会议的通知"],
        ),
        ("自己断\n的标题！", ["自己断", "的标题"]),
        ("", [""]),
    ],
)
def test_titles_break_by_meaning(title, lines):
    assert break_title(title, 20.1) == lines


def test_no_title_line_starts_with_a_mark_or_splits_a_figure():
    for pad in range(30):
        words = "（2026年修订）关于会员的慰问办法的补充说明2026第12号"
        lines = break_title("某" * pad + words, 20.1)
        assert all(layout.ems(line) <= 20.1 for line in lines)
        assert not any(line[0] in "的，。）" for line in lines)
        for one, two in zip(lines, lines[1:], strict=False):
            assert not (one[-1].isdigit() and two[0].isdigit())


def test_a_very_long_title_does_not_take_for_ever():
    assert "".join(break_title("很长的题目" * 60, 20)) == "很长的题目" * 60


def test_signature_offsets_follow_the_standard():
    org, day = layout.sign_offsets("小河学校工会委员会", "2026年3月8日")
    assert day >= 2 and org + 9 == pytest.approx(day + 6.5 - 0 + 2, abs=1)
    org, day = layout.sign_offsets("工会", "2026年12月28日")
    assert day == 2 and org > 4


def test_guesses_about_columns():
    table = Table(
        ["序号", "姓名", "金额", "事由"],
        [["1", "甲", "¥1,200.00", "一段比较长的说明文字"], ["2", "乙", "", "话"]],
    )
    rows = layout.table_rows(table)
    assert layout.column_align(table, rows) == ["center", "center", "right", "left"]
    assert sum(layout.column_shares(table, rows)) == pytest.approx(1)


def test_facts_never_lose_a_pair():
    pairs = [(f"项{n}", "字" * (n * 9 % 50)) for n in range(17)]
    for columns in (1, 2, 3, 4):
        _, rows = layout.facts_grid(Facts(pairs, columns), 156)
        assert [pair for row in rows for pair in row] == pairs


def test_sign_slots_wrap_and_stay_on_the_page():
    lines = layout.sign_slots(["甲方代表（盖章）", "乙方代表（盖章）", "签订日期"], 28)
    assert len(lines) == 2
    assert all(line[-1].end <= 28 for line in lines)
    assert layout.sign_slots([], 28) == []


def test_mistakes_are_named():
    for wrong in (
        lambda: Heading(5, ""),
        lambda: Table([], []),
        lambda: Table(["a"], [["1", "2"]]),
        lambda: Table(["a"], [], widths=[1, 2]),
        lambda: Facts([], 9),
    ):
        with pytest.raises(ValueError):
            wrong()
