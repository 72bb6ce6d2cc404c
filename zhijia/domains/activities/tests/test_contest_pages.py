"""The pages and papers of contests: what is shown to whom, at what price, and what forms keep."""

import hashlib
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from zhijia.domains.activities import actions as activity_actions
from zhijia.domains.activities.actions import fixtures as actions
from zhijia.domains.activities.models import Contest
from zhijia.kernel import clock
from zhijia.kernel.actions import Step

from .contest_parts import (
    beat,
    competitor,
    contest,
    drawn,
    fixture,
    fixtures,
    fresh,
    opened,
    play,
    ranks,
)
from .parts import crowd

HERE = "/activities/contest"
MOST = 12  # queries of the page of a contest


def words(answer):
    return answer.content.decode()


def page(answer):
    assert answer.status_code == 200
    return html.document_fromstring(words(answer))


# --- who sees it ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["zhou", "chen"])
def test_the_neighbour_and_the_level_above_find_nothing(cast, enter, who):
    made = drawn(cast, ["甲", "乙"])
    client = enter(getattr(cast, who))
    for there in ("", "screen/", "sheet/", "sheet.txt", "draw/", "schedule/"):
        assert client.get(f"{HERE}/{made.pk}/{there}").status_code == 404, there
    for there in (f"/activities/fixture/{fixture(made, 1).pk}/", f"/activities/competitor/{competitor(made, '甲').pk}/",
                  f"/activities/activity/{made.activity_id}/contests/", f"/paper/contest-book/{made.pk}.pdf"):  # fmt: skip
        assert client.get(there).status_code == 404, there
    answer = client.post(f"/activities/fixture/{fixture(made, 1).pk}/score/", {"score-0-0-a": "21"})
    assert answer.status_code == 404 and not fixture(made, 1).has_result


def test_contests_of_a_draft_are_seen_by_who_organises_alone(cast, enter):
    from .parts import drafted

    made = contest(cast, activity=drafted(cast))
    assert enter(cast.zhao).get(f"{HERE}/{made.pk}/").status_code == 404
    assert enter(cast.li).get(f"{HERE}/{made.pk}/").status_code == 200


def test_a_member_reads_and_finds_no_button(cast, enter):
    made = drawn(cast, list("甲乙丙丁"))
    text = words(enter(cast.zhao).get(f"{HERE}/{made.pk}/"))
    assert "对阵图" in text and "/score/" not in text and "排赛程" not in text
    assert f"{HERE}/{made.pk}/sheet/" in text and f"{HERE}/{made.pk}/screen/" in text


def test_ones_own_matches_come_first(cast, enter):
    made = contest(cast)
    entries = [{"name": p.name, "people": [p]} for p in (cast.zhao, cast.qian, cast.hua, cast.tian)]
    actions.enter(made, by=cast.sun, entries=entries)
    actions.draw(made, by=cast.sun)
    mine = page(enter(cast.zhao).get(f"{HERE}/{made.pk}/")).xpath(
        "//section[@aria-label='我的比赛']//li"
    )
    assert len(mine) == 1 and "赵明" in mine[0].text_content()
    assert "我的比赛" not in words(enter(cast.wang).get(f"{HERE}/{made.pk}/"))


# --- what it costs --------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["sun", "zhao"])
def test_the_page_costs_the_same_with_sixty_four(cast, enter, who):
    people = crowd(cast, 64)
    counts = []
    for size in (8, 64):
        made = contest(cast, title=f"{size}人", activity=opened(cast, title=f"活动{size}"))
        entries = [
            {"name": p.name, "people": [p], "unit": f"{n % 6}组"}
            for n, p in enumerate(people[:size])
        ]
        actions.enter(made, by=cast.sun, entries=entries)
        actions.draw(made, by=cast.sun)
        days = [made.activity.on + timedelta(days=n) for n in range(2)]
        actions.schedule(fresh(made), by=cast.sun, courts=["1", "2", "3"], minutes=20,
                         windows=[[f"{d}T12:00", f"{d}T18:00"] for d in days])  # fmt: skip
        for match in fixtures(made, state="ready")[: size // 4]:
            beat(match, "home", cast.sun)
        client = enter(getattr(cast, who))
        client.get(f"{HERE}/{made.pk}/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"{HERE}/{made.pk}/").status_code == 200
        counts.append(len(seen))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"{HERE}/{made.pk}/screen/").status_code == 200
        assert len(seen) <= MOST
    assert counts[0] == counts[1] <= MOST, "\n".join(q["sql"][:300] for q in seen)


def test_the_page_of_marks_keeps_the_budget(cast, enter):
    made = drawn(cast, [f"选手{n}" for n in range(40)], title="跳绳", form="measured")
    actions.mark_all(
        fresh(made), by=cast.sun, marks={f"选手{n}": ([str(100 + n)], "ok") for n in range(40)}
    )
    actions.finish(fresh(made), by=cast.sun)
    client = enter(cast.sun)
    client.get(f"{HERE}/{made.pk}/")
    with CaptureQueriesContext(connection) as seen:
        assert client.get(f"{HERE}/{made.pk}/").status_code == 200
    assert len(seen) <= MOST + 1, "\n".join(q["sql"][:200] for q in seen)  # and the prizes it has


# --- the draw is anybody's to recompute -----------------------------------------------------------


def test_the_draw_is_recomputed_from_the_words_of_its_own_page(cast, enter):
    made = drawn(cast, [f"选手{n}" for n in range(9)], form="round_robin")
    sheet = page(enter(cast.zhao).get(f"{HERE}/{made.pk}/sheet/"))
    rows = [
        [cell.text_content().strip() for cell in row.findall("td")]
        for row in sheet.xpath("//tbody/tr")
    ]
    seed = sheet.xpath("//code[@class='seed']")[0].text_content()

    def by_hand(seed, entries):
        return sorted(
            entries, key=lambda entry: hashlib.sha256(f"{seed}\n{entry}".encode()).hexdigest()
        )

    entries = [row[1] for row in rows]
    assert by_hand(seed, entries) == entries and len(set(entries)) == 9
    assert [row[4] for row in rows] == [
        hashlib.sha256(f"{seed}\n{e}".encode()).hexdigest() for e in entries
    ]
    seed_line, *names = words(enter(cast.zhao).get(f"{HERE}/{made.pk}/sheet.txt")).split()
    assert (seed_line, by_hand(seed_line, names)) == (seed, entries)
    order = {c.name: c.order for c in made.competitors.all()}
    assert sorted(order, key=order.get) == entries, "and the places follow the recomputed order"


def test_the_sheet_shows_former_draws_and_lots(cast, enter):
    made = drawn(cast, list("甲乙丙"))
    seed = made.seed
    actions.reopen(made, by=cast.li, reason="有人漏报")
    assert enter(cast.zhao).get(f"{HERE}/{made.pk}/sheet/").status_code == 404, "no draw, no sheet"
    actions.draw(fresh(made), by=cast.sun)
    text = words(enter(cast.zhao).get(f"{HERE}/{made.pk}/sheet/"))
    assert seed in text and "有人漏报" in text


# --- drawn and tabled -----------------------------------------------------------------------------


def test_the_bracket_is_drawn_without_inline_style_and_read_as_a_list(cast, enter):
    made = drawn(cast, [f"选手{n:02d}" for n in range(11)])
    match = fixtures(made, state="ready")[0]
    beat(match, "home", cast.sun)
    tree = page(enter(cast.sun).get(f"{HERE}/{made.pk}/"))
    (svg,) = tree.xpath("//*[local-name()='svg' and @class='bracket']")
    assert len(svg.xpath(".//*[local-name()='rect']")) == 10
    assert len(svg.xpath(".//*[local-name()='polyline']")) == 9, "each match but the final leads on"
    assert svg.get("role") == "img" and "对阵图" in svg.get("aria-label")
    assert not tree.xpath("//@style") and not tree.xpath("//script[not(@src)]")
    listed = {li.get("id") for li in tree.xpath("//div[@class='stages']//li")}
    assert listed == {f"f{n}" for n in range(1, 11)}
    won = tree.xpath(f"//li[@id='f{match.number}']//*[contains(@class,'won')]")
    assert [w.text_content() for w in won] == [match.home.name]
    assert len(set(tree.xpath("//@id"))) == len(tree.xpath("//@id"))


def test_every_row_of_a_table_says_what_placed_it(cast, enter):
    made = drawn(cast, list("甲乙丙丁"), form="round_robin")
    play(made, cast.sun)
    rows = page(enter(cast.zhao).get(f"{HERE}/{made.pk}/")).xpath(
        "//table[@class='standings']/tbody/tr"
    )
    said = [
        (r.xpath("./td[1]")[0].text, r.xpath(".//*[@class='tiny']")[0].text_content()) for r in rows
    ]
    assert said == [("1", "胜场 3"), ("2", "胜场 2"), ("3", "胜场 1"), ("4", "胜场 0")]


def test_the_timetable_by_day_and_court_and_what_has_no_place(cast, enter):
    made = drawn(cast, list("甲乙丙丁"), form="round_robin")
    day = made.activity.on
    actions.schedule(
        made, by=cast.sun, courts=["东场"], windows=[[f"{day}T16:20", f"{day}T17:00"]], minutes=20
    )
    text = words(enter(cast.zhao).get(f"{HERE}/{made.pk}/"))
    assert "还差 4 场没有场地" in text and "东场" in text and "16:40" in text
    assert "还没有时间的 4 场" in text


# --- scoring from the phone -----------------------------------------------------------------------


def boxes(*games, rubber=0):
    return {
        f"score-{rubber}-{g}-{side}": str(n)
        for g, pair in enumerate(games)
        for side, n in zip("ab", pair, strict=True)
    }


def test_a_score_typed_on_the_phone_leads_back_to_the_match(cast, enter):
    made = drawn(cast, ["甲", "乙"])
    match = fixture(made, 1)
    there = f"/activities/fixture/{match.pk}/score/"
    client = enter(cast.sun)
    form = page(client.get(there))
    inputs = form.xpath("//div[@class='score-rows']//input")
    assert len(inputs) == 6 and {i.get("inputmode") for i in inputs} == {"numeric"}
    assert all(i.get("aria-label") for i in inputs)
    sent = boxes((21, 15), (18, 21), (21, 19)) | {
        "ended": "played",
        "next": f"{HERE}/{made.pk}/#f1",
    }
    answer = client.post(there, sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{HERE}/{made.pk}/#f1")
    assert fixture(made, 1).score == [[[21, 15], [18, 21], [21, 19]]]
    assert "2:1（21:15、18:21、21:19）" in words(client.get(f"{HERE}/{made.pk}/"))
    assert Step.objects.about(match).get().note == "21:15、18:21、21:19"


def test_a_refused_score_keeps_what_was_typed(cast, enter):
    made = drawn(cast, ["甲", "乙"])
    there = f"/activities/fixture/{fixture(made, 1).pk}/score/"
    for games, said in (
        (((21, 15), (18, 21)), "还没有分出胜负"),
        (((21, 15), (18, "")), "两边都要填整数"),
        (((21, 15), ("", ""), (21, 19)), "前面有一局空着"),
    ):
        answer = enter(cast.sun).post(there, boxes(*games) | {"ended": "played"})
        assert answer.status_code == 422 and said in words(answer)
        typed = html.document_fromstring(words(answer)).xpath("//input[@name='score-0-0-a']/@value")
        assert typed == ["21"]
    assert not fixture(made, 1).has_result


def test_the_page_asks_before_it_voids_and_then_does(cast, enter):
    made = drawn(cast, list("甲乙丙丁"))
    play(made, cast.sun)
    first = fixture(made, 1)
    there = f"/activities/fixture/{first.pk}/score/"
    turned = [pair[::-1] for pair in first.score[0]]
    client = enter(cast.sun)
    seen = page(client.get(there)).xpath("//input[@name='seen']/@value")[0]
    sent = boxes(*turned) | {"ended": "played", "seen": seen}
    answer = client.post(there, sent)
    assert answer.status_code == 422 and "第 3 场的对阵变了" in words(answer)
    assert fixture(made, 1).score == first.score and fixture(made, 3).has_result
    assert client.post(there, sent | {"sure": "on"}).status_code == 302
    assert not fixture(made, 3).has_result


def test_the_second_phone_is_told_and_asked(cast, enter):
    made = drawn(cast, ["甲", "乙"])
    there = f"/activities/fixture/{fixture(made, 1).pk}/score/"
    client = enter(cast.sun)
    assert "确认更正" not in words(client.get(there)), "nothing stands there yet"
    beat(fixture(made, 1), "甲", cast.li)
    answer = client.post(there, boxes((3, 21), (4, 21)) | {"ended": "played", "seen": ""})
    assert answer.status_code == 422
    assert "这场刚由李建国登记为" in words(answer) and "确认更正" in words(answer)


def test_marks_are_typed_a_box_for_each_judge(cast, enter):
    made = drawn(cast, ["甲"], title="摄影", form="judged", judges=3, drop_high=0, drop_low=0)
    one = competitor(made, "甲")
    client = enter(cast.sun)
    there = f"/activities/competitor/{one.pk}/mark/"
    assert len(page(client.get(there)).xpath("//input[contains(@class,'score-box')]")) == 3
    answer = client.post(there, {"attempt1": "9", "attempt2": "8.5", "status": "ok"})
    assert answer.status_code == 422 and "要有 3 位评委" in words(answer)
    sent = {"attempt1": "9", "attempt2": "8.5", "attempt3": "8", "status": "ok"}
    assert client.post(there, sent).status_code == 302
    assert "8.50" in words(client.get(f"{HERE}/{made.pk}/"))


# --- entering -------------------------------------------------------------------------------------


def test_a_pasted_list_finds_the_members_in_it(cast, enter):
    made = contest(cast, teams=True)
    twin = crowd(cast, 1)[0]
    twin.name = "赵明"
    twin.save()
    there = f"{HERE}/{made.pk}/enter/"
    client = enter(cast.sun)
    answer = client.post(there, {"entries": "语文组队｜语文组｜钱学文、赵明｜1"})
    assert answer.status_code == 422 and "有 2 位会员都叫赵明" in words(answer)
    lines = "语文组队｜语文组｜钱学文、赵明 F006、张三（家属）｜1\n公安队｜派出所"
    assert client.post(there, {"entries": lines}).status_code == 302
    team = competitor(made, "语文组队")
    assert (team.unit, team.seeding) == ("语文组", 1)
    assert {p.pk for p in team.people.all()} == {cast.qian.pk, cast.zhao.pk}
    assert "张三" in team.members and not competitor(made, "公安队").people.exists()


def test_one_click_enters_the_sign_ups(cast, enter):
    activity = opened(cast)
    activity_actions.sign_up(activity, by=cast.zhao)
    made = contest(cast, activity=activity)
    client = enter(cast.sun)
    form = page(client.get(f"{HERE}/{made.pk}/")).xpath(
        f"//form[@action='{HERE}/{made.pk}/enter_signups/']"
    )
    assert len(form) == 1
    assert client.post(f"{HERE}/{made.pk}/enter_signups/").status_code == 302
    assert competitor(made, "赵明").people.get() == cast.zhao


def test_a_contest_is_set_up_from_its_form(cast, enter):
    activity = opened(cast)
    there = f"/activities/activity/{activity.pk}/add_contest/"
    client = enter(cast.sun)
    sent = {"title": "乒乓球团体", "form": "groups", "sport": "table_tennis", "sets": "5", "teams": "on",
            "groups": "3", "through": "2", "best": "2", "rubbers": "3", "scale": "9、7、6"}  # fmt: skip
    assert client.post(there, sent).status_code == 302
    made = Contest.objects.get()
    setup = made.setup
    assert (setup.groups, setup.through, setup.best, setup.rubbers, setup.sets) == (3, 2, 2, 3, 5)
    assert setup.scale == (9, 7, 6) and made.teams and made.rule.key == "table_tennis"
    assert "另加成绩最好的 2 名" in made.form_words
    answer = client.post(there, sent | {"title": "x", "scale": "九、七"})
    assert answer.status_code == 422 and "请按名次写分数" in words(answer)


# --- screen, activity, prizes ---------------------------------------------------------------------


def test_the_screen_shows_each_court_and_refreshes_itself(cast, enter):
    made = drawn(cast, list("甲乙丙丁"))
    day = made.activity.on
    actions.schedule(
        made, by=cast.sun, courts=["1号场"], windows=[[f"{day}T14:00", f"{day}T17:00"]], minutes=20
    )
    with clock.at(made.activity.starts):
        client = enter(cast.zhao)
        tree = page(client.get(f"{HERE}/{made.pk}/screen/"))
        court = tree.xpath("//article[@class='court']")[0].text_content()
        first, second = fixture(made, 1), fixture(made, 2)
        assert court.index(first.home.name) < court.index("接下来") < court.index(second.home.name)
        (link,) = tree.xpath("//a[@hx-trigger='every 10s']")
        assert link.get("href") == f"{HERE}/{made.pk}/screen/" and link.get("hx-target") == "#board"
        assert tree.xpath("//noscript/meta[@http-equiv='refresh']")
        beat(first, "home", cast.sun)
        part = words(client.get(f"{HERE}/{made.pk}/screen/", headers={"HX-Request": "true"}))
        assert part.lstrip().startswith('<div id="board"') and "<html" not in part
        assert "最新结果" in part and "2:0" in part


def test_the_screen_of_a_large_bracket_shows_what_is_still_to_be_played(cast, enter):
    made = drawn(cast, [f"选手{n:02d}" for n in range(32)])
    for match in fixtures(made, state="ready")[:10]:
        beat(match, "home", cast.sun)
    tree = page(enter(cast.zhao).get(f"{HERE}/{made.pk}/screen/"))
    rounds = {s.findtext("h2"): s.findall(".//li") for s in tree.xpath("//section[h2]")}
    first = [li.text_content() for li in rounds["1/16决赛"]]
    assert len(first) == 10 and sum("—" in words for words in first) == 6
    assert all("—" in words for words in first[:6]) and "1/8决赛" in rounds


def test_the_contests_of_an_activity_with_winners_and_team_points(cast, enter):
    activity = opened(cast)
    rope = drawn(cast, [("甲", "语文组", None), ("乙", "数学组", None)], activity=activity,
                 title="跳绳", form="measured", scale=[9, 7])  # fmt: skip
    actions.mark_all(fresh(rope), by=cast.sun, marks={"甲": (["9"], "ok"), "乙": (["12"], "ok")})
    actions.finish(fresh(rope), by=cast.sun)
    client = enter(cast.zhao)
    assert f"/activities/activity/{activity.pk}/contests/" in words(
        client.get(f"/activities/activity/{activity.pk}/")
    )
    there = f"/activities/activity/{opened(cast, title='无比赛').pk}/contests/"
    assert not words(client.get(there, headers={"HX-Request": "true"})).strip(), (
        "nothing, no empty box"
    )
    text = words(client.get(f"/activities/activity/{activity.pk}/contests/"))
    assert "第1名 乙" in text and re.search(r"数学组</th><td>9<", text)


def test_prizes_are_offered_from_the_places(cast, enter):
    made = drawn(cast, ["甲", "乙"], teams=True, title="拔河")
    beat(fixture(made, 1), "甲", cast.sun)
    actions.finish(fresh(made), by=cast.sun)
    client = enter(cast.sun)
    link = page(client.get(f"{HERE}/{made.pk}/")).xpath("//a[text()='按名次登记奖项']/@href")[0]
    assert parse_qs(urlparse(link).query)["prizes"] == [
        "拔河冠军｜甲｜｜0｜1\n拔河亚军｜乙｜｜0｜1"
    ]
    with clock.at(made.activity.starts):
        form = page(client.get(link))
        assert "拔河冠军｜甲" in form.xpath("//textarea[@name='prizes']")[0].text
    assert "按名次登记奖项" not in words(enter(cast.zhao).get(f"{HERE}/{made.pk}/"))
    assert ranks(made)["甲"] == (1, "冠军")


def test_where_the_prizes_are_too_many_for_an_address_they_are_copied(cast, enter):
    made = drawn(cast, ["甲", "乙"], title="拔河")
    beat(fixture(made, 1), "甲", cast.sun)
    actions.finish(fresh(made), by=cast.sun)
    with clock.at(made.activity.starts):
        prizes = [{"name": f"优秀奖{n}", "person": None, "team": f"第{n}小组代表队", "item": "毛巾", "value": 10,
                   "people": 1, "souvenir": True} for n in range(60)]  # fmt: skip
        activity_actions.award(fresh(made.activity), by=cast.sun, prizes=prizes)
    tree = page(enter(cast.sun).get(f"{HERE}/{made.pk}/"))
    assert not tree.xpath("//a[text()='按名次登记奖项']")
    assert tree.xpath("//pre[@class='code']")[0].text.split() == [
        "拔河冠军｜甲｜｜0｜1",
        "拔河亚军｜乙｜｜0｜1",
    ]


# --- papers ---------------------------------------------------------------------------------------


def text_of(answer):
    paper = pypdfium2.PdfDocument(answer.content)
    pages = [one.get_textpage().get_text_bounded() for one in paper]
    paper.close()
    return pages


def test_the_bracket_of_sixty_four_stands_on_one_page(cast, enter):
    made = drawn(cast, [f"选手{n:02d}" for n in range(64)], third=True)
    answer = enter(cast.zhao).get(f"/paper/contest-bracket/{made.pk}.pdf")
    assert len(text_of(answer)) == 1


def test_the_books_before_and_after(cast, enter):
    made = drawn(cast, list("甲乙丙丁"), form="round_robin")
    day = made.activity.on
    actions.schedule(
        made, by=cast.sun, courts=["1号场"], windows=[[f"{day}T13:00", f"{day}T17:00"]], minutes=20
    )
    client = enter(cast.zhao)
    book = "".join(text_of(client.get(f"/paper/contest-book/{made.pk}.pdf")))
    for said in ("秩序册", "竞赛办法", "参赛名单", "赛程", "记分表", "1号场", made.seed[:12]):
        assert said in book.replace(" ", "").replace("\r\n", ""), said
    play(fresh(made), cast.sun)
    actions.finish(fresh(made), by=cast.sun)
    after = "".join(text_of(client.get(f"/paper/contest-results/{made.pk}.pdf")))
    assert "成绩册" in after and "胜场 3" in after.replace("胜场3", "胜场 3")
