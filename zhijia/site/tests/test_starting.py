"""The set-up: the one-time code, the founding, the five steps, who may see them."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from zhijia.desks.planning import actions as planning
from zhijia.desks.planning.models import Plan
from zhijia.domains.accounts.models import Batch, Invitation
from zhijia.domains.committees.models import Committee, Seat
from zhijia.kernel import clock
from zhijia.kernel.actions import Step
from zhijia.kernel.orgs import Org, Place
from zhijia.kernel.people import Account, Membership, Person, Post, post_holder
from zhijia.kernel.policy import PolicyRow, cap, choice
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.settings import OrgSetting
from zhijia.kernel.testing import enter_as
from zhijia.site import founding
from zhijia.site.cli import main
from zhijia.site.starting import actions, code, packs, standards
from zhijia.site.starting.progress import card, progress

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
WORD = "maple river stone 9"
STEPS = (
    "/start/",
    "/start/union/",
    "/start/people/",
    "/start/standards/",
    "/start/plan/",
    "/start/invite/",
)
GIVEN = {
    "kind": "kindergarten", "name": "星河幼儿园工会", "unit": "", "code": "", "chair": "单晓",
    "username": "shan", "password": WORD, "again": WORD, "founded": "2010-09-01",
    "upper": "云溪区教育工会", "since": "2024-05-01", "staff_no": "X001",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_march(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    cache.clear()
    with clock.at(DAY):
        yield


@pytest.fixture
def opened(client):
    """A browser in which the code has been typed."""
    client.post("/start/", {"code": code.issue()})
    return client


@pytest.fixture
def young():
    """A union that was founded a minute ago."""
    org = founding.found("星河小学工会", "xh", "单晓", "shan", WORD, since=date(2024, 5, 1))
    return SimpleNamespace(org=org, chair=post_holder(org, Post.CHAIR))


def words(answer):
    return answer.content.decode()


def done(org, who):
    return [part.key for part in progress(org, who).parts if part.done]


# --- the code ------------------------------------------------------------------------------------


class TestCode:
    def test_only_a_digest_is_kept_and_only_for_the_owner(self, tmp_path):
        fresh = code.issue()
        path = tmp_path / "setup_code"
        assert fresh.replace("-", "") not in path.read_text()
        assert path.stat().st_mode & 0o777 == 0o600

    def test_the_newest_fits_however_it_is_typed_and_the_older_no_more(self):
        old, new = code.issue(), code.issue()
        assert not code.mark_of(old) and not code.mark_of("") and not code.mark_of("AAAAAAAA")
        assert code.holds(code.mark_of(f" {new.lower().replace('-', ' ')} "))

    def test_it_is_spent_once(self):
        mark = code.mark_of(code.issue())
        code.spend(mark)
        with pytest.raises(Refused, match="已经用过"):
            code.spend(mark)

    def test_setup_prints_it_once_and_anew_when_asked(self, monkeypatch, capsys):
        monkeypatch.setattr("zhijia.site.cli.prepare", lambda: None)
        assert main(["setup"]) == 0 and "首次设置码：" in capsys.readouterr().out
        assert main(["setup"]) == 0 and "首次设置码：" not in capsys.readouterr().out
        assert main(["setup", "--code"]) == 0
        again = capsys.readouterr().out.split("首次设置码：")[1].split()[0]
        assert code.mark_of(again)

    def test_where_a_union_stands_there_is_none(self, cast, monkeypatch, capsys):
        monkeypatch.setattr("zhijia.site.cli.prepare", lambda: None)
        assert main(["setup"]) == 0 and not code.waits()
        assert main(["setup", "--code"]) == 1 and "已经有工会" in capsys.readouterr().err

    def test_check_says_that_no_union_exists(self, settings, capsys):
        settings.SECRET_KEY = "x" * 64
        main(["check"])
        assert "[提醒] 还没有工会" in capsys.readouterr().out


# --- an empty house ------------------------------------------------------------------------------


class TestEmptyHouse:
    @pytest.mark.parametrize("there", ["/", "/enter/"])
    def test_the_first_visit_leads_to_the_start(self, there, client):
        assert client.get(there).url == "/start/"

    def test_not_in_demo_mode_and_not_where_a_union_stands(self, client, settings, cast):
        assert client.get("/").url == "/enter/?next=/"
        assert client.get("/start/").url == "/enter/?next=/start/"

    def test_demo_mode_is_untouched(self, client, settings):
        settings.DEMO = True
        assert client.get("/").url == "/enter/?next=/" and client.get("/start/").status_code == 302

    def test_nothing_is_founded_without_the_code(self, client):
        code.issue()
        assert "首次设置码" in words(client.get("/start/"))
        for sent in (GIVEN, GIVEN | {"code": "AAAA-AAAA"}):
            answer = client.post("/start/", sent)
            assert answer.status_code == 422 and "首次设置码不对" in words(answer)
        assert not Org.objects.exists()

    def test_guessing_is_slow(self, client):
        right = code.issue()
        for _turn in range(5):
            client.post("/start/", {"code": "AAAA-AAAA"})
        answer = client.post("/start/", {"code": right})
        assert answer.status_code == 422 and "15 分钟" in words(answer)

    def test_a_session_with_an_older_code_is_asked_again(self, opened):
        assert "建立工会" in words(opened.get("/start/"))
        code.issue()
        assert "首次设置码" in words(opened.get("/start/"))
        opened.post("/start/", GIVEN)
        assert not Org.objects.exists()

    def test_the_union_its_chair_who_is_signed_in(self, opened):
        assert opened.post("/start/", GIVEN).url == "/start/"
        org = Org.objects.get(name="星河幼儿园工会")
        chair = post_holder(org, Post.CHAIR)
        assert (org.kind, org.unit, org.code) == ("kindergarten", "星河幼儿园", "xhyey")
        assert (org.parent.name, org.parent.kind) == ("云溪区教育工会", "district")
        assert Place.objects.get(org=org).parent == org.parent
        assert (chair.name, chair.staff_no, chair.account.username) == ("单晓", "X001", "shan")
        assert Membership.objects.get(person=chair).starts == date(2024, 5, 1)
        assert Step.objects.get(org=org).label == "建会" and not code.waits()
        page = words(opened.get("/start/"))
        assert "1 / 5 步已完成" in page and "刚刚建立" in page
        assert "园务公开" in words(opened.get("/start/union/"))

    def test_of_two_with_the_code_only_one_founds(self):
        typed, pair = code.issue(), (Client(), Client())
        for one in pair:
            one.post("/start/", {"code": typed})
        assert pair[0].post("/start/", GIVEN).status_code == 302
        answer = pair[1].post("/start/", GIVEN | {"name": "别的工会", "username": "bie"})
        assert answer.url.startswith("/enter/") and Org.objects.filter(name="别的工会").count() == 0

    @pytest.mark.parametrize(("change", "said"), [
        ({"password": "12345678", "again": "12345678"}, "密码"), ({"again": "other words 9"}, "不一样"),
        ({"name": ""}, "工会名称"), ({"since": "2026-03-11"}, "不能晚于今天"), ({"kind": "nation"}, "单位类别"),
    ])  # fmt: skip
    def test_what_was_typed_is_kept(self, opened, change, said):
        answer = opened.post("/start/", GIVEN | change)
        page = words(answer)
        assert answer.status_code == 422 and said in page and "单晓" in page
        assert WORD not in page and not Org.objects.exists() and code.waits()

    def test_the_name_suggests_unit_and_code(self, opened):
        page = words(opened.get("/start/", {"name": "星河小学工会"}, HTTP_HX_REQUEST="true"))
        assert 'value="星河小学"' in page and 'value="xhxx"' in page and "<html" not in page
        given = {"name": "星河小学工会", "code": "mine"}
        assert 'value="mine"' in words(opened.get("/start/", given, HTTP_HX_REQUEST="true"))


# --- who sees it ---------------------------------------------------------------------------------


class TestWho:
    @pytest.mark.parametrize("who", ["li", "lin"])
    def test_chair_and_vice_chair(self, who, cast, enter):
        client = enter(getattr(cast, who))
        assert {client.get(there).status_code for there in STEPS} == {200}

    @pytest.mark.parametrize("who", ["sun", "zhao", "wang", "chen"])
    def test_for_others_it_does_not_exist(self, who, cast, enter):
        client = enter(getattr(cast, who))
        assert {client.get(there).status_code for there in STEPS} == {404}
        assert client.post("/start/mark/", {"do": "dismiss"}).status_code == 404
        assert client.post("/start/invite/", {"do": "slips"}).status_code == 404
        assert card(cast.first, getattr(cast, who)) is None and "开始使用" not in words(
            client.get("/")
        )

    def test_the_chair_of_another_school_acts_at_home_only(self, cast, enter):
        enter(cast.zhou).post("/start/mark/", {"do": "put_off", "step": "plan"})
        assert OrgSetting.objects.get().org == cast.second
        with pytest.raises(NotAllowed):
            actions.dismiss(cast.first, by=cast.zhou)
        with pytest.raises(NotAllowed):
            actions.adopt_standards(cast.first, by=cast.chen, keys=["sichuan:care.cap.birth"])

    def test_the_anonymous_are_sent_to_the_way_in(self, cast, client):
        assert all(client.get(there).url.startswith("/enter/") for there in STEPS)


# --- progress ------------------------------------------------------------------------------------


class TestProgress:
    def test_is_read_from_the_data_in_one_query(self, young, django_assert_num_queries):
        org, chair = young.org, young.chair
        assert done(org, chair) == ["union"]
        with django_assert_num_queries(1):
            progress(org, chair)
        Membership.objects.create(org=org, person=Person.objects.create(name="林"), starts=DAY)
        PolicyRow.objects.create(org=org, code="care.cap.birth", value="5", unit="元", source="x")
        plan = planning.start(org, by=chair, year=2026)
        assert done(org, chair) == ["union", "people", "standards"]
        planning.add_item(plan, by=chair, title="登山", month_from=3, month_to=3)
        assert progress(org, chair).next.key == "invite"

    def test_a_step_is_put_off_and_taken_up_again(self, young):
        org, chair = young.org, young.chair
        actions.put_off(org, by=chair, step="people")
        now = progress(org, chair)
        assert (now.next.key, now.left, now.part("people").badge[1]) == ("standards", 3, "以后再说")
        actions.take_up(org, by=chair, step="people")
        assert progress(org, chair).next.key == "people"
        with pytest.raises(Refused):
            actions.put_off(org, by=chair, step="union")
        assert list(Step.objects.filter(org=org).values_list("verb", flat=True)) == [
            "found",
            "put_off",
            "take_up",
        ]

    def test_what_is_done_is_done_though_it_was_put_off(self, young):
        actions.put_off(young.org, by=young.chair, step="people")
        Membership.objects.create(
            org=young.org, person=Person.objects.create(name="林"), starts=DAY
        )
        assert progress(young.org, young.chair).part("people").badge[1] == "已完成"

    def test_the_card_until_dismissed(self, young, enter):
        client = enter(young.chair)
        assert "开始使用：还差 4 步" in words(client.get("/"))
        assert client.post("/start/mark/", {"do": "dismiss"}).url == "/"
        assert "开始使用" not in words(client.get("/"))
        assert "1 / 5 步已完成" in words(client.get("/start/"))

    def test_marks_say_nothing_about_the_unions_below(self, cast):
        OrgSetting.objects.create(org=cast.district, name="start", values={"dismissed": True})
        assert card(cast.first, cast.li) is not None

    def test_no_other_mark_is_taken(self, young, enter):
        client = enter(young.chair)
        for sent in ({}, {"do": "put_off", "step": "x"}, {"do": "eat", "step": "plan"}):
            assert client.post("/start/mark/", sent).status_code == 404

    def test_the_way_back_stands_on_other_pages_while_it_is_under_way(self, young, enter):
        client = enter(young.chair)
        assert "回到“开始使用”" not in words(client.get("/me/"))
        client.get("/start/")
        assert "回到“开始使用”" in words(client.get("/me/"))
        client.post("/start/mark/", {"do": "dismiss"})
        assert "回到“开始使用”" not in words(client.get("/me/"))


# --- people --------------------------------------------------------------------------------------


class TestPeople:
    def rows(self, *rows, **more):
        sent = dict(more)
        for n, row in enumerate(rows, 1):
            sent |= {f"r{n}-{name}": value for name, value in row.items()}
        return sent

    def test_ten_at_once(self, young, enter):
        client = enter(young.chair)
        sent = self.rows(
            {"name": " 林秀英 ", "sex": "f", "staff_no": "X2"}, {}, {"name": "赵明", "starts": "2021-01-05"},
            common="2020-09-01", once="k1",
        )  # fmt: skip
        assert client.post("/start/people/", sent).url == "/start/people/"
        lin = Membership.objects.get(person__name="林秀英")
        assert (lin.starts, lin.person.sex, lin.person.staff_no) == (date(2020, 9, 1), "f", "X2")
        assert Membership.objects.get(person__name="赵明").starts == date(2021, 1, 5)
        assert Step.objects.filter(org=young.org, verb="admit").count() == 2
        client.post("/start/people/", sent)
        assert Membership.objects.of(young.org).count() == 3
        assert "名册现有 <b>3</b> 人" in words(client.get("/start/people/"))

    @pytest.mark.parametrize(("row", "common", "said"), [
        ({"name": "孙丽华"}, "", "没有入会日期"), ({"staff_no": "X3"}, "2020-09-01", "没有写姓名"),
        ({"name": "单晓"}, "2020-09-01", "同名的请写工号"), ({"name": "孙丽华", "starts": "x"}, "", "日期"),
        ({"name": "孙丽华"}, "2026-03-11", "不能晚于今天"),
    ])  # fmt: skip
    def test_one_that_does_not_fit_keeps_all_that_was_typed(self, young, enter, row, common, said):
        sent = self.rows({"name": "林秀英", "starts": "2020-09-01"}, row, common=common)
        answer = enter(young.chair).post("/start/people/", sent)
        assert (
            answer.status_code == 422
            and said in words(answer)
            and 'value="林秀英"' in words(answer)
        )
        assert Membership.objects.of(young.org).count() == 1

    def test_the_actions_own_refusals_are_shown_at_their_row(self, young, enter):
        sent = self.rows(
            {"name": "林秀英", "staff_no": "X2"},
            {"name": "孙丽华", "staff_no": "X2"},
            common="2020-09-01",
        )
        page = words(enter(young.chair).post("/start/people/", sent))
        assert "第 2 人</a>：工号X2已经是林秀英" in page
        assert Membership.objects.of(young.org).count() == 1

    def test_an_empty_table(self, young, enter):
        assert "还没有填任何人" in words(enter(young.chair).post("/start/people/", {}))


# --- standards -----------------------------------------------------------------------------------


class TestStandards:
    def sure(self, *regions):
        lines = [line for pack in ("nation", *regions) for line in packs.lines_of(pack, DAY)]
        return [line.key for line in lines if line.sure]

    def test_only_what_is_in_force_is_offered(self):
        offered = dict(packs.regions(DAY))
        assert set(offered) == {"anhui-2025", "guangdong", "guizhou", "hunan-2018", "sichuan"}
        assert offered["sichuan"] == "四川省标准（转述）"

    def test_doubtful_rows_are_listed_and_never_taken(self, young, enter):
        page = words(enter(young.chair).get("/start/standards/"))
        doubtful = [line for line in packs.lines_of("nation", DAY) if not line.sure]
        assert doubtful and all(
            line.row.label in page and f'"{line.key}"' not in page for line in doubtful
        )
        assert "据转述，待核对" in page and "总工办发〔2017〕32号" in page
        for line in doubtful:
            with pytest.raises(Refused, match="待确认"):
                actions.adopt_standards(young.org, by=young.chair, keys=[line.key])
        assert not PolicyRow.objects.exists()

    def test_taken_over_they_hold_here_and_nowhere_else(self, cast):
        actions.adopt_standards(cast.first, by=cast.li, keys=self.sure("sichuan"))
        assert cap("care.cap.wedding", cast.first, DAY).value == "500"
        assert cap("care.cap.wedding", cast.first, DAY).row.source == "四川省标准（转述）"
        assert choice("activities.prize_share", cast.first, DAY).row.source == "四川省标准（转述）"
        assert not PolicyRow.objects.exclude(org=cast.first).exists()
        assert cap("care.cap.wedding", cast.second, DAY).row is None
        rows = PolicyRow.objects.count()
        actions.adopt_standards(cast.first, by=cast.li, keys=self.sure("sichuan"))
        assert PolicyRow.objects.count() == rows

    def test_a_region_is_exchanged_for_another(self, young, enter):
        client = enter(young.chair)
        client.post("/start/standards/", {"pack": "sichuan", "take": self.sure("sichuan")})
        client.post("/start/standards/", {"pack": "guangdong", "take": self.sure("guangdong")})
        sources = set(packs.adopted(young.org, DAY).values_list("source", flat=True))
        assert "广东省试行标准（转述）" in sources and "四川省标准（转述）" not in sources
        assert not PolicyRow.objects.filter(source="四川省标准（转述）").exists(), (
            "the same day: a slip"
        )
        with clock.at(DAY + timedelta(days=40)):
            actions.adopt_standards(young.org, by=young.chair, keys=self.sure())
        gone = PolicyRow.objects.filter(source="广东省试行标准（转述）")
        assert gone.exists() and {r.valid_to for r in gone} == {DAY + timedelta(days=39)}
        assert cap("care.cap.birth", young.org, DAY).value == "1000"

    def test_two_regions_at_once_are_refused(self, young):
        with pytest.raises(Refused, match="一个地区"):
            actions.adopt_standards(
                young.org, by=young.chair, keys=self.sure("sichuan", "guangdong")
            )

    def test_what_holds_already_is_ticked(self, young):
        actions.adopt_standards(young.org, by=young.chair, keys=["sichuan:care.cap.birth"])
        found = standards.shown(young.org, "")
        assert (found["chosen"], found["ticked"]) == ("sichuan", {"sichuan:care.cap.birth"})
        assert len(standards.shown(young.org, "guangdong")["ticked"]) > 5

    def test_nothing_ticked_is_said(self, young, enter):
        answer = enter(young.chair).post("/start/standards/", {"pack": "sichuan"})
        assert answer.status_code == 422 and "一条也没有勾选" in words(answer)

    def test_own_figures_with_their_own_source(self, young, enter):
        actions.adopt_standards(young.org, by=young.chair, keys=self.sure("sichuan"))
        client = enter(young.chair)
        sent = {"do": "own", "own-source": "本校慰问办法", "own-care_cap_wedding": "800"}
        answer = client.post("/start/standards/", sent)
        assert "不能高于 500 元/次" in words(answer) and 'value="800"' in words(answer)
        client.post(
            "/start/standards/",
            sent | {"own-care_cap_wedding": "400", "own-care_cap_illness": "600"},
        )
        row = cap("care.cap.wedding", young.org, DAY).row
        assert (row.value, row.source, row.confidence) == ("400", "本校慰问办法", "V")
        assert cap("care.cap.illness", young.org, DAY).value == "600"
        actions.set_own_standards(
            young.org,
            by=young.chair,
            source="新办法",
            starts=DAY,
            figures={"care.cap.illness": Decimal("700")},
        )
        assert cap("care.cap.illness", young.org, DAY).value == "700"
        assert cap("care.cap.illness", young.org, DAY - timedelta(days=1)).value == "600"

    @pytest.mark.parametrize(("change", "said"), [
        ({"source": "四川省标准（转述）"}, "本会自己的文件"), ({"starts": DAY + timedelta(days=1)}, "不能晚于今天"),
        ({"figures": {"care.cap.moon": 1}}, "没有这一项"),
    ])  # fmt: skip
    def test_own_figures_that_cannot_stand(self, young, change, said):
        given = {"source": "本校办法", "figures": {"care.cap.birth": Decimal("1")}} | change
        with pytest.raises(Refused, match=said):
            actions.set_own_standards(young.org, by=young.chair, **given)
        assert not PolicyRow.objects.exists()

    def test_standards_in_words(self):
        said = {line.key: line.words for line in packs.all_lines(DAY).values()}
        assert said["sichuan:care.cap.festival_year"] == "2,100 元/人·年"
        assert said["nation:care.relatives.death"] == "配偶、父母、子女"
        assert said["nation:committees.size.200"] == "3-7 人"
        assert said["nation:activities.prize_share"] == "2/3"


# --- plan, committee, slips ----------------------------------------------------------------------


class TestPlan:
    def test_from_the_calendar_one_plan_a_year(self, young, enter):
        client = enter(young.chair)
        there = client.post("/start/plan/", {"year": "2026"}).url
        assert there == f"/planning/plan/{Plan.objects.get().pk}/offers/"
        assert client.post("/start/plan/", {"year": "2026"}).url == there
        client.post("/start/plan/", {"year": "1999"})
        client.post("/start/plan/", {"year": "2027"})
        assert set(Plan.objects.values_list("year", flat=True)) == {2026, 2027}


class TestInvite:
    @pytest.fixture
    def peopled(self, young):
        rows = [
            (n, {"name": name, "starts": date(2020, 9, 1)}) for n, name in enumerate("甲乙丙丁", 1)
        ]
        actions.admit_rows(young.org, by=young.chair, rows=rows)
        young.who = {p.name: p for p in Person.objects.all()}
        return young

    def test_the_committee_and_its_posts(self, peopled, enter):
        who, client = peopled.who, enter(peopled.chair)
        sent = {
            "do": "seats", "starts": "2024-05-01", "term": "第一届", "years": "5",
            "chair": peopled.chair.pk, "vices": [who["甲"].pk], "members": [who["乙"].pk],
        }  # fmt: skip
        assert client.post("/start/invite/", sent).url == "/start/invite/"
        committee = Committee.objects.get()
        assert (committee.state, committee.term, committee.until) == (
            "current",
            "第一届",
            date(2029, 4, 30),
        )
        assert Seat.objects.serving().count() == 3
        assert post_holder(peopled.org, Post.VICE_CHAIR) == who["甲"]
        page = words(client.get("/start/invite/"))
        assert "登记选举结果" not in page and "副主席" in page

    def test_a_refusal_leaves_no_half_committee(self, peopled, enter):
        sent = {"do": "seats", "starts": "2019-01-01", "years": "5", "chair": peopled.chair.pk}
        answer = enter(peopled.chair).post("/start/invite/", sent)
        assert answer.status_code == 422 and "当日不是本会会员" in words(answer)
        assert not Committee.objects.exists()

    def test_slips_for_all_without_an_account(self, peopled, enter):
        client = enter(peopled.chair)
        assert "还有 <b>4</b> 人没有账号" in words(client.get("/start/invite/"))
        client.post("/start/invite/", {"do": "slips"})
        assert Invitation.objects.alive().count() == 4
        assert f"/paper/slips/{Batch.objects.get().pk}.pdf" in words(client.get("/start/invite/"))
        for name in "甲乙丙丁":
            Account.objects.create(username=name * 3, person=peopled.who[name])
        answer = client.post("/start/invite/", {"do": "slips"})
        assert answer.status_code == 422 and "没有需要发凭条的人" in words(answer)


def test_the_pages_of_a_young_union_are_few_queries(young, client, django_assert_max_num_queries):
    enter_as(client, young.chair)
    client.get("/start/")
    for there in ("/", *STEPS):
        with django_assert_max_num_queries(20):
            client.get(there)
