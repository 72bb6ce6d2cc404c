"""A secret ballot in real browsers: prepared, voted on phones over plain http, counted, certified."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}
VOTERS = ("demo-member", "demo-leader", "demo-sports", "demo-women", "demo-care", "demo-treasurer")


def do(page, label):
    page.click(f".action-bar a:text-is('{label}')")


def prepare(chair, title):
    chair.goto("/ballots/ballot/draft/")
    chair.select_option("#id_kind", "motion")
    chair.fill("#id_title", title)
    chair.click("main button.primary")
    chair.wait_for_url(re.compile(r"/ballots/ballot/\d+/$"))
    where = chair.url
    do(chair, "出题")
    chair.fill("#id_lines", "是否同意活动室开放办法\n选一位室务员｜1｜张三、李四｜可另选")
    chair.click("main button.primary")
    do(chair, "编名册")
    chair.click("main button.primary")
    locked = chair.locator(".locked-one", has_text="开始投票").inner_text()
    assert "至少要有两位监票人" in locked
    do(chair, "定监票人")
    for name in ("林秀文", "吴国栋"):
        chair.fill(".find-people", name)
        chair.locator("input[name=tellers]:visible").first.check()
    chair.click("main button.primary")
    do(chair, "开始投票")
    chair.click("main button.primary")
    assert "投票中" in chair.locator("h1").inner_text()
    return where


def vote(page, where, choice):
    page.goto(where + "booth/")
    assert "无记名" in page.locator(".rule").first.inner_text()
    code = page.locator("#code").inner_text()
    assert re.fullmatch(r"([0-9A-Z]{4}-){4}[0-9A-Z]", code)
    page.check(f"input[name='q1'][value='{choice}']")
    page.check("input[name='q2.o1'][value='yes']")
    page.click("#vote")
    expect(page.locator("#receipt")).to_have_text(re.compile(r"([0-9A-F]{4}-){3}[0-9A-F]{4}"))
    return page.locator("#receipt").inner_text()


def test_six_vote_on_phones_and_two_tellers_sign(sit_down):
    chair = sit_down("demo-chair")
    where = prepare(chair, "活动室开放办法表决")
    receipts, phones = [], []
    for number, who in enumerate(VOTERS):
        phone = sit_down(who, **PHONE)
        phones.append(phone)
        receipts.append(vote(phone, where, "no" if number == 5 else "yes"))
    for phone in phones[1:]:
        phone.goto("/")  # leaving the page drops the paper at once
    expect(phones[0].locator("#status")).to_have_text("票已落入票箱。", timeout=40_000)
    phones[0].goto(where + "booth/")
    phones[0].check("input[name='q1'][value='no']")
    phones[0].click("#vote")
    expect(phones[0].locator("#said")).to_contain_text("已经投过了", timeout=40_000)
    assert len(set(receipts)) == 6

    member = phones[0]
    member.goto(where + "board/?q=" + receipts[0])
    assert "这张票在票箱里" in member.locator("main").inner_text()
    chair.goto(where)
    assert "6" in chair.locator(".stats").inner_text()
    do(chair, "截止投票")
    chair.click("main button.primary")
    vice, review = sit_down("demo-vice"), sit_down("demo-review")
    vice.goto(where)
    do(vice, "计票")
    vice.click("main button.primary")
    do(vice, "签字确认结果")
    vice.click("main button.primary")
    member.goto(where)
    assert "赞成 5 票" not in member.locator("main").inner_text(), "one hand is not enough"
    review.goto(where)
    do(review, "签字确认结果")
    review.click("main button.primary")
    member.goto(where)
    said = member.locator(".result").inner_text()
    assert "赞成 5 票，反对 1 票，弃权 0 票" in said and "未通过" in said and "以全体" in said
    faults = [f for p in phones for f in p.faults if "409" not in f]  # the second paper, refused
    assert faults == [], "no script fault on any phone"


def test_a_dead_phone_goes_on_with_its_code_on_another(sit_down):
    chair = sit_down("demo-chair")
    where = prepare(chair, "换手机接着投")
    first = sit_down("demo-member", **PHONE)
    first.goto(where + "booth/")
    code = first.locator("#code").inner_text()
    first.route("**/ballots/urn/**", lambda route: route.abort())  # it dies after the mark
    first.check("input[name='q1'][value='yes']")
    first.click("#vote")
    expect(first.locator("#receipt")).not_to_be_empty()
    first.context.close()
    second = sit_down("demo-member", **PHONE)
    second.goto(where + "booth/")
    second.check("input[name='q1'][value='yes']")
    second.click("#vote")
    expect(second.locator("#said")).to_contain_text("请输入领票时抄下的投票码")
    second.click("text=我抄过投票码，接着投")
    second.fill("#old", code)
    second.click("#use-old")
    second.click("#vote")
    expect(second.locator("#status")).to_have_text("票已落入票箱。", timeout=40_000)
    chair.goto(where + "board/")
    assert "领票 1 人，投回 1 张" in chair.locator("main").inner_text()


def test_the_booth_passes_axe_at_320_px(sit_down):
    from axe_playwright_python.sync_playwright import Axe

    page = sit_down("demo-chair")
    page.goto("/ballots/ballot/")
    page.click("text=元旦联欢会时间征求意见")
    for path in (page.url, page.url + "booth/", page.url + "board/"):
        for width in (320, 1280):
            one = sit_down("demo-member", width=width)
            one.goto(path)
            assert not one.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), path
            found = Axe().run(one).response["violations"]
            assert not found, [(v["id"], v["nodes"][0]["html"][:120]) for v in found]
