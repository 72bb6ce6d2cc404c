"""The front door: whose account is meant, and how guessing is slowed (decision 0004)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhijia.domains.accounts.door import throttle
from zhijia.domains.accounts.door.throttle import TRIES
from zhijia.domains.accounts.models import Entrance
from zhijia.kernel import clock
from zhijia.kernel.people import Account
from zhijia.kernel.testing import PASSWORD, member, person

from .conftest import DAY, inside, sign_in


def words_of(answer):
    return answer.content.decode()


class TestNumber:
    def test_a_staff_number_is_as_good_as_the_username(self, account):
        client, answer = sign_in("F006")
        assert answer.status_code == 302 and inside(client)
        assert inside(sign_in("f006")[0])

    @pytest.fixture
    def twin(self, cast, account):
        """Somebody of the second school with Zhao's staff number."""
        twin = person("赵小明", "F006")
        member(cast.second, twin)
        return Account.objects.create_user("xiaoming", twin, "another password 7")

    def test_one_number_in_two_schools_asks_for_the_union(self, cast, twin):
        client, answer = sign_in("F006")
        page = words_of(answer)
        assert answer.status_code == 422 and "不止一个工会" in page and not inside(client)
        assert "第一小学工会" in page and "第二小学工会" in page
        client, answer = sign_in("F006", union=cast.first.pk)
        assert answer.status_code == 302 and "赵明" in words_of(client.get("/me/"))
        client, answer = sign_in("F006", "another password 7", union=cast.second.pk)
        assert answer.status_code == 302 and "赵小明" in words_of(client.get("/me/"))

    def test_the_union_in_the_address_decides_too(self, cast, twin):
        client, answer = sign_in("F006", at="first")
        assert answer.status_code == 302 and "赵明" in words_of(client.get("/me/"))

    def test_a_union_that_is_not_theirs_opens_nothing(self, cast, twin):
        client, answer = sign_in("F006", union=cast.district.pk)
        assert answer.status_code == 422 and not inside(client)

    def test_the_username_is_never_in_doubt(self, twin):
        assert sign_in("zhaoming")[1].status_code == 302

    def test_somebodys_number_taken_as_username_hides_nobody(self, cast, account):
        """Hua is called by Zhao's number: the number still finds Zhao, once the union is known."""
        twin = person("周小", "S009")
        member(cast.second, twin)
        Account.objects.create_user("F006", twin, "another password 7")
        assert "不止一个工会" in words_of(sign_in("F006")[1])
        client, _answer = sign_in("F006", union=cast.first.pk)
        assert "赵明" in words_of(client.get("/me/"))


class TestThrottle:
    def guess(self, times=TRIES, address="10.0.0.1", client=None, name="zhaoming"):
        for _n in range(times):
            answer = sign_in(name, "wrong", client or Client(), address)[1]
        return answer

    def test_five_wrong_tries_pause_for_a_quarter_of_an_hour(self, account, monkeypatch):
        import time

        self.guess()
        answer = sign_in()[1]
        assert answer.status_code == 422 and "15 分钟" in words_of(answer)
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + 14 * 60)
        assert sign_in()[1].status_code == 422
        monkeypatch.setattr(time, "time", lambda: now + 16 * 60)
        assert sign_in()[1].status_code == 302

    def test_four_do_not(self, account):
        self.guess(TRIES - 1)
        assert sign_in()[1].status_code == 302

    def test_somebody_elses_guessing_never_locks_the_owner_out(self, account):
        """Not from another address, and not in the owner's own browser behind the same address."""
        mine, _answer = sign_in()
        mine.post("/leave/", REMOTE_ADDR="10.0.0.1")
        self.guess(TRIES + 3)
        assert sign_in()[1].status_code == 422, "a stranger's browser is paused"
        assert sign_in(client=mine)[1].status_code == 302
        assert sign_in(address="10.0.0.9")[1].status_code == 302

    def test_a_known_browser_is_slowed_too(self, account):
        mine, _answer = sign_in()
        mine.post("/leave/", REMOTE_ADDR="10.0.0.1")
        self.guess(client=mine)
        assert sign_in(client=mine)[1].status_code == 422

    def test_the_mark_of_a_known_browser_cannot_be_made_up(self, account):
        self.guess()
        forged = Client()
        forged.cookies["known"] = f'["mark", [{account.pk}]]:forged'
        assert sign_in(client=forged)[1].status_code == 422

    @pytest.fixture
    def few(self, monkeypatch):
        """The limit of a whole address, made small enough to be reached in a test."""
        assert throttle.MANY >= 200, "a school's own mistyping stays far below it"
        monkeypatch.setattr(throttle, "MANY", 20)
        return 20

    def test_a_whole_school_behind_one_address_comes_in(self, account, few):
        for _n in range(few + 10):
            assert sign_in()[1].status_code == 302

    def test_very_many_wrong_tries_pause_the_address_for_strangers_only(self, account, few):
        mine, _answer = sign_in()
        mine.post("/leave/", REMOTE_ADDR="10.0.0.1")
        for n in range(few // 4):
            self.guess(4, name=f"nobody{n}")
        answer = sign_in()[1]
        assert answer.status_code == 422 and "10 分钟" in words_of(answer)
        assert sign_in(client=mine)[1].status_code == 302
        assert sign_in(address="10.0.0.2")[1].status_code == 302

    def test_name_and_number_are_counted_as_one_account(self, account):
        self.guess(3, name="zhaoming")
        self.guess(2, name="F006")
        assert "15 分钟" in words_of(sign_in()[1])


class TestHistory:
    def test_what_happened_at_the_door(self, account):
        client, _answer = sign_in(password="wrong")
        sign_in(client=client, HTTP_X="")
        client.post("/leave/", REMOTE_ADDR="10.0.0.1")
        rows = Entrance.objects.of(account).order_by("pk")
        assert [r.what for r in rows] == ["wrong", "in", "out"]
        assert rows[1].how == "密码" and rows[1].address == "10.0.0.1"

    def test_one_sees_ones_own_and_nobody_elses(self, cast, account, here):
        Entrance.objects.create(
            account=Account.objects.create_user("hua", cast.hua), what="wrong", how="别人的"
        )
        page = words_of(here.get("/accounts/me/"))
        assert "进入" in page and "密码" in page and "别人的" not in page

    def test_it_is_never_changed_or_deleted(self, account):
        sign_in()
        row = Entrance.objects.get()
        for act in (row.save, row.delete, Entrance.objects.all().delete):
            with pytest.raises(TypeError):
                act()
        with pytest.raises(TypeError):
            Entrance.objects.update(how="x")


class TestStanding:
    def test_without_office_or_membership_there_is_only_the_page_that_says_so(
        self, cast, account, here
    ):
        cast.zhao.memberships.update(ends=DAY - timedelta(1))
        page = here.get("/")
        assert page.status_code == 200 and "不在任何工会任职" in words_of(page)
        for there in ("/accounts/me/", "/accounts/me/password/", "/accounts/me/totp/"):
            answer = here.get(there)
            assert (answer.status_code, answer.url) == (302, "/"), there
        again, answer = sign_in()
        assert answer.url == "/" and "不在任何工会任职" in words_of(again.get("/"))

    def test_the_same_minute(self, cast, account, here):
        assert here.get("/accounts/me/").status_code == 200
        cast.zhao.memberships.update(ends=DAY)
        assert here.get("/accounts/me/").status_code == 200, "the last day belongs to the spell"
        with clock.at(DAY + timedelta(1)):
            assert here.get("/accounts/me/").status_code == 302


def test_signing_in_over_somebody_else_carries_nothing_over(cast, account, here):
    Account.objects.create_user("hua", cast.hua, PASSWORD)
    here.get("/?year=2024")
    assert here.session["year"] == 2024
    sign_in("hua", client=here)
    assert "华小梅" in words_of(here.get("/me/")) and "year" not in here.session


def test_the_session_key_changes_on_the_way_in(account):
    client = Client()
    client.get("/?year=2024")
    before = client.session.session_key
    sign_in(client=client)
    assert before and client.session.session_key != before


def test_signing_in_costs_a_bounded_number_of_queries(account):
    sign_in()
    with CaptureQueriesContext(connection) as seen:
        assert sign_in()[1].status_code == 302
    assert len(seen) <= 24, "\n".join(q["sql"][:150] for q in seen)


def test_tracking_adds_no_query_to_a_page_just_seen(here):
    here.get("/do/")
    with CaptureQueriesContext(connection) as seen:
        here.get("/do/")
    assert not [q["sql"] for q in seen if "usersession" in q["sql"]]
