"""A union from nothing: the set-up code, five steps, the first page; on a phone and on a PC."""

import os
import re
import socket
import subprocess
import time
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from zhijia.kernel.documents.xlsx import Column, Sheet, to_xlsx

from .conftest import ZHIJIA

pytestmark = [pytest.mark.browser]
WORD = "maple river stone 9"
PEOPLE = 24
TEN_MINUTES = 600
PLAN = "星河小学工会工作计划\n一、指导思想\n服务教职工。\n二、活动安排\n" + "".join(
    f"{n}、{m}月份开展第{n}项教工活动。\n" for n, m in enumerate("一二三四五六七八九", 1)
)


@pytest.fixture
def fresh(chromium, tmp_path):
    """(address, log) of ``zhijia serve`` on a data folder with nothing in it."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    skip = ("ZHIJIA_TEST", "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "ZHIJIA_DEMO")
    env = {k: v for k, v in os.environ.items() if k not in skip}
    env |= {"ZHIJIA_DATA": str(tmp_path / "data"), "PORT": str(port)}
    log = tmp_path / "server.txt"
    with open(log, "w") as out:
        server = subprocess.Popen([ZHIJIA, "serve"], env=env, stdout=out, stderr=out)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            assert server.poll() is None, log.read_text()
            try:
                urllib.request.urlopen(f"{base}/healthy/", timeout=2)
                break
            except OSError:
                time.sleep(0.25)
        else:
            pytest.fail("the server did not answer: " + log.read_text())
        yield base, log
    finally:
        server.terminate()
        server.wait(15)


class Walk:
    """One person at one screen; every page looked at is held together and passes axe."""

    def __init__(self, browser, base, width):
        self.context = browser.new_context(
            base_url=base, viewport={"width": width, "height": 844}, locale="zh-CN"
        )
        self.page, self.width, self.faults = self.context.new_page(), width, []
        # An answer of 422 is a page with a sentence; the browser writes it down as an error.
        self.page.on("console", lambda m: self.faults.append(f"{self.page.url} {m.text}")
                     if m.type == "error" and "422" not in m.text else None)  # fmt: skip
        self.page.on("pageerror", lambda e: self.faults.append(str(e)))

    def look(self):
        """Off the clock: what the test looks at, no user waits for."""
        began, page = time.monotonic(), self.page
        page.wait_for_load_state("networkidle")
        where = page.url.split("/", 3)[3]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            self.faults.append(f"/{where} is wider than {self.width} px")
        found = Axe().run(page).response["violations"]
        self.faults += [f"/{where} {v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]
        if folder := os.environ.get("ZHIJIA_PICTURES"):
            name = re.sub(r"\W+", "-", where.split("?")[0]).strip("-") or "home"
            at = f"{folder}/{self.width}-{len(os.listdir(folder)):03d}-{name}.png"
            page.screenshot(path=at, full_page=True, caret="initial")
        self.unseen = getattr(self, "unseen", 0) + time.monotonic() - began

    def found(self, code):
        page = self.page
        page.goto("/")
        page.wait_for_url("**/start/")
        self.look()
        page.fill("#code", "AAAA-AAAA")
        page.click("main button.primary")
        expect(page.locator("#errors")).to_contain_text("首次设置码不对")
        page.fill("#code", code.lower().replace("-", ""))
        page.click("main button.primary")
        expect(page.locator("h1")).to_have_text("建立工会")
        self.look()
        page.fill("#id_name", "星河小学工会")
        page.locator("#id_name").press("Tab")
        expect(page.locator("#id_unit")).to_have_value("星河小学")
        expect(page.locator("#id_code")).to_have_value("xhxx")
        page.fill("#id_chair", "单晓")
        page.fill("#id_username", "shanxiao")
        page.fill("#id_password", "12345678")
        page.fill("#id_again", "12345678")
        page.click("main button.primary")
        expect(page.locator("#errors")).to_contain_text("密码")
        assert page.input_value("#id_name") == "星河小学工会"
        self.look()
        page.fill("#id_password", WORD)
        page.fill("#id_again", WORD)
        page.click("main button.primary")
        expect(page.locator("h1")).to_have_text("开始使用")
        expect(page.locator("main")).to_contain_text("1 / 5 步已完成")
        self.look()

    def people(self):
        page = self.page
        page.click(".start-steps a.primary")
        expect(page.locator("h1")).to_contain_text("人员")
        self.look()
        page.fill("#id_common", "2020-09-01")
        for n, (name, sex) in enumerate((("林秀英", "f"), ("孙丽华", "f"), ("赵明", "m")), 1):
            page.fill(f"#id_r{n}-name", name)
            page.select_option(f"#id_r{n}-sex", sex)
        page.fill("#id_r4-staff_no", "X004")
        page.click("text=登记这些人")
        expect(page.locator("#errors")).to_contain_text("没有写姓名")
        assert page.input_value("#id_r2-name") == "孙丽华"
        self.look()
        page.fill("#id_r4-name", "王素琴")
        page.click("text=登记这些人")
        expect(page.locator(".messages")).to_contain_text("已登记 4 人")
        page.click("text=上传名册")
        self.look()
        page.set_input_files("input[type=file]", {
            "name": "名册.xlsx", "buffer": roll(),
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        })  # fmt: skip
        page.click("text=上传并预览")
        page.wait_for_url(re.compile(r"/import/\d+/"))
        page.wait_for_load_state("networkidle")
        self.confirm()
        page.click("text=回到“开始使用”")
        expect(page.locator("main")).to_contain_text("2 / 5 步已完成")
        page.click(".start-steps li:nth-child(2) a")
        expect(page.locator(".head")).to_contain_text(f"名册现有 {5 + PEOPLE} 人")
        page.click("text=下一步：地区标准")

    def confirm(self):
        """The file is read by a job; its preview appears when it is."""
        page = self.page
        for _ in range(60):
            go = page.locator("form[action$='/go/'] button.primary")
            if go.count():
                break
            page.wait_for_timeout(250)
            page.reload()
        go.first.click()
        page.wait_for_url(re.compile(r"/job/\d+/"))
        expect(page.locator("#job .badge.done")).to_be_visible(timeout=30_000)

    def standards(self):
        page = self.page
        expect(page.locator("h1")).to_contain_text("地区标准")
        self.look()
        page.click("nav.chips >> text=四川")
        expect(page.locator(".start-lines").first).to_contain_text("500 元/次")
        assert page.locator("input[name=take]:not(:checked)").count() == 0
        doubtful = page.locator(".start-lines", has_text="待确认，先空着")
        assert doubtful.locator("input").count() == 0
        self.look()
        page.click("text=采用勾选的标准")
        expect(page.locator(".messages")).to_contain_text("已采用")
        page.click("summary >> text=本会自己的标准")
        page.fill("#id_own-source", "本校工会慰问办法")
        page.fill("#id_own-care_cap_wedding", "800")
        page.click("text=录入本会标准 >> nth=-1")
        expect(page.locator("#errors")).to_contain_text("不能高于 500 元/次")
        assert page.input_value("#id_own-care_cap_wedding") == "800"
        page.fill("#id_own-care_cap_wedding", "400")
        page.click("text=录入本会标准 >> nth=-1")
        expect(page.locator(".messages")).to_contain_text("本会标准已录入 1 项")
        self.look()
        page.click("text=下一步：今年的计划")

    def plan(self):
        page = self.page
        self.look()
        page.click("text=读入计划文件")
        file = {"name": "计划.txt", "mimeType": "text/plain", "buffer": PLAN.encode()}
        page.set_input_files("input[type=file]", file)
        page.click("main button.primary")
        page.wait_for_url("**/planning/upload/*/")
        page.click("text=存为年度计划")
        page.wait_for_url("**/planning/year/**")
        page.click("text=回到“开始使用”")
        page.click(".start-steps li:nth-child(4) a")
        self.look()
        page.click("text=/选 \\d+年的/ >> nth=0")
        page.check("input[name=take] >> nth=0")
        page.click("text=采用所选")
        page.wait_for_url("**/planning/year/**")
        page.click("text=回到“开始使用”")

    def invite(self):
        page = self.page
        expect(page.locator("main")).to_contain_text("4 / 5 步已完成")
        self.look()
        page.click(".start-steps a.primary")
        expect(page.locator("h1")).to_contain_text("委员会和邀请")
        self.look()
        page.select_option("#id_years", "5")
        page.fill("#id_term", "第一届")
        page.locator("#id_vices label", has_text="林秀英").locator("input").check()
        page.locator("#id_members label", has_text="孙丽华").locator("input").check()
        page.click("main form button.primary")
        expect(page.locator(".messages, #errors")).to_contain_text("已登记第一届工会委员会")
        page.click("text=没有账号的")
        expect(page.locator(".messages")).to_contain_text("凭条已生成")
        paper = self.context.request.get(page.locator("a", has_text="打印").get_attribute("href"))
        assert paper.status == 200 and paper.body().startswith(b"%PDF")
        self.look()
        page.click("text=看看进度")
        expect(page.locator("main")).to_contain_text("5 / 5 步已完成")
        self.look()
        page.click("main >> text=去首页")


def roll() -> bytes:
    """A roll as a school keeps it."""
    columns = [Column(c, 16) for c in ("姓名", "工号", "性别", "入会日期")]
    rows = [
        [f"教工{n:02d}", f"X1{n:02d}", "女" if n % 3 else "男", "2019-09-01"] for n in range(PEOPLE)
    ]
    return to_xlsx([Sheet("名册", columns, rows)])


@pytest.mark.parametrize("width", [390, 1280])
def test_a_new_union_stands_in_ten_minutes(fresh, browser, width, capsys):
    base, log = fresh
    code = re.search(r"首次设置码：(\w{4}-\w{4})", log.read_text()).group(1)
    walk = Walk(browser, base, width)
    page, began = walk.page, time.monotonic()
    spent = {}
    for deed in (lambda: walk.found(code), walk.people, walk.standards, walk.plan, walk.invite):
        deed()
        spent[len(spent) + 1] = time.monotonic() - began - getattr(walk, "unseen", 0)
    expect(page.locator("h1")).to_contain_text("单晓")
    assert page.locator(".start-card").count() == 0 and page.locator(".start-back").count() == 0
    walk.look()
    with capsys.disabled():
        steps = " → ".join(f"{seconds:.1f}" for seconds in spent.values())
        print(f"\nset-up at {width} px: {spent[5]:.1f} s (after each step: {steps})")
    assert spent[5] < TEN_MINUTES
    assert not walk.faults, "\n".join(walk.faults)
    other = Walk(browser, base, width).page
    other.goto("/start/")
    other.wait_for_url("**/enter/**")
    walk.context.close()


def test_a_step_is_left_and_taken_up_again(fresh, browser):
    base, log = fresh
    walk = Walk(browser, base, 390)
    page = walk.page
    walk.found(re.search(r"首次设置码：(\w{4}-\w{4})", log.read_text()).group(1))
    page.goto("/")
    expect(page.locator(".start-card h2")).to_have_text("开始使用：还差 4 步")
    walk.look()
    page.click("text=接着办")
    page.click("text=这一步以后再说")
    expect(page.locator(".start-steps li:nth-child(2)")).to_contain_text("以后再说")
    expect(page.locator(".start-steps a.primary")).to_have_attribute("href", "/start/standards/")
    page.click(".start-steps li:nth-child(2) a")
    page.click("text=列回待办")
    expect(page.locator("h1")).to_contain_text("待办")
    page.goto("/")
    page.click("text=不再提示")
    expect(page.locator("h1")).to_contain_text("单晓")
    assert page.locator(".start-card").count() == 0
    assert not walk.faults, "\n".join(walk.faults)
    walk.context.close()
