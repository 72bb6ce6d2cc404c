"""What a union brings before its congress year after year, from the form to the register and the paper:
the usual agenda, the report of a committee that goes, disclosure, taking part in making policies, schemes
of appraisal, and meetings that only listen."""

from datetime import date, timedelta

import pytest

from zhijia.domains.congress import actions, usual
from zhijia.domains.congress.documents import delegates as of_congress
from zhijia.domains.congress.documents import sessions as of_session
from zhijia.domains.congress.models import AgendaItem, Opinion, Session, editions
from zhijia.kernel import clock, waiting
from zhijia.kernel.actions import Step
from zhijia.kernel.people import Post
from zhijia.kernel.records import Fact, Record
from zhijia.kernel.refusals import NeedsReason, NotAllowed, Refused, WrongState
from zhijia.kernel.testing import office, person
from zhijia.kernel.waiting import waiting_for

from . import parts
from .test_documents import tables, text_of
from .test_records import facts_of

HERE = "/congress/session"


@pytest.fixture
def twelve(cast):
    people = parts.crowd(cast.first, 12)
    return people, parts.seated(cast, people)


@pytest.fixture
def principal(cast):
    who = person("高校长", "P001")
    office(cast.first, who, Post.PRINCIPAL)
    return who


def planned(cast, congress, **more):
    return actions.call(cast.first, by=cast.li, congresses=[congress], on=clock.today(), **more)


def tick(client, session, *keys, **more):
    return client.post(f"{HERE}/{session.pk}/put_usual/", {"which": keys} | more)


def sent(cast, session, tellers):
    """Approved, and the papers sent."""
    actions.name_tellers(session, by=cast.li, people=tellers[:2])
    actions.approve_agenda(session, by=cast.dang)
    return actions.send_papers(session, by=cast.li)


def sit(cast, session, there=None):
    actions.open_doors(session, by=cast.li)
    parts.enter(cast, session, there)
    return actions.open_session(session, by=cast.li)


def through(cast, session, yes=12):
    """Every matter in its turn, the votes by hands."""
    for item in session.items.filter(state="listed"):
        actions.take_up(item, by=cast.li)
        if item.votes:
            actions.count_hands(item, by=cast.li, yes=yes, no=item.part.present() - yes, abstain=0)
        else:
            actions.finish_hearing(item, by=cast.li, notes=f"听取{item.title}后讨论。")
    return actions.close(session, by=cast.li)


def waits(cast, who, words):
    return any(words in line.title for line in waiting_for(who, cast.first))


# --- the usual agenda -------------------------------------------------------------------------------


@pytest.mark.req("R-028")
def test_the_usual_reports_and_plans_are_ticked_heard_passed_and_only_then_in_force(
    cast, twelve, enter
):
    people, congress = twelve
    session = planned(cast, congress)
    client = enter(cast.li)
    page = client.get(f"{HERE}/{session.pk}/put_usual/").content.decode()
    for title in ("学校工作报告", "工会工作报告", "财务预决算报告", "学校发展规划", "民主评议干部方案",
                  "结构工资（绩效工资）实施方案", "教职工考核方案", "下一年度工作计划"):  # fmt: skip
        assert title in page
    keys = ("work", "union", "money", "plan", "next", "pay", "appraise", "assess")
    assert tick(client, session, *keys).status_code == 302
    found = {i.title: (i.power, i.method) for i in session.items.all()}
    assert len(found) == 8 and found["学校工作报告"] == ("reports", "none")
    assert found["学校发展规划"] == ("plans", "none"), "a plan is heard and commented (rules 1.11)"
    assert {found[t] for t in found if t.endswith("方案")} == {("pass", "secret")}, (
        "rules 1.13, 1.52"
    )
    for item in session.items.filter(power="pass"):
        given = {"title": item.title, "power": "pass", "method": "hands", "reason": "人少"}
        answer = client.post(f"/congress/agendaitem/{item.pk}/change/", given | {"seats": "1"})
        assert answer.status_code == 302
    sent(cast, session, people)
    opinion = actions.raise_opinion(
        session, by=people[3], item=session.items.get(title="学校发展规划"), text="应写明班额上限"
    )
    actions.answer_opinion(opinion, by=cast.dang, outcome="partly", answer="写入远期目标")
    pay = session.items.get(power="pass", title__startswith="结构工资")
    with pytest.raises(WrongState):
        actions.put_in_force(pay, by=cast.li, effective=clock.today())
    through(cast, sit(cast, session), yes=7)
    pay.refresh_from_db()
    assert (
        client.post(
            f"/congress/agendaitem/{pay.pk}/put_in_force/", {"effective": f"{clock.today()}"}
        ).status_code
        == 302
    )
    assert facts_of(session) == {"congress.sessions": 1, "congress.attended": 12,
                                 "congress.heard": 5, "congress.adopted": 3}  # fmt: skip
    assert [row[1] for row in tables(of_congress.rules_book(congress, cast.zhao))[0]] == [
        "结构工资（绩效工资）实施方案", "民主评议干部方案", "教职工考核方案",
    ]  # fmt: skip
    words = text_of(of_session.resolution(session, cast.zhao))
    assert "会议听取了学校发展规划" in words and "《教职工考核方案》，经表决通过" in words
    assert "写入远期目标" in text_of(of_session.opinions(session, cast.zhao))


def test_what_stands_on_the_agenda_is_not_offered_again_and_nothing_ticked_is_asked_for(
    cast, twelve, enter
):
    session, client = planned(cast, twelve[1]), enter(cast.li)
    assert tick(client, session, "work").status_code == 302
    page = client.get(f"{HERE}/{session.pk}/put_usual/").content.decode()
    assert 'value="work"' not in page and 'value="union"' in page
    for keys in (("work",), ("no-such",), ()):
        assert tick(client, session, *keys).status_code == 422
    with pytest.raises(Refused, match="都已经在议程上"):
        actions.put_usual(session, by=cast.li, which=["work"])
    actions.withdraw(session.items.get(), by=cast.li, reason="改期报告")
    assert tick(client, session, "work").status_code == 302, "what was taken off may come again"
    assert [s.verb for s in Step.objects.about(session)].count("put_usual") == 2


def test_after_the_approval_usual_matters_need_a_reason_too(cast, twelve, enter):
    session = parts.called(cast, twelve[1])
    client = enter(cast.li)
    answer = tick(client, session, "money")
    assert answer.status_code == 422 and "议程已经批准" in answer.content.decode()
    assert session.items.count() == 1
    assert tick(client, session, "money", reason="代表联名提出").status_code == 302
    assert tick(client, session, "order").status_code == 302, "business of order needs none"


@pytest.mark.parametrize("kind", ["joint", "study", "hearing", "life"])
def test_a_meeting_that_decides_nothing_has_no_usual_agenda(cast, twelve, kind):
    session = planned(cast, twelve[1], kind=kind)
    with pytest.raises(WrongState):
        actions.put_usual(session, by=cast.li, which=["pay"])


@pytest.mark.parametrize("who", ["sun", "dang", "zhao", "zhou", "chen"])
def test_only_who_prepares_a_session_fills_its_agenda(cast, twelve, who):
    with pytest.raises(NotAllowed):
        actions.put_usual(planned(cast, twelve[1]), by=getattr(cast, who), which=["work"])


def test_the_usual_agenda_speaks_as_the_unit_is_called(cast):
    titles = {u.key: u.title for u in usual.usual_for(cast.first)}
    assert titles["open"] == "校务公开工作报告"
    cast.first.kind = "kindergarten"
    titles = {u.key: (u.title, u.presenter) for u in usual.usual_for(cast.first)}
    assert titles["open"][0] == "园务公开工作报告"
    assert titles["work"] == ("幼儿园工作报告", "园长")


# --- the committee that goes ------------------------------------------------------------------------


@pytest.mark.req("R-006")
def test_a_committee_that_goes_reports_on_its_whole_term_to_delegates_and_guests(
    cast, twelve, enter
):
    people, congress = twelve
    from zhijia.domains.congress.models import Congress

    Congress.objects.filter(pk=congress.pk).update(body="members", starts=date(2021, 9, 1))
    congress.refresh_from_db()
    with clock.at(date(2023, 10, 10)):  # a session in an earlier year of the old term
        old = parts.called(cast, congress)
        through(cast, sit(cast, old, 10), yes=10)
    actions.end(congress, by=cast.li, on=clock.today() - timedelta(days=1))
    after = parts.crowd(cast.first, 12, "新代表")
    fresh = parts.seated(cast, after, body="staff")
    Congress.objects.filter(pk=fresh.pk).update(body="members", number=9, starts=clock.today())
    fresh.refresh_from_db()
    session = planned(cast, fresh)
    client = enter(cast.li)
    assert tick(client, session, usual.TERM).status_code == 302
    item = session.items.get()
    assert item.title == "本届工会委员会届满工作报告" and item.presenter == "工会主席"
    assert "2021年9月至" in item.words and "召开教职工代表大会1次，出席代表10人次" in item.words
    assert "提案" not in item.words, "no sentence without figures"
    text = item.words + "\n今后要继续办好职工之家。"
    given = {
        "title": item.title,
        "power": "reports",
        "presenter": "李建国",
        "words": text,
        "seats": "1",
    }
    assert client.post(f"/congress/agendaitem/{item.pk}/change/", given).status_code == 302
    sent(cast, session, after)
    actions.invite(session, by=cast.li, people=[cast.tian], role="guest")
    item.refresh_from_db()
    paper = of_session.speech(item, after[0])
    words = text_of(paper)
    assert "各位代表，各位来宾：" in words and "今后要继续办好职工之家。" in words
    assert "请代表提出意见" in words
    for who, status in ((after[0], 200), (cast.zhou, 404), (cast.chen, 404)):
        there = f"/paper/congress-speech/{item.pk}.docx"
        assert enter(who).get(there).status_code == status
    opinion = actions.raise_opinion(session, by=after[0], item=item, text="报告应提到工会小组")
    actions.answer_opinion(opinion, by=cast.dang, outcome="adopted", answer="")
    through(cast, sit(cast, session))
    item.refresh_from_db()
    assert item.state == "heard" and facts_of(session)["congress.heard"] == 1
    assert "会议听取了本届工会委员会届满工作报告" in text_of(
        of_session.resolution(session, after[0])
    )
    page = enter(after[0]).get(f"/congress/agendaitem/{item.pk}/").content.decode()
    assert "今后要继续办好职工之家" in page and "报告应提到工会小组" in page


def test_a_report_of_the_term_says_money_in_fen_and_leaves_out_what_was_not(cast, twelve):
    from zhijia.kernel.measures import Book

    book = Book(cast.first, date(2020, 1, 1), clock.today())
    assert usual.say("召开{congress.sessions}次", book) == ""
    assert usual.say("没有数字的话", book) == ""
    with clock.at(clock.now()):
        through(cast, sit(cast, parts.called(cast, twelve[1]), 9), yes=9)
    book = Book(cast.first, date(2020, 1, 1), clock.today())
    said = usual.say("召开{congress.sessions}次，通过{congress.adopted}项", book)
    assert said == "召开1次。"
    assert usual.figure("congress.sessions", book.value("congress.sessions") * 100) == "100"
    money = next(m.code for m in usual.metrics.values() if m.money)
    assert usual.figure(money, book.value("congress.sessions")) == "1.00"


def test_a_first_congress_reports_on_its_own_time(cast, twelve):
    session = planned(cast, twelve[1])
    assert usual.term_of(session) == (parts.FROM, clock.today() - timedelta(days=1))


# --- disclosure -------------------------------------------------------------------------------------


@pytest.mark.req("R-044")
@pytest.mark.parametrize(("yes", "state"), [(7, "adopted"), (6, "returned")])
def test_disclosure_is_reported_to_the_congress_and_voted_on(cast, twelve, enter, yes, state):
    people, congress = twelve
    session, client = planned(cast, congress), enter(cast.li)
    assert tick(client, session, "open").status_code == 302
    item = session.items.get()
    given = {"title": item.title, "power": "reports", "method": "hands", "seats": "1",
             "presenter": "校务公开领导小组", "words": "公开事项四十二项。"}  # fmt: skip
    assert client.post(f"/congress/agendaitem/{item.pk}/change/", given).status_code == 302
    sent(cast, session, people)
    sit(cast, session, 10)
    actions.take_up(item, by=cast.li)
    answer = client.post(
        f"/congress/agendaitem/{item.pk}/count_hands/",
        {"yes": yes, "no": 10 - yes, "abstain": 0, "notes": "要求公布招标结果。"},
    )
    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.state == state and "以全体 12 人计，须 7 票以上赞成" in item.sentence
    actions.resolve(session, by=cast.li, item=item, text="公布招标结果", owner=cast.sun)
    assert waits(cast, cast.sun, "落实决议：公布招标结果")
    actions.close(session, by=cast.li)
    assert facts_of(session)[f"congress.{state}"] == 1
    words = text_of(of_session.minutes(session, cast.li))
    assert "校务公开领导小组：校务公开工作报告" in words and "要求公布招标结果。" in words
    assert "公开事项四十二项。" in text_of(of_session.speech(item, cast.zhao))
    assert ("经表决通过" in text_of(of_session.resolution(session, cast.zhao))) == (yes == 7)


# --- from the source --------------------------------------------------------------------------------


@pytest.mark.req("R-045")
def test_who_took_part_in_making_a_policy_is_kept_with_stage_opinion_and_answer(
    cast, twelve, enter, principal
):
    people, congress = twelve
    session, client = planned(cast, congress), enter(cast.li)
    assert tick(client, session, "pay").status_code == 302
    item = session.items.get()
    there = f"/congress/agendaitem/{item.pk}/join_making/"
    assert client.get(there).status_code == 200
    given = {"stage": "idea", "text": "先做工资调查"}
    assert client.post(there, given).status_code == 302
    given = {"stage": "draft", "text": "试用期教师也应调整", "person": people[4].pk}
    assert client.post(there, given).status_code == 302
    first, second = session.opinions.all()
    assert (first.by, first.stage) == (cast.li, "idea")
    assert (second.by, second.stage) == (people[4], "draft")
    assert waits(cast, principal, "答复代表意见：试用期教师也应调整")
    asked = {"outcome": "adopted", "answer": "写入第二条"}
    school = enter(principal)
    assert school.post(f"/congress/opinion/{second.pk}/answer_opinion/", asked).status_code == 302
    answer = school.post(f"/congress/opinion/{first.pk}/answer_opinion/", {"outcome": "not"})
    assert answer.status_code == 422 and "要向代表说明理由" in answer.content.decode()
    look = lambda who: enter(who).get("/congress/opinion/?stage=draft").content.decode()  # noqa: E731
    assert "试用期教师也应调整" in look(people[4]), (
        "who said it sees it before the session is called"
    )
    assert "试用期教师也应调整" not in look(people[0])
    sent(cast, session, people)
    assert "试用期教师也应调整" in look(people[0]) and "先做工资调查" not in look(people[0])
    found = Fact.objects.filter(metric="congress.joined", org=cast.first)
    assert [int(f.value) for f in found] == [1], "what is not answered yet is no finished work"
    kind = Record.objects.get(kind="congress.opinion", source_id=second.pk)
    assert kind.public == "" and kind.stage == "done"
    rows = tables(of_session.opinions(session, cast.li))[0]
    assert [row[4] for row in rows] == ["酝酿", "起草"] and rows[1][5] == "采纳　写入第二条"
    assert people[4].name not in text_of(of_session.opinions(session, cast.li))


def test_who_comes_when_the_doors_are_open_does_not_come_to_the_source(cast, twelve):
    pay = {"title": "绩效工资方案", "power": "pass", "method": "hands", "reason": "人少"}
    session = parts.gathered(cast, twelve[1], items=[pay])
    with pytest.raises(Refused, match="政策已经提交大会"):
        actions.join_making(session.items.get(), by=cast.li, stage="idea", text="意见")
    item = parts.on_floor(cast, actions.open_session(session, by=cast.li))
    with pytest.raises(WrongState):
        actions.join_making(item, by=cast.li, stage="idea", text="意见")


@pytest.mark.parametrize("power", ["reports", "proposals", "procedure", "other", "supervise"])
def test_only_policies_are_made_together(cast, twelve, power):
    session = planned(cast, twelve[1])
    item = actions.put(session, by=cast.li, title="事项", power=power)
    with pytest.raises(WrongState):
        actions.join_making(item, by=cast.li, stage="idea", text="意见")


def test_who_is_no_delegate_does_not_take_part_as_one(cast, twelve, enter):
    session = planned(cast, twelve[1])
    item = actions.put(session, by=cast.li, title="薪酬方案", power="pass")
    with pytest.raises(Refused, match="赵明不是代表"):
        actions.join_making(item, by=cast.li, stage="idea", text="意见", person=cast.zhao)
    there = f"/congress/agendaitem/{item.pk}/join_making/"
    for given in (
        {"stage": "idea", "text": " "}, {"stage": "nowhere", "text": "意见"}, {"text": "意见"},
        {"stage": "idea", "text": "意" * 4001}, {"stage": "idea", "text": "意见", "person": cast.zhou.pk},
    ):  # fmt: skip
        assert enter(cast.li).post(there, given).status_code == 422
    assert not Opinion.objects.exists()
    for who in (cast.sun, cast.zhao):
        with pytest.raises(NotAllowed):
            actions.join_making(item, by=who, stage="idea", text="意见")


# --- the scheme of appraisal ------------------------------------------------------------------------


@pytest.mark.req("R-080")
def test_the_scheme_of_appraisal_is_passed_in_editions_and_appraisals_stand_on_it(
    cast, twelve, enter
):
    people, congress = twelve
    scheme = {"power": "pass", "method": "hands", "reason": "人少", "title": "民主评议干部方案"}
    appraisal = {"title": "评议中层干部", "power": "appraise", "options": ["高校长"]}

    def basis(day):
        with clock.at(day):
            session = planned(cast, congress)
            item = actions.put(session, by=cast.li, **appraisal)
        return enter(cast.li).get(f"/congress/agendaitem/{item.pk}/").content.decode()

    first = passed(cast, congress, date(2025, 3, 3), scheme | {"words": "分四等评议。"})
    assert "依据" not in basis(date(2025, 3, 4)), "passed is not yet in force"
    actions.put_in_force(first, by=cast.li, effective=date(2025, 4, 1))
    assert "民主评议干部方案（第 1 版）" in basis(date(2025, 4, 1))
    assert "依据" not in basis(date(2025, 3, 31))
    second = passed(cast, congress, date(2026, 3, 3), scheme | {"words": "增加廉洁一项。"})
    actions.put_in_force(second, by=cast.li, effective=date(2026, 4, 1))
    actions.repeal(first, by=cast.li, on=date(2026, 4, 1), reason="由第二版代替")
    failed = passed(cast, congress, date(2026, 9, 3), scheme, yes=6)
    assert failed.state == "returned" and failed.pk not in editions(cast.first)
    assert "民主评议干部方案（第 1 版）" in basis(date(2026, 3, 31))
    assert "民主评议干部方案（第 2 版）" in basis(date(2026, 4, 1))
    rows = tables(of_congress.rules_book(congress, cast.zhao))[0]
    assert [row[3:] for row in rows] == [
        ["2025-03-03", "2025-04-01", "2026-04-01", "1"], ["2026-03-03", "2026-04-01", "", "2"],
    ]  # fmt: skip
    page = enter(cast.zhao).get(f"/congress/agendaitem/{second.pk}/").content.decode()
    assert "第 2 版" in page and "增加廉洁一项。" in page
    page = enter(cast.zhao).get("/congress/agendaitem/?power=pass&state=adopted").content.decode()
    assert page.count("民主评议干部方案") == 2


def passed(cast, congress, day, given, yes=12):
    """A session of that day with this one matter, decided by hands."""
    with clock.at(day):
        session = parts.opened(cast, congress, items=[given])
        item = parts.on_floor(cast, session)
        actions.count_hands(item, by=cast.li, yes=yes, no=12 - yes, abstain=0)
        actions.close(session, by=cast.li)
    return AgendaItem.objects.select_related("session", "org").get(pk=item.pk)


# --- meetings that listen ---------------------------------------------------------------------------


@pytest.mark.req("R-078")
def test_a_meeting_of_appraisal_hears_everybody_s_opinion_and_each_is_answered(
    cast, twelve, enter, principal
):
    people, congress = twelve
    client = enter(cast.li)
    given = {
        "congresses": [congress.pk],
        "kind": "hearing",
        "on": f"{clock.today()}",
        "place": "会议室",
    }
    assert client.post(f"{HERE}/call/", given).status_code == 302
    session = Session.objects.get()
    assert str(session) == "第八届教职工代表大会民主评议会" and session.parts.get().number == 0
    actions.put(session, by=cast.li, title="听取对学校工作的意见", power="supervise")
    actions.send_papers(session, by=cast.li)
    actions.invite(session, by=cast.li, people=[cast.zhao])
    actions.open_doors(session, by=cast.li)
    parts.enter(cast, session, 3)
    actions.check_in(parts.line_of(session, cast.zhao), by=cast.li)
    actions.open_session(session, by=cast.li)  # who listens needs no quorum
    item = parts.on_floor(cast, session)
    for who, text in ((people[0], "食堂排队太久"), (cast.zhao, "晚自习次数偏多")):
        answer = enter(who).post(
            f"{HERE}/{session.pk}/raise_opinion/", {"text": text, "item": item.pk}
        )
        assert answer.status_code == 302
    actions.finish_hearing(item, by=cast.li, notes="逐条听取，当场说明两条。")
    actions.close(session, by=cast.li)
    for opinion, said in zip(session.opinions.all(), ("adopted", "partly"), strict=True):
        assert waits(cast, principal, f"答复代表意见：{opinion}")
        actions.answer_opinion(opinion, by=principal, outcome=said, answer="本学期改")
    assert facts_of(session) == {
        "congress.hearings": 1,
        "congress.attended": 3,
        "congress.heard": 1,
    }
    page = enter(cast.hua).get("/congress/opinion/?state=answered").content.decode()
    assert "食堂排队太久" in page and "晚自习次数偏多" in page
    rows = tables(of_session.opinions(session, cast.zhao))[0]
    assert [row[2] for row in rows] == ["食堂排队太久", "晚自习次数偏多"]
    assert "逐条听取" in text_of(of_session.minutes(session, cast.li))


@pytest.mark.req("R-079")
def test_opinions_for_the_party_s_own_meeting_are_gathered_with_its_consent_and_handed_over(
    cast, twelve, enter
):
    people, congress = twelve
    with clock.at(date(2026, 6, 10)):
        session = planned(cast, congress, kind="life")
        assert str(session) == "第八届教职工代表大会民主生活会征求意见会"
        actions.put(session, by=cast.li, title="征求对支部班子的意见", power="other")
        with pytest.raises(Refused, match="议程要先由党组织批准"):
            actions.send_papers(session, by=cast.li)
        assert waits(cast, cast.dang, "批准议程")
        party = enter(cast.dang)
        assert party.post(f"{HERE}/{session.pk}/approve_agenda/").status_code == 302
        session.refresh_from_db()
        actions.send_papers(session, by=cast.li)
        actions.raise_opinion(session, by=people[0], text="学习要结合教学")
        sit(cast, session, 4)
        actions.raise_opinion(session, by=people[1], text="多听一线教师的话")
        through(cast, session)
        for opinion in session.opinions.all():
            given = {"outcome": "adopted", "answer": "列入整改清单"}
            there = f"/congress/opinion/{opinion.pk}/answer_opinion/"
            assert enter(cast.dang).post(there, given).status_code == 302
        actions.write_minutes(
            session, by=cast.li, minutes="六月十日征求意见。", resolution="整改两项。"
        )
        actions.sign(session, by=cast.li)
    assert facts_of(session) == {
        "congress.hearings": 1,
        "congress.attended": 4,
        "congress.heard": 1,
    }
    words = text_of(of_session.opinions(session, cast.dang))
    assert words.count("列入整改清单") == 2 and people[0].name not in words
    answer = enter(cast.dang).get(f"/paper/congress-opinions/{session.pk}.pdf")
    assert answer.status_code == 200
    page = enter(cast.dang).get(f"{HERE}/{session.pk}/").content.decode()
    assert "党组织批准议程" in page and "征求对支部班子的意见" in page


@pytest.mark.parametrize("kind", ["hearing", "life"])
def test_a_meeting_that_listens_votes_on_nothing_and_reports_to_nobody(cast, twelve, kind):
    session = planned(cast, twelve[1], kind=kind)
    for power in ("pass", "election", "appraise"):
        with pytest.raises(Refused, match="不能表决"):
            actions.put(session, by=cast.li, title="事项", power=power, options=["甲", "乙"])
    with pytest.raises(Refused, match="不能表决"):
        actions.put(session, by=cast.li, title="事项", power="other", method="hands")
    waiting.sync(session)
    assert not waits(cast, cast.li, "向上级工会报告")
    assert str(planned(cast, twelve[1])).endswith("第一次会议"), "it is not counted as a session"


def test_a_hearing_needs_no_consent_and_a_training_none_either(cast, twelve):
    for kind, asks in (("hearing", False), ("study", False), ("joint", False), ("life", True), ("regular", True), ("extra", True)):  # fmt: skip
        assert Session(kind=kind).asks_party == asks
    session = planned(cast, twelve[1], kind="hearing")
    actions.put(session, by=cast.li, title="听取意见", power="other")
    assert not waits(cast, cast.dang, "批准议程")
    with pytest.raises(NeedsReason, match="临时会议要写明"):
        planned(cast, twelve[1], kind="extra")
