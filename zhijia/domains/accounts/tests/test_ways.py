"""Ways in through somebody else's sign-in, against stand-ins that speak the real protocols."""

import urllib.request
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from zhijia.domains.accounts import actions
from zhijia.domains.accounts.models import Identity, WayIn
from zhijia.domains.accounts.ways.addresses import is_safe
from zhijia.kernel.people import Account, Person, Post
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.testing import member, office, person

from .conftest import DAY, inside, sign_in
from .standins.apps import DingTalk, Feishu, WeCom
from .standins.cas import Cas
from .standins.oidc import Oidc


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


OPENER = urllib.request.build_opener(NoRedirect)


def at_provider(url) -> str:
    """What the browser does over there; the address it is sent back to."""
    try:
        OPENER.open(url, timeout=5)
    except urllib.error.HTTPError as answer:
        assert answer.code == 302, f"the provider answered {answer.code} to {url}"
        return answer.headers["Location"]
    raise AssertionError("the provider sent the browser nowhere")


def inner(url) -> str:
    parts = urlsplit(url)
    assert parts.netloc == "testserver"
    return f"{parts.path}?{parts.query}"


def come(client, way, **query):
    """There and back again; the answer to the browser's return."""
    there = client.get(f"/enter/by/{way.pk}/", query)
    assert there.status_code == 302, there.content.decode()
    return client.get(inner(at_provider(there.url)))


def words_of(answer):
    return answer.content.decode()


def open_way(cast, kind, server, by=None, org=None, **more):
    given = {"client_id": "", "secret": "", "attribute": "", "auto_tie": False} | more
    way = actions.connect(
        org or cast.first, by=by or cast.li, kind=kind, label="学校认证", server=server, **given
    )
    return actions.switch_on(way, by=by or cast.li)


MAKERS = {
    "cas": lambda c, s, **m: open_way(c, "cas", f"{s.url}/cas", **m),
    "oidc": lambda c, s, **m: open_way(c, "oidc", s.url, client_id=s.client, secret=s.secret, **m),
    "wecom": lambda c, s, **m: open_way(
        c, "wecom", s.url, client_id=s.corp, secret=s.secret, agent="1", **m
    ),
    "dingtalk": lambda c, s, **m: open_way(
        c, "dingtalk", s.url, client_id=s.client, secret=s.secret, **m
    ),
    "feishu": lambda c, s, **m: open_way(
        c, "feishu", s.url, client_id=s.client, secret=s.secret, **m
    ),
}
STANDINS = {"cas": Cas, "oidc": Oidc, "wecom": WeCom, "dingtalk": DingTalk, "feishu": Feishu}
WHO = {  # Zhao over there: without and with the staff number in the field named
    "cas": ({"user": "F006", "cn": "赵明"}, ""),
    "oidc": ({"sub": "abc-1", "name": "赵明", "employee": {"no": "F006"}}, "employee.no"),
    "wecom": ({"userid": "zm", "name": "赵明", "number": "F006"}, "extattr.工号"),
    "dingtalk": (
        {"openId": "o-1", "unionId": "u-1", "nick": "赵明", "jobNumber": "F006"},
        "jobNumber",
    ),
    "feishu": ({"open_id": "ou-1", "name": "赵明", "employee_no": "F006"}, "employee_no"),
}
SUBJECT = {"cas": "F006", "oidc": "abc-1", "wecom": "zm", "dingtalk": "o-1", "feishu": "ou-1"}
each_kind = pytest.mark.parametrize("kind", list(STANDINS))


@pytest.fixture
def standin(kind):
    with STANDINS[kind]() as server:
        server.who = dict(WHO[kind][0])
        yield server


@pytest.fixture
def oidc():
    with Oidc() as server:
        server.who = dict(WHO["oidc"][0])
        yield server


@pytest.fixture
def cas():
    with Cas() as server:
        server.who = dict(WHO["cas"][0])
        yield server


# --- every kind ----------------------------------------------------------------------------------


@each_kind
class TestEachKind:
    def test_not_yet_tied_one_signs_in_once_and_ties(self, kind, standin, cast, account):
        way, client = MAKERS[kind](cast, standin), Client()
        answer = come(client, way)
        assert answer.url == "/enter/tie/" and not inside(client)
        assert "还没有绑定" in words_of(client.get("/enter/tie/")) and not Identity.objects.exists()
        _client, answer = sign_in(client=client, next="/enter/tie/")
        assert answer.url == "/enter/tie/" and "赵明" in words_of(client.get("/enter/tie/"))
        assert client.post("/enter/tie/").url == "/accounts/me/"
        identity = Identity.objects.get()
        assert (identity.subject, identity.account, identity.how) == (
            SUBJECT[kind],
            account,
            "self",
        )
        again = Client()
        assert come(again, way, next="/do/").url == "/do/" and inside(again)
        assert account.entrances.filter(what="in").first().how == "学校认证"

    def test_tied_by_staff_number_where_the_union_allows(self, kind, standin, cast, account):
        way, client = MAKERS[kind](cast, standin, auto_tie=True, attribute=WHO[kind][1]), Client()
        assert come(client, way).url == "/" and inside(client)
        identity = Identity.objects.get()
        assert (identity.account, identity.how) == (account, "number")

    def test_a_person_unknown_to_the_roll_is_never_made(self, kind, standin, cast):
        people = Person.objects.count()
        way = MAKERS[kind](cast, standin, auto_tie=True, attribute=WHO[kind][1])
        cast.zhao.staff_no = "F999"
        cast.zhao.save()
        client = Client()
        assert come(client, way).url == "/enter/tie/" and not inside(client)
        assert (Person.objects.count(), Account.objects.count()) == (people, 0)

    def test_coming_back_with_a_state_that_was_never_given(self, kind, standin, cast, account):
        """Somebody else's answer slipped under the browser (login CSRF)."""
        way = MAKERS[kind](cast, standin, auto_tie=True, attribute=WHO[kind][1])
        victim, attacker = Client(), Client()
        back = inner(at_provider(attacker.get(f"/enter/by/{way.pk}/").url))
        answer = victim.get(back)
        assert (
            answer.status_code == 422 and "没有完成登录" in words_of(answer) and not inside(victim)
        )
        assert not Identity.objects.exists()

    def test_the_same_return_twice_opens_once(self, kind, standin, cast, account):
        way, client = MAKERS[kind](cast, standin, auto_tie=True, attribute=WHO[kind][1]), Client()
        back = inner(at_provider(client.get(f"/enter/by/{way.pk}/").url))
        assert client.get(back).status_code == 302
        client.post("/leave/")
        assert client.get(back).status_code == 422 and not inside(client)

    def test_a_wrong_secret_or_ticket_lets_nobody_in(self, kind, standin, cast, account):
        way, client = MAKERS[kind](cast, standin, auto_tie=True, attribute=WHO[kind][1]), Client()
        back = inner(at_provider(client.get(f"/enter/by/{way.pk}/").url))
        standin.codes.clear()
        answer = client.get(back)
        assert answer.status_code == 422 and not inside(client)

    def test_a_provider_that_is_down_is_said_in_words(self, kind, standin, cast, account):
        way, client = MAKERS[kind](cast, standin), Client()
        there = client.get(f"/enter/by/{way.pk}/")
        back = inner(at_provider(there.url))
        WayIn.objects.filter(pk=way.pk).update(server="http://127.0.0.1:1")
        answer = client.get(back)
        assert answer.status_code == 422 and "没有完成登录" in words_of(answer)

    def test_where_to_go_next_never_leaves_the_site(self, kind, standin, cast, account):
        way, client = MAKERS[kind](cast, standin, auto_tie=True, attribute=WHO[kind][1]), Client()
        assert come(client, way, next="https://evil.example/").url == "/"

    def test_switched_off_it_does_not_exist(self, kind, standin, cast):
        way = MAKERS[kind](cast, standin)
        actions.switch_off(way, by=cast.li)
        for there in (f"/enter/by/{way.pk}/", f"/enter/by/{way.pk}/back/?code=1&state=1"):
            assert Client().get(there).status_code == 404

    def test_an_account_at_rest_stays_out(self, kind, standin, cast, account):
        way = MAKERS[kind](cast, standin, auto_tie=True, attribute=WHO[kind][1])
        Account.objects.update(is_active=False)
        client = Client()
        come(client, way)
        assert not inside(client)

    def test_the_second_factor_is_still_asked(self, kind, standin, cast, account, here):
        from .test_security import set_up

        set_up(here)
        way, client = MAKERS[kind](cast, standin, auto_tie=True, attribute=WHO[kind][1]), Client()
        assert come(client, way).url == "/enter/second/" and not inside(client)


# --- tying by staff number -----------------------------------------------------------------------


class TestNumber:
    def test_a_member_without_an_account_gets_one_without_a_password(self, cas, cast):
        way, client = MAKERS["cas"](cast, cas, auto_tie=True), Client()
        assert come(client, way).status_code == 302 and inside(client)
        account = Account.objects.get(person=cast.zhao)
        assert not account.has_usable_password() and account.username == "F006"

    def test_not_when_the_number_is_that_of_another_school(self, cas, cast):
        cas.who = {"user": "S001"}
        client = Client()
        come(client, MAKERS["cas"](cast, cas, auto_tie=True))
        assert not inside(client) and not Identity.objects.exists()

    def test_not_when_two_in_the_union_share_it(self, cas, cast, account):
        twin = person("赵小明", "F006")
        member(cast.first, twin)
        client = Client()
        come(client, MAKERS["cas"](cast, cas, auto_tie=True))
        assert not inside(client) and not Identity.objects.exists()

    def test_a_districts_way_finds_them_in_its_schools_where_the_number_is_unique(
        self, cas, cast, account
    ):
        way = MAKERS["cas"](cast, cas, auto_tie=True, by=cast.chen, org=cast.district)
        client = Client()
        come(client, way)
        assert inside(client)
        twin = person("赵小明", "F007")
        member(cast.second, twin)
        cas.who = {"user": "F007"}
        other = Client()
        come(other, way)
        assert not inside(other)

    def test_not_when_the_name_differs(self, oidc, cast, account):
        """Staff numbers are given out again."""
        oidc.who["name"] = "钱某"
        client = Client()
        come(client, MAKERS["oidc"](cast, oidc, auto_tie=True, attribute="employee.no"))
        assert not inside(client) and not Identity.objects.exists()

    def test_not_for_whom_an_office_reaches_further(self, cas, cast, account):
        """The chair of a school must not come in as a district officer by their own server."""
        office(cast.district, cast.zhao, Post.OFFICER)
        client = Client()
        come(client, MAKERS["cas"](cast, cas, auto_tie=True))
        assert not inside(client) and not Identity.objects.exists()

    def test_not_for_who_has_left(self, cas, cast, account):
        cast.zhao.memberships.update(ends=DAY - timedelta(1))
        client = Client()
        come(client, MAKERS["cas"](cast, cas, auto_tie=True))
        assert not inside(client) and not Identity.objects.exists()

    def test_an_account_tied_to_another_subject_is_not_taken_over(self, oidc, cast, account):
        way = MAKERS["oidc"](cast, oidc, auto_tie=True, attribute="employee.no")
        come(Client(), way)
        oidc.who["sub"] = "somebody-else"
        client = Client()
        answer = come(client, way)
        assert (
            answer.status_code == 422
            and "已经绑定了另一个" in words_of(answer)
            and not inside(client)
        )


# --- OpenID Connect: what the token must say ------------------------------------------------------


class TestToken:
    def refused(self, oidc, cast):
        client = Client()
        answer = come(client, MAKERS["oidc"](cast, oidc, auto_tie=True, attribute="employee.no"))
        assert answer.status_code == 422 and not inside(client) and not Identity.objects.exists()

    @pytest.mark.parametrize("twist", [
        {"aud": "another"}, {"iss": "https://evil.example"}, {"exp": 1}, {"nonce": "another"},
        {"sub": "another"}, {"aud": ["zhijia", "another"], "azp": "another"},
    ], ids=str)  # fmt: skip
    def test_a_claim_that_is_wrong(self, oidc, cast, account, twist):
        oidc.twist = twist
        self.refused(oidc, cast)

    def test_a_signature_of_another_key(self, oidc, cast, account):
        oidc.signer = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.refused(oidc, cast)

    def test_user_info_of_somebody_else(self, oidc, cast, account):
        oidc.info = {"sub": "another"}
        self.refused(oidc, cast)

    def test_state_nonce_and_proof_are_sent_and_fresh(self, oidc, cast):
        way, sent = MAKERS["oidc"](cast, oidc), []
        for _n in range(2):
            query = parse_qs(urlsplit(Client().get(f"/enter/by/{way.pk}/").url).query)
            assert query["code_challenge_method"] == ["S256"]
            sent.append([query[k][0] for k in ("state", "nonce", "code_challenge")])
        assert not set(sent[0]) & set(sent[1])


def test_a_cas_ticket_for_another_service_is_refused(cas, cast, account):
    way, client = MAKERS["cas"](cast, cas, auto_tie=True), Client()
    back = inner(at_provider(client.get(f"/enter/by/{way.pk}/").url))
    for kept in cas.codes.values():
        kept["service"] = "https://another.example/"
    assert client.get(back).status_code == 422 and not inside(client)


def test_the_corporations_token_is_kept_sealed_and_asked_for_once(cast, account):
    from django.core.cache import cache

    with WeCom() as server:
        server.who = dict(WHO["wecom"][0])
        way = MAKERS["wecom"](cast, server)
        for _n in range(3):
            come(Client(), way)
        assert [a.path for a in server.seen].count("/cgi-bin/gettoken") == 1
    assert "corp-token" not in str(cache._cache.values()) if hasattr(cache, "_cache") else True


# --- tying and untying by hand -------------------------------------------------------------------


class TestTying:
    def test_from_the_security_page(self, cas, cast, account, here):
        way = MAKERS["cas"](cast, cas)
        assert f"/enter/by/{way.pk}/?tie=1" in words_of(here.get("/accounts/me/"))
        assert come(here, way, tie="1").url == "/enter/tie/"
        assert not Identity.objects.exists(), "only after the owner says yes"
        here.post("/enter/tie/")
        assert Identity.objects.get().account == account

    def test_untying_is_the_owners_and_the_chairs(self, cas, cast, account, here):
        way = MAKERS["cas"](cast, cas)
        identity = actions.tie(cast.first, by=cast.zhao, way=way, outside="F006")
        for stranger in (cast.zhou, cast.hua, cast.chen, cast.sun):
            with pytest.raises(NotAllowed):
                actions.untie(identity, by=stranger)
        actions.untie(identity, by=cast.zhao)
        client = Client()
        assert come(client, way).url == "/enter/tie/" and not inside(client)
        actions.tie(cast.first, by=cast.zhao, way=way, outside="F006")
        with pytest.raises(WrongState):
            actions.untie(identity, by=cast.zhao)

    def test_one_subject_opens_one_account(self, cas, cast, account):
        way = MAKERS["cas"](cast, cas)
        actions.tie(cast.first, by=cast.zhao, way=way, outside="F006")
        hua = Account.objects.create_user("hua", cast.hua, "another password 7")
        with pytest.raises(Refused, match="另一个账号"):
            actions.tie(cast.first, by=cast.hua, way=way, outside="F006")
        assert not Identity.objects.filter(account=hua).exists()

    def test_nobody_ties_at_a_union_they_do_not_stand_in(self, cas, cast, account):
        way = MAKERS["cas"](cast, cas)
        with pytest.raises(NotAllowed):
            actions.tie(cast.second, by=cast.zhao, way=way, outside="F006")

    def test_what_was_put_aside_lasts_a_quarter_of_an_hour(self, cas, cast, account, monkeypatch):
        import time

        client = Client()
        come(client, MAKERS["cas"](cast, cas))
        sign_in(client=client)
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + 1000)
        assert "没有等着绑定的身份" in words_of(client.get("/enter/tie/"))
        client.post("/enter/tie/")
        assert not Identity.objects.exists()


# --- setting up ----------------------------------------------------------------------------------


class TestSettingUp:
    GIVEN = {"kind": "cas", "label": "学校认证", "server": "https://cas.school.example/cas"}

    @pytest.mark.parametrize("who", ["zhou", "zhao", "chen", "sun"])
    def test_is_the_chairs(self, cast, who):
        with pytest.raises(NotAllowed):
            actions.connect(cast.first, by=getattr(cast, who), **self.GIVEN)
        way = actions.connect(cast.first, by=cast.li, **self.GIVEN)
        for verb in (actions.switch_on, actions.switch_off):
            with pytest.raises(NotAllowed):
                verb(way, by=getattr(cast, who))
        with pytest.raises(NotAllowed):
            actions.amend(way, by=getattr(cast, who), label="x", server="https://evil.example/cas")
        assert not WayIn.objects.all().visible_to(getattr(cast, who)).exists()

    def test_and_the_officers_at_their_own_union(self, cast):
        assert actions.connect(cast.district, by=cast.chen, **self.GIVEN).org == cast.district

    @pytest.mark.parametrize("server", [
        "http://cas.school.example/cas", "ftp://cas.school.example", "file:///etc/passwd",
        "https://user@cas.school.example", "https://", "cas.school.example", "javascript:alert(1)",
        "http://169.254.169.254/latest", "http://10.0.0.1/cas", "",
    ])  # fmt: skip
    def test_an_address_that_is_not_safe_is_refused(self, cast, server):
        with pytest.raises(Refused):
            actions.connect(cast.first, by=cast.li, **self.GIVEN | {"server": server})

    @pytest.mark.parametrize(
        "server",
        ["http://127.0.0.1:9", "https://127.0.0.1", "http://localhost:9", "https://[::1]/"],
    )
    def test_a_loopback_address_is_for_tests_and_the_demonstration(
        self, settings, monkeypatch, server
    ):
        assert is_safe(server)
        monkeypatch.delenv("ZHIJIA_TEST")
        settings.DEMO = settings.DEBUG = False
        assert not is_safe(server)

    def test_every_call_is_held_to_it_and_follows_no_redirect(self, cast):
        import requests

        from zhijia.domains.accounts.ways.http import Guarded

        with pytest.raises(requests.RequestException):
            Guarded().get("http://10.0.0.1/")
        with Cas() as server:
            answer = Guarded().get(
                f"{server.url}/cas/login", params={"service": "http://10.0.0.1/"}
            )
        assert answer.status_code == 302

    def test_an_unsafe_address_in_the_discovery_is_not_followed(
        self, oidc, cast, account, monkeypatch
    ):
        way = MAKERS["oidc"](cast, oidc)
        real = Oidc.discovery

        def twisted(self, asked):
            status, kind, body = real(self, asked)
            return (
                status,
                kind,
                body.replace(f"{self.url}/authorize".encode(), b"http://evil.example/a"),
            )

        monkeypatch.setattr(Oidc, "discovery", twisted)
        answer = Client().get(f"/enter/by/{way.pk}/")
        assert answer.status_code == 422 and "evil" not in words_of(answer)

    def test_another_server_or_application_unties_everybody(self, cas, cast, account):
        way = MAKERS["cas"](cast, cas)
        actions.tie(cast.first, by=cast.zhao, way=way, outside="F006")
        actions.amend(way, by=cast.li, label="新名字", server=way.server)
        assert Identity.objects.tied().exists(), "only the label changed"
        actions.amend(way, by=cast.li, label="新名字", server="https://other.school.example/cas")
        assert not Identity.objects.tied().exists()

    def test_the_secret_stays_when_left_empty_and_is_shown_to_nobody(self, cast):
        from zhijia.kernel.testing import enter_as

        given = {
            "kind": "oidc",
            "label": "学校认证",
            "server": "https://id.school.example",
            "client_id": "a",
        }
        way = actions.connect(cast.first, by=cast.li, secret="s3cret-words", **given)
        actions.amend(way, by=cast.li, label="新", server=way.server, client_id="a", secret="")
        way.refresh_from_db()
        assert way.secret == "s3cret-words"
        client = enter_as(Client(), cast.li)
        for there in (f"/accounts/wayin/{way.pk}/", f"/accounts/wayin/{way.pk}/amend/"):
            page = client.get(there)
            assert page.status_code == 200 and "s3cret-words" not in words_of(page)

    def test_buttons_on_the_way_in(self, cas, cast):
        MAKERS["cas"](cast, cas)
        assert "学校认证" in words_of(Client().get("/enter/")), "the only union that has any"
        open_way(cast, "cas", f"{cas.url}/cas", by=cast.zhou, org=cast.second)
        assert "学校认证" not in words_of(Client().get("/enter/"))
        assert words_of(Client().get("/enter/?at=first")).count("学校认证") == 1
        assert "学校认证" not in words_of(Client().get("/enter/?at=dongcheng"))
