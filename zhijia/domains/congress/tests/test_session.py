"""Preparing, opinions, minutes, report and resolutions (rules 1.04, 1.07, 1.19, 1.53, 1.55, 1.58)."""

from datetime import date, timedelta

import pytest

from zhijia.domains.congress import actions, calendars, preparing, writing
from zhijia.domains.congress.models import AgendaItem, Attendee, Session
from zhijia.kernel import clock
from zhijia.kernel.documents.models import attachments_of
from zhijia.kernel.refusals import NeedsReason, NotAllowed, Refused, WrongState
from zhijia.kernel.waiting import waiting_for

from . import parts


@pytest.fixture
def twelve(cast):
    people = parts.crowd(cast.first, 12)
    return people, parts.seated(cast, people)


def call(cast, congress, **more):
    return actions.call(
        cast.first, by=cast.li, congresses=[congress], on=clock.today() + timedelta(20), **more
    )


@pytest.mark.req("R-026")
def test_sessions_are_named_and_numbered_within_the_term(cast, twelve):
    first, second = call(cast, twelve[1]), call(cast, twelve[1])
    assert str(first) == "第八届教职工代表大会第一次会议"
    assert str(second) == "第八届教职工代表大会第二次会议"
    actions.call_off(second, by=cast.li, reason="延期")
    assert str(call(cast, twelve[1])) == "第八届教职工代表大会第二次会议"


def test_an_extra_session_says_who_asked_for_it(cast, twelve):
    with pytest.raises(NeedsReason, match="临时会议要写明"):
        call(cast, twelve[1], kind="extra")


def test_a_congress_without_delegates_is_not_called(cast, twelve):
    congress = twelve[1]
    actions.end(congress, by=cast.li)
    with pytest.raises(Refused, match="已经届满"):
        call(cast, congress)


@pytest.mark.req("R-033")
def test_papers_wait_for_the_party_organisation(cast, twelve):
    session = call(cast, twelve[1])
    with pytest.raises(Refused, match="还没有列议题"):
        actions.send_papers(session, by=cast.li)
    actions.put(session, by=cast.li, title="学校工作报告", power="reports")
    with pytest.raises(Refused, match="议程要先由党组织批准"):
        actions.send_papers(session, by=cast.li)
    assert any("批准议程" in line.title for line in waiting_for(cast.dang, cast.first))
    with pytest.raises(NotAllowed):
        actions.approve_agenda(session, by=cast.li)
    actions.approve_agenda(session, by=cast.dang)
    assert not any("批准议程" in line.title for line in waiting_for(cast.dang, cast.first))
    assert actions.send_papers(session, by=cast.li).state == "called"
    assert any("阅读会议材料" in line.title for line in waiting_for(twelve[0][0], cast.first))
    actions.read_papers(session, by=twelve[0][0])
    assert not any("阅读会议材料" in line.title for line in waiting_for(twelve[0][0], cast.first))
    assert session.receipts.count() == 1


def test_late_papers_are_said_but_do_not_stop(cast, twelve):
    session = parts.called(cast, twelve[1])
    papers = [c for c in preparing.checks(preparing.Stand.of(session)) if "材料" in c.what][0]
    assert not papers.done and "开会前 0 天，规定提前 7 天" in papers.words


def test_what_is_added_after_the_approval_needs_a_reason(cast, twelve):
    session = parts.called(cast, twelve[1])
    with pytest.raises(NeedsReason, match="议程已经批准"):
        actions.put(session, by=cast.li, title="临时动议", power="other")
    assert actions.put(session, by=cast.li, title="临时动议", power="other", reason="代表联名").pk


def test_the_presidium_comes_from_the_delegates_and_is_odd(cast, twelve):
    people, congress = twelve
    session = call(cast, congress)
    with pytest.raises(Refused, match="不是代表"):
        actions.name_presidium(session, by=cast.li, people=[cast.zhao])
    actions.name_presidium(session, by=cast.li, people=people[:6])
    check = [c for c in preparing.checks(preparing.Stand.of(session)) if c.what == "主席团"][0]
    assert not check.done and "主席团 6 人" in check.words
    actions.name_presidium(session, by=cast.li, people=people[:7])
    check = [c for c in preparing.checks(preparing.Stand.of(session)) if c.what == "主席团"][0]
    assert check.done


def test_one_teller_is_not_enough(cast, twelve):
    session = call(cast, twelve[1])
    with pytest.raises(Refused, match="至少要有两位监票人"):
        actions.name_tellers(session, by=cast.li, people=twelve[0][:1])


# --- opinions ---------------------------------------------------------------------------------------


def test_an_opinion_that_is_not_adopted_is_given_a_reason(cast, twelve):
    people, congress = twelve
    session = parts.called(cast, congress)
    opinion = actions.raise_opinion(session, by=people[0], text="请写明时限")
    with pytest.raises(NotAllowed):
        actions.answer_opinion(opinion, by=cast.li, outcome="not", answer="无")
    with pytest.raises(NeedsReason, match="要向代表说明理由"):
        actions.answer_opinion(opinion, by=cast.dang, outcome="not", answer=" ")
    actions.answer_opinion(opinion, by=cast.dang, outcome="partly", answer="先试行一学期")
    assert (opinion.state, opinion.answered) == ("answered", clock.today())


def test_who_is_not_on_the_roll_raises_none(cast, twelve):
    session = parts.called(cast, twelve[1])
    with pytest.raises(NotAllowed):
        actions.raise_opinion(session, by=cast.zhao, text="我也说一句")


def test_only_the_head_speaks_for_the_delegation(cast, twelve):
    people, congress = twelve
    actions.form_delegations(congress, by=cast.li, delegations=[("一团", ["全校"])])
    delegation = congress.delegations.get()
    actions.name_head(delegation, by=cast.li, head=people[1])
    session = parts.called(cast, congress)
    with pytest.raises(Refused, match="只有团长"):
        actions.raise_opinion(session, by=people[0], text="意见", for_delegation=True)
    assert (
        actions.raise_opinion(session, by=people[1], text="意见", for_delegation=True).delegation
        == delegation
    )


@pytest.mark.req("R-036")
def test_a_meeting_of_heads_calls_the_heads_alone(cast, twelve):
    people, congress = twelve
    actions.form_delegations(congress, by=cast.li, delegations=[("一团", ["全校"])])
    actions.name_head(congress.delegations.get(), by=cast.li, head=people[1])
    session = actions.call(
        cast.first, by=cast.li, congresses=[congress], on=clock.today(), kind="joint"
    )
    actions.put(session, by=cast.li, title="讨论", power="other")
    actions.send_papers(session, by=cast.li)
    assert [a.person for a in Attendee.objects.at(session)] == [people[1]]
    assert session.parts.get().number == 0


# --- speakers ---------------------------------------------------------------------------------------


def test_speakers_stand_in_the_order_of_asking(cast, twelve):
    people, congress = twelve
    session = parts.opened(cast, congress, there=10)
    item = parts.on_floor(cast, session)
    for person in (people[3], people[1], people[3]):
        actions.ask_floor(item, by=person)
    assert [s.person for s in item.speakers.all()] == [people[3], people[1]]
    with pytest.raises(Refused, match="签到之后才能要求发言"):
        actions.ask_floor(item, by=people[11])
    first, second = item.speakers.all()
    actions.give_floor(item, by=cast.li, speaker=first.pk)
    actions.give_floor(item, by=cast.li, speaker=second.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.ended and second.began and not second.ended
    actions.finish_hearing(item, by=cast.li)
    second.refresh_from_db()
    assert second.ended


# --- afterwards -------------------------------------------------------------------------------------


def closed(cast, congress, **more):
    items = [
        {"title": "学校工作报告", "power": "reports", "presenter": "校长"},
        {"title": "会议议程", "power": "procedure"},
        {"title": "评优办法", "power": "pass", "method": "hands", "reason": "人少"},
    ]
    session = parts.opened(cast, congress, items=items, there=9, **more)
    for item in session.items.all():
        actions.take_up(item, by=cast.li)
        if item.votes:
            actions.count_hands(
                item, by=cast.li, yes=5 if item.power == "pass" else 9, no=0, abstain=0
            )
        else:
            actions.finish_hearing(item, by=cast.li, notes="代表发言三人。")
    return actions.close(session, by=cast.li)


@pytest.mark.req("R-027")
def test_minutes_and_resolution_follow_from_what_happened(cast, twelve):
    session = closed(cast, twelve[1], place="报告厅")
    words = writing.minutes_of(session)
    assert "应到代表 12 人，实到 9 人" in words and "代表发言三人" in words
    resolution = writing.resolution_of(session)
    assert "听取了学校工作报告" in resolution
    assert "《评优办法》，未获通过，退回修改" in resolution and "会议议程" not in resolution


def test_signed_minutes_are_frozen(cast, twelve):
    session = closed(cast, twelve[1])
    with pytest.raises(Refused, match="还没有写会议记录"):
        actions.sign(session, by=cast.li)
    actions.write_minutes(session, by=cast.li, minutes="记录", resolution="决议")
    actions.sign(session, by=cast.li)
    with pytest.raises(WrongState):
        actions.write_minutes(session, by=cast.li, minutes="改写", resolution="改写")
    with pytest.raises(WrongState):
        actions.put(session, by=cast.li, title="补一项", power="other", reason="补")


def test_the_report_is_due_seven_working_days_after_the_close(cast, twelve):
    with clock.at(date(2026, 9, 23)):
        session = closed(cast, twelve[1])
        # the Mid-Autumn festival and the National Day lie between: 24, 27*, 28, 29, 30 September …
        due = calendars.report_due(session)
        assert due > date(2026, 9, 23) + timedelta(days=8)
        assert any("向上级工会报告" in w.title for w in waiting_for(cast.li, cast.first))
        actions.report_up(session, by=cast.li)
        assert not any("向上级工会报告" in w.title for w in waiting_for(cast.li, cast.first))


def test_a_report_before_the_close_is_refused(cast, twelve):
    session = closed(cast, twelve[1])
    with pytest.raises(Refused, match="早于闭会日期"):
        actions.report_up(session, by=cast.li, on=clock.today() - timedelta(days=1))


@pytest.mark.req("R-035")
def test_a_resolution_is_followed_until_it_is_done(cast, twelve):
    session = closed(cast, twelve[1])
    resolution = actions.resolve(
        session, by=cast.li, text="修订评优办法", owner=cast.qian, due=clock.today()
    )
    assert any("落实决议" in w.title for w in waiting_for(cast.qian, cast.first))
    with pytest.raises(NotAllowed):
        actions.report_progress(resolution, by=cast.zhao, words="好了")
    actions.report_progress(resolution, by=cast.qian, words="已征求意见")
    actions.carry_out(
        resolution, by=cast.qian, words="已印发", files=[("办法.txt", "正文".encode())]
    )
    assert resolution.state == "done" and "已征求意见" in resolution.progress
    assert attachments_of(resolution).count() == 1
    assert not any("落实决议" in w.title for w in waiting_for(cast.qian, cast.first))


def test_what_was_not_taken_up_is_said_in_the_minutes(cast, twelve):
    session = parts.opened(cast, twelve[1], there=9)
    actions.close(session, by=cast.li)
    assert "学校工作报告。未进行。" in writing.minutes_of(session)


def test_the_record_counts_what_was_heard_and_adopted_and_names_nobody(cast, twelve):
    from zhijia.kernel.records import Fact, Record

    session = closed(cast, twelve[1])
    record = Record.objects.get(kind="congress.session", source_id=session.pk)
    facts = dict(Fact.objects.filter(record=record).values_list("metric", "value"))
    assert (facts["congress.sessions"], facts["congress.attended"]) == (1, 9)
    assert facts["congress.heard"] == 1 and facts["congress.returned"] == 1
    assert session.title in record.public


def test_a_thousand_lines_are_not_rewritten_when_one_arrives(cast, django_assert_max_num_queries):
    congress = parts.seated(cast, parts.crowd(cast.first, 300))
    session = parts.gathered(cast, congress, there=0)
    line = Attendee.objects.at(session).select_related("part__session", "person", "org").first()
    with django_assert_max_num_queries(18):
        actions.check_in(line, by=cast.li)


def test_marks_at_the_door_are_answered_one_by_one(cast, twelve):
    session = parts.gathered(cast, twelve[1], there=0)
    lines = list(Attendee.objects.at(session)[:2])
    said = actions.take_marks(
        session, [{"id": lines[0].pk}, {"id": lines[0].pk}, {"id": 0}, {"card": "nonsense"}, {"out": lines[1].pk}],
        by=cast.li,
    )  # fmt: skip
    assert [s["ok"] for s in said] == [True, True, False, False, True]
    assert session.parts.get().present() == 1


def test_the_working_states_are_those_of_the_hall():
    assert set(Session.IN_HALL) == {"gathering", "open", "adjourned"}
    assert AgendaItem.State.VOTING not in AgendaItem.SETTLED


# --- what real unions do with it --------------------------------------------------------------------


@pytest.mark.req("R-030", "R-042")
def test_a_draft_is_sent_round_answered_rewritten_and_only_then_voted(cast, twelve):
    people, congress = twelve
    given = {
        "title": "绩效工资调整方案",
        "power": "pass",
        "method": "hands",
        "reason": "人少",
        "words": "草案",
    }
    session = parts.called(cast, congress, items=[given])
    item = session.items.get()
    opinion = actions.raise_opinion(session, by=people[0], text="试用期教师也应调整", item=item)
    actions.answer_opinion(opinion, by=cast.dang, outcome="adopted", answer="已写入第二条")
    actions.change(item, by=cast.li, **given | {"words": "草案第二稿：试用期教师一并调整"})
    actions.open_doors(session, by=cast.li)
    parts.enter(cast, session)
    actions.open_session(session, by=cast.li)
    actions.take_up(item, by=cast.li)
    with pytest.raises(WrongState):
        actions.change(item, by=cast.li, **given)
    actions.count_hands(item, by=cast.li, yes=12, no=0, abstain=0)
    actions.put_in_force(item, by=cast.li, effective=clock.today() + timedelta(days=30))
    assert item.effective == clock.today() + timedelta(days=30) and "第二稿" in item.words


@pytest.mark.req("R-029")
def test_what_was_not_passed_cannot_be_put_in_force(cast, twelve):
    session = closed(cast, twelve[1])
    returned = session.items.get(title="评优办法")
    assert returned.state == "returned"
    with pytest.raises(WrongState):
        actions.put_in_force(returned, by=cast.li, effective=clock.today())


def test_a_rule_holds_from_its_passing_at_the_earliest(cast, twelve):
    given = {"title": "评优办法", "power": "pass", "method": "hands", "reason": "人少"}
    session = parts.opened(cast, twelve[1], items=[given])
    item = parts.on_floor(cast, session)
    actions.count_hands(item, by=cast.li, yes=12, no=0, abstain=0)
    with pytest.raises(Refused, match="早于教代会通过的日期"):
        actions.put_in_force(item, by=cast.li, effective=clock.today() - timedelta(days=1))


@pytest.mark.req("R-043")
def test_the_book_of_rules_holds_what_was_passed_with_its_dates(cast, twelve, enter):
    given = {"title": "评优办法", "power": "pass", "method": "hands", "reason": "人少"}
    session = parts.opened(
        cast, twelve[1], items=[given, {"title": "工作报告", "power": "reports"}]
    )
    item = parts.on_floor(cast, session, "评优办法")
    actions.count_hands(item, by=cast.li, yes=12, no=0, abstain=0)
    actions.put_in_force(item, by=cast.li, effective=clock.today())
    with pytest.raises(Refused, match="早于施行日期"):
        actions.repeal(item, by=cast.li, on=clock.today() - timedelta(days=1), reason="新办法代替")
    actions.repeal(item, by=cast.li, on=clock.today(), reason="新办法代替")
    from zhijia.domains.congress.documents.delegates import rules_book

    rows = rules_book(twelve[1], cast.zhao).blocks[0].rows
    assert [row[1] for row in rows] == ["评优办法"] and rows[0][5] == f"{clock.today()}"
    page = enter(cast.zhao).get("/congress/agendaitem/?power=pass&state=adopted").content.decode()
    assert "评优办法" in page and "工作报告" not in page


@pytest.mark.req("R-032")
def test_delegates_are_trained_and_who_came_is_counted(cast, twelve):
    session = parts.called(
        cast, twelve[1], kind="study", items=[{"title": "如何写提案", "power": "other"}]
    )
    assert str(session) == "第八届教职工代表大会代表学习培训"
    actions.open_doors(session, by=cast.li)
    parts.enter(cast, session, 5)
    actions.open_session(session, by=cast.li)  # a training needs no quorum
    actions.finish_hearing(parts.on_floor(cast, session), by=cast.li)
    actions.close(session, by=cast.li)
    from zhijia.kernel.records import Fact

    facts = dict(Fact.objects.filter(record__source_id=session.pk).values_list("metric", "value"))
    assert (facts["congress.meetings"], facts["congress.attended"]) == (1, 5)
    assert "congress.sessions" not in facts


@pytest.mark.req("R-041")
def test_the_list_of_checks_tells_what_was_kept_and_what_was_not(cast, twelve):
    session = closed(cast, twelve[1])
    kept = {c.what: c.done for c in preparing.checks(preparing.Stand.of(session))}
    assert kept["党组织批准议程"] and kept["到会人数"] and kept["表决事项都有结果"]
    assert not kept["发会议通知和材料"] and not kept["主席团"] and not kept["记录和决议签署"]


@pytest.mark.req("R-046")
def test_leaders_report_and_are_appraised_in_the_same_session(cast, twelve):
    items = [
        {"title": "校长述职", "power": "reports", "presenter": "高校长"},
        {
            "title": "民主评议校长",
            "power": "appraise",
            "options": ["高校长"],
            "criteria": ["德", "能"],
        },
    ]
    session = parts.opened(cast, twelve[1], items=items)
    actions.finish_hearing(parts.on_floor(cast, session), by=cast.li)
    item = parts.on_floor(cast, session)
    actions.start_vote(item, by=cast.li)
    question = item.ballot.questions.get().asked
    assert question["form"] == "scale" and question["grades"] == [
        "优秀",
        "称职",
        "基本称职",
        "不称职",
    ]


def test_a_seat_is_vacant_the_day_its_holder_leaves_the_union(cast, twelve):
    from zhijia.domains.congress.jobs import vacate
    from zhijia.kernel.people import Membership

    people, congress = twelve
    spell = Membership.objects.get(person=people[0])
    spell.end(clock.today())
    spell.save()
    assert congress.in_office.count() == 11
    assert vacate() == "1" and vacate() == "0"
    assert congress.delegates.get(person=people[0]).left == "moved"


def test_a_school_year_without_a_session_is_called_out_in_its_tenth_month(cast, twelve):
    from zhijia.kernel import waiting

    congress = twelve[1]
    waiting.sync(congress)
    with clock.at(date(2024, 6, 2)):
        said = [w.title for w in waiting_for(cast.li, cast.first)]
    assert any("2023—2024学年还没有开会" in title for title in said)
    with clock.at(date(2026, 11, 20)):
        actions.call(cast.first, by=cast.li, congresses=[congress], on=date(2026, 11, 26))
    with clock.at(date(2027, 6, 2)):
        assert not any("还没有开会" in w.title for w in waiting_for(cast.li, cast.first))
    with clock.at(date(2028, 6, 2)):
        assert any("2027—2028学年还没有开会" in w.title for w in waiting_for(cast.li, cast.first))


@pytest.mark.req("R-039")
def test_a_branch_union_has_a_congress_of_its_own(cast):
    from zhijia.kernel.testing import office, union

    branch = union("数学学院工会", "math", kind="branch", parent=cast.first)
    chair = parts.crowd(branch, 1, "院主席")[0]
    office(branch, chair, "chair")
    congress = actions.set_up(
        branch, by=chair, body="staff", number=2, starts=clock.today(), people=90, seats=30
    )
    assert congress.org == branch
    with pytest.raises(NotAllowed):
        actions.set_up(branch, by=cast.li, body="members", number=1, starts=clock.today())
