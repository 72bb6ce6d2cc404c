"""The way in and the way out."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from zhijia.domains.accounts.door.throttle import TRIES
from zhijia.domains.care import actions as care
from zhijia.kernel import clock
from zhijia.kernel.actions import url_of
from zhijia.kernel.people import Account
from zhijia.kernel.testing import PASSWORD

DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def in_march():
    cache.clear()
    with clock.at(DAY):
        yield
    cache.clear()


@pytest.fixture
def account(cast):
    return Account.objects.create_user("zhaoming", cast.zhao, PASSWORD)


def attempt(client, password=PASSWORD, address="10.0.0.1", **more):
    sent = {"username": "zhaoming", "password": password} | more
    return client.post("/enter/", sent, REMOTE_ADDR=address)


def signed_in(client):
    return "_auth_user_id" in client.session


def test_right_and_wrong(client, account):
    answer = attempt(client, "wrong")
    assert answer.status_code == 422 and "用户名或密码不对" in answer.content.decode()
    assert not signed_in(client)
    answer = attempt(client)
    assert (answer.status_code, answer.url) == (302, "/") and signed_in(client)
    assert "赵明" in client.get("/").content.decode()


def test_an_unknown_name_is_answered_like_a_wrong_password(client, account):
    one = attempt(client, "wrong").content.decode()
    other = attempt(client, "wrong", username="nobody").content.decode()
    assert "用户名或密码不对" in one and "用户名或密码不对" in other


def test_an_account_put_to_rest_is_not_let_in(client, account):
    Account.objects.update(is_active=False)
    assert attempt(client).status_code == 422 and not signed_in(client)


def test_too_many_tries_pause_that_address_and_no_other(client, account):
    for _n in range(TRIES):
        attempt(client, "wrong")
    answer = attempt(client)
    assert answer.status_code == 422 and "试得太多了" in answer.content.decode()
    assert not signed_in(client)
    assert attempt(client, address="10.0.0.2").status_code == 302


def test_a_right_password_clears_the_count(client, account):
    for _n in range(TRIES - 1):
        attempt(client, "wrong")
    assert attempt(client).status_code == 302
    for _n in range(TRIES - 1):
        attempt(client, "wrong")
    assert attempt(client).status_code == 302


def test_back_to_where_one_was_going(client, account):
    answer = client.get("/planning/month/")
    assert answer.url == "/enter/?next=/planning/month/"
    assert 'name="next" value="/planning/month/"' in client.get(answer.url).content.decode()
    assert attempt(client, next="/planning/month/").url == "/planning/month/"


@pytest.mark.parametrize("there", [
    "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)",
    "http:evil.example", "https:/evil.example", "\thttps://evil.example",
])  # fmt: skip
def test_next_never_leaves_the_site(client, account, there):
    assert attempt(client, next=there).url == "/"


def test_one_click_only_in_demo_mode(client, cast, settings):
    Account.objects.create(username="demo-zhao", person=cast.zhao)
    Account.objects.create(username="real-li", person=cast.li)
    settings.DEMO = False
    assert client.post("/enter/demo/demo-zhao/").status_code == 404
    assert "demo-zhao" not in client.get("/enter/").content.decode() and not signed_in(client)
    settings.DEMO = True
    assert client.post("/enter/demo/real-li/").status_code == 404
    assert client.get("/enter/demo/demo-zhao/").status_code == 405
    assert "real-li" not in client.get("/enter/").content.decode()
    assert not signed_in(client)
    assert client.post("/enter/demo/demo-zhao/").status_code == 302 and signed_in(client)


def test_out_by_post_only(client, account):
    attempt(client)
    assert client.get("/leave/").status_code == 405 and signed_in(client)
    assert client.post("/leave/").status_code == 302 and not signed_in(client)


class TestEnded:
    """Membership and offices over: the account still opens, and nothing is behind it."""

    @pytest.fixture
    def over(self, cast):
        occasion = care.report(cast.first, by=cast.zhao, person=cast.qian, kind="illness", on=DAY)
        self.visit = care.plan(
            occasion, by=cast.li, on=DAY, visitors=[cast.sun], form="none", amount=0
        )
        yesterday = DAY - timedelta(1)
        cast.sun.appointments.update(ends=yesterday)
        cast.sun.memberships.update(ends=yesterday)
        return cast.sun

    def test_no_page_is_left(self, over, enter):
        client = enter(over)
        home = client.get("/")
        assert home.status_code == 200 and "钱学文" not in home.content.decode()
        for place in (
            "/planning/year/", "/planning/month/", "/planning/register/", "/care/visit/",
            "/members/member/", "/planning/summary/", "/system/policy/", "/care/occasion/report/",
        ):  # fmt: skip
            assert client.get(place).status_code == 404, place

    def test_no_menu_is_left(self, over, enter):
        page = enter(over).get("/").content.decode()
        for words in ("年度计划", "工作台账", "会员名册", "/care/visit/", "/members/member/"):
            assert words not in page

    def test_no_thing_is_left(self, over, enter):
        client = enter(over)
        assert client.get(url_of(self.visit)).status_code == 404
        assert client.get(f"{url_of(self.visit)}finish/").status_code == 404

    def test_on_the_last_day_itself_all_is_there(self, over, enter):
        with clock.at(DAY - timedelta(1)):
            assert enter(over).get("/planning/register/").status_code == 200
