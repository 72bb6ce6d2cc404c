"""One school's year in a real browser: a plan in, a lived year, the summary out."""

import io
import json
import re
import time
from datetime import date, timedelta
from pathlib import Path

import docx
import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser]
TODAY = date.today()
CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
OWN_PLAN = "{year}年学校工会工作计划\n一、指导思想\n服务教职工。\n二、活动安排\n" + "".join(
    f"{n}、{m}月份开展第{n}项教工活动。\n" for n, m in enumerate("一二三四五六七八九", 1)
)


def real_plan():
    """(name, bytes, the titles to expect): a real document where the corpus is at hand."""
    found = sorted(CORPUS.glob("004-1a*.txt"))
    if found:
        truth = json.loads(next(CORPUS.glob("004-1a*.expected.json")).read_text("utf-8"))
        return "工作计划.txt", found[0].read_bytes(), [i["title"] for i in truth]
    titles = [f"开展第{n}项教工活动" for n in range(1, 10)]
    return "工作计划.txt", OWN_PLAN.format(year=TODAY.year + 1).encode(), titles


def photo():
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#8c1d18").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.req("R-286", "R-287")
def test_a_plan_document_becomes_the_years_plan(sit_down):
    page = sit_down("demo-chair")
    name, data, titles = real_plan()
    year = TODAY.year + 1
    page.goto(f"/planning/upload/take_in/?year={year}")
    page.set_input_files(
        "input[type=file]", {"name": name, "mimeType": "text/plain", "buffer": data}
    )
    page.fill("input[name=year]", str(year))
    page.click("main button.primary")
    page.wait_for_url("**/planning/upload/*/")
    read = page.eval_on_selector_all("textarea[name=item]", "all => all.map(e => e.value)")
    assert read == titles
    assert page.locator(".source li.marked").count() >= 9
    page.locator("textarea[name=item]").first.fill("改过的第一项")
    page.check("input[name=drop][value='2']")
    page.click("text=存为年度计划")
    page.wait_for_url("**/planning/year/**")
    shown = page.locator(".months").inner_text()
    assert "改过的第一项" in shown and titles[1] not in shown and titles[-1] in shown
    assert page.locator(".month").count() == 12
    assert page.faults == []


@pytest.mark.req("R-185", "R-187")
def test_a_visit_from_a_phone(sit_down):
    teller = sit_down("demo-member", width=390, height=844)
    teller.goto("/care/occasion/report/")
    box = teller.locator("#id_person")
    box.fill("钱一诺")
    box.press("Enter")
    teller.select_option("#id_kind", "illness")
    teller.fill("#id_detail", "住院观察")
    teller.click("main button.primary")
    teller.wait_for_url(re.compile(r"/care/occasion/\d+/"))
    where = teller.url
    assert teller.faults == []
    giver = sit_down("demo-care", width=390, height=844)
    giver.goto(where)
    giver.click("text=安排走访")
    assert "1,000.00 元以内" in giver.locator(".rule").first.inner_text()
    giver.select_option("#id_form", "cash")
    giver.fill("#id_amount", "1500")
    giver.click("main button.primary")
    assert "超出生病住院标准 500.00 元" in giver.locator(".errors").inner_text()
    assert giver.input_value("#id_amount") == "1500.00" or giver.input_value("#id_amount") == "1500"
    giver.fill("#id_amount", "800")
    giver.click("main button.primary")
    giver.wait_for_url(re.compile(r"/care/visit/\d+/"))
    giver.click("text=登记走访")
    giver.click("main button.primary")
    giver.wait_for_url(re.compile(r"/care/visit/\d+/$"))
    assert "已走访" in giver.locator("h1").inner_text()
    giver.goto("/planning/register/")
    assert "生病住院慰问" in giver.locator("table.rows").inner_text()
    assert "钱一诺" not in giver.locator("table.rows").inner_text()


def test_the_plan_item_is_done_by_being_recorded_in_under_half_a_minute(sit_down):
    page = sit_down("demo-chair", width=390, height=844)
    page.goto("/planning/year/")
    page.click("text=消防安全知识讲座")
    assert "待办" in page.locator("h1").inner_text()
    began = time.monotonic()
    page.click("text=去办")
    assert page.input_value("#id_title") == "消防安全知识讲座"
    page.fill("#id_persons", "88")
    page.set_input_files(
        "#id_files", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.click("main button.primary")
    page.wait_for_url(re.compile(r"/worklog/event/\d+/"))
    assert time.monotonic() - began < 30
    assert page.locator(".photos img").count() == 1
    page.goto("/planning/year/")
    page.click("text=消防安全知识讲座")
    assert "已办" in page.locator("h1").inner_text()


def test_a_meeting_with_its_follow_up(sit_down):
    page = sit_down("demo-chair")
    page.goto("/committees/meeting/convene/")
    page.fill("#id_title", "月度例会")
    page.check("input[name=invited] >> nth=0")
    page.click("main button.primary")
    page.wait_for_url(re.compile(r"/committees/meeting/\d+/$"))
    page.click("text=登记到会")
    page.click("main button.primary")
    page.wait_for_url(re.compile(r"/committees/meeting/\d+/$"))
    page.click("text=写会议记录")
    page.fill("#id_minutes", "讨论了岁末慰问。")
    due = (TODAY + timedelta(days=20)).isoformat()
    page.fill("#id_decisions", f"核对退休教师名单｜孙晓棠｜{due}")
    page.click("main button.primary")
    page.wait_for_url(re.compile(r"/committees/meeting/\d+/$"))
    assert "核对退休教师名单" in page.locator("main").inner_text()
    owner = sit_down("demo-care", width=390, height=844)
    assert "核对退休教师名单" in owner.locator("#waiting").inner_text()


@pytest.mark.req("R-290", "R-293")
def test_the_summary_writes_itself_and_every_figure_opens(sit_down):
    page = sit_down("demo-chair")
    page.goto("/planning/summary/draft/")
    page.click("main button.primary")
    page.wait_for_url(re.compile(r"/planning/summary/\d+/$"))
    where = page.url
    figures = page.locator("a.fig")
    assert figures.count() > 40
    text = page.locator("article.paper").inner_text()
    assert "慰问支出" in text and "上年" in text and "存在的问题和改进措施" in text
    visits = page.locator("a.fig", has_text=re.compile(r"^\d+$")).nth(6)
    words = visits.inner_text()
    visits.click()
    page.wait_for_selector(f"#figure h2:has-text('“{words}”从哪里来')")
    assert page.locator("#figure li").count() > 0
    page.goto(where + "edit/")
    first = page.locator(".block textarea").nth(1)
    first.fill("一、抓学习，强队伍")
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    page.goto(where)
    assert "一、抓学习，强队伍" in page.locator("article.paper").inner_text()
    with page.expect_download() as got:
        page.click("a[aria-label='总结全文 Word']")
    paper = "\n".join(p.text for p in docx.Document(got.value.path()).paragraphs)
    for figure in page.eval_on_selector_all("a.fig", "all => all.map(e => e.textContent)"):
        assert figure in paper
    page.click("text=送签发")
    page.click("main button.primary")
    page.wait_for_url(where)
    page.click(".action-bar >> text=签发")
    page.click("main button.primary")
    page.wait_for_url(where)
    assert "已签发" in page.locator("h1").inner_text()
    assert page.faults == []


def test_two_people_at_one_summary_lose_nothing(sit_down):
    one, two = sit_down("demo-chair"), sit_down("demo-vice")
    one.goto("/planning/summary/draft/")
    one.fill("#id_year", str(TODAY.year + 1))
    one.click("main button.primary")
    one.wait_for_url(re.compile(r"/planning/summary/\d+/$"))
    where = one.url
    for page in (one, two):
        page.goto(where + "edit/")
    one.locator(".block textarea").first.fill("第一个人写的一段话。")
    expect(one.locator("#saved")).to_contain_text("已自动保存")
    two.locator(".block textarea").first.fill("第二个人写的一段话。")
    expect(two.locator("#saved")).to_contain_text("另一个人")
    two.click(".editor-bar button")
    both = two.locator("main").inner_text() + two.locator("textarea").first.input_value()
    assert "第一个人写的一段话。" in both and "第二个人写的一段话。" in both


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pages_hold_together_and_pass_axe(sit_down, width):
    from axe_playwright_python.sync_playwright import Axe

    page = sit_down("demo-chair", width=width, height=844)
    paths = [
        "/", "/planning/year/", "/planning/month/", "/planning/register/", "/planning/summary/1/",
        "/worklog/event/log/", "/care/month/", "/care/visit/", "/committees/meeting/", "/do/",
        "/system/policy/", "/system/access/", "/system/calendar/", "/system/parts/", "/me/",
    ]  # fmt: skip
    faults = []
    for path in paths:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            faults.append(f"{path} is wider than {width} px")
        found = Axe().run(page)
        faults += [
            f"{path} {v['id']}: {v['nodes'][0]['html'][:120]}" for v in found.response["violations"]
        ]
    assert not faults, "\n".join(faults)


def test_a_member_sees_no_more_than_is_theirs(sit_down):
    page = sit_down("demo-member", width=390, height=844)
    for path in ("/planning/register/", "/care/month/", "/members/member/", "/planning/summary/1/"):
        if path == "/members/member/":
            page.goto(path)
            assert page.locator("table.rows tbody tr").count() <= 1
        else:
            assert page.goto(path).status == 404
