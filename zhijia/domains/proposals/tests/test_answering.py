"""Rating, second handling, closing, promises, awards (R-048, R-050; rules 5.21–5.26)."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from zhijia.domains.proposals import actions, jobs
from zhijia.domains.proposals.figures import departments_of, figures_of
from zhijia.domains.proposals.models import Conclusion, Promise, Rating
from zhijia.kernel import clock
from zhijia.kernel.documents.models import attachments_of
from zhijia.kernel.notices import Notice
from zhijia.kernel.refusals import NotAllowed, Refused

from .parts import answer, delivered, drafted, fresh, later, promised, rated, rule, seconded, talked


@pytest.mark.req("R-047", "R-048")
def test_from_the_call_to_the_conclusion(s):
    p = rated(s)
    assert (p.state, p.outcome, p.on_time) == ("concluded", "satisfied", True)
    assert Conclusion.objects.get(proposal=p).by == s.cast.qian


def test_answered_done_and_satisfied_are_three_facts(s):
    p = delivered(s, kind="B", promised=promised())
    assert (bool(p.answered), p.landing, p.outcome) == (True, "open", "")
    actions.rate(p, by=s.cast.qian, attitude="satisfied", result="basic")
    assert (p.state, p.landing, p.outcome) == ("concluded", "open", "basic")
    promise = p.promises.get()
    actions.report_promise(promise, by=s.cast.tian, evidence="已增设")
    actions.confirm_promise(promise, by=s.cast.sun)
    assert fresh(p).landing == "done"


def test_attitude_and_result_are_rated_apart_by_the_proposer_alone(s):
    p = delivered(s)
    for who in (s.cast.zhao, s.cast.tian, s.cast.sun, s.cast.zhou):
        with pytest.raises(NotAllowed):
            actions.rate(p, by=who, attitude="satisfied", result="satisfied")
    with pytest.raises(Refused, match="哪里还没有解决"):
        actions.rate(p, by=s.cast.qian, attitude="satisfied", result="unsatisfied")
    actions.rate(p, by=s.cast.qian, attitude="satisfied", result="unsatisfied", words="没有时间")
    rating = Rating.objects.get()
    assert (rating.attitude, rating.result) == ("satisfied", "unsatisfied")


def test_a_school_with_two_grades(s):
    rule(s.cast, rating_scale="two")
    p = delivered(s)
    with pytest.raises(Refused, match="只分满意和不满意"):
        actions.rate(p, by=s.cast.qian, attitude="basic", result="satisfied")


def test_not_satisfied_is_heard_again_at_most_so_often(s):
    p = rated(s, "unsatisfied")
    assert p.state == "checking"
    actions.hear_again(p, by=s.cast.sun, reason="请重新研究")
    assert (p.state, p.round) == ("handling", 2)
    assert p.due == date(2026, 4, 1)  # 30 days
    with pytest.raises(Refused, match="先与提案人沟通"):
        answer(p, s)
    actions.contact(p, by=s.cast.tian, on=clock.today(), way="face", words="再谈")
    answer(p, s, kind="B", promised=promised())
    actions.sign(p, by=s.fu)
    actions.deliver(p, by=s.cast.tian)
    actions.rate(p, by=s.cast.qian, attitude="satisfied", result="unsatisfied", words="还是没有")
    with pytest.raises(Refused, match="最多办理 2 次"):
        actions.hear_again(p, by=s.cast.sun, reason="x")
    actions.conclude(p, by=s.cast.sun, reason="已报告校领导，条件所限")
    assert (p.state, p.outcome) == ("concluded", "unsatisfied")
    assert p.replies.count() == 2


def test_one_round_where_the_school_has_one(s):
    rule(s.cast, max_rounds=1)
    p = rated(s, "unsatisfied")
    with pytest.raises(Refused, match="最多办理 1 次"):
        actions.hear_again(p, by=s.cast.sun, reason="x")


def test_silence_closes_nothing_and_is_never_satisfied(s):
    p = delivered(s)
    with pytest.raises(Refused, match="还没有到"):
        actions.lapse(p, by=s.cast.sun)
    with later(11):
        assert jobs.lapse_ratings() == "0"
    with later(15):  # ten working days are 16 March
        assert jobs.lapse_ratings() == "1"
        assert jobs.lapse_ratings() == "0"
    p = fresh(p)
    assert (p.state, p.outcome) == ("checking", "unrated")
    assert not Conclusion.objects.exists()
    figures = figures_of(s.call)
    assert (figures["rated"], figures["good"], figures["unrated"]) == (0, 0, 1)
    actions.conclude(p, by=s.cast.sun, reason="提案人未评价，已当面了解")
    assert p.state == "concluded" and figures_of(s.call)["satisfied"] == 0


def test_a_school_may_ask_twice(s):
    rule(s.cast, silence_policy="again")
    p = delivered(s)
    with later(15):
        jobs.lapse_ratings()
        assert fresh(p).state == "rating"
    with later(30):
        jobs.lapse_ratings()
    assert fresh(p).outcome == "unrated"


@pytest.mark.parametrize(
    ("merged", "state", "outcome"),
    [
        ("all", "checking", "unsatisfied"),
        ("first", "concluded", "satisfied"),
        ("average", "concluded", "basic"),
    ],
)
def test_each_proposer_of_a_merged_case_rates_it(s, merged, state, outcome):
    rule(s.cast, merged_rating=merged)
    into = talked(s)
    other = seconded(s, by=None)
    other.proposer = s.cast.wang
    other.save()
    actions.submit(other, by=s.cast.wang)
    actions.merge(other, by=s.cast.sun, into=into)
    into = fresh(into)
    answer(into, s)
    actions.sign(into, by=s.fu)
    actions.deliver(into, by=s.cast.tian)
    for who in (s.cast.qian, s.cast.wang):
        assert Notice.objects.filter(person=who, title__contains="送达答复").exists()
    actions.rate(into, by=s.cast.qian, attitude="satisfied", result="satisfied")
    assert into.state == "rating"
    with pytest.raises(Refused, match="等待其他提案人"):
        actions.rate(into, by=s.cast.qian, attitude="satisfied", result="satisfied")
    actions.rate(into, by=s.cast.wang, attitude="basic", result="unsatisfied", words="没说我的事")
    assert (into.state, into.outcome) == (state, outcome)


def test_a_promise_is_followed_after_closing(s):
    p = rated(s, kind="B", promised=promised(30))
    promise = p.promises.get()
    with later(20):
        actions.report_promise(promise, by=s.cast.tian, evidence="已装两台")
    with pytest.raises(Refused, match="由别人核实"):
        _as_head(promise, s)
    actions.return_promise(promise, by=s.cast.qian, reason="只装了一台")
    assert promise.state == "open"
    with later(28):
        actions.report_promise(promise, by=s.cast.tian, evidence="两台都装好")
        actions.confirm_promise(promise, by=s.cast.qian)
    assert promise.state == "kept" and fresh(p).landing == "done"


def test_photos_come_along_once_those_on_them_agree(s, enter):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#2d6a4f").save(out, "JPEG")
    photo = lambda: SimpleUploadedFile("现场.jpg", out.getvalue(), "image/jpeg")  # noqa: E731
    promise = rated(s, kind="B", promised=promised(30)).promises.get()
    client, there = enter(s.cast.tian), f"/proposals/promise/{promise.pk}/report_promise/"
    back = client.post(there, {"evidence": "两台都装好", "files": photo()})
    assert back.status_code == 422 and "征得" in back.content.decode()
    assert (
        client.post(
            there, {"evidence": "两台都装好", "files": photo(), "consent": "on"}
        ).status_code
        == 302
    )
    assert attachments_of(promise).get().kind == "photo"
    p = drafted(s)
    there = f"/proposals/proposal/{p.pk}/add_files/"
    given = {"files": photo(), "consent": "on"}
    assert (
        enter(s.cast.qian).post(there, given).status_code == 302 and attachments_of(p).count() == 1
    )


def _as_head(promise, s):
    """The committee member who is also the head of the department."""
    promise.department.head = s.cast.sun
    promise.department.save()
    try:
        actions.confirm_promise(promise, by=s.cast.sun)
    finally:
        promise.department.head = s.cast.tian
        promise.department.save()


def test_postponed_with_a_reason_it_counts_as_late(s):
    promise = rated(s, kind="B", promised=promised(30)).promises.get()
    with pytest.raises(Refused, match="晚于原期限"):
        actions.postpone_promise(promise, by=s.cast.tian, due=promise.due, reason="x")
    actions.postpone_promise(
        promise, by=s.cast.tian, due=promise.due + timedelta(60), reason="等招标"
    )
    with later(50):
        actions.report_promise(promise, by=s.cast.tian, evidence="完成")
        actions.confirm_promise(promise, by=s.cast.sun)
    assert promise.state == "late"
    row = departments_of(s.cast.first, s.call)[0]
    assert (row["kept"], row["kept_late"]) == (0, 1)


def test_a_promise_given_up_says_why_to_everybody(s, enter):
    promise = rated(s, kind="B", promised=promised()).promises.get()
    with pytest.raises(NotAllowed):
        actions.withdraw_promise(promise, by=s.cast.tian, reason="x")
    actions.withdraw_promise(promise, by=s.cast.sun, reason="场地移交政府")
    words = enter(s.cast.hua).get(f"/proposals/promise/{promise.pk}/").content.decode()
    assert "场地移交政府" in words


def test_late_is_late_whenever_it_is_answered(s):
    p = talked(s)
    with clock.at(p.due + timedelta(days=1)):
        answer(p, s)
        actions.sign(p, by=s.fu)
        actions.deliver(p, by=s.cast.tian)
    assert p.on_time is False
    row = departments_of(s.cast.first, s.call)[0]
    assert (row["answered"], row["on_time"], row["judged"]) == (1, 0, 1)


@pytest.mark.req("R-050")
def test_no_more_best_proposals_than_the_schools_share(s):
    rule(s.cast, award_share=10, confirm_best=False)
    one, two = rated(s), rated(s)
    with pytest.raises(NotAllowed):
        actions.award(one, by=s.cast.sun)
    actions.award(one, by=s.cast.li)
    assert fresh(one).awarded
    with pytest.raises(Refused, match="不超过立案数的 10%"):
        actions.award(two, by=s.cast.li)
    rule(s.cast, award_share=100, confirm_best=False)
    actions.award(fresh(two), by=s.cast.li)


def test_nobody_closes_their_own(s):
    p = delivered(s)
    with later(15):
        jobs.lapse_ratings()
    p = fresh(p)
    p.co_proposers.add(s.cast.sun)
    with pytest.raises(Refused, match="由其他委员结案"):
        actions.conclude(p, by=s.cast.sun, reason="x")
    assert Promise.objects.count() == 0
