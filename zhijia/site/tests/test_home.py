"""The first page: what waits for me; figures and the latest for those who keep the union."""

from datetime import date
from decimal import Decimal

import pytest

from zhijia.desks.planning import actions as planning
from zhijia.domains.care import actions as care
from zhijia.domains.worklog import actions as worklog
from zhijia.kernel import clock
from zhijia.kernel.notices import Notice

DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


def home(client):
    return client.get("/").content.decode()


@pytest.fixture
def busy(cast):
    """A report that waits, a plan item of the month, and one activity done."""
    care.report(cast.first, by=cast.zhao, person=cast.qian, kind="illness", on=DAY)
    plan = planning.start(cast.first, by=cast.sun, year=2026)
    planning.add_item(
        plan, by=cast.sun, title="女教师登山", month_from=3, month_to=3, owner=cast.hua
    )
    worklog.log(
        cast.first, by=cast.sun, kind="activity", title="拔河", on=DAY, persons=30,
        money=Decimal("88.80"),
    )  # fmt: skip
    return cast


def test_what_waits_for_who_keeps_the_union(busy, enter):
    page = home(enter(busy.sun))
    assert "孙丽华，有 2 件事等您" in page
    assert "钱学文" in page and "女教师登山" in page
    assert "30 人次" in page and "拔河" in page and "2026年到现在" in page


def test_a_member_sees_their_own_and_no_figures(busy, enter):
    page = home(enter(busy.hua))
    assert "华小梅，有 1 件事等您" in page and "女教师登山" in page
    for hidden in ("钱学文", "30 人次", "2026年到现在", "最近办的"):
        assert hidden not in page
    assert "/care/occasion/report/" in page


def test_nothing_waits(cast, enter):
    page = home(enter(cast.tian))
    assert "今天没有等着您的事" in page and "都办完了" in page


def test_another_school_sees_nothing_of_it(busy, enter):
    page = home(enter(busy.zhou))
    for hidden in ("钱学文", "女教师登山", "拔河", "30 人次"):
        assert hidden not in page


def test_the_district_sees_sums_of_its_schools_and_no_names(busy, enter):
    page = home(enter(busy.chen))
    assert "30 人次" in page and "钱学文" not in page


def test_new_messages_until_they_are_read(busy, enter):
    client = enter(busy.sun)
    assert Notice.objects.filter(person=busy.sun, read=None).exists()
    assert "新消息" in home(client)
    client.post("/notices/read_all/")
    assert "新消息" not in home(client)


def test_the_year_chosen_stays_chosen(busy, enter):
    client = enter(busy.sun)
    client.get("/?year=2025")
    assert "2025年到现在" not in home(client) and "30 人次" not in home(client)
    assert "30 人次" in client.get("/?year=2026").content.decode()


def test_the_first_page_needs_a_sign_in(client, cast):
    assert client.get("/").url == "/enter/?next=/"
