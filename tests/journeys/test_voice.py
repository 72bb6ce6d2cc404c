"""Being heard in real browsers: a letter without a name and the way back to it; the owner complained
about; a survey that two members answer."""

import os
import re
import subprocess

import pytest
from playwright.sync_api import expect

from .conftest import ZHIJIA

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}
MANAGE = ZHIJIA.parents[2] / "manage.py"


@pytest.fixture
def empty_boxes(data):
    """What the worker does every morning."""

    def run():
        env = {
            k: v
            for k, v in os.environ.items()
            if k not in ("ZHIJIA_TEST", "DJANGO_SETTINGS_MODULE", "DATABASE_URL")
        }
        words = "from zhijia.domains.voice import jobs; print(jobs.empty_boxes())"
        told = subprocess.run([ZHIJIA.parent / "python", MANAGE, "shell", "-c", words], check=True,
                              capture_output=True, text=True, env=env | {"ZHIJIA_DATA": str(data)})  # fmt: skip
        return told.stdout.strip().splitlines()[-1]

    return run


@pytest.fixture
def stranger(browser, address):
    """A phone that never signed in."""
    context = browser.new_context(base_url=address, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    page.faults = []
    page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
    yield page
    context.close()


def fits(page):
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), page.url


def write(page, text, **ticks):
    """Fill in the letter and send it; the receipt code is given back."""
    noted = page.locator(".receipt-box output").inner_text()
    page.fill("#id_text", text)
    for label in ticks.values():
        page.check(f"label:has-text('{label}') input")
    page.wait_for_timeout(4200)  # the page asks for a few seconds, against floods
    page.click("button.primary")
    expect(page.locator("#receipt")).to_have_text(noted)
    return noted


def read(page, where, code):
    page.goto(where + "talk/")
    page.fill("#code", code.lower().replace("-", ""))
    page.click("button.primary")
    fits(page)


def test_a_letter_without_a_name_is_answered_and_its_sender_writes_on(
    sit_down, stranger, empty_boxes
):
    chair = sit_down("demo-chair")
    chair.goto("/voice/")
    chair.click("a:text-is('教职工意见箱')")
    where = chair.locator("main a[href^='/letter/']").get_attribute("href")

    stranger.goto(where)
    fits(stranger)
    words = stranger.locator("main").inner_text()
    assert "丢了谁也找不回来" in words and "120" in words
    code = write(stranger, "副主席总在晚上临时通知开会，家里有孩子的老师很为难。", about="林秀文")
    assert re.fullmatch(r"([0-9A-Z]{4}-){4}[0-9A-Z]", code)
    assert stranger.context.cookies() == [], "no cookie at all"
    read(stranger, where, code)
    expect(stranger.locator("main")).to_contain_text("还在信箱里")

    chair.goto("/voice/message/")
    before = chair.locator(".count").inner_text()
    assert int(empty_boxes()) >= 1
    chair.reload()
    assert chair.locator(".count").inner_text() != before
    chair.goto("/voice/message/?state=new")
    for n in range(chair.locator("table.rows a").count()):
        chair.goto("/voice/message/?state=new")
        chair.locator("table.rows a").nth(n).click()
        if "临时通知开会" in chair.locator("main").inner_text():
            break
    assert "匿名" in chair.locator("main").inner_text()
    letter = chair.url
    for verb in ("签收", "答复"):
        chair.click(f".action-bar a:text-is('{verb}')")
        if verb == "答复":
            chair.fill("#id_text", "已经约定晚上不临时通知开会，有急事打电话。")
        chair.click("main button.primary")
    assert "已答复" in chair.locator("h1").inner_text()

    vice = sit_down("demo-vice")
    assert vice.goto(letter).status == 404, "the one complained about"
    for path in ("/voice/message/", "/", "/voice/", "/notices/notice/"):
        vice.goto(path)
        assert "临时通知开会" not in vice.content() and letter.split("/")[-2] not in vice.content()

    read(stranger, where, code)
    expect(stranger.locator("main")).to_contain_text("晚上不临时通知开会")
    stranger.fill("#text", "谢谢，这样就好多了。")
    stranger.click("button.primary")
    expect(stranger.locator("main")).to_contain_text("已投入信箱")
    empty_boxes()
    chair.goto(letter)
    assert "这样就好多了" in chair.locator(".talk").inner_text()
    assert "办理中" in chair.locator("h1").inner_text(), "an answer is owed again"
    assert stranger.faults == []


def test_two_members_answer_a_survey_and_nobody_twice(sit_down):
    done = []
    for who in ("demo-member", "demo-leader"):
        page = sit_down(who, **PHONE)
        page.goto("/voice/")
        page.click("a[aria-label='填写：会员评家']")
        fits(page)
        page.click("button.primary")
        expect(page.locator(".errors")).to_contain_text("请回答第 1 题")
        why = page.locator("#id_q4")
        expect(why).to_be_hidden()
        page.check("input[name=q1][value='不满意']")
        expect(why).to_be_visible()
        page.check("input[name=q1][value='满意']")
        expect(why).to_be_hidden()
        page.check("input[name=q2][value='办过']")
        page.check("input[name=q3][value='文体活动']")
        page.click("button.primary")
        expect(page.locator(".messages")).to_contain_text("没有人知道哪一份是您的")
        done.append(page.locator(".stat b").first.inner_text())
        page.goto(page.url + "answer/")
        page.check("input[name=q1][value='一般']")
        page.check("input[name=q2][value='没有']")
        page.check("input[name=q3][value='没有参加过']")
        page.click("button.primary")
        expect(page.locator(".errors")).to_contain_text("已经答过")
        page.faults = [f for f in page.faults if "422" not in f]
        assert page.faults == []
    assert [int(words.split("/")[0]) for words in done] == [10, 11]


def test_the_pages_pass_axe_on_a_phone_and_on_a_pc(sit_down, stranger):
    from axe_playwright_python.sync_playwright import Axe

    vice = sit_down("demo-vice")
    vice.goto("/voice/")
    where = vice.locator("a:text-is('匿名写')").first.get_attribute("href")
    there = [
        "/voice/",
        "/voice/done/",
        "/voice/message/",
        "/voice/channel/",
        "/voice/reception/",
        "/voice/survey/",
    ]
    for path in ("/voice/survey/", "/voice/message/", "/voice/suggestion/"):
        vice.goto(path)
        there.append(vice.locator("table.rows a").first.get_attribute("href"))
    for page, paths in ((vice, there), (stranger, [where, where + "talk/"])):
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 860})
            for path in paths:
                page.goto(path)
                fits(page)
                found = Axe().run(page).response["violations"]
                assert not found, (path, [(v["id"], v["nodes"][0]["html"][:140]) for v in found])
