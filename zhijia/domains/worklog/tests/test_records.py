"""What the world may read of an event, and the figures of the year (R-156, R-179, R-300, R-303)."""

from datetime import date
from decimal import Decimal

import pytest

from zhijia.domains.worklog import actions
from zhijia.domains.worklog.models import Kind
from zhijia.domains.worklog.records import COUNT, EventRecord
from zhijia.domains.worklog.tests.parts import DAY, PDF, logged
from zhijia.kernel import measures, records
from zhijia.kernel.people import Membership
from zhijia.kernel.records import Entry, Record
from zhijia.kernel.testing import names_of

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def public_of(event):
    return Record.objects.get(kind="worklog.event", source_id=event.pk).public


def test_public_words_hold_no_name(cast):
    assert public_of(logged(cast)) == "2026年3月文体活动：教职工拔河比赛"
    event = logged(cast, kind="honour", title="钱学文获市级优秀教师", people=[cast.qian])
    assert public_of(event) == "2026年3月获得荣誉"
    unlisted = logged(cast, kind="honour", title="钱学文获市级优秀教师")
    assert public_of(unlisted) == "2026年3月获得荣誉"
    assert Record.objects.get(source_id=unlisted.pk).title == "钱学文获市级优秀教师"
    assert public_of(logged(cast, kind="rights", title="与后勤公司调解")) == "2026年3月开展维权调解"
    assert public_of(logged(cast, public_ok=False)) == ""
    words = "".join(Record.objects.values_list("public", flat=True))
    assert not any(name in words for name in names_of(cast))


def test_public_words_do_not_change_when_somebody_leaves(cast):
    event = logged(cast, kind="honour", title="钱学文获奖")
    Membership.objects.filter(person=cast.qian).update(ends=date(2026, 1, 1))
    found = {r.kind: r for r in records.rebuild(check=True)}
    assert found["worklog.event"].changed == 0 and public_of(event) == "2026年3月获得荣誉"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_figures_words_and_a_chapter(cast, kind):
    event = logged(cast, kind=kind, money=Decimal(10))
    totals = measures.totals(cast.first, *YEAR)
    assert totals[COUNT[kind]] == 1 and totals["gatherings.spent"] == 10
    assert Entry.objects.get().amount == 10 and public_of(event).startswith("2026年3月")
    own = EventRecord()
    told = [s.text for kind_ in records.kinds.values() for s in kind_.sentences]
    assert any(f"{{{COUNT[kind]}}}" in text for text in told)
    assert own.chapter_of(own.topic(event)) in {
        "learning", "activities", "skills", "democracy", "self", "honours", "care",
    }  # fmt: skip


def test_sentences_are_made_of_declared_metrics():
    declared = {code: "1" for code in records.metrics}
    for sentence in EventRecord.sentences:
        text = sentence.text
        for code in declared:
            text = text.replace("{" + code + "}", "1")
        assert "{" not in text


def test_honours_by_level(cast):
    for level in ("city", "city", "nation", ""):
        logged(cast, kind="honour", title="先进职工之家", level=level, persons=None)
    totals = measures.totals(cast.first, *YEAR)
    assert [totals[f"worklog.honour{x}"] for x in ("", ".city", ".nation")] == [4, 2, 1]


@pytest.mark.req("R-179")
def test_what_activities_cost_in_the_year(cast):
    logged(cast, money=Decimal("5300.40"))
    logged(cast, title="登山", money=Decimal("3499.60"))
    void = logged(cast, title="重复", money=Decimal(100))
    actions.void(void, by=cast.li, reason="重复")
    book = measures.Book(cast.first, *YEAR)
    spent = book.measure("gatherings.held.spent")
    assert spent.value == Decimal(8800) and len(spent.records) == 2
    assert sum(e.amount for e in Entry.objects.all()) == Decimal(8800)


@pytest.mark.req("R-303")
def test_cobuilding_with_the_community(cast):
    logged(cast, kind="cobuild", title="与东门居委会共建清洁日", place="东门居委会", persons=42)
    totals = measures.totals(cast.first, *YEAR)
    assert (totals["worklog.cobuild"], totals["worklog.cobuild.person_times"]) == (1, 42)
    assert Record.objects.get().public == "2026年3月共建与志愿服务：与东门居委会共建清洁日"


@pytest.mark.req("R-156")
def test_training_away_from_home(cast):
    given = {"kind": "study", "title": "省教师培训", "place": "郑州", "money": Decimal(6000)}
    event = logged(
        cast, on=date(2026, 3, 7), until=date(2026, 3, 9), persons=14, person_times=42,
        files=[("结业证书.pdf", PDF)], **given,
    )  # fmt: skip
    record = Record.objects.get()
    assert (record.until, record.papers) == (event.until, 1)
    totals = measures.totals(cast.first, *YEAR)
    assert (totals["gatherings.persons"], totals["worklog.study.person_times"]) == (14, 42)
    assert Entry.objects.get().subject == "职工活动支出-职工教育费"


@pytest.mark.req("R-300")
def test_a_paper_from_above_studied_and_by_whom(cast):
    readers = [cast.li, cast.lin, cast.sun]
    event = logged(
        cast, kind="study", title="学习上级工会文件", on=DAY, persons=None, people=readers,
        result="逐条对照，已列入二季度计划",
    )  # fmt: skip
    assert set(event.people.all()) == set(readers)
    assert measures.totals(cast.first, *YEAR)["gatherings.people"] == 3
