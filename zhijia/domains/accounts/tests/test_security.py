"""One's own lock: password, app codes, recovery codes, trusted browsers, devices; rest and wake."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.test import Client

from zhijia.domains.accounts import actions
from zhijia.domains.accounts.models import Browser, Entrance, Holder
from zhijia.kernel import privacy
from zhijia.kernel.actions import Step
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Account, Post
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.testing import PASSWORD, enter_as, office

from .conftest import inside, sign_in
from .test_slips import GOOD, join


def totp(secret, step=0):
    """The code of RFC 6238, reckoned by the library's own parts with the time of now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def set_up(client) -> str:
    """Switch the app's codes on through the pages; the secret."""
    page = client.get("/accounts/me/totp/").content.decode()
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
    answer = client.post("/accounts/me/totp/", {"code": totp(secret, -1)})
    assert answer.url == "/accounts/me/codes/"
    return secret


def words_of(answer):
    return answer.content.decode()


# --- the second step -----------------------------------------------------------------------------


class TestCodes:
    @pytest.fixture
    def secret(self, here):
        return set_up(here)

    def test_the_password_alone_is_not_enough_any_more(self, secret):
        client, answer = sign_in()
        assert answer.url == "/enter/second/" and not inside(client)
        page = words_of(client.get("/enter/second/"))
        assert "动态码" in page and "30 天内信任此浏览器" in page
        answer = client.post("/enter/second/", {"code": totp(secret)})
        assert answer.status_code == 302 and inside(client)
        assert Entrance.objects.filter(what="in").first().how == "密码＋动态码"

    def test_it_leads_on_to_where_one_was_going(self, secret):
        client, _answer = sign_in(next="/do/")
        assert client.post("/enter/second/", {"code": totp(secret)}).url == "/do/"

    def test_a_wrong_code_does_not_open(self, secret, account):
        client, _answer = sign_in()
        answer = client.post("/enter/second/", {"code": "000000"})
        assert answer.status_code == 422 and not inside(client)
        assert Entrance.objects.of(account).first().what == "second"

    def test_a_code_opens_once(self, secret):
        code = totp(secret)
        one, _answer = sign_in()
        assert one.post("/enter/second/", {"code": code}).status_code == 302
        other, _answer = sign_in()
        assert other.post("/enter/second/", {"code": code}).status_code == 422

    def test_guessing_codes_is_paused_whatever_the_address(self, secret):
        for n in range(5):
            client, _answer = sign_in(address=f"10.0.1.{n}")
            client.post("/enter/second/", {"code": "000000"}, REMOTE_ADDR=f"10.0.1.{n}")
        client, _answer = sign_in(address="10.0.2.1")
        answer = client.post("/enter/second/", {"code": totp(secret)}, REMOTE_ADDR="10.0.2.1")
        assert answer.status_code == 422 and "试得太多了" in words_of(answer)

    def test_the_second_page_is_nothing_without_the_first(self, secret):
        assert Client().get("/enter/second/").url == "/enter/"
        assert Client().post("/enter/second/", {"code": totp(secret)}).url == "/enter/"

    def test_a_trusted_browser_is_not_asked_again(self, secret, account):
        client, _answer = sign_in()
        client.post("/enter/second/", {"code": totp(secret), "trust": "1"})
        client.post("/leave/")
        assert sign_in(client=client)[1].url == "/" and inside(client)
        assert sign_in()[1].url == "/enter/second/", "another browser is asked"
        row = Browser.objects.get(account=account)
        client.post(f"/accounts/me/browser/{row.pk}/end/")
        client.post("/leave/")
        assert sign_in(client=client)[1].url == "/enter/second/"

    def test_trust_ends_after_thirty_days(self, secret, account):
        from datetime import timedelta

        from zhijia.kernel import clock

        client, _answer = sign_in()
        client.post("/enter/second/", {"code": totp(secret), "trust": "1"})
        client.post("/leave/")
        with clock.at(clock.now() + timedelta(days=31)):
            assert sign_in(client=client)[1].url == "/enter/second/"

    def test_trust_of_one_account_is_none_of_another(self, secret, cast):
        client, _answer = sign_in()
        client.post("/enter/second/", {"code": totp(secret), "trust": "1"})
        client.post("/leave/")
        other = Account.objects.create_user("hua", cast.hua, PASSWORD)
        hers, _answer = sign_in("hua")
        set_up(hers)
        assert sign_in("hua", client=client)[1].url == "/enter/second/"
        assert other.browsers.count() == 0

    def test_somebody_elses_trusted_browser_cannot_be_ended(self, secret, cast, account):
        client, _answer = sign_in()
        client.post("/enter/second/", {"code": totp(secret), "trust": "1"})
        row = Browser.objects.get(account=account)
        Account.objects.create_user("hua", cast.hua, PASSWORD)
        sign_in("hua")[0].post(f"/accounts/me/browser/{row.pk}/end/")
        assert Browser.objects.filter(pk=row.pk).exists()

    def test_the_secret_lies_sealed_and_follows_a_new_key(self, secret, account, settings):
        row = Authenticator.objects.get(user=account, type="totp")
        assert secret not in str(row.data)
        new = Fernet.generate_key().decode()
        settings.ENCRYPTION_KEYS = [new, *settings.ENCRYPTION_KEYS]
        privacy.rotate()
        settings.ENCRYPTION_KEYS = [new]
        client, _answer = sign_in()
        assert client.post("/enter/second/", {"code": totp(secret)}).status_code == 302

    def test_while_being_set_up_it_is_sealed_too(self, here):
        page = here.get("/accounts/me/totp/").content.decode()
        secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
        assert secret not in str(dict(here.session))
        assert 'src="data:image/svg+xml' in page

    def test_switching_it_off(self, secret, here, account):
        row = Authenticator.objects.get(user=account, type="totp")
        here.post(f"/accounts/me/means/{row.pk}/remove/")
        assert not Authenticator.objects.filter(user=account).exists(), "recovery codes go with it"
        assert sign_in()[1].url == "/"

    def test_nobody_switches_off_somebody_elses(self, secret, cast, account):
        row = Authenticator.objects.get(user=account, type="totp")
        Account.objects.create_user("hua", cast.hua, PASSWORD)
        sign_in("hua")[0].post(f"/accounts/me/means/{row.pk}/remove/")
        assert Authenticator.objects.filter(pk=row.pk).exists()


class TestRecovery:
    @pytest.fixture
    def codes(self, here):
        set_up(here)
        page = words_of(here.get("/accounts/me/codes/"))
        return re.findall(r"<li>(\d{4} \d{4})</li>", page)

    def test_shown_once_and_downloaded(self, codes, here):
        assert len(codes) == 10
        file = words_of(here.post("/accounts/me/codes/file/"))
        assert all(code in file for code in codes)
        assert codes[0] not in words_of(here.get("/accounts/me/codes/"))

    def test_each_opens_once(self, codes):
        client, _answer = sign_in()
        assert client.post("/enter/second/", {"code": codes[0]}).status_code == 302 and inside(
            client
        )
        assert Entrance.objects.filter(what="in").first().how == "密码＋恢复码"
        other, _answer = sign_in()
        assert other.post("/enter/second/", {"code": codes[0]}).status_code == 422
        assert other.post("/enter/second/", {"code": codes[1].replace(" ", "")}).status_code == 302

    def test_fresh_ones_replace_the_old(self, codes, here):
        here.post("/accounts/me/codes/")
        fresh = re.findall(r"<li>(\d{4} \d{4})</li>", words_of(here.get("/accounts/me/codes/")))
        assert len(fresh) == 10 and not set(fresh) & set(codes)
        client, _answer = sign_in()
        assert client.post("/enter/second/", {"code": codes[3]}).status_code == 422

    def test_the_database_holds_none_of_them(self, codes, account):
        data = str(Authenticator.objects.get(user=account, type="recovery_codes").data)
        assert not [code for code in codes if code.replace(" ", "") in data]


# --- password and devices ------------------------------------------------------------------------


class TestPassword:
    def change(self, client, old=PASSWORD, new=GOOD, again=None):
        return client.post(
            "/accounts/me/password/", {"old": old, "new": new, "again": again or new}
        )

    def test_changing_it_signs_the_other_devices_out(self, here, account):
        other, _answer = sign_in()
        assert inside(other)
        assert self.change(here).status_code == 302
        assert inside(here) and not inside(other)
        assert sign_in()[1].status_code == 422 and sign_in(password=GOOD)[1].status_code == 302

    def test_this_device_stays_in_the_list(self, here):
        self.change(here)
        assert "本机" in words_of(here.get("/accounts/me/"))

    @pytest.mark.parametrize(("given", "words"), [
        ({"old": "wrong"}, "现在的密码不对"), ({"new": "short"}, "至少"),
        ({"again": "different one"}, "不一样"), ({"new": "zhaoming1"}, "用户名"),
    ])  # fmt: skip
    def test_what_is_wrong_is_said(self, here, given, words):
        answer = self.change(here, **given)
        assert answer.status_code == 422 and words in words_of(answer)
        assert sign_in()[1].status_code == 302

    def test_an_old_sign_in_is_asked_to_confirm(self, cast, account):
        client = enter_as(Client(), cast.zhao)
        page = words_of(client.get("/accounts/me/totp/"))
        assert "确认是您本人" in page and "secret" not in page
        assert "确认是您本人" in words_of(self.change(client))
        wrong = client.post(
            "/accounts/me/confirm/", {"password": "wrong", "next": "/accounts/me/totp/"}
        )
        assert wrong.status_code == 422
        right = client.post(
            "/accounts/me/confirm/", {"password": PASSWORD, "next": "/accounts/me/totp/"}
        )
        assert right.url == "/accounts/me/totp/"
        assert 'class="secret"' in words_of(client.get("/accounts/me/totp/"))

    def test_confirming_never_leads_off_the_site(self, cast, account):
        client = enter_as(Client(), cast.zhao)
        sent = {"password": PASSWORD, "next": "https://evil.example/"}
        assert client.post("/accounts/me/confirm/", sent).url == "/"


class TestDevices:
    def test_listed_and_ended_one_by_one(self, here, account):
        other = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) MicroMessenger/8.0")
        sign_in(client=other)
        page = words_of(here.get("/accounts/me/"))
        assert "iPhone · 微信" in page and page.count("本机") == 1
        row = UserSession.objects.exclude(session_key=here.session.session_key).get(user=account)
        here.post(f"/accounts/me/session/{row.pk}/end/")
        assert not Session.objects.filter(session_key=row.session_key).exists()
        assert inside(here) and not inside(other)

    def test_all_others_at_once(self, here, account):
        others = [sign_in()[0] for _n in range(3)]
        here.post("/accounts/me/sessions/end/")
        assert inside(here) and not [c for c in others if inside(c)]
        assert UserSession.objects.filter(user=account).count() == 1

    def test_not_those_of_somebody_else(self, cast, here, account):
        Account.objects.create_user("hua", cast.hua, PASSWORD)
        hers, _answer = sign_in("hua")
        row = UserSession.objects.get(user=account)
        hers.post(f"/accounts/me/session/{row.pk}/end/")
        assert inside(here)

    def test_leaving_takes_the_device_off_the_list(self, here, account):
        here.post("/leave/")
        assert not UserSession.objects.filter(user=account).exists()


# --- rest and wake -------------------------------------------------------------------------------


def holder(cast, who):
    return Holder.objects.get(org=cast.first, person=who)


class TestRest:
    def test_out_at_the_next_request_and_awake_again(self, cast, here, account):
        key = here.session.session_key
        actions.rest(holder(cast, cast.zhao), by=cast.li, reason="手机被盗")
        assert not Session.objects.filter(session_key=key).exists(), "the session is gone at once"
        assert not inside(here)
        client, answer = sign_in()
        assert answer.status_code == 422 and "已停用" in words_of(answer) and not inside(client)
        step = Step.objects.about(holder(cast, cast.zhao)).last()
        assert (step.verb, step.by, step.note) == ("rest", cast.li, "手机被盗")
        actions.wake(holder(cast, cast.zhao), by=cast.lin)
        assert sign_in()[1].status_code == 302

    def test_a_session_no_list_knows_of_is_out_too(self, cast, account):
        client = enter_as(Client(), cast.zhao)
        assert inside(client)
        actions.rest(holder(cast, cast.zhao), by=cast.li, reason="手机被盗")
        assert not inside(client)

    @pytest.mark.parametrize("verb", ["rest", "wake"])
    @pytest.mark.parametrize("who", ["zhou", "hua", "chen", "sun"])
    def test_is_refused_to_others(self, cast, account, verb, who):
        if verb == "wake":
            Account.objects.update(is_active=False)
        given = {"reason": "x"} if verb == "rest" else {}
        with pytest.raises(NotAllowed):
            getattr(actions, verb)(holder(cast, cast.zhao), by=getattr(cast, who), **given)
        assert Account.objects.get().is_active is (verb == "rest")

    def test_never_oneself(self, cast):
        Account.objects.create_user("li", cast.li, PASSWORD)
        with pytest.raises(Refused, match="自己"):
            actions.rest(holder(cast, cast.li), by=cast.li, reason="x")

    def test_nor_whose_office_reaches_further(self, cast, account):
        office(cast.district, cast.zhao, Post.OFFICER)
        with pytest.raises(Refused, match="其他工会任职"):
            actions.rest(holder(cast, cast.zhao), by=cast.li, reason="x")
        assert Account.objects.get().is_active

    def test_the_slips_of_the_person_are_void(self, cast, account):
        slip = actions.reissue(holder(cast, cast.zhao), by=cast.li).slips.get()
        actions.rest(holder(cast, cast.zhao), by=cast.li, reason="x")
        assert join(slip)[1].status_code == 404
        with pytest.raises(Refused, match="已停用"):
            actions.reissue(holder(cast, cast.zhao), by=cast.li)


# --- a slip and the second factor ----------------------------------------------------------------


class TestSlipAndSecondFactor:
    @pytest.fixture
    def secret(self, here):
        return set_up(here)

    def test_a_reset_keeps_it(self, cast, secret):
        slip = actions.reissue(holder(cast, cast.zhao), by=cast.sun).slips.get()
        client, answer = join(slip)
        assert answer.url == "/enter/second/" and not inside(client)
        assert client.post("/enter/second/", {"code": totp(secret)}).url == "/join/done/"

    def test_cleared_only_by_chair_or_vice_chair_and_the_person_is_told(
        self, cast, secret, account
    ):
        with pytest.raises(NotAllowed):
            actions.reissue(holder(cast, cast.zhao), by=cast.sun, clear_second=True)
        batch = actions.reissue(holder(cast, cast.zhao), by=cast.lin, clear_second=True)
        slip = batch.slips.get()
        assert Step.objects.about(slip).get().verb == "allow_clearing"
        assert any("二次验证" in n.title for n in Notice.objects.filter(person=cast.zhao))
        assert Authenticator.objects.filter(user=account).exists(), "until the slip is used"
        client, answer = join(slip)
        assert answer.url == "/join/done/" and inside(client)
        assert not Authenticator.objects.filter(user=account).exists()

    def test_the_form_offers_it_to_those_who_may(self, cast, secret):
        there = f"/accounts/holder/{holder(cast, cast.zhao).pk}/reissue/"
        assert "同时清除二次验证" in words_of(enter_as(Client(), cast.lin).get(there))
        assert "同时清除二次验证" not in words_of(enter_as(Client(), cast.sun).get(there))
