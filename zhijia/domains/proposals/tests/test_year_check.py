"""At year's end departments look again at every promise not kept (rules 5.24; Appendix B: 福州大学)."""

from datetime import date, timedelta

import pytest

from zhijia.domains.proposals import actions, jobs
from zhijia.domains.proposals.models import Promise, ProposalSettings
from zhijia.kernel import clock
from zhijia.kernel.actions import Step, open_to
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Post
from zhijia.kernel.refusals import NotAllowed, WrongState
from zhijia.kernel.settings import save_settings
from zhijia.kernel.testing import member, office, person
from zhijia.kernel.waiting import waiting_for

from .parts import DAY, promised, rated, rule

DECEMBER = date(2026, 12, 1)


@pytest.fixture
def owing(s):
    """A case closed in spring whose promise is due next summer."""
    s.promise = rated(s, kind="B", promised=promised(450)).promises.get()
    return s


def asked(s):
    with clock.at(DECEMBER):
        jobs.ask_year_check()
    s.promise.refresh_from_db()
    return s.promise


def calls(who, org):
    return [w for w in waiting_for(who, org) if w.title.startswith("年末自查")]


@pytest.mark.parametrize(
    ("month", "day", "count"),
    [(12, DECEMBER, "1"), (12, date(2026, 11, 30), "0"), (12, date(2026, 12, 31), "1"),
     (6, date(2026, 6, 1), "1"), (6, DECEMBER, "0"), (0, DECEMBER, "0")],
)  # fmt: skip
def test_in_the_schools_month_and_in_no_other(owing, month, day, count):
    rule(owing.cast, check_month=month)
    with clock.at(day):
        assert jobs.ask_year_check() == count


def test_each_open_promise_is_put_to_its_department_once(owing):
    s, p = owing, asked(owing)
    assert (p.state, p.check_due) == ("open", date(2026, 12, 31))
    with clock.at(DECEMBER):
        (line,) = calls(s.cast.tian, s.cast.first)
        assert line.due == p.check_due and line.url.endswith("/check_promise/")
        assert jobs.ask_year_check() == "0"
    assert Notice.objects.filter(person=s.cast.tian, title="请年末自查 1 项承诺").count() == 1


def test_many_promises_make_one_notice_a_head(s):
    for _n in range(3):
        rated(s, kind="B", promised=promised(450))
    with clock.at(DECEMBER):
        assert jobs.ask_year_check() == "3"
    assert Notice.objects.get(title__contains="年末自查").title == "请年末自查 3 项承诺"


def test_the_report_is_a_line_in_the_timeline_and_the_promise_stays_open(owing, enter):
    """B cases stay open until their day."""
    s, p = owing, asked(owing)
    with clock.at(DECEMBER + timedelta(days=9)):
        there = f"/proposals/promise/{p.pk}/"
        form = enter(s.cast.tian).get(f"{there}check_promise/").content.decode()
        assert "期限是 2027-05-26" in form
        enter(s.cast.tian).post(f"{there}check_promise/", {"reason": "设备已招标，三月进场"})
        p.refresh_from_db()
        assert (p.state, p.checked, p.check_due) == ("open", date(2026, 12, 10), None)
        assert not calls(s.cast.tian, s.cast.first)
        assert Step.objects.about(p).last().note == "设备已招标，三月进场"
        page = enter(s.cast.hua).get(there).content.decode()
        assert "设备已招标" in page and "2026" in page
    assert Notice.objects.filter(person=s.cast.qian, title__contains="年末自查").exists()


def test_next_year_it_is_asked_again(owing):
    p = asked(owing)
    with clock.at(DECEMBER):
        actions.check_promise(p, by=owing.cast.tian, reason="在办")
        assert jobs.ask_year_check() == "0"
    with clock.at(date(2027, 12, 1)):
        assert jobs.ask_year_check() == "1"


def test_what_is_reported_or_given_up_is_not_asked_after(s):
    one, two, three = (rated(s, kind="B", promised=promised(450)).promises.get() for _n in range(3))
    actions.report_promise(one, by=s.cast.tian, evidence="已完成")
    actions.withdraw_promise(two, by=s.cast.sun, reason="场地已拆除")
    with clock.at(DECEMBER):
        assert jobs.ask_year_check() == "1"
        three.refresh_from_db()
        actions.report_promise(three, by=s.cast.tian, evidence="已完成")
        assert three.check_due is None, "the report says more than the check"


def test_there_is_no_such_step_in_the_rest_of_the_year(owing):
    p, tian = owing.promise, owing.cast.tian
    assert "check_promise" not in {o.action.name for o in open_to(p, tian)}
    with pytest.raises(WrongState):
        actions.check_promise(p, by=tian, reason="x")


def test_the_department_or_the_committee_reports_and_nobody_else(owing):
    s, p = owing, asked(owing)
    for who in (s.cast.qian, s.wu, s.cast.hua, s.cast.zhou, s.cast.chen):
        with pytest.raises(NotAllowed):
            actions.check_promise(p, by=who, reason="x")
    assert actions.check_promise(p, by=s.cast.sun, reason="部门来电：在办").checked


# --- due work of several unions -----------------------------------------------------------------


def second_school(s):
    """The other school with a committee, a department, a call and a promise of its own."""
    c = s.cast
    head, proposer, other = (person(f"邻校{n}", f"S{n}") for n in "甲乙丙")
    for who in (head, proposer, other):
        member(c.second, who)
    office(c.second, c.zhou, Post.COMMITTEE)
    save_settings(c.second, ProposalSettings(
        min_seconders=1, leader_reads=False, reply_signer="none", check_month=6))  # fmt: skip
    call = actions.open_call(c.second, by=c.zhou, title="邻校征集", session="第一届第一次", opens=DAY,
                             closes=DAY + timedelta(days=20))  # fmt: skip
    lead = actions.add_department(c.second, by=c.zhou, name="后勤处", head=head)
    text = "操场跑道破损多处，早操时有学生绊倒，请尽快安排维修。"
    p = actions.draft(
        c.second, by=proposer, call=call, title="关于维修操场跑道的提案", matter=text, measures=text
    )
    actions.ask_second(p, by=proposer, people=[other])
    actions.second(p, by=other)
    actions.submit(p, by=proposer)
    actions.accept(p, by=c.zhou)
    actions.assign(p, by=c.zhou, lead=lead)
    actions.receive(p, by=head)
    actions.contact(p, by=head, on=DAY, way="face", words="谈过")
    actions.draft_reply(p, by=head, kind="B", text="列入计划", promised=promised(450, "维修跑道"))
    actions.deliver(p, by=head)
    return head, p


def test_every_school_is_asked_in_its_own_month(owing):
    head, p = second_school(owing)
    with clock.at(date(2026, 6, 1)):
        assert jobs.ask_year_check() == "1"
    assert p.promises.get().check_due == date(2026, 6, 30)
    asked(owing)
    assert not Notice.objects.filter(person=owing.cast.tian, org=owing.cast.second).exists()
    assert Notice.objects.filter(title__contains="年末自查").count() == 2


def test_the_other_jobs_keep_unions_apart_too(s):
    """Clocks, closings and lapses of two schools on one day: each tells its own people."""
    from .parts import delivered, drafted, seconded

    head, theirs = second_school(s)
    delivered(s)
    ours = seconded(s)
    short = drafted(s)
    with clock.at(DAY + timedelta(days=21)):
        assert jobs.close_calls() == "1"
        assert jobs.lapse_ratings() == "2"
        theirs.refresh_from_db(), ours.refresh_from_db(), short.refresh_from_db()
    assert (theirs.state, ours.state, short.state) == ("checking", "review", "draft")
    lapsed = Step.objects.filter(verb="lapse")
    assert {(x.org, x.by) for x in lapsed} == {
        (s.cast.second, s.cast.zhou), (s.cast.first, s.cast.li),
    }  # fmt: skip
    with clock.at(theirs.promises.get().due):
        assert jobs.ring() == "1"
    told = Notice.objects.filter(title="1 项承诺今天到期").get()
    assert (told.person, told.org) == (head, s.cast.second)


def test_a_school_without_a_committee_is_left_alone_and_holds_up_no_other(owing):
    _head, p = second_school(owing)
    from zhijia.kernel.people import Appointment

    save_settings(owing.cast.second, ProposalSettings(check_month=12))
    Appointment.objects.filter(org=owing.cast.second).update(ends=DAY)
    with clock.at(DECEMBER):
        assert jobs.ask_year_check() == "1"
    assert (
        p.promises.get().check_due is None and Promise.objects.filter(check_due=None).count() == 1
    )


def test_where_nothing_is_open_next_to_nothing_is_asked(s, django_assert_max_num_queries):
    with clock.at(DAY), django_assert_max_num_queries(3):
        assert jobs.ask_year_check() == "0"
