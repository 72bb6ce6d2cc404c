"""Every way into the house in a real browser: password, app code, passkey, provider, slip.

Passkeys need a host that browsers trust; over http that is localhost, not 127.0.0.1.
"""

import re
import sqlite3
import time
from base64 import b32decode

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import expect

from zhijia.domains.accounts.tests.standins.oidc import Oidc

pytestmark = [pytest.mark.browser]
WORD = "maple river stone 9"
HOME = re.compile("等您|等着您的事")  # the first page greets with what waits, if anything does


@pytest.fixture(scope="module")
def base(address):
    return address.replace("127.0.0.1", "localhost")


@pytest.fixture
def slip(in_house):
    """``slip(number)`` issues one for the colleague with that staff number; its link and its code."""

    def issue(number):
        made = in_house(
            f"person = Person.objects.get(staff_no={number!r})\n"
            "slip = actions.invite(org, by=chair, whom='people', people=[person]).slips.get()\n"
            "from zhijia.domains.accounts.slips.codes import code_of, token_of\n"
            "print(token_of(slip.nonce), code_of(slip.nonce))"
        )
        return made.split()

    return issue


@pytest.fixture
def browse(browser, base):
    """``browse()`` gives a page of a browser that has never been here."""
    contexts = []

    def fresh(width=390):
        context = browser.new_context(
            base_url=base, viewport={"width": width, "height": 844}, locale="zh-CN"
        )
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        # An answer of 422 is a page with a sentence; the browser writes it down as an error.
        page.on("console", lambda m: page.faults.append(m.text)
                if m.type == "error" and "422" not in m.text else None)  # fmt: skip
        page.on("pageerror", lambda e: page.faults.append(str(e)))
        return page

    yield fresh
    for context in contexts:
        context.close()


def join(page, token, password=WORD):
    page.goto(f"/join/{token}")
    page.fill("#id_password", password)
    page.fill("#id_again", password)
    page.check("#id_agreed")
    page.click("main button.primary")
    page.wait_for_url("**/join/done/")


def enter(page, name, password=WORD):
    page.goto("/enter/")
    page.fill("#u", name)
    page.fill("#p", password)
    page.click("main form >> text=进入 >> nth=0")


def leave(page):
    page.goto("/me/")
    page.click("form[action='/leave/'] button")
    page.wait_for_url("**/enter/")


def code_now(secret) -> str:
    """RFC 6238, by another library than the house's."""
    key = b32decode(secret.replace(" ", ""))
    return TOTP(key, 6, SHA1(), 30, enforce_key_length=False).generate(int(time.time())).decode()


def test_a_slip_lets_a_colleague_in_who_then_comes_by_password(browse, slip):
    page = browse()
    token, _code = slip("Y040")
    page.goto(f"/join/{token}")
    assert "阳光实验学校工会" in page.locator("main").inner_text()
    assert page.input_value("#id_username") == "Y040"
    page.fill("#id_password", "12345678")
    page.fill("#id_again", "12345678")
    page.check("#id_agreed")
    page.click("main button.primary")
    expect(page.locator("#errors")).to_contain_text("密码")
    join(page, token)
    page.click("text=去首页")
    expect(page.locator("h1")).to_contain_text(HOME)
    leave(page)
    enter(page, "Y040", "wrong one")
    expect(page.locator("#errors")).to_contain_text("用户名或密码不对")
    enter(page, "Y040")
    expect(page.locator("h1")).to_contain_text(HOME)
    again = browse()
    again.goto(f"/join/{token}")
    expect(again.locator("h1")).to_contain_text("凭条打不开")
    assert page.faults == []


def test_number_and_code_typed_by_hand(browse, slip):
    page = browse()
    token, code = slip("Y041")
    page.goto("/join/")
    page.fill("#id_number", "Y041")
    page.fill("#id_code", f"{code[:4].lower()} {code[4:]}")
    page.click("main button.primary")
    page.wait_for_url(f"**/join/{token}/")
    assert page.faults == []


def test_app_codes_are_set_up_and_asked_for(browse, slip):
    page = browse(1280)
    join(page, slip("Y042")[0])
    page.click("text=用手机应用的动态码")
    secret = page.locator(".secret").inner_text()
    assert page.evaluate("document.querySelector('img.qr').naturalWidth") > 100
    page.fill("#code", code_now(secret))
    page.click("main button.primary")
    page.wait_for_url("**/accounts/me/codes/")
    codes = [line for line in page.locator("main .files li").all_inner_texts() if line]
    assert len(codes) == 10
    leave(page)
    enter(page, "Y042")
    page.wait_for_url("**/enter/second/")
    page.fill("#code", codes[0])
    page.check("input[name=trust]")
    page.click("main button.primary")
    expect(page.locator("h1")).to_contain_text(HOME)
    leave(page)
    enter(page, "Y042")
    expect(page.locator("h1")).to_contain_text(HOME)
    other = browse()
    enter(other, "Y042")
    other.wait_for_url("**/enter/second/")
    time.sleep(30 - time.time() % 30 + 0.5)  # the code used to set up does not open again
    other.fill("#code", code_now(secret))
    other.click("main button.primary")
    expect(other.locator("h1")).to_contain_text(HOME)
    assert page.faults == [] and other.faults == []


def test_a_passkey_alone_signs_in(browse, slip):
    page = browse()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    join(page, slip("Y043")[0])
    page.click("text=添加通行密钥")
    page.fill("#name", "我的手机")
    page.click("main form button.primary")
    page.wait_for_url("**/accounts/me/codes/")
    page.goto("/accounts/me/")
    assert "我的手机" in page.locator("main").inner_text()
    kept = tools.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})
    assert len(kept["credentials"]) == 1 and kept["credentials"][0]["isResidentCredential"]
    leave(page)
    page.click("text=用通行密钥进入")
    expect(page.locator("h1")).to_contain_text(HOME)
    leave(page)
    enter(page, "Y043")
    page.wait_for_url("**/enter/second/")
    page.click("text=用通行密钥验证")
    expect(page.locator("h1")).to_contain_text(HOME)
    page.goto("/accounts/me/")
    page.click("text=移除")
    page.wait_for_url("**/accounts/me/")
    leave(page)
    page.click("text=用通行密钥进入")
    expect(page.locator("#errors")).to_contain_text("没有认出您")
    assert page.faults == []


def test_the_schools_own_sign_in(browse, slip, in_house, data):
    with Oidc() as school:
        school.who = {"sub": "y44", "name": "", "no": "Y044"}
        pk = in_house(
            f"way = actions.connect(org, by=chair, kind='oidc', label='学校统一认证', server={school.url!r},"
            f" client_id={school.client!r}, secret={school.secret!r}, attribute='no')\n"
            "actions.switch_on(way, by=chair)\nprint(way.pk)"
        )
        page = browse()
        page.goto("/enter/?at=sunshine")
        page.click("text=学校统一认证")
        page.wait_for_url("**/enter/tie/")
        expect(page.locator("h1")).to_contain_text("还没有绑定")
        page.click("text=我有登录凭条")
        join(page, slip("Y044")[0])
        page.goto("/enter/tie/")
        page.click("main button.primary")
        page.wait_for_url("**/accounts/me/")
        assert "学校统一认证" in page.locator("main").inner_text()
        leave(page)
        page.goto("/enter/?at=sunshine")
        page.click("text=学校统一认证")
        expect(page.locator("h1")).to_contain_text(HOME)
        assert page.faults == []
    with sqlite3.connect(f"file:{data}/zhijia.sqlite3?mode=ro", uri=True) as base:
        held = base.execute("SELECT secret FROM accounts_wayin WHERE id = ?", [pk]).fetchone()[0]
    assert school.secret not in held


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pages_hold_together_and_pass_axe(browse, slip, sit_down, width):
    from axe_playwright_python.sync_playwright import Axe

    page, faults = browse(width), []
    token, _code = slip(f"Y{45 + [320, 390, 1280].index(width):03d}")

    def look(path):
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            faults.append(f"{path} is wider than {width} px")
        found = Axe().run(page).response["violations"]
        faults.extend(f"{path} {v['id']}: {v['nodes'][0]['html'][:120]}" for v in found)

    for path in ("/enter/", "/join/", f"/join/{token}", "/join/nothing", "/enter/?at=sunshine"):
        look(path)
    join(page, token)
    for path in ("/join/done/", "/accounts/me/", "/accounts/me/password/", "/accounts/me/totp/",
                 "/accounts/me/codes/", "/accounts/me/passkey/", "/accounts/me/confirm/"):  # fmt: skip
        look(path)
    page = sit_down("demo-chair", width=width)
    for path in ("/accounts/holder/", "/accounts/batch/", "/accounts/batch/invite/", "/accounts/batch/1/",
                 "/accounts/wayin/", "/accounts/wayin/1/", "/accounts/wayin/connect/"):  # fmt: skip
        look(path)
    assert not faults, "\n".join(faults)


def test_nothing_of_allauths_own_is_served(browse):
    page = browse()
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/2fa/", "/accounts/sessions/"):
        page.goto(path)
        assert not re.search(r"allauth|Sign In|Menu:", page.content())
