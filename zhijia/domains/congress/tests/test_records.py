"""What a session means to the outside: figures, public words, the same again after a rebuild."""

import re

import pytest

from zhijia.domains.congress import actions
from zhijia.kernel import clock, records
from zhijia.kernel.records import Fact, Record

from . import parts


def record_of(thing):
    code = records.kinds[type(thing)].code
    return Record.objects.get(kind=code, source_id=thing.pk)


def facts_of(thing):
    found = Fact.objects.filter(record=record_of(thing)).values_list("metric", "value")
    return {metric: int(value) for metric, value in found}


def sat(cast, *congresses, **more):
    """A session from the doors to the close, everything on its agenda done."""
    items = [
        {"title": "学校工作报告", "power": "reports", "presenter": "校长"},
        {"title": "财务报告", "power": "reports"},
        {"title": "会议议程", "power": "procedure"},
        {"title": "评优办法", "power": "pass", "method": "hands", "reason": "人少"},
        {"title": "考核办法", "power": "pass", "method": "hands", "reason": "人少"},
        {"title": "福利办法", "power": "pass"},
    ]
    session = parts.opened(cast, *congresses, items=items, **more)
    for item in session.items.all():
        if item.method == "secret":
            actions.withdraw(item, by=cast.li, reason="再议")
            continue
        actions.take_up(item, by=cast.li)
        if item.votes:
            all_ = item.part.present()
            yes = 1 if item.title == "考核办法" else all_
            actions.count_hands(item, by=cast.li, yes=yes, no=all_ - yes, abstain=0)
        else:
            actions.finish_hearing(item, by=cast.li)
    return actions.close(session, by=cast.li)


def test_figures_are_what_happened_and_business_of_order_is_none_of_them(cast):
    people = parts.crowd(cast.first, 12)
    session = sat(cast, parts.seated(cast, people), there=10)
    assert facts_of(session) == {
        "congress.sessions": 1, "congress.attended": 10, "congress.heard": 2,
        "congress.adopted": 1, "congress.returned": 1,
    }  # fmt: skip


def test_who_sits_in_both_bodies_attended_one_session_once(cast):
    """出席代表 is counted in 人次: once a person and session, however many seats they have in it."""
    people = parts.crowd(cast.first, 20)
    staff, members = parts.seated(cast, people[:12]), parts.seated(cast, people[8:], body="members")
    session = sat(cast, staff, members)
    assert [p.attendees.delegates().came().count() for p in session.parts.all()] == [12, 12]
    assert facts_of(session)["congress.attended"] == 20


def test_guests_are_nobody_s_attendance(cast):
    session = parts.called(cast, parts.seated(cast, parts.crowd(cast.first, 6)))
    actions.invite(session, by=cast.li, people=[cast.zhao, cast.hua])
    actions.open_doors(session, by=cast.li)
    parts.enter(cast, session)
    for who in (cast.zhao, cast.hua):
        actions.check_in(parts.line_of(session, who), by=cast.li)
    actions.open_session(session, by=cast.li)
    actions.close(session, by=cast.li)
    assert facts_of(session)["congress.attended"] == 6


def test_who_came_and_left_again_did_attend(cast):
    people = parts.crowd(cast.first, 6)
    session = parts.opened(cast, parts.seated(cast, people))
    actions.check_out(parts.line_of(session, people[0]), by=cast.li)
    actions.close(session, by=cast.li)
    assert facts_of(session)["congress.attended"] == 6


def test_what_is_ahead_counts_nothing_and_is_not_published(cast):
    congress = parts.seated(cast, parts.crowd(cast.first, 6))
    session = parts.called(cast, congress)
    assert (record_of(session).stage, record_of(session).public) == ("planned", "")
    assert facts_of(session) == {}
    actions.call_off(session, by=cast.li, reason="改期")
    assert record_of(session).stage == "void" and facts_of(session) == {}


def test_public_words_tell_of_the_session_and_name_nobody(cast):
    people = parts.crowd(cast.first, 12)
    session = sat(cast, parts.seated(cast, people))
    opinion = actions.raise_opinion(session, by=people[0], text="请代表000答复，联系李建国")
    actions.answer_opinion(opinion, by=cast.dang, outcome="not", answer="王会计不同意")
    said = record_of(session).public
    assert said.startswith(f"{session.on.year}年{session.on.month}月召开{session.title}")
    assert said.endswith("审议通过1项")
    for record in (record_of(session), record_of(opinion)):
        for name in (*(p.name for p in people), "李建国", "王会计", "校长"):
            assert name not in record.public and name not in record.title
    assert record_of(opinion).public == "", "an opinion is its delegate's, not the public's"


def test_opinions_count_when_answered_and_as_taken_when_adopted_in_whole_or_part(cast):
    people = parts.crowd(cast.first, 6)
    session = parts.called(cast, parts.seated(cast, people))
    raised = [actions.raise_opinion(session, by=people[0], text=f"意见{n}") for n in range(4)]
    for opinion, outcome in zip(raised, ("adopted", "partly", "not"), strict=False):
        actions.answer_opinion(opinion, by=cast.dang, outcome=outcome, answer="理由")
    counted = [facts_of(o) for o in raised]
    assert [c.get("congress.opinions", 0) for c in counted] == [1, 1, 1, 0]
    assert [c.get("congress.opinions_adopted", 0) for c in counted] == [1, 1, 0, 0]


def test_a_resolution_counts_when_it_is_carried_out(cast):
    session = sat(cast, parts.seated(cast, parts.crowd(cast.first, 6)))
    done, dropped, left = (
        actions.resolve(session, by=cast.li, text=f"事项{n}", owner=cast.qian, due=clock.today())
        for n in range(3)
    )
    actions.carry_out(done, by=cast.qian, words="已落实")
    actions.drop(dropped, by=cast.li, reason="合并")
    assert [facts_of(r).get("congress.resolutions", 0) for r in (done, dropped, left)] == [1, 0, 0]
    assert record_of(done).public == "教代会决议“事项0”已落实"
    assert record_of(left).public == record_of(dropped).public == ""


@pytest.mark.parametrize("stage", ["called", "open", "closed", "signed"])
def test_a_rebuild_gives_the_same_rows_at_every_stage(cast, stage):
    people = parts.crowd(cast.first, 12)
    congress = parts.seated(cast, people)
    if stage == "called":
        parts.called(cast, congress)
    elif stage == "open":
        session = parts.opened(cast, congress, there=10)
        actions.finish_hearing(parts.on_floor(cast, session), by=cast.li)
        actions.check_out(parts.line_of(session, people[0]), by=cast.li)
    else:
        session = sat(cast, congress, there=10)
        actions.raise_opinion(session, by=people[0], text="意见")
        if stage == "signed":
            actions.write_minutes(session, by=cast.li, minutes="记录", resolution="决议")
            actions.sign(session, by=cast.li)
            actions.report_up(session, by=cast.li)
    found = [r for r in records.rebuild(check=True) if r.kind.startswith("congress.")]
    assert sum(r.seen for r in found) and not any(r.changed or r.orphans for r in found), found


def test_the_sentences_of_the_summary_read_as_one_says_it(cast):
    session = sat(cast, parts.seated(cast, parts.crowd(cast.first, 12)), there=10)
    figures = facts_of(session)
    said = [
        re.sub(r"{(.+?)}", lambda found: str(figures.get(found[1], 0)), sentence.text)
        for sentence in records.kinds[type(session)].sentences[:3]
    ]
    assert said == [
        "召开教职工代表大会1次，出席代表10人次", "听取报告2项，审议通过1项", "退回修改1项",
    ]  # fmt: skip
