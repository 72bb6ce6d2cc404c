"""A whole session with two rolls in real browsers: chair, tellers, a big screen, seven voters; a motion,
an election with a tie, an appraisal; afterwards the checker counts again."""

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}
STAFF = ("vice", "care", "sports", "women", "leader", "member")
MEMBERS = ("care", "sports", "women", "leader", "member", "treasurer")
SET_UP = """
from datetime import date
from zhijia.domains.congress.models import Congress, Delegate, Unit
for body, number, who in (("staff", 9, STAFF), ("members", 7, MEMBERS)):
    congress = Congress.objects.create(org=org, body=body, number=number, starts=date(2026, 1, 1),
        ends=date(2030, 12, 31), people=104, seats=6, state="sitting")
    unit = Unit.objects.create(org=org, congress=congress, name="全校", people=104, seats=6)
    for key in who:
        person = Account.objects.get(username="demo-" + key).person
        Delegate.objects.create(org=org, congress=congress, unit=unit, person=person,
            since=date(2026, 1, 1), teacher=True)
"""


def do(page, label):
    page.click(f".action-bar a:text-is('{label}')")


def press(page, label):
    """A button of the chair's screen; the page may have refreshed itself meanwhile."""
    page.locator(f"#now .action-bar >> text='{label}'").click()


def send(page):
    page.click("main form button.primary")


def put(chair, there, title, power, part="", **fields):
    chair.goto(there + "put/")
    chair.fill("#id_title", title)
    chair.select_option("#id_power", power)
    for name, value in fields.items():
        chair.fill(f"#id_{name}", value)
    if part:
        chair.click("summary:has-text('更多')")
        chair.select_option("#id_part", label=part)
    send(chair)
    chair.wait_for_url("**/congress/agendaitem/*/")


@pytest.fixture(scope="module")
def bodies(in_house):
    in_house(f"STAFF, MEMBERS = {STAFF!r}, {MEMBERS!r}" + SET_UP)


def prepared(chair):
    chair.goto("/congress/session/call/")
    for box in chair.locator("input[name=congresses]").all():
        box.uncheck()
    chair.get_by_label("第九届教职工代表大会").check()
    chair.get_by_label("第七届工会会员代表大会").check()
    chair.fill("#id_place", "学术报告厅")
    chair.fill(
        "#id_on", chair.evaluate("new Date(Date.now() + 8 * 36e5).toISOString().slice(0, 10)")
    )
    send(chair)
    chair.wait_for_url("**/congress/session/*/")
    assert "暨" in chair.locator("h1").inner_text()
    there = chair.url
    put(chair, there, "会议议程", "procedure")
    put(chair, there, "教职工体检办法", "pass", presenter="工会副主席")
    put(chair, there, "选举提案委员", "election", part="第七届工会会员代表大会",
        options="孙晓棠、赵雨晴、王素琴", seats="2")  # fmt: skip
    put(chair, there, "校长述职评议", "appraise", options="高致远")
    return there


def gather(sit_down, chair, there):
    """Party approves, papers go out, the doors open; each checks in by the code in the hall."""
    chair.goto(there)
    assert (
        "议程要先由党组织批准" in chair.locator(".locked-one", has_text="发会议通知").inner_text()
    )
    do(chair, "定监票人")
    chair.get_by_label("周立群").check()
    chair.get_by_label("何静宜").check()
    send(chair)
    party = sit_down("demo-party")
    party.goto(there)
    do(party, "批准议程")
    send(party)
    chair.goto(there)
    do(chair, "发会议通知和材料")
    send(chair)
    phones = {}
    for who in (*STAFF, "treasurer"):
        phones[who] = sit_down(f"demo-{who}", **PHONE)
    phones["member"].goto("/")
    expect(phones["member"].locator("main")).to_contain_text("阅读会议材料")
    phones["member"].goto(there)
    phones["member"].click("text=我已阅读")
    chair.goto(there)
    do(chair, "开始报到")
    send(chair)
    chair.goto(there + "poster/")
    assert chair.evaluate("document.querySelector('img.qr').naturalWidth") > 100
    return phones


def code_of(chair, there):
    chair.goto(there + "chair/")
    address = chair.locator("text=大屏幕").get_attribute("href")
    return re.search(r"/congress/screen/(\d+)/([^/]+)/", address).groups()


def vote(phone, marks):
    """From the phone's page of the hall into the booth; leaving it drops the paper."""
    expect(phone.locator("#now a:text-is('投票')")).to_be_visible(timeout=15_000)
    phone.click("#now a:text-is('投票')")
    for mark in marks:
        phone.check(mark)
    phone.click("#vote")
    expect(phone.locator("#receipt")).to_have_text(re.compile(r"([0-9A-F]{4}-){3}[0-9A-F]{4}"))


def decide(chair, here, phones, one, two, papers):
    """Start, let them vote, close, count, sign, announce."""
    chair.goto(here)
    press(chair, "开始投票")
    send(chair)
    for who, marks in papers.items():
        phones[who].goto(here.replace("chair", "hall"))
        vote(phones[who], marks)
    chair.goto(here)
    expect(chair.locator("#now .big")).to_contain_text(f"已领票 {len(papers)}")
    chair.click("#now a:has-text('投票页')")
    ballot = chair.url
    for who in papers:
        phones[who].goto(here.replace("chair", "hall"))
    finish(chair, ballot, one, two)
    return ballot


def finish(chair, ballot, one, two):
    chair.goto(ballot)
    do(chair, "截止投票")
    send(chair)
    for teller, labels in ((one, ("计票", "签字确认结果")), (two, ("签字确认结果",))):
        for label in labels:
            teller.goto(ballot)
            do(teller, label)
            send(teller)


def options(chair, ballot):
    """label → key, as the booth shows them in order of strokes."""
    chair.goto(ballot)
    line = chair.locator("ol.dots li").first.inner_text()
    names = re.search(r"：(.+?)（", line)[1].split("、")
    return {name: f"o{n}" for n, name in enumerate(names, 1)}


def checked(page, ballot, tmp_path):
    """The published papers, counted again by the program that anybody may run."""
    record = page.request.get(ballot + "papers.json")
    program = page.request.get("/ballots/checker.py")
    assert record.ok and program.ok
    (tmp_path / "check.py").write_bytes(program.body())
    (tmp_path / "papers.json").write_bytes(record.body())
    done = subprocess.run(
        [sys.executable, tmp_path / "check.py", tmp_path / "papers.json"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(record.text())


@pytest.mark.req("R-038", "R-027", "R-034", "R-075", "R-026")
def test_a_session_of_two_bodies_from_the_call_to_the_signature(
    sit_down, browser, address, bodies, tmp_path
):
    chair = sit_down("demo-chair")
    there = prepared(chair)
    phones = gather(sit_down, chair, there)
    number, key = code_of(chair, there)
    here = there + "chair/"

    screen = browser.new_context(
        base_url=address, viewport={"width": 1280, "height": 720}
    ).new_page()
    screen.goto(f"/congress/screen/{number}/{key}/")
    expect(screen.locator("#now")).to_contain_text("正在报到")
    for who in STAFF[:3]:
        arrive(phones[who], number, key)
    chair.goto(here)
    assert "还差 1 人" in chair.locator(".locked-one", has_text="宣布开会").inner_text()
    for who in (*STAFF[3:], "treasurer"):
        arrive(phones[who], number, key)
    expect(screen.locator("#now")).to_contain_text("应到 6 人，实到 6 人")
    chair.goto(here)
    press(chair, "宣布开会")

    chair.click("text=进行这一项")
    expect(phones["member"].locator("#now h2")).to_have_text("会议议程")
    phones["member"].click("text=要求发言")
    chair.goto(here)
    chair.click("text=请发言")
    expect(screen.locator("#now")).to_contain_text("赵雨晴 发言")
    press(chair, "登记举手表决")
    chair.fill("#id_yes", "6")
    send(chair)
    expect(screen.locator("#now")).to_contain_text("赞成 6 票")

    one, two = sit_down("demo-sports"), sit_down("demo-women")
    chair.goto(here)
    chair.click("text=进行这一项")
    yes, no = "input[name='q1'][value='yes']", "input[name='q1'][value='no']"
    motion = decide(chair, here, phones, one, two,
                    {who: [no] if who == "vice" else [yes] for who in STAFF})  # fmt: skip
    chair.goto(here)
    press(chair, "宣布结果")
    expect(screen.locator("#now")).to_contain_text("赞成 5 票，反对 1 票")
    assert "不参加表决" not in phones["treasurer"].locator("#now").inner_text()

    elected(chair, here, phones, one, two, screen, tmp_path)

    chair.goto(here)
    chair.click("text=进行这一项")
    mark = "input[name='q1.o1.总评'][value='优秀']"
    appraisal = decide(chair, here, phones, one, two, {who: [mark] for who in STAFF})
    chair.goto(here)
    press(chair, "宣布结果")

    chair.goto(here)
    press(chair, "宣布闭会")
    expect(screen.locator("#now")).to_contain_text("会议闭幕")
    signed(chair, there)
    assert len(checked(chair, motion, tmp_path)["papers"]) == 6
    assert chair.request.get(appraisal + "papers.json").status == 404, "marks of persons: for tellers"
    assert len(checked(one, appraisal, tmp_path)["papers"]) == 6
    assert [f for p in phones.values() for f in p.faults] == []
    assert chair.faults == []


def arrive(phone, number, key):
    phone.goto(f"/congress/here/{number}/{key}/")
    phone.click("text=我到了")
    phone.wait_for_url("**/hall/")


def elected(chair, here, phones, one, two, screen, tmp_path):
    """Three candidates for two seats, four votes each: balloted again among the tied."""
    chair.goto(here)
    chair.click("text=进行这一项")
    press(chair, "开始投票")
    send(chair)
    chair.goto(here)
    chair.click("#now a:has-text('投票页')")
    first = chair.url
    keys = options(chair, first)
    sun, zhao, wang = (
        f"input[name='q1.{keys[n]}'][value='yes']" for n in ("孙晓棠", "赵雨晴", "王素琴")
    )
    said = {"care": (sun, zhao), "sports": (sun, zhao), "women": (sun, wang),
            "leader": (sun, wang), "member": (zhao, wang), "treasurer": (zhao, wang)}  # fmt: skip
    for who, marks in said.items():
        phones[who].goto(here.replace("chair", "hall"))
        vote(phones[who], marks)
    for who in said:
        phones[who].goto(here.replace("chair", "hall"))
    expect(phones["vice"].locator("#now")).to_contain_text("这次投票您不参加")
    finish(chair, first, one, two)
    assert "得票相等" in chair.request.get(first).text()
    chair.goto(here)
    press(chair, "再次投票")
    said = {"care": (sun, zhao), "sports": (sun, zhao), "women": (sun, zhao),
            "leader": (sun, wang), "member": (zhao, wang), "treasurer": (zhao,)}  # fmt: skip
    for who, marks in said.items():
        phones[who].goto(here.replace("chair", "hall"))
        vote(phones[who], marks)
    chair.goto(here)
    chair.click("#now a:has-text('投票页')")
    second = chair.url
    assert second != first
    for who in said:
        phones[who].goto(here.replace("chair", "hall"))
    finish(chair, second, one, two)
    chair.goto(here)
    press(chair, "宣布结果")
    expect(screen.locator("#now")).to_contain_text("孙晓棠")
    for ballot in (first, second):
        assert len(checked(chair, ballot, tmp_path)["papers"]) == 6


def signed(chair, there):
    chair.goto(there)
    do(chair, "写会议记录和决议")
    words = chair.input_value("#id_minutes")
    assert "应到代表 6 人，实到 6 人" in words and "名册指纹" in words
    assert "《教职工体检办法》，经表决通过" in chair.input_value("#id_resolution")
    send(chair)
    do(chair, "签署并定稿")
    send(chair)
    assert "已签署" in chair.locator("h1").inner_text()
    papers = chair.locator("a[href*='congress-resolution']").first.get_attribute("href")
    assert chair.request.get(papers).ok


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_pages_of_the_congress_hold_together_and_pass_axe(sit_down, width):
    from axe_playwright_python.sync_playwright import Axe

    page = sit_down("demo-chair", width)
    for there in (
        "/congress/session/", "/congress/congress/", "/congress/delegate/", "/congress/agendaitem/",
        "/congress/opinion/", "/congress/resolution/", "/congress/congress/1/", "/congress/session/1/",
        "/congress/session/1/put/", "/congress/congress/set_up/", "/congress/session/call/",
        "/congress/unit/1/", "/congress/delegation/1/",
    ):  # fmt: skip
        page.goto(there)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{there} is {over} px too wide"
        found = Axe().run(page).response["violations"]
        assert found == [], (there, [(v["id"], v["nodes"][0]["html"][:120]) for v in found])
    assert page.faults == []
