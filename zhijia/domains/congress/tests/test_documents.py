"""The papers of rules 1.57: words and figures against what was recorded, on every format's common page."""

from datetime import date, time

import pytest

from zhijia.domains.congress import actions, writing
from zhijia.domains.congress.documents import delegates as of_congress
from zhijia.domains.congress.documents import sessions as of_session
from zhijia.kernel import clock
from zhijia.kernel.documents.paper import Table
from zhijia.kernel.documents.registry import documents
from zhijia.kernel.people import Group, Membership

from . import parts
from .test_votes import decide


def text_of(paper) -> str:
    """Every word of a paper, in order."""
    found = [paper.title]
    for block in paper.blocks:
        found += [getattr(block, name, "") for name in ("text", "caption")]
        rows = [getattr(block, "columns", []) if isinstance(block, Table) else []]
        rows += getattr(block, "rows", []) + [list(pair) for pair in getattr(block, "pairs", [])]
        found += ["|".join(row) for row in rows]
    return "\n".join(filter(None, found))


def tables(paper):
    return [b.rows for b in paper.blocks if isinstance(b, Table)]


@pytest.fixture
def hall(cast):
    """Twelve delegates in two delegations, ten there, a guest; one heard, one by hands, one secret."""
    people = parts.crowd(cast.first, 12)
    congress = parts.seated(cast, people)
    actions.form_delegations(congress, by=cast.li, delegations=[("第一代表团", ["全校"])])
    items = [
        {"title": "学校工作报告", "power": "reports", "presenter": "高校长"},
        {"title": "会议议程", "power": "procedure"},
        {"title": "评优办法", "power": "pass", "method": "hands", "reason": "人少"},
        {"title": "福利办法", "power": "pass"},
    ]
    session = actions.call(
        cast.first,
        by=cast.li,
        congresses=[congress],
        on=clock.today(),
        at=time(14, 0),
        place="报告厅",
    )
    for item in items:
        actions.put(session, by=cast.li, **item)
    actions.name_tellers(session, by=cast.li, people=people[:2])
    actions.name_presidium(session, by=cast.li, people=people[2:9])
    actions.approve_agenda(session, by=cast.dang)
    actions.send_papers(session, by=cast.li)
    actions.invite(session, by=cast.li, people=[cast.tian], role="guest")
    return people, congress, session


def sit(cast, people, session):
    actions.open_doors(session, by=cast.li)
    parts.enter(cast, session, 10)
    actions.check_in(parts.line_of(session, cast.tian), by=cast.li)
    actions.open_session(session, by=cast.li)
    report, agenda, prizes, welfare = session.items.all()
    actions.take_up(report, by=cast.li)
    actions.finish_hearing(report, by=cast.li, notes="代表发言三人。")
    for item, yes in ((agenda, 10), (prizes, 6)):
        actions.take_up(item, by=cast.li)
        actions.count_hands(item, by=cast.li, yes=yes, no=10 - yes, abstain=0)
    actions.take_up(welfare, by=cast.li)
    actions.start_vote(welfare, by=cast.li)
    decide(cast, welfare, [(p, {"1": "yes"}) for p in people[:9]])
    actions.announce(welfare, by=cast.li)
    return actions.close(session, by=cast.li)


def test_every_paper_of_the_rules_is_there():
    labels = {d.label for d in documents.values() if d.model._meta.app_label == "congress"}
    assert {
        "召开会议的请示", "会议通知", "代表名册", "签到表", "代表资格审查报告", "会议记录", "会议决议",
        "表决结果报告单", "向上级工会的报告", "制度汇编目录",
    } <= labels  # fmt: skip


def test_the_request_asks_the_party_organisation_with_the_agenda(cast, hall):
    _people, _congress, session = hall
    paper = of_session.request(session, cast.li)
    words = text_of(paper)
    assert "关于召开第八届教职工代表大会第一次会议的请示" in words
    assert f"拟于{session.when}在报告厅召开" in words and "请批示" in words
    assert [row[1:] for row in tables(paper)[0]] == [
        ["学校工作报告", "高校长", "听取，不表决"], ["会议议程", "", "举手表决"],
        ["评优办法", "", "举手表决"], ["福利办法", "", "无记名投票"],
    ]  # fmt: skip


def test_the_notice_says_when_where_and_that_nobody_votes_for_another(cast, hall):
    _people, _congress, session = hall
    paper = of_session.notice(session, cast.zhao)
    words = text_of(paper)
    assert session.when in words and "报告厅" in words and "不能委托他人代为表决" in words
    assert paper.date == session.papers_sent
    actions.withdraw(session.items.first(), by=cast.li, reason="未备齐")
    assert "学校工作报告" not in text_of(of_session.notice(session, cast.zhao))


def test_the_sign_in_sheet_has_a_line_for_each_and_marks_who_came(cast, hall):
    people, _congress, session = hall
    actions.open_doors(session, by=cast.li)
    with clock.at(clock.now().replace(hour=5, minute=45)):
        actions.check_in(parts.line_of(session, people[0]), by=cast.li)
    paper = of_session.sign_in(session, cast.sun)
    (rows,) = tables(paper)
    assert len(rows) == 13 and "应到 12 人" in text_of(paper)
    by_name = {row[1]: row for row in rows}
    assert by_name[people[0].name][2:5] == ["第一代表团", "代表", "13:45"]
    assert by_name[people[1].name][4] == "" and by_name[cast.tian.name][3] == "特邀"


def test_two_bodies_have_two_sign_in_sheets(cast):
    people = parts.crowd(cast.first, 10)
    one, two = parts.seated(cast, people[:6]), parts.seated(cast, people[4:], body="members")
    paper = of_session.sign_in(parts.called(cast, one, two), cast.sun)
    assert [len(rows) for rows in tables(paper)] == [6, 6]
    assert "第八届教职工代表大会　应到 6 人" in text_of(paper)
    assert "第八届工会会员代表大会　应到 6 人" in text_of(paper)


def test_minutes_say_who_was_there_what_was_heard_and_with_how_many_votes(cast, hall):
    people, _congress, session = hall
    sit(cast, people, session)
    words = text_of(of_session.minutes(session, cast.li))
    assert "应到代表 12 人，实到 10 人" in words and "列席和特邀 1 人" in words
    assert "1. 高校长：学校工作报告。" in words and "代表发言三人。" in words
    assert "在场代表 10 人" in words and "名册指纹" in words
    for person in people[2:9]:
        assert person.name in words, "the presidium is named"
    assert people[11].name not in words


def test_signed_minutes_are_printed_as_signed(cast, hall):
    people, _congress, session = hall
    sit(cast, people, session)
    actions.write_minutes(
        session, by=cast.li, minutes="改定的记录\n\n第二段", resolution="改定的决议"
    )
    actions.sign(session, by=cast.li)
    assert "改定的记录\n" in text_of(of_session.minutes(session, cast.li))
    words = text_of(of_session.resolution(session, cast.zhao))
    assert "改定的决议" in words and "学校工作报告" not in words


def test_the_resolution_tells_passed_from_sent_back_and_leaves_out_order(cast, hall):
    people, _congress, session = hall
    sit(cast, people, session)
    words = text_of(of_session.resolution(session, cast.zhao))
    assert "会议听取了学校工作报告" in words
    assert "《评优办法》，未获通过，退回修改" in words, "six of twelve is half, not more"
    assert "《福利办法》，经表决通过" in words and "会议议程" not in words


def test_the_sheet_of_results_has_only_what_was_voted(cast, hall):
    people, _congress, session = hall
    sit(cast, people, session)
    paper = of_session.result(session, people[0])
    rows = tables(paper)[0]
    assert [row[1] for row in rows] == ["会议议程", "评优办法", "福利办法"]
    assert "以全体 12 人计，须 7 票以上赞成" in rows[1][3]
    assert "应到 12 人" in text_of(paper)


def test_the_report_upwards_gives_counts_of_opinions_and_how_each_rule_was_kept(cast, hall):
    people, _congress, session = hall
    for outcome in ("adopted", "partly", "not", ""):
        opinion = actions.raise_opinion(session, by=people[0], text="秘密的意见")
        if outcome:
            actions.answer_opinion(opinion, by=cast.dang, outcome=outcome, answer="理由")
    sit(cast, people, session)
    paper = of_session.report(session, cast.li)
    words = text_of(paper)
    assert "收到代表意见 4 条，已答复 3 条，其中采纳和部分采纳 2 条" in words
    assert "列席和特邀" in words and "秘密的意见" not in words
    kept = {row[0]: row[1] for row in tables(paper)[0]}
    assert kept["党组织批准议程"] == "是" and kept["发会议通知和材料"] == "否"
    assert kept["报告上级工会"] == "否"


def test_guests_are_told_of_once_in_the_report(cast, hall):
    people, _congress, session = hall
    sit(cast, people, session)
    assert text_of(of_session.report(session, cast.li)).count("列席和特邀") == 1


# --- of the term ------------------------------------------------------------------------------------


@pytest.fixture
def elected(cast):
    people = parts.crowd(cast.first, 20)
    group = Group.objects.create(org=cast.first, name="数学组")
    Membership.objects.filter(person__in=people[:8]).update(group=group)
    congress = actions.set_up(
        cast.first, by=cast.li, body="staff", number=8, starts=date(2026, 9, 1), people=20, seats=5,
        reason="人数不足八十，仍建代表大会",
    )  # fmt: skip
    actions.divide(congress, by=cast.li, units=[("数学组", 8), ("语文组", 12)])
    for unit, own in zip(congress.units.all(), (people[:2], people[8:11]), strict=True):
        actions.record_vote(
            unit, by=cast.li, on=clock.today(), entitled=unit.people, voted=unit.people,
            candidates=[*((p, unit.people - 1) for p in own), (people[19], 1)],
        )  # fmt: skip
    return people, congress


def test_credentials_show_seats_elections_and_make_up(cast, elected):
    _people, congress = elected
    paper = of_congress.credentials(congress, cast.li)
    words = text_of(paper)
    assert "应选代表 5 名，按 2 个选举单位" in words and "实际选出 5 名" in words
    assert tables(paper)[0] == [
        ["数学组", "8", "2.00", "2", "2"], ["语文组", "12", "3.00", "3", "3"],
    ]  # fmt: skip
    assert "应参加 8 人，实际参加 8 人" in words and "当选 3 名" in words
    assert "教师代表 5 人，占代表 5 人的 100.0%" in words and "（待审查）" in words
    actions.approve(congress, by=cast.li, reason="如实")
    assert "资格有效" in text_of(of_congress.credentials(congress, cast.li))


def test_the_register_lists_who_is_in_office_today(cast, elected):
    people, congress = elected
    actions.leave(congress.delegates.get(person=people[0]), by=cast.li, left="moved")
    rows = tables(of_congress.register(congress, cast.zhao))[0]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert {row[1] for row in rows} == {people[n].name for n in (1, 8, 9, 10)}
    assert {row[3] for row in rows} == {"数学组", "语文组"}


def test_papers_without_content_say_so(cast, elected):
    _people, congress = elected
    assert tables(of_congress.rules_book(congress, cast.zhao))[0] == [["", "（无）"]]
    session = parts.actions.call(
        cast.first, by=cast.li, congresses=[parts.seated(cast, parts.crowd(cast.first, 3, "另"), body="members")],
        on=clock.today(),
    )  # fmt: skip
    assert tables(of_session.notice(session, cast.li))[0] == [["", "（待定）"]]
    assert writing.resolution_of(session).count("\n") == 1


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_who_may_not_have_a_paper_does_not_find_it(cast, enter, hall, form):
    _people, _congress, session = hall
    there = f"/paper/congress-minutes/{session.pk}.{form}"
    assert enter(cast.li).get(there).status_code == 200
    for who in (cast.zhao, cast.zhou, cast.chen):
        assert enter(who).get(there).status_code == 404


def test_the_sheet_of_two_bodies_says_which_of_them_voted(cast):
    people = parts.crowd(cast.first, 10)
    one, two = parts.seated(cast, people[:6]), parts.seated(cast, people[4:], body="members")
    given = {"title": "会议议程", "power": "procedure"}
    session = parts.called(cast, one, two, items=[given])
    actions.put(
        session,
        by=cast.li,
        title="经审报告",
        power="procedure",
        part=session.parts.get(congress=two),
    )
    rows = tables(of_session.result(session, cast.li))[0]
    assert [row[2] for row in rows] == [
        "举手表决（第八届教职工代表大会）", "举手表决（第八届工会会员代表大会）",
    ]  # fmt: skip
