"""操作日志: narrowed, taken out with a note, closed to everybody else."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from zhijia.domains.privacy import actions, log_pages
from zhijia.kernel import clock
from zhijia.kernel.actions import Step
from zhijia.kernel.actions import actions as verbs
from zhijia.kernel.people import Post
from zhijia.kernel.refusals import NotAllowed
from zhijia.kernel.testing import office

DAY = date(2026, 3, 10)
LOG = "/privacy/log/"


@pytest.fixture
def busy(cast):
    given = {"person": cast.qian, "kind": "illness"}
    for day, who in ((date(2026, 3, 1), cast.zhao), (date(2026, 3, 5), cast.sun), (DAY, cast.sun)):
        with clock.at(day):
            verbs["care.occasion.report"].run(cast.first, by=who, on=day, again="另一件", **given)
    with clock.at(DAY):
        verbs["worklog.event.log"].run(
            cast.first, by=cast.sun, kind="activity", title="拔河", on=DAY, persons=9
        )
    return cast


def rows(client, **asked):
    return [(s.by.name, s.verb) for s in client.get(LOG, asked).context["rows"]]


def test_narrowed_by_person_verb_and_day(busy, enter):
    client = enter(busy.li)
    assert len(rows(client)) == 4
    assert rows(client, q="赵明") == [("赵明", "report")]
    assert rows(client, q="zm") == [("赵明", "report")]
    assert len(rows(client, verb="care.occasion.report")) == 3
    assert len(rows(client, **{"from": "2026-03-05"})) == 3
    assert len(rows(client, **{"from": "2026-03-05", "to": "2026-03-05"})) == 1
    assert len(rows(client, **{"from": "x", "to": "2026-13-40", "verb": "a"})) == 4


def test_it_speaks_chinese(busy, enter):
    words = enter(busy.li).get(LOG).content.decode().split("<tbody>")[1]
    assert "关爱事项" in words and "待安排" in words
    assert "care.occasion" not in words and "reported" not in words


def test_taken_out_it_is_in_the_log_itself(busy, enter):
    client = enter(busy.li)
    answer = client.post(f"{LOG}export/", {"q": "孙丽华"})
    sheet = (
        CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    )
    assert len(sheet) == 4 and {row[1] for row in sheet[1:]} == {"孙丽华"}
    step = Step.objects.last()
    assert (step.verb, step.by) == ("export_log", busy.li)
    assert rows(client)[0] == ("李建国", "export_log")


def test_too_much_at_once_is_refused(busy, enter, monkeypatch):
    monkeypatch.setattr(log_pages, "MOST", 2)
    page = enter(busy.li).post(f"{LOG}export/", follow=True).content.decode()
    assert "请缩小日期范围" in page and not Step.objects.filter(verb="export_log").exists()


def test_the_review_reads_it_too(busy, enter):
    office(busy.first, busy.tian, Post.FUNDS_REVIEW)
    assert len(rows(enter(busy.tian))) == 4


@pytest.mark.parametrize("who", ["sun", "zhao", "chen", "wang"])
def test_closed_to_everybody_else(busy, enter, who):
    other = getattr(busy, who)
    assert enter(other).get(LOG).status_code == 404
    assert enter(other).post(f"{LOG}export/").status_code == 404
    with pytest.raises(NotAllowed):
        actions.export_log(busy.first, by=other, rows=0, asked={})


def test_another_school_s_chair_sees_their_own_only(busy, enter):
    assert rows(enter(busy.zhou)) == []


def test_it_costs_the_same_for_few_and_many(busy, enter, django_assert_max_num_queries):
    client = enter(busy.li)
    client.get(LOG)
    with django_assert_max_num_queries(8):
        client.get(LOG)
