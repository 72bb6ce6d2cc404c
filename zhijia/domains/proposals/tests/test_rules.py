"""The rules on proposals by their numbers (rules 5.01–5.28): where each is held, and those held nowhere else.

``HELD`` names, for every rule, the tests that fail if it is broken; it is itself tested, so a test that
goes away takes its rule's entry along.
"""

from datetime import timedelta
from importlib import import_module

import pytest

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.documents.calls import report
from zhijia.domains.proposals.figures import figures_of, percent
from zhijia.domains.proposals.models import Category, Proposal
from zhijia.kernel import clock
from zhijia.kernel.notices import Notice
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState

from .parts import (
    DAY,
    answer,
    assigned,
    delivered,
    drafted,
    filed,
    fresh,
    later,
    promised,
    rated,
    rule,
    seconded,
    submitted,
    talked,
    words,
)  # fmt: skip

HELD = {
    "5.01": ["congress.test_where_only_delegates_propose_a_colleague_is_told_how_to_be_heard",
             "congress.test_and_only_delegates_second"],
    "5.02": ["writing.test_one_proposer_and_two_seconders_who_confirm_themselves",
             "writing.test_every_school_counts_seconders_its_own_way", "rules.test_nobody_seconds_for_another"],
    "5.03": ["writing.test_nobody_seconds_their_own", "writing.test_the_same_unit_only_where_the_school_allows_it",
             "rules.test_there_is_no_cap_on_seconders"],
    "5.04": ["writing.test_the_head_of_the_delegation_hands_in_a_collective_proposal",
             "writing.test_a_collective_proposal_may_need_more_than_half_of_the_delegation"],
    "5.05": ["writing.test_people_of_congress_may_stand_alone_where_the_school_says_so"],
    "5.06": ["splitting.test_two_matters_are_noticed_and_parted",
             "splitting.test_saving_and_splitting_is_one_tap_and_the_text_has_moved",
             "rules.test_one_department_leads"],
    "5.07": ["writing.test_lengths_and_the_pattern_of_the_title"],
    "5.08": ["writing.test_outside_the_window_nothing_is_written_and_what_is_late_becomes_a_suggestion",
             "writing.test_a_school_may_take_nothing_late", "rules.test_between_sessions_a_call_stays_open",
             "sessions.test_it_is_over_so_many_days_before_the_session"],
    "5.09": ["writing.test_who_may_read_while_seconders_are_sought"],
    "5.10": ["writing.test_at_the_end_of_the_window_what_has_its_seconders_is_handed_in_by_itself",
             "rules.test_what_lacks_seconders_at_the_close_waits_for_its_proposers_choice"],
    "5.11": ["writing.test_a_change_asks_the_seconders_again_and_keeps_the_old_text",
             "writing.test_edits_are_locked_as_the_school_says", "rules.test_once_decided_the_text_stands"],
    "5.12": ["review.test_only_the_grounds_of_the_school", "rules.test_the_ground_is_told_to_the_proposer",
             "rules.test_the_committee_reviews_and_nobody_else"],
    "5.13": ["review.test_declined_with_a_ground_it_is_still_answered", "rules.test_a_suggestion_is_answered_in_a_lighter_form"],
    "5.14": ["review.test_merged_all_stay_proposers_each_is_told_and_may_object",
             "answering.test_each_proposer_of_a_merged_case_rates_it", "rules.test_each_of_a_merged_case_gets_the_answer"],
    "5.15": ["review.test_a_school_may_end_it_there_and_the_proposer_may_dispute_once",
             "congress.test_the_presidium_decides_a_dispute"],
    "5.16": ["handling.test_lead_and_assisting_department_with_replies_of_their_own",
             "handling.test_reassignment_within_its_working_days"],
    "5.17": ["review.test_filed_it_is_numbered_and_read_by_the_leader_first",
             "handling.test_the_leader_in_charge_signs_and_nobody_signs_their_own"],
    "5.18": ["handling.test_the_clock_runs_sixty_calendar_days_from_assigning", "handling.test_one_extension_with_a_reason",
             "clocks.test_each_stage_begins_on_its_day"],
    "5.19": ["handling.test_each_kind_of_answer_needs_its_contents"],
    "5.20": ["handling.test_no_answer_without_talking_first", "handling.test_what_is_not_solved_is_said_face_to_face"],
    "5.21": ["answering.test_attitude_and_result_are_rated_apart_by_the_proposer_alone",
             "answering.test_silence_closes_nothing_and_is_never_satisfied"],
    "5.22": ["answering.test_not_satisfied_is_heard_again_at_most_so_often"],
    "5.23": ["following.test_the_committee_takes_turns", "following.test_three_check_points_each_call_once",
             "rules.test_the_committee_presses_department_and_leader"],
    "5.24": ["year_check.test_each_open_promise_is_put_to_its_department_once",
             "year_check.test_the_report_is_a_line_in_the_timeline_and_the_promise_stays_open"],
    "5.25": ["pages.test_the_report_to_the_congress", "rules.test_the_report_counts_by_topic_and_lists_b_and_c",
             "sessions.test_the_report_is_put_on_the_agenda_in_one_step_with_its_paper"],
    "5.26": ["confirming.test_confirmed_and_announced_it_is_on_the_board",
             "confirming.test_the_presidium_alone_confirms_once_there_is_one",
             "best.test_no_more_seats_than_candidates_nor_than_the_schools_share"],
    "5.27": ["review.test_numbers_are_in_two_series_and_never_used_again", "rules.test_a_number_left_is_never_given_again"],
    "5.28": ["rules.test_the_rate_of_satisfaction_is_of_those_who_rated",
             "pages.test_the_board_shows_three_facts_and_the_formula_and_names_no_proposer"],
}  # fmt: skip


@pytest.mark.parametrize("number", [f"5.{n:02d}" for n in range(1, 29)])
def test_every_rule_is_held_by_a_test_that_exists(number):
    assert HELD[number]
    for name in HELD[number]:
        module, test = name.split(".")
        assert hasattr(import_module(f"{__package__}.test_{module}"), test), name


# --- held here ----------------------------------------------------------------------------------


def test_nobody_seconds_for_another(s):
    """5.02: by their own account; what the proposer writes counts for nothing."""
    p = drafted(s)
    actions.ask_second(p, by=s.cast.qian, people=[s.cast.zhao, s.cast.hua])
    with pytest.raises(Refused):
        actions.second(p, by=s.cast.qian)
    with pytest.raises(Refused, match="还差 2 位"):
        actions.submit(p, by=s.cast.qian)
    for stranger in (s.cast.zhou, s.cast.chen):
        with pytest.raises(NotAllowed):
            actions.second(p, by=stranger)


def test_there_is_no_cap_on_seconders(s):
    """5.03: more than are needed are welcome."""
    c = s.cast
    p = seconded(s)
    for who in (c.li, c.lin, c.wang, c.tian, c.dang):
        actions.second(p, by=who)
    assert p.seconds.filter(state="agreed").count() == 7


def test_one_department_leads(s):
    """5.06: one is answerable, however many assist."""
    p = assigned(s, assisting=[s.other, s.lead])
    roles = dict(p.assignments.values_list("department__name", "role"))
    assert roles == {"总务处": "lead", "教务处": "assist"}


def test_between_sessions_a_call_stays_open(s):
    """5.08: 闭会期间, all year round; what is handed in then is no suggestion."""
    open_end = actions.open_call(
        s.cast.first, by=s.cast.sun, title="闭会期间", session="第五届", opens=DAY
    )
    with later(250):
        p = submitted(s, call=open_end)
        assert not p.suggestion and actions.accept(p, by=s.cast.sun).number == "2026-提-001"


def test_what_lacks_seconders_at_the_close_waits_for_its_proposers_choice(s):
    """5.10: nothing becomes a suggestion behind its proposer's back."""
    from zhijia.domains.proposals import jobs

    p = drafted(s)
    actions.ask_second(p, by=s.cast.qian, people=[s.cast.zhao])
    with clock.at(s.call.closes + timedelta(days=1)):
        assert jobs.close_calls() == "0"
        assert (fresh(p).state, fresh(p).suggestion) == ("seconding", False)
        for who in (s.cast.zhao, s.cast.hua):
            actions.second(p, by=who)
        assert actions.submit(p, by=s.cast.qian).suggestion


def test_once_decided_the_text_stands(s):
    """5.11: until review; afterwards neither the proposer nor anybody else rewrites it."""
    p = filed(s)
    for who, refusal in ((s.cast.qian, WrongState), (s.cast.sun, NotAllowed)):
        with pytest.raises(refusal):
            actions.amend(p, by=who, **words(reason="改写后的案由，与原来不同，说明新的情况。"))


def test_the_ground_is_told_to_the_proposer(s, enter):
    """5.12: chosen from the list, with words, and both can be read by whom it concerns."""
    p = submitted(s)
    form = enter(s.cast.sun).get(f"/proposals/proposal/{p.pk}/decline/").content.decode()
    assert "纯属个人事务" in form and "附议人数不足" in form
    back = enter(s.cast.sun).post(f"/proposals/proposal/{p.pk}/decline/", {"ground": "personal"})
    assert back.status_code == 422, "without words nothing is declined"
    actions.decline(p, by=s.cast.sun, ground="personal", reason="与教学工作无关，请另行反映。")
    page = enter(s.cast.qian).get(f"/proposals/proposal/{p.pk}/").content.decode()
    assert "纯属个人事务" in page and "请另行反映" in page
    assert Notice.objects.filter(person=s.cast.qian, title__contains="不立案").exists()


@pytest.mark.parametrize("verb", ["accept", "refer", "decline", "merge", "send_back"])
def test_the_committee_reviews_and_nobody_else(s, verb):
    """5.12: members, leaders, departments, other schools and the level above decide nothing."""
    into, p = filed(s), submitted(s)
    given = {"accept": {}, "refer": {}, "decline": {"ground": "empty", "reason": "x"},
             "merge": {"into": into}, "send_back": {"reason": "x"}}[verb]  # fmt: skip
    others = (
        s.cast.qian,
        s.cast.hua,
        s.cast.tian,
        s.cast.wang,
        s.gao,
        s.cast.dang,
        s.cast.zhou,
        s.cast.chen,
    )
    for who in others:
        with pytest.raises(NotAllowed):
            getattr(actions, verb)(p, by=who, **given)
    assert fresh(p).state == "review" and not p.decisions.exists()


def test_a_suggestion_is_answered_in_a_lighter_form(s):
    """5.13: no leader reads it first, nobody has to be met, nobody signs; the answer is owed all the same."""
    p = actions.refer(submitted(s), by=s.cast.sun)
    assert p.state == "assign"
    actions.assign(p, by=s.cast.sun, lead=s.lead)
    assert p.due
    actions.receive(p, by=s.cast.tian)
    answer(p, s, kind="D", text="已经了解情况，留作今后改进工作的参考，谢谢您的建议。")
    assert p.state == "signed"
    actions.deliver(p, by=s.cast.tian)
    assert p.state == "rating" and p.on_time


def test_each_of_a_merged_case_gets_the_answer(s):
    """5.14: told when it is delivered, asked to rate, and may open it."""
    into = actions.accept(submitted(s), by=s.cast.sun)
    other = drafted(s, by=s.cast.wang)
    actions.ask_second(other, by=s.cast.wang, people=[s.cast.zhao, s.cast.hua])
    for who in (s.cast.zhao, s.cast.hua):
        actions.second(other, by=who)
    actions.merge(actions.submit(other, by=s.cast.wang), by=s.cast.sun, into=into)
    into = actions.instruct(fresh(into), by=s.gao, instruction="请办理")
    actions.assign(into, by=s.cast.sun, lead=s.lead)
    actions.receive(into, by=s.cast.tian)
    actions.contact(into, by=s.cast.tian, on=DAY, way="face", words="谈过")
    answer(into, s)
    actions.sign(into, by=s.fu)
    actions.deliver(into, by=s.cast.tian)
    for who in (s.cast.qian, s.cast.wang):
        assert Notice.objects.filter(person=who, title__contains="送达答复").exists(), who
        assert Proposal.objects.all().visible_to(who).filter(pk=into.pk).exists()
    actions.rate(into, by=s.cast.wang, attitude="satisfied", result="satisfied")
    assert into.state == "rating", "one has not spoken"


def test_the_committee_presses_department_and_leader(s):
    """5.23: 督办, in urgent words, to the head and the leader in charge."""
    p = assigned(s)
    actions.press(p, by=s.cast.sun, reason="已过一半时间")
    for who in (s.cast.tian, s.fu):
        assert Notice.objects.get(person=who, title__startswith="督办提案").sort == "urgent"
    with pytest.raises(NotAllowed):
        actions.press(p, by=s.cast.qian, reason="x")


def test_the_report_counts_by_topic_and_lists_b_and_c(s):
    """5.25: A and D are not in the list of what is still open."""
    one = rated(s, kind="B", promised=promised())
    delivered(s, kind="A")
    p = talked(s)
    answer(p, s, kind="C", text="受场地限制暂时不能解决，条件具备时优先考虑，下次大会报告。")
    actions.deliver(actions.sign(p, by=s.fu), by=s.cast.tian)
    Proposal.objects.exclude(pk=one.pk).update(about="teaching")
    Proposal.objects.filter(pk=one.pk).update(about="logistics")
    tables = {b.caption: b.rows for b in report(s.call, s.cast.li).blocks if hasattr(b, "rows")}
    topics = {str(Category.TEACHING.label): "2", str(Category.LOGISTICS.label): "1"}
    assert dict(tables["按类别"]) == topics
    assert [row[2] for row in tables["B、C 类答复"]] == ["B", "C"]
    (row,) = tables["按主办部门"]
    assert row == ["总务处", "3", "3", "100.0%", "100.0%", "1/1"]


def test_a_number_left_is_never_given_again(s):
    """5.27: not after a withdrawal, nor after it changed into the other series."""
    rule(s.cast, leader_reads=False)
    one, two = (
        actions.accept(submitted(s), by=s.cast.sun),
        actions.accept(submitted(s), by=s.cast.sun),
    )
    actions.withdraw(two, by=s.cast.qian, reason="已经解决")
    numbers = {one.number, two.number, actions.accept(submitted(s), by=s.cast.sun).number}
    assert numbers == {"2026-提-001", "2026-提-002", "2026-提-003"}


def test_the_rate_of_satisfaction_is_of_those_who_rated(s, enter):
    """5.28: (satisfied + basically) ÷ rated, with both numbers; silence is in neither."""
    rated(s, "satisfied"), rated(s, "basic"), rated(s, "unsatisfied"), delivered(s)
    f = figures_of(s.call)
    assert (f["good"], f["rated"], percent(f["good"], f["rated"])) == (2, 3, "66.7%")
    page = enter(s.cast.hua).get("/proposals/board/").content.decode()
    assert "66.7%" in page and "2 / 已评价 3" in page
