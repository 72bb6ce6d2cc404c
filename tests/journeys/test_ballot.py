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


def slip_codes(page, count):
    """A teller makes slips; what is printed is read off the page, with the address behind each code."""
    page.goto(page.url.rstrip("/") + "/slips/" if "/slips/" not in page.url else page.url)
    page.fill("#count", str(count))
    page.click("#making button")
    expect(page.locator("#ready")).to_be_visible(timeout=40_000)
    assert page.locator(".slip svg path").count() == count
    codes = page.locator(".slip .vote-code").all_inner_texts()
    assert all(re.fullmatch(r"([0-9A-Z]{4}-){4}[0-9A-Z]", code) for code in codes)
    page.evaluate("window.print = () => {}")
    page.click("#print")
    return codes


def anonymous(browser, address, **size):
    context = browser.new_context(base_url=address, viewport=size, locale="zh-CN")
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda e: page.faults.append(str(e)))
    return page


def fill_in(page, choice):
    expect(page.locator("#paper")).to_be_visible(timeout=20_000)
    page.check(f"input[name='q1'][value='{choice}']")
    page.check("input[name='q2.o1'][value='yes']")
    page.click("#vote")
    expect(page.locator("#receipt")).to_have_text(re.compile(r"([0-9A-F]{4}-){3}[0-9A-F]{4}"))
    return page.locator("#receipt").inner_text()


def hand_out(teller, where, name, way):
    teller.goto(where + f"desk/?q={name}")
    teller.click(f"tr:has-text('{name}') button[value='{way}']")
    expect(teller.locator(".message")).to_contain_text(name)


def type_batch(teller, there, figures):
    """Keys alone: a full line goes on to the names written in, and Enter to the next sheet."""
    teller.goto(there)
    expect(teller.locator("#k1")).to_be_focused()
    for line in figures:
        teller.keyboard.type(line)
        teller.keyboard.press("Enter")
    expect(teller.locator("#finish")).to_be_focused()
    teller.keyboard.press("Enter")


def test_slips_a_kiosk_and_sheets_that_two_tellers_read(sit_down, browser, address):
    chair, vice, review = (sit_down(f"demo-{who}") for who in ("chair", "vice", "review"))
    where = prepare(chair, "会场没有手机")
    ballot = re.search(r"/(\d+)/$", where)[1]
    vice.goto(where)
    codes = slip_codes(vice, 3)
    for name in ("孙晓棠", "周立群"):
        hand_out(vice, where, name, "slip")

    phone = anonymous(browser, address, **PHONE)
    phone.goto(f"/ballots/hall/{ballot}/#{codes[0]}")
    receipt = fill_in(phone, "yes")
    assert "#" not in phone.url, "whoever looks over the shoulder sees no code"
    expect(phone.locator("#status")).to_have_text("票已落入票箱。", timeout=40_000)

    kiosk = anonymous(browser, address, width=1280, height=800)
    kiosk.goto(f"/ballots/kiosk/{ballot}/")
    assert "会场没有手机" not in kiosk.content()
    assert kiosk.locator("#scan").is_visible() == kiosk.evaluate("'BarcodeDetector' in globalThis")
    kiosk.fill("#code", codes[1][:-1] + ("2" if codes[1][-1] != "2" else "3"))
    kiosk.keyboard.press("Enter")
    expect(kiosk.locator("#said")).to_contain_text("投票码有一个字母或数字不对")
    kiosk.fill(
        "#code", f"{address}/ballots/hall/{ballot}/#{codes[1].lower()}"
    )  # as a scanner types it
    kiosk.keyboard.press("Enter")
    second = fill_in(kiosk, "no")
    kiosk.click("#done")
    expect(kiosk.locator("#entry")).to_be_visible()
    assert (
        second not in kiosk.content() and "会场没有手机" not in kiosk.locator("main").inner_text()
    )
    assert kiosk.input_value("#code") == "" and not kiosk.locator("input[type=radio]").count()
    kiosk.goto("/healthy/")  # leaving the page drops what has not fallen yet

    for name, way in (("何静宜", "hall"), ("钱一诺", "hall"), ("王素琴", "box")):
        hand_out(review, where, name, way)
    review.goto(where)
    do(review, "录入一批纸票")
    review.fill("#id_size", "3")
    review.click("main button.primary")
    review.wait_for_url(re.compile(r"/ballots/batch/\d+/$"))
    there = review.url
    type_batch(review, there, ["110", "120", "210"])
    expect(review.locator(".message")).to_contain_text("您这一份已录完")
    type_batch(vice, there, ["110", "110", "210"])
    expect(vice.locator("[role=alert]")).to_contain_text("第 2 张，两位监票人录得不一样")
    vice.fill("#k2", "120")
    vice.click("#finish")
    expect(vice.locator("h1")).to_contain_text("两人一致")

    chair.goto(where)
    do(chair, "截止投票")
    assert "应剩 1 张" in chair.locator(".rule").all_inner_texts()[-1]
    chair.fill("#id_left", "1")
    chair.click("main button.primary")
    vice.goto(where)
    do(vice, "计票")
    vice.click("main button.primary")
    for teller in (vice, review):
        teller.goto(where)
        do(teller, "签字确认结果")
        teller.click("main button.primary")
    chair.goto(where)
    said = chair.locator(".result").inner_text()
    assert "赞成 3 票，反对 2 票，弃权 0 票" in said and "账实相符" in said
    assert "凭条 2，会场纸票 2，流动票箱 1；收回：手机和凭条 2，纸票 3" in said
    chair.goto(where + "board/?q=" + receipt)
    assert "这张票在票箱里" in chair.locator("main").inner_text()
    assert phone.faults == kiosk.faults == []
    for page in (phone, kiosk):
        page.context.close()


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


def test_the_pages_of_the_tellers_and_the_hall_pass_axe_and_fit(sit_down, browser, address):
    from axe_playwright_python.sync_playwright import Axe

    chair = sit_down("demo-chair")
    where = prepare(chair, "页面检查")
    ballot = re.search(r"/(\d+)/$", where)[1]
    vice = sit_down("demo-vice")
    vice.goto(where)
    (code,) = slip_codes(vice, 1)
    vice.goto(where + "start_batch/")
    vice.fill("#id_size", "2")
    vice.click("main button.primary")
    batch = vice.url
    phones = [(320, 700), (1280, 800)]
    for size in phones:
        teller = sit_down("demo-vice", *size)
        for path in (where + "desk/", where + "slips/", batch):
            teller.goto(path)
            check(Axe, teller, path)
    for size in (*phones, (800, 1280)):
        for kind in ("hall", "kiosk"):
            page = anonymous(browser, address, width=size[0], height=size[1])
            page.goto(f"/ballots/{kind}/{ballot}/")
            check(Axe, page, kind)
            page.fill("#code", code)
            page.keyboard.press("Enter")
            expect(page.locator("#paper")).to_be_visible(timeout=20_000)
            check(Axe, page, kind)
            page.context.close()


def check(axe, page, path):
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), path
    found = axe().run(page).response["violations"]
    assert not found, [(path, v["id"], v["nodes"][0]["html"][:120]) for v in found]
