"""A proposal in real browsers, from the first word to the last promise kept: each person on a device
of their own, staff on phones, the committee at a desk."""

import io
import re
from datetime import date, timedelta

import docx
import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}
FIRST, SECOND = "关于增设教工健身角的提案", "关于增设教工健身角和器材的提案"
REASON = "教工伏案时间长，颈椎腰椎不适的人多，校内没有可以随时活动的地方。"
MEASURES = "利用教工之家旁的空房间设健身角，配简单器材，安排人保管维护。"


def photo():
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "#2d6a4f").save(out, "JPEG")
    return {"name": "健身角.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def do(page, label, tick=(), choose=(), **typed):
    """Press a button of the bar, fill in what it asks for, send."""
    page.click(f".action-bar a:text-is('{label}')")
    for name, words in typed.items():
        page.fill(f"#id_{name}", words)
    for name, value in choose:
        page.select_option(f"#id_{name}", label=value)
    for name, value in tick:
        page.check(f"input[name='{name}'][value='{value}']")
    page.click("main button.primary")


def state(page):
    return page.locator("h1 .badge").inner_text()


def told(page, title, button=None):
    """What waits on the first page leads to where it is done."""
    page.goto("/")
    line = page.locator("li", has_text=title)
    if button:
        line = line.filter(has=page.locator(f"a:text-is('{button}')"))
    line.locator("a").first.click()


def write(page, title):
    page.goto("/proposals/proposal/")
    page.click("text=写提案")
    page.select_option("#id_call", label=f"{date.today().year}年闭会期间提案")
    page.fill("#id_title", title)
    page.fill("#id_reason", REASON)
    page.fill("#id_measures", MEASURES)


def seconded(page, *names):
    page.click(".action-bar a:text-is('请人附议')")
    for name in names:
        page.fill(".find-people", name)
        page.locator("input[name=people]:visible").first.check()
    page.click("main button.primary")
    assert state(page) == "征集附议"


def departments(chair):
    for name, head in (("场馆中心", "王素琴"), ("设备处", "吴国栋")):
        chair.goto("/proposals/department/add_department/")
        chair.fill("#id_name", name)
        chair.fill("#id_head", head)
        chair.fill("#id_leader", "党为民")
        chair.click("main button.primary")
        assert head in chair.locator("main").inner_text()


def figures(page, where):
    page.goto(where)
    numbers = page.locator(".stats .stat b").all_inner_texts()
    return [int(n) for n in numbers]


def answered(lead, assist, signer, title, **reply):
    """Talked over, drafted, countersigned, signed, delivered."""
    do(lead, "登记沟通", words="当面谈过，说明了场地和经费。", choose=[("way", "面谈")])
    kind = reply.pop("kind")
    do(lead, "拟答复", choose=[("kind", kind)], **reply)
    assert state(lead) == "待会签"
    told(assist, f"会签答复：{title}", "会签")
    do(assist, "会签")
    told(signer, f"审签答复：{title}", "审签")
    do(signer, "审签")
    assert state(signer) == "待送达"
    told(lead, f"送达答复：{title}", "送达")
    do(lead, "送达答复")
    assert state(lead) == "待评价"


def rate(page, title, result, words=""):
    told(page, f"评价答复：{title}", "评价")
    page.check("input[name=attitude][value=satisfied]")
    page.check(f"input[name=result][value={result}]")
    page.fill("#id_words", words)
    page.click("main button.primary")


@pytest.mark.req("R-047", "R-048")
def test_from_the_first_word_to_the_promise_kept(sit_down):
    chair, principal, party = (sit_down(f"demo-{who}") for who in ("chair", "principal", "party"))
    member, leader, care, sports = (
        sit_down(f"demo-{who}", **PHONE) for who in ("member", "leader", "care", "sports")
    )
    lead, assist = sit_down("demo-treasurer", **PHONE), sit_down("demo-review", **PHONE)
    departments(chair)
    chair.goto("/proposals/call/")
    chair.click(f"text={date.today().year}年闭会期间提案")
    call = chair.url
    before = figures(chair, call)

    write(member, FIRST)
    member.click("main button.primary")
    assert state(member) == "草稿"
    first = member.url
    seconded(member, "孙晓棠", "周立群")
    for page in (care, sports):
        told(page, f"请您附议：{FIRST}")
        do(page, "附议")
    told(member, f"提交提案：{FIRST}", "提交")
    member.click("main button.primary")
    assert state(member) == "待初审"
    chair.goto(first)  # the head of the group is away: the chair may pass it on
    do(chair, "初审通过")
    assert state(chair) == "待审查"

    write(leader, SECOND)  # somebody else on the same matter: it is found while typing
    expect(leader.locator("#similar")).to_contain_text(FIRST, timeout=10_000)
    leader.click("main button.primary")
    second = leader.url
    seconded(leader, "孙晓棠", "周立群")
    for page in (care, sports):
        told(page, f"请您附议：{SECOND}")
        do(page, "附议")
    told(leader, f"提交提案：{SECOND}", "提交")
    leader.click("main button.primary")

    told(chair, f"审查提案：{SECOND}", "审查")
    assert FIRST in chair.locator("main").inner_text()
    do(chair, "并案", choose=[("into", FIRST)], reason="说的是同一件事")
    for page in (leader, member):
        told(page, f"请确认并案：{SECOND}", "查看")
        do(page, "同意并案")
    assert "两件的提案人都同意" in member.locator("main").inner_text()
    told(chair, f"审查提案：{FIRST}", "审查")
    do(chair, "立案")
    told(principal, f"批示提案：{FIRST}", "批示")
    principal.fill("#id_instruction", "请场馆中心牵头，当面听取意见。")
    principal.click("main button.primary")
    told(chair, f"交办提案：{FIRST}", "交办")
    assert "请场馆中心牵头" in chair.locator("main").inner_text()
    chair.select_option("#id_lead", label="场馆中心（王素琴）")
    chair.locator("label", has_text="设备处").locator("input").check()
    chair.click("main button.primary")
    assert state(chair) == "待签收"

    told(lead, f"签收提案：{FIRST}", "签收")
    lead.click("main button.primary")
    assert state(lead) == "办理中"
    told(assist, f"签收提案：{FIRST}", "签收")
    assist.click("main button.primary")
    told(assist, f"协办提案：{FIRST}", "填写")
    assist.fill("#id_opinion", "器材可从库存调配，不另花钱。")
    assist.click("main button.primary")
    lead.goto(first)
    answered(
        lead,
        assist,
        party,
        FIRST,
        kind="A 已解决或采纳",
        text="建议很好，已经采纳，正在选址。",
        measures="已看过两处场地。",
    )
    rate(member, FIRST, "satisfied")
    rate(leader, FIRST, "unsatisfied", "没有说什么时候能用上。")
    told(chair, f"核查提案：{FIRST}", "处理")
    assert "没有说什么时候能用上" in chair.locator("main").inner_text()
    do(chair, "重办", reason="请给出时间表。")

    told(lead, f"办理提案：{FIRST}", "办理")
    due = date.today() + timedelta(days=20)
    answered(lead, assist, party, FIRST, kind="B 列入计划", text="场地已定，分两步办好。",
             promised=f"{due} 健身角开放使用")  # fmt: skip
    rate(member, FIRST, "satisfied")
    rate(leader, FIRST, "basic")
    assert state(leader) == "已结案"
    facts = leader.locator(".three-facts").inner_text()
    assert "已答复" in facts and "落实中" in facts and "基本满意" in facts

    lead.goto("/proposals/promise/?q=健身角")
    lead.click("text=健身角开放使用")
    do_report(lead)
    leader.goto(lead.url)
    do(leader, "核实兑现")
    assert state(leader) == "按期兑现"
    leader.goto(first)
    assert "已落实" in leader.locator(".three-facts").inner_text()
    reported(chair, call, before, second)
    for page in (member, leader, care, sports, lead, assist, chair, principal, party):
        assert page.faults == []


def do_report(lead):
    lead.click(".action-bar a:text-is('报告落实')")
    lead.fill("#id_evidence", "跑步机、拉伸架已到位，今天开放。")
    lead.set_input_files("#id_files", photo())
    lead.check("#id_consent")
    lead.click("main button.primary")
    assert state(lead) == "待核实"


def reported(chair, call, before, second):
    """The paper says what the pages say: two more handed in, one filed, one merged, one answered."""
    after = figures(chair, call)
    assert [a - b for a, b in zip(after, before, strict=True)] == [2, 1, 0, 1]
    with chair.expect_download() as waited:
        chair.click("a[href*='proposal-report'][href$='.docx']")
    paper = docx.Document(waited.value.path())
    words = "\n".join(p.text for p in paper.paragraphs)
    assert f"共收到提案{after[0]}件" in words and f"立案{after[1]}件" in words
    said = re.search(r"并案(\d+)件", words)
    assert said and int(said[1]) >= 1
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    assert "健身角开放使用" in cells and "按期兑现" in cells
    chair.goto(second)
    assert state(chair) == "已并案"


def test_several_decided_at_once_at_a_desk(sit_down):
    chair = sit_down("demo-chair")
    for title in ("关于整修教工车棚的提案", "关于增加校园路灯的提案"):
        member = sit_down("demo-member", **PHONE)
        write(member, title)
        member.click("main button.primary")
        seconded(member, "孙晓棠", "周立群")
        for who in ("demo-care", "demo-sports"):
            second = sit_down(who, **PHONE)
            told(second, f"请您附议：{title}")
            do(second, "附议")
        told(member, f"提交提案：{title}", "提交")
        member.click("main button.primary")
        chair.goto(member.url)
        do(chair, "初审通过")
    chair.goto("/proposals/proposal/")
    chair.click("text=批量办理")
    for title in ("整修教工车棚", "增加校园路灯"):
        chair.locator("label", has_text=title).locator("input").check()
    chair.check("input[name=what][value=refer]")
    chair.fill("#id_reason", "不属大会职权，转总务处答复。")
    chair.click("main button.primary")
    assert "2 件能办" in chair.locator("h1").inner_text()
    chair.click("main button.primary")
    assert "已办 2 件" in chair.locator("h1").inner_text()
    assert chair.faults == []


def test_two_matters_are_split_with_one_tap_on_a_phone(sit_down):
    member = sit_down("demo-member", **PHONE)
    write(member, "关于改善教工食堂晚餐的提案")
    member.fill(
        "#id_reason", "加班的老师六点后没有热饭吃。另外，办公室的旧电脑开机要十分钟，常常死机。"
    )
    member.fill("#id_measures", "食堂晚餐延长到七点。\n分批更换旧电脑，先换最久的。")
    hint = member.locator("#matters")
    expect(hint).to_contain_text("看起来写了两件事", timeout=10_000)
    hint.locator("button").click()
    member.wait_for_url(re.compile(r"/split/"))
    assert "电脑" not in member.input_value("#id_matter")
    assert "电脑" in member.input_value("#id_other_matter")
    member.click("main button.primary")
    rows = member.locator("main").inner_text()
    assert "关于改善教工食堂晚餐的提案" in rows and "更换旧电脑" in rows
    assert member.faults == []


def test_what_the_school_cannot_decide_goes_up_and_its_answer_comes_back(sit_down):
    """The chair passes a case upward and tells the answer; a colleague on the phone reads where it is."""
    chair, member = sit_down("demo-chair"), sit_down("demo-member", **PHONE)
    chair.goto("/proposals/proposal/?state=assign")
    chair.locator("table.rows a").first.click()
    do(
        chair,
        "向上转送",
        choose=[("to", "上级主管部门")],
        name="区教育局",
        reason="经费由区里统一安排。",
    )
    assert state(chair) == "已向上转送"
    member.goto(chair.url)
    seen = member.locator("main").inner_text()
    assert "转送上级主管部门：区教育局，等上级答复" in seen and "接下来：超出学校权限" in seen
    answer = "已列入明年全区计划，上半年开工。"
    do(chair, "转告上级答复", choose=[("kind", "B 列入计划")], text=answer)
    assert state(chair) == "待评价"
    member.reload()
    seen = member.locator("main").inner_text()
    assert answer in seen and "区教育局" in seen
    assert member.faults == [] and chair.faults == []


PAGES = (
    ("demo-member", "/proposals/proposal/"), ("demo-member", "/proposals/proposal/draft/"),
    ("demo-member", "/proposals/board/"), ("demo-member", "/proposals/promise/"),
    ("demo-member", "/proposals/similar/?title=食堂早餐"), ("demo-chair", "/proposals/batch/"),
    ("demo-chair", "/proposals/call/"), ("demo-chair", "/proposals/department/"),
    ("demo-chair", "/proposals/poll/"), ("demo-chair", "/proposals/award/"),
    ("demo-chair", "/proposals/call/open_call/"),
)  # fmt: skip


def test_the_pages_fit_a_phone_and_pass_axe(sit_down):
    from axe_playwright_python.sync_playwright import Axe

    chair = sit_down("demo-chair")
    places = list(PAGES)
    for model, words in (
        ("call", "教代会提案征集"),
        ("poll", "评选"),
        ("promise", ""),
        ("award", ""),
        ("forwarding", ""),
    ):
        chair.goto(f"/proposals/{model}/?q={words}")
        places.append(("demo-chair", chair.locator("table.rows a").first.get_attribute("href")))
    chair.goto("/proposals/proposal/?state=forwarded")
    away = chair.locator("table.rows a").first.get_attribute("href")
    places += [("demo-chair", away), ("demo-member", away), ("demo-chair", f"{away}relay/")]
    chair.goto("/proposals/proposal/?state=concluded")
    case = chair.locator("table.rows a").first.get_attribute("href")
    for who, path in [*places, ("demo-member", case), ("demo-chair", case)]:
        for width in (390, 1280):
            page = sit_down(who, width=width)
            page.goto(path)
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
            assert not wide, f"{path} is wider than {width}"
            found = Axe().run(page).response["violations"]
            assert not found, [(path, v["id"], v["nodes"][0]["html"][:120]) for v in found]
            assert page.faults == []
            page.context.close()
