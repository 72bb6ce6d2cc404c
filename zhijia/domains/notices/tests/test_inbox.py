"""The inbox: one's own, unread first; opening marks read; nobody else's can be opened."""

from datetime import date

import pytest

from zhijia.kernel import clock
from zhijia.kernel.notices import Notice, tell

DAY = date(2026, 3, 10)
INBOX = "/notices/notice/"


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


@pytest.fixture
def told(cast):
    tell([cast.qian, cast.sun], cast.first, "第一条", "/worklog/event/1/")
    tell([cast.qian], cast.first, "第二条", "/worklog/event/2/", DAY)
    tell([cast.qian], cast.first, "第三条", urgent=True)
    return cast


def titles(client, **asked):
    return [n.title for n in client.get(INBOX, asked).context["rows"]]


def mine(cast, title):
    return Notice.objects.get(person=cast.qian, title=title)


def test_opening_marks_read_and_leads_on(told, enter):
    client, notice = enter(told.qian), mine(told, "第二条")
    answer = client.post(f"{INBOX}{notice.pk}/open/")
    assert answer.url == "/worklog/event/2/"
    notice.refresh_from_db()
    assert notice.read
    assert titles(client)[-1] == "第二条" and len(titles(client)) == 3


def test_looking_marks_nothing_read(told, enter):
    client, notice = enter(told.qian), mine(told, "第三条")
    client.get(INBOX)
    page = client.get(f"{INBOX}{notice.pk}/").content.decode()
    assert "知道了" in page and not mine(told, "第三条").read
    assert client.post(f"{INBOX}{notice.pk}/open/").url == f"{INBOX}{notice.pk}/"


def test_all_read_at_once_one_s_own_only(told, enter):
    client = enter(told.qian)
    assert client.post("/notices/read_all/").url == INBOX
    assert titles(client, read="no") == []
    assert Notice.objects.get(person=told.sun).read is None


def test_narrowed_by_sort_and_by_read(told, enter):
    client = enter(told.qian)
    assert titles(client, sort="urgent") == ["第三条"]
    assert titles(client, sort="todo") == ["第二条"]
    client.post(f"{INBOX}{mine(told, '第一条').pk}/open/")
    assert titles(client, read="yes") == ["第一条"]
    assert titles(client, q="第二") == ["第二条"]


def test_nobody_opens_another_s(told, enter):
    notice = mine(told, "第一条")
    for other in (told.sun, told.li, told.zhou, told.chen):
        client = enter(other)
        assert client.get(f"{INBOX}{notice.pk}/").status_code == 404
        assert client.post(f"{INBOX}{notice.pk}/open/").status_code == 404
    notice.refresh_from_db()
    assert notice.read is None


def test_an_address_outside_is_not_followed(told, enter):
    tell([told.qian], told.first, "坏链接", "https://evil.example/")
    notice = mine(told, "坏链接")
    assert enter(told.qian).post(f"{INBOX}{notice.pk}/open/").url == f"{INBOX}{notice.pk}/"


def test_the_number_beside_the_bell(told, enter):
    client, asked = enter(told.qian), {"headers": {"HX-Request": "true"}}
    assert ">3<" in client.get("/notices/count/", **asked).content.decode()
    assert "3 条未读" in client.get("/notices/count/").content.decode()
    client.post("/notices/read_all/")
    assert "count-mark" not in client.get("/notices/count/", **asked).content.decode()


@pytest.mark.parametrize("count", [2, 30])
def test_the_list_costs_the_same_for_few_and_many(
    cast, enter, count, django_assert_max_num_queries
):
    for number in range(count):
        tell([cast.qian], cast.first, f"第 {number} 条")
    client = enter(cast.qian)
    client.get(INBOX)
    with django_assert_max_num_queries(9):
        client.get(INBOX)
