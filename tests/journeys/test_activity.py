"""An activity in a real browser: from the plan item to the photo on the wall, on several phones."""

import io
import re
from datetime import datetime, timedelta

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}


def photo():
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "#2d6a4f").save(out, "JPEG")
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.mark.req("R-165")
def test_from_the_plan_item_to_the_wall(sit_down):
    chair = sit_down("demo-chair")
    chair.goto("/planning/year/")
    chair.click("text=元旦联欢会")
    chair.click("text=去办")
    expect(chair).to_have_url(re.compile("/activities/activity/draft/"))
    title = chair.input_value("#id_title")
    assert title == "元旦联欢会"
    now = datetime.now()
    chair.select_option("#id_kind", "festival")
    chair.fill("#id_starts", f"{now + timedelta(hours=2):%Y-%m-%dT%H:%M}")
    chair.fill("#id_ends", f"{now + timedelta(hours=3):%Y-%m-%dT%H:%M}")
    chair.fill("#id_place", "报告厅")
    chair.fill("#id_members", "1")
    chair.click("main button.primary")
    chair.wait_for_url(re.compile(r"/activities/activity/\d+/$"))
    where = chair.url
    assert "草稿" in chair.locator("h1").inner_text()
    chair.click(".action-bar >> text=发布")
    chair.click("main button.primary")
    assert "报名中" in chair.locator("h1").inner_text()

    member = sit_down("demo-member", **PHONE)
    member.goto(where)
    member.click("button:has-text('报名')")
    assert "已报上" in member.locator(".joining").inner_text()
    leader = sit_down("demo-leader", **PHONE)
    leader.goto(where)
    leader.click("button:has-text('报名候补')")
    assert "前面还有 0 人" in leader.locator(".joining").inner_text()
    member.click("text=查看、修改或取消")
    member.click(".action-bar >> text=取消报名")
    member.click("main button.primary")
    leader.goto("/")
    leader.locator("li", has_text="确认名额：元旦联欢会").locator("a").first.click()
    leader.click(".action-bar >> text=确认参加")
    leader.click("main button.primary")
    assert "已报上" in leader.locator("h1").inner_text()

    chair.goto(where + "door/")
    assert chair.locator("#came").inner_text() == "0"
    chair.context.set_offline(True)
    chair.click("#door button")
    assert "待上传" in chair.locator("#net").inner_text()
    chair.context.set_offline(False)
    expect(chair.locator("#net")).to_have_text("", timeout=20_000)
    chair.reload()
    assert chair.locator("#came").inner_text() == "1"

    chair.goto(where + "amend/")  # everybody is there already: it begins now
    assert chair.input_value("#id_members") == "1"
    chair.fill("#id_starts", f"{now - timedelta(minutes=5):%Y-%m-%dT%H:%M}")
    chair.click("main button.primary")
    chair.goto(where + "finish/")
    chair.fill("#id_guests", "103")
    chair.fill("#id_spent", "4680")
    chair.fill("#id_result", "节目十二个，师生同台。")
    chair.set_input_files("#id_files", photo())
    chair.check("#id_consent")
    chair.click("main button.primary")
    assert "已举办" in chair.locator("h1").inner_text()
    leader.goto(where)
    leader.click("text=说说这次活动")
    leader.check("input[name=stars][value='5']")
    leader.fill("#id_liked", "同事的歌声")
    leader.click("main button.primary")
    chair.goto(where)
    assert "同事的歌声" in chair.locator("main").inner_text()

    leader.goto("/activities/wall/")
    tile = leader.locator(".tile", has_text="元旦联欢会").first
    assert "104 人次" in tile.inner_text() and tile.locator("img").count() == 1
    chair.goto("/planning/register/?book=文体活动")
    assert "元旦联欢会" in chair.locator("table.rows").inner_text()
    chair.goto("/planning/year/")
    chair.click("text=元旦联欢会")
    assert "已办" in chair.locator("h1").inner_text()
    assert member.faults == leader.faults == []
    assert [f for f in chair.faults if "ERR_INTERNET_DISCONNECTED" not in f] == []


def test_the_summary_tells_of_activities_without_being_told(sit_down):
    chair = sit_down("demo-chair")
    chair.goto("/planning/summary/")
    chair.click("text=起草年度总结")
    chair.click("main button.primary")
    words = chair.locator("main").inner_text() + "".join(
        chair.eval_on_selector_all("main textarea", "all => all.map(e => e.value)")
    )
    assert re.search(r"组织文体活动【?\d+", words) and "记名参加活动的教职工" in words


def test_sign_up_pages_are_usable_by_keyboard_and_pass_axe(sit_down):
    from axe_playwright_python.sync_playwright import Axe

    for who, path in (
        ("demo-member", "/activities/activity/"), ("demo-member", "/activities/wall/"),
        ("demo-chair", "/activities/participation/"), ("demo-chair", "/activities/activity/draft/"),
    ):  # fmt: skip
        for width in (320, 1280):
            page = sit_down(who, width=width)
            page.goto(path)
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
            assert not wide, f"{path} is wider than {width}"
            found = Axe().run(page).response["violations"]
            assert not found, [(v["id"], v["nodes"][0]["html"][:120]) for v in found]
