"""Every setting at its boundary, and the clocks by the calendar of 2026 (rules 5.01–5.28, Appendix B, 0.06).

March 2026 begins on a Sunday; everything starts on Monday the 2nd. 清明 is 4 to 6 April, 劳动节 1 to 5 May
with Saturday 9 May to be worked.
"""

from datetime import date, timedelta
from itertools import product

import pytest

from zhijia.domains.proposals import actions, jobs
from zhijia.domains.proposals.actions.best import most_awards
from zhijia.domains.proposals.clocks import stage_of
from zhijia.domains.proposals.models import Call, Conclusion, Proposal
from zhijia.domains.proposals.support import why_short
from zhijia.kernel import clock
from zhijia.kernel.calendar.models import say_day
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Group, Membership, Post
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.testing import member, office, person
from zhijia.kernel.waiting import Call as Line
from zhijia.kernel.waiting import waiting_for

from .parts import (
    DAY,
    answer,
    answered,
    assigned,
    delivered,
    drafted,
    filed,
    fresh,
    later,
    promised,
    rated,
    received,
    rule,
    seconded,
    submitted,
    talked,
    words,
)

# --- how many second ----------------------------------------------------------------------------


@pytest.mark.parametrize("counts", [False, True])
@pytest.mark.parametrize("least", [0, 1, 2, 3, 7, 8])
@pytest.mark.parametrize("joint", [0, 1])
def test_one_fewer_is_refused_and_the_last_one_suffices(s, least, counts, joint):
    """ "Seconders" or "in all, the proposers with them": 8 in all are the proposer and seven others."""
    c = s.cast
    rule(c, min_seconders=least, count_includes_proposer=counts)
    p = drafted(s, co_proposers=[c.dang] if joint else [])
    need = max(0, least - (1 + joint if counts else 0))
    others = [c.zhao, c.hua, c.li, c.lin, c.wang, c.tian, s.gao, s.fu]
    if need:
        actions.ask_second(p, by=c.qian, people=others[:need])
    for who in others[: need - 1] if need else []:
        actions.second(p, by=who)
    if need:
        with pytest.raises(Refused, match=f"还差 1 位附议人（需要 {need} 位）"):
            actions.submit(p, by=c.qian)
        actions.second(p, by=others[need - 1])
    assert actions.submit(p, by=c.qian).state == "review"


@pytest.mark.parametrize(("size", "need"), [(2, 1), (3, 1), (4, 2), (5, 2), (9, 4)])
def test_more_than_half_of_the_delegation_the_head_among_them(s, size, need):
    """Strictly more than half: of four, three; of five, three (rules 0.03, 5.04)."""
    c = s.cast
    rule(c, collective_majority=True)
    group = Group.objects.create(org=c.first, name="艺体组")
    people = [person(f"组员{n}", f"G{n}") for n in range(size)]
    for who in people:
        member(c.first, who, group)
    office(c.first, people[0], Post.GROUP_LEADER)
    p = drafted(s, by=people[0], kind="collective")
    assert f"需要 {need} 位" in why_short(p)
    assert (need + 1) * 2 > size and need * 2 <= size
    actions.ask_second(p, by=people[0], people=people[1:])
    for who in people[1 : need + 1]:
        actions.second(p, by=who)
    assert why_short(p) == ""


# --- the text -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["reason", "measures"])
@pytest.mark.parametrize(
    ("length", "said"), [(29, "至少要写 30 字"), (30, ""), (50, ""), (51, "现有 51 字，最多 50 字")]
)
def test_a_text_fits_between_both_limits_inclusive(s, name, length, said):
    rule(s.cast, **{f"{name}_min": 30, f"{name}_max": 50})
    given = {name: "建" * length}
    if said:
        with pytest.raises(Refused, match=said):
            drafted(s, **given)
        assert not Proposal.objects.exists()
    else:
        assert len(getattr(drafted(s, **given), name)) == length


@pytest.mark.parametrize(
    ("title", "fits"),
    [("关于食堂的提案", True), ("关于提案", True), ("食堂的提案", False), ("关于食堂", False), ("关于食堂的议案", False),
     (" 关于食堂的提案 ", True)],
)  # fmt: skip
@pytest.mark.parametrize("asked", [True, False])
def test_the_pattern_of_the_title(s, title, fits, asked):
    rule(s.cast, title_pattern=asked)
    if fits or not asked:
        assert drafted(s, title=title).title == title.strip()
    else:
        with pytest.raises(Refused, match="案名要写成“关于……的提案”"):
            drafted(s, title=title)


@pytest.mark.parametrize(("lock", "days", "after", "open_"), [
    ("review", 0, 300, True), ("review", 30, 30, True), ("review", 30, 31, False), ("review", 1, 1, True),
    ("review", 1, 2, False), ("submit", 0, 0, False), ("submit", 30, 0, False),
])  # fmt: skip
def test_changes_until_the_last_day_the_school_allows(s, lock, days, after, open_):
    rule(s.cast, edit_lock=lock, edit_days=days)
    p = submitted(s)
    with later(after):
        if open_:
            actions.amend(p, by=s.cast.qian, **words(reason="早读值班的老师约四十人，七点前到校。"))
            assert p.version == 2
        else:
            with pytest.raises(Refused, match="不能再改；确需修改的，请提案委退回"):
                actions.amend(p, by=s.cast.qian, **words(reason="早读值班的老师约四十人。"))
            actions.send_back(p, by=s.cast.sun, reason="请修改")
            actions.amend(p, by=s.cast.qian, **words(reason="早读值班的老师约四十人，七点前到校。"))


@pytest.mark.parametrize(
    ("days", "after", "chair"),
    [(6, 6, False), (6, 7, True), (1, 1, False), (1, 2, True), (0, 99, False)],
)
def test_the_head_has_so_many_days_to_precheck(s, days, after, chair):
    c = s.cast
    rule(c, leader_precheck=True, precheck_days=days)
    group = Group.objects.create(org=c.first, name="数学组")
    Membership.objects.filter(person__in=[c.qian, c.wang]).update(group=group)
    office(c.first, c.wang, Post.GROUP_LEADER)
    p = submitted(s)
    assert p.state == "precheck"
    with later(after):
        called = [line.title for line in waiting_for(c.li, c.first)]
        assert any("代为初审" in t for t in called) is chair
        assert any("初审提案" in line.title for line in waiting_for(c.wang, c.first))


# --- the window ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("after", "counted"), [(20, "0"), (21, "1"), (27, "1"), (28, "0")])
def test_what_is_ready_goes_in_within_a_week_after_the_close(s, after, counted):
    """The job may have slept: a week it looks back, no longer. The call closes on the 22nd."""
    p = seconded(s)
    with later(after):
        assert jobs.close_calls() == counted
    assert fresh(p).suggestion is False


def test_a_call_of_one_day(s):
    call = actions.open_call(
        s.cast.first, by=s.cast.sun, title="一天", session="第六届", opens=DAY, closes=DAY
    )
    p = seconded(s, call=call)
    assert not actions.submit(p, by=s.cast.qian).suggestion
    with later(1):
        assert fresh(call).over and not Call.objects.open().filter(pk=call.pk).exists()


# --- the answer's day ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "kind", "due"),
    [(1, "calendar", date(2026, 3, 3)), (5, "calendar", date(2026, 3, 9)), (6, "calendar", date(2026, 3, 9)),
     (7, "calendar", date(2026, 3, 9)), (33, "calendar", date(2026, 4, 7)), (60, "calendar", date(2026, 5, 6)),
     (68, "calendar", date(2026, 5, 9)), (1, "working", date(2026, 3, 3)), (5, "working", date(2026, 3, 9)),
     (24, "working", date(2026, 4, 3)), (25, "working", date(2026, 4, 7)), (42, "working", date(2026, 4, 30)),
     (43, "working", date(2026, 5, 6)), (46, "working", date(2026, 5, 9)), (47, "working", date(2026, 5, 11))],
)  # fmt: skip
def test_a_period_ends_on_a_day_that_is_worked(s, days, kind, due):
    """A calendar period that ends on a day off ends on the next working day; a Saturday to be worked is one."""
    rule(s.cast, reply_days=days, day_type=kind, leader_reads=False)
    assert assigned(s).due == due


def test_a_holiday_moved_by_the_school_itself_moves_its_clocks_and_no_other_schools(s):
    say_day(s.cast.first, date(2026, 3, 9), False, "校庆")
    rule(s.cast, reply_days=5, day_type="working")
    assert assigned(s).due == date(2026, 3, 10)
    from zhijia.domains.proposals.clocks import working_days_after

    assert working_days_after(s.cast.second, DAY, 5) == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("kind", "asked", "told", "due"),
    [("calendar", 0, 0, date(2026, 5, 6)), ("calendar", 1, 4, date(2026, 5, 9)), ("calendar", 0, 30, date(2026, 6, 5)),
     ("working", 0, 0, date(2026, 5, 28)), ("working", 0, 7, date(2026, 6, 4)), ("working", 4, 6, date(2026, 5, 28)),
     ("working", 31, 36, date(2026, 6, 1))],
)  # fmt: skip
def test_the_clock_stands_still_just_as_long_as_the_question_was_open(s, kind, asked, told, due):
    """60 days, that is until 6 May or, of working days, 28 May. Friday to Sunday is no working day; 2 to 7 April
    are two, the 3rd and the 7th, with 清明 between them."""
    rule(s.cast, reply_days=60, day_type=kind, leader_reads=False)
    p = received(s)
    with later(asked):
        actions.clarify(p, by=s.cast.tian, question="哪个时段？")
    with later(told):
        actions.explain(p, by=s.cast.qian, words="早上七点")
    assert (p.due, p.paused, p.state) == (due, None, "handling")


def test_two_questions_add_up_and_resuming_without_an_answer_counts_alike(s):
    rule(s.cast, reply_days=20, day_type="working", leader_reads=False)
    p = received(s)
    assert p.due == date(2026, 3, 30)
    for start, end, way in ((1, 3, "explain"), (7, 8, "resume")):
        with later(start):
            actions.clarify(p, by=s.cast.tian, question="再问一句？")
        with later(end):
            if way == "explain":
                actions.explain(p, by=s.cast.qian, words="早上")
            else:
                actions.resume(p, by=s.cast.tian, reason="不再等")
    assert p.due == date(2026, 4, 2), "three working days stood still in all"


@pytest.mark.parametrize(
    ("left", "stage"),
    [(99, 0), (16, 0), (15, 1), (8, 1), (7, 2), (1, 2), (0, 3), (-1, 4), (-99, 4)],
)
def test_amber_red_and_overdue_begin_on_their_day(s, left, stage):
    assert stage_of(clock.today() + timedelta(days=left)) == stage


@pytest.mark.parametrize(
    ("after", "on_time", "word"), [(0, True, "已答复"), (1, False, "已答复（逾期）")]
)
def test_the_last_day_is_in_time_and_the_next_is_not(s, after, on_time, word):
    from zhijia.domains.proposals.pages.proposals import badges

    p = answered(s)
    with clock.at(p.due + timedelta(days=after)):
        actions.deliver(actions.sign(p, by=s.fu), by=s.cast.tian)
    assert p.on_time is on_time and badges(p)[0][2] == word


@pytest.mark.parametrize(
    ("days", "due"),
    [(1, date(2026, 5, 7)), (30, date(2026, 6, 5)), (3, date(2026, 5, 9)), (4, date(2026, 5, 11))],
)
def test_one_extension_counts_from_the_day_it_was_due(s, days, due):
    """Due on 6 May; what ends on Sunday 10 May ends on Monday, Saturday 9 May is worked."""
    rule(s.cast, extension_days=days)
    p = received(s)
    with later(40):
        actions.extend(p, by=s.cast.tian, reason="等待招标")
    assert p.due == due


@pytest.mark.parametrize("verb", ["extend", "clarify"])
def test_reassigned_the_clock_runs_on(s, verb):
    rule(s.cast, reply_days=20, day_type="working", leader_reads=False)
    p = received(s)
    if verb == "extend":
        actions.extend(p, by=s.cast.tian, reason="等待招标")
    else:
        actions.clarify(p, by=s.cast.tian, question="哪个时段？")
    due = p.due
    with later(2):
        part = p.assignments.get(ended=None)
        actions.reassign(p, by=s.cast.sun, part=part, to=s.other, reason="职责调整")
    assert p.due == (due if verb == "extend" else date(2026, 4, 1))
    assert (p.state, p.paused, p.question) == ("assigned", None, "")
    if verb == "extend":
        with pytest.raises(Refused, match="已经延期过一次"):
            actions.extend(actions.receive(p, by=s.wu), by=s.wu, reason="接手才知道")


# --- reassignment -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "days", "after", "open_"),
    [(DAY, 5, 7, True), (DAY, 5, 8, False), (DAY, 1, 1, True), (DAY, 1, 2, False), (DAY, 0, 0, True), (DAY, 0, 1, False),
     (date(2026, 4, 3), 1, 4, True), (date(2026, 4, 3), 1, 5, False), (date(2026, 5, 8), 1, 1, True),
     (date(2026, 5, 8), 1, 3, False)],
)  # fmt: skip
def test_the_window_for_asking_counts_working_days_over_moved_holidays(
    s, start, days, after, open_
):
    """From Friday before 清明 to Tuesday is one working day; Saturday 9 May is worked."""
    rule(s.cast, reassign_days=days, leader_reads=False)
    p = filed(s)
    with clock.at(start):
        actions.assign(p, by=s.cast.sun, lead=s.lead)
    with clock.at(start + timedelta(days=after)):
        if open_:
            actions.ask_reassign(p, by=s.cast.tian, reason="不归我部门")
            assert any("申请改派" in line.title for line in waiting_for(s.cast.sun, s.cast.first))
            with pytest.raises(Refused, match="已经申请"):
                actions.ask_reassign(p, by=s.cast.tian, reason="再说一次")
        else:
            with pytest.raises(Refused, match=f"超过 {days} 个工作日"):
                actions.ask_reassign(p, by=s.cast.tian, reason="不归我部门")
            moved = p.assignments.get(ended=None)
            actions.reassign(p, by=s.cast.sun, part=moved, to=s.other, reason="提案委自己改派")
            assert p.lead == s.other, "the committee is not bound by the window"


def test_whoever_takes_it_over_has_a_window_of_their_own(s):
    p = assigned(s)
    with later(20):
        part = p.assignments.get(ended=None)
        actions.reassign(p, by=s.cast.sun, part=part, to=s.other, reason="职责调整")
        actions.ask_reassign(p, by=s.wu, reason="也不归我部门")
    with pytest.raises(Refused, match="已经不承办"):
        actions.reassign(p, by=s.cast.sun, part=part, to=s.other, reason="再来")


def test_an_assisting_department_is_moved_without_touching_the_lead(s):
    third = actions.add_department(s.cast.first, by=s.cast.sun, name="保卫处", head=s.cast.wang)
    p = received(s, [s.other])
    actions.ask_reassign(p, by=s.wu, reason="不归我部门")
    part = p.assignments.get(department=s.other)
    actions.reassign(p, by=s.cast.sun, part=part, to=third, reason="改由保卫处协办")
    parts = set(p.assignments.filter(ended=None).values_list("department__name", "role"))
    assert (p.state, p.lead, parts) == (
        "handling",
        s.lead,
        {("总务处", "lead"), ("保卫处", "assist")},
    )


# --- rating -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "last"),
    [
        (1, date(2026, 3, 3)),
        (10, date(2026, 3, 16)),
        (24, date(2026, 4, 3)),
        (25, date(2026, 4, 7)),
    ],
)
def test_the_time_to_rate_ends_after_so_many_working_days(s, days, last):
    rule(s.cast, rating_days=days)
    p = delivered(s)
    assert p.rating_due == last
    with clock.at(last):
        assert jobs.lapse_ratings() == "0"
        actions.rate(p, by=s.cast.qian, attitude="unsatisfied", result="satisfied")
    assert p.state == "concluded", "the attitude alone keeps no case open"


@pytest.mark.parametrize("policy", ["unrated", "again"])
@pytest.mark.parametrize("closing", ["own", "committee"])
def test_silence_closes_nothing_whatever_the_school_has_set(s, policy, closing):
    rule(s.cast, silence_policy=policy, closing=closing)
    p = delivered(s)
    for turn in range(2 if policy == "again" else 1):
        assert fresh(p).state == "rating", turn
        with clock.at(fresh(p).rating_due + timedelta(days=1)):
            assert jobs.lapse_ratings() == "1"
    p = fresh(p)
    assert (p.state, p.outcome) == ("checking", "unrated")
    with later(400):
        jobs.lapse_ratings()
        jobs.ring()
    assert fresh(p).state == "checking", "only a person closes it"
    with pytest.raises(NotAllowed):
        actions.conclude(p, by=s.cast.hua, reason="已经很久")
    assert actions.conclude(p, by=s.cast.sun, reason="多次联系提案人").outcome == "unrated"


@pytest.mark.parametrize("scale", ["two", "three"])
def test_attitude_never_moves_the_result(s, scale):
    rule(s.cast, rating_scale=scale)
    p, grades = delivered(s), ("satisfied", "basic", "unsatisfied")
    for attitude, result in product(grades, grades):
        given = {"by": s.cast.qian, "attitude": attitude, "result": result, "words": "看过"}
        if scale == "two" and "basic" in (attitude, result):
            with pytest.raises(Refused, match="只分满意和不满意"):
                actions.rate(p, **given)
            continue
        actions.rate(p, **given)
        assert (p.outcome, p.state) == (
            result,
            "checking" if result == "unsatisfied" else "concluded",
        )
        p.replies.get().ratings.all().delete()
        Conclusion.objects.all().delete()
        Proposal.objects.filter(pk=p.pk).update(state="rating", outcome="")
        p = fresh(p)


# --- the rest -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filed_", "share", "most"),
    [
        (1, 15, 1),
        (6, 15, 1),
        (13, 15, 1),
        (14, 15, 2),
        (20, 15, 3),
        (20, 10, 2),
        (19, 10, 1),
        (3, 0, 1),
        (3, 100, 3),
    ],
)
def test_the_share_of_the_best_is_never_rounded_up_beyond_one(s, filed_, share, most):
    rule(s.cast, award_share=share)
    first = filed(s)
    Proposal.objects.bulk_create(
        Proposal(org=first.org, org_path=first.org_path, call=s.call, title=f"{n}", reason="x", measures="x",
                 proposer=s.cast.qian, state="concluded", serial=n, submitted=DAY)
        for n in range(2, filed_ + 1)
    )  # fmt: skip
    assert most_awards(fresh(s.call)) == most


@pytest.mark.parametrize(
    ("days", "before", "called"),
    [(15, 16, False), (15, 15, True), (1, 2, False), (1, 1, True), (0, 1, False), (0, 0, True)],
)
def test_a_promise_calls_so_many_days_before_its_day(s, days, before, called):
    rule(s.cast, tracking_days=days)
    promise = rated(s, kind="B", promised=promised(40)).promises.get()
    with clock.at(promise.due - timedelta(days=before)):
        lines = [line.title for line in waiting_for(s.cast.tian, s.cast.first)]
        assert (f"落实承诺：{promise}" in lines) is called


@pytest.mark.parametrize(("after", "state"), [(0, "kept"), (1, "late")])
def test_a_promise_is_kept_by_the_first_day_set_however_often_put_off(s, after, state):
    promise = rated(s, kind="B", promised=promised(30)).promises.get()
    first = promise.due
    actions.postpone_promise(
        promise, by=s.cast.tian, due=first + timedelta(days=60), reason="等招标"
    )
    with clock.at(first + timedelta(days=after)):
        actions.report_promise(promise, by=s.cast.tian, evidence="已经做到")
    with clock.at(first + timedelta(days=90)):
        actions.confirm_promise(promise, by=s.cast.sun)
    assert promise.state == state, (
        "what counts is the day it was done, not the day it was looked at"
    )


@pytest.mark.parametrize("kinds", [[], ["B"], ["A", "B", "C", "D"]])
def test_face_to_face_where_the_school_asks_for_it(s, kinds):
    """Every kind of answer after every way of talking; each draft is sent back, and tried anew."""
    rule(s.cast, face_to_face_required=kinds)
    p = received(s)
    for kind, way in product("ABCD", ("face", "visit", "meeting", "phone", "written")):
        p.contacts.all().delete()
        actions.contact(p, by=s.cast.tian, on=DAY, way=way, words="谈过")
        given = {
            "kind": kind,
            "text": "目前条件不具备，待经费落实后再分步办理。",
            "measures": "已安排",
        }
        given |= {"promised": promised()} if kind == "B" else {}
        if kind in kinds and way in ("phone", "written"):
            with pytest.raises(Refused, match=f"{kind} 类答复须先与提案人面复"):
                answer(p, s, **given)
        else:
            assert answer(p, s, **given).state == "signing"
            actions.return_reply(p, by=s.fu, reason="再看一次")


@pytest.mark.parametrize(("length", "fits"), [(19, False), (20, True)])
@pytest.mark.parametrize("kind", ["C", "D"])
def test_a_no_is_explained_in_full(s, kind, length, fits):
    p = talked(s)
    if fits:
        assert answer(p, s, kind=kind, text="因" * length, measures="").state == "signing"
    else:
        with pytest.raises(Refused, match="把原因说清楚，至少 20 字"):
            answer(p, s, kind=kind, text="因" * length, measures="")


@pytest.mark.parametrize("told", [False, True])
def test_those_who_seconded_hear_of_the_answer_only_where_the_school_tells_them(s, told):
    rule(s.cast, seconders_told=told)
    delivered(s)
    heard = Notice.objects.filter(person=s.cast.zhao, title__contains="送达答复").exists()
    assert heard is told


@pytest.mark.parametrize(
    "ground", ["unlawful", "outside", "personal", "empty", "settled", "unsupported"]
)
@pytest.mark.parametrize("answered_", [True, False])
def test_each_ground_leads_where_the_school_says_and_is_told(s, enter, ground, answered_):
    """What is against the law is answered by nobody; the reason is told to its proposer all the same."""
    rule(s.cast, unfiled_answered=answered_)
    p = actions.decline(submitted(s), by=s.cast.sun, ground=ground, reason="请看第三条")
    goes_on = answered_ and ground != "unlawful"
    assert (p.state, p.suggestion) == (("assign", True) if goes_on else ("declined", False))
    page = enter(s.cast.qian).get(f"/proposals/proposal/{p.pk}/").content.decode()
    assert p.get_ground_display() in page and "请看第三条" in page
    rule(s.cast, refuse_grounds=[g for g in ("unlawful", "outside") if g != ground])
    with pytest.raises(Refused, match="没有这条不立案理由"):
        actions.decline(submitted(s), by=s.cast.sun, ground=ground, reason="请看")


def test_nothing_waits_for_anybody_once_it_is_over(s):
    p = rated(s)
    assert not Line.objects.filter(source="proposals.proposal", source_id=p.pk).exists()
