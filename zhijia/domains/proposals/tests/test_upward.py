"""A case beyond the school's power (Appendix B: 北京大学公卫学院, 北京理工大学): passed upward, seen to be
there, and answered to the proposer when the answer comes."""

from datetime import timedelta

import pytest

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.documents.calls import report
from zhijia.domains.proposals.documents.proposals import reply_letter
from zhijia.domains.proposals.figures import figures_of
from zhijia.domains.proposals.models import Proposal
from zhijia.kernel import clock, measures
from zhijia.kernel.actions import open_to
from zhijia.kernel.notices import Notice
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.testing import names_of
from zhijia.kernel.waiting import sources, waiting_for

from .parts import DAY, assigned, filed, fresh, later, received, rule, submitted

AWAY = {"to": "authority", "name": "区教育局人事科", "reason": "编制由区里核定"}
SAID = {"kind": "C", "text": "编制总数由市里核定，今年没有增加的计划。"}


@pytest.fixture
def up(s):
    rule(s.cast, pass_upward=True)
    return s


def passed_up(s, p=None):
    return actions.forward(p or filed(s), by=s.cast.sun, **AWAY)


def relayed(s, p=None, **more):
    p = passed_up(s, p)
    return actions.relay(p, by=s.cast.sun, **{"on": clock.today(), **SAID} | more)


def test_a_school_that_does_not_pass_upward_has_no_such_step(s):
    p = filed(s)
    assert "forward" not in {o.action.name for o in open_to(p, s.cast.sun)}
    with pytest.raises(WrongState, match="没有“向上转送”这一步"):
        passed_up(s, p)


@pytest.mark.parametrize("stage", [submitted, filed, assigned, received])
def test_from_review_from_the_desk_and_from_a_department(up, stage):
    """Whoever had it is let go, and no clock of the school runs."""
    p = passed_up(up, stage(up))
    assert (p.state, p.lead, p.due) == ("forwarded", None, None)
    assert not p.assignments.filter(ended=None).exists()
    assert Notice.objects.filter(person=up.cast.qian, title__contains="向上转送").exists()


def test_a_department_that_had_it_in_hand_hears_that_it_is_gone(up):
    passed_up(up, received(up))
    assert Notice.objects.filter(person=up.cast.tian, title__contains="不用再办").exists()


def test_from_review_it_takes_a_number_of_the_suggestions(up):
    """The congress cannot file what is beyond the school."""
    p = passed_up(up, submitted(up))
    assert (p.number, p.suggestion, p.shown) == ("2026-建-001", True, True)
    assert passed_up(up, filed(up)).number == "2026-提-001"


def test_colleagues_see_where_it_is(up, enter):
    p = passed_up(up)
    page = enter(up.cast.hua).get(f"/proposals/proposal/{p.pk}/").content.decode()
    for words in ("已向上转送", "上级主管部门：区教育局人事科", "等上级答复", "由提案委转告提案人"):
        assert words in page, words


def test_the_level_above_sees_a_count_and_a_safe_title_and_opens_nothing(up, enter):
    p = passed_up(up)
    made = Record.objects.get(kind="proposals.forwarding")
    assert made.title == "向上转送其他类提案" and made.stage == "done"
    words = made.title + made.public
    assert not [name for name in names_of(up.cast) if name in words] and "食堂" not in words
    assert (
        measures.totals(up.cast.district, *year_bounds(2026), below=True)["proposals.forwarded"]
        == 1
    )
    officer = enter(up.cast.chen)
    for there in (f"proposal/{p.pk}/", f"forwarding/{p.forwardings.get().pk}/"):
        assert officer.get(f"/proposals/{there}").status_code == 404, there
    assert not Proposal.objects.all().visible_to(up.cast.chen).exists()


def test_the_answer_is_still_owed_until_it_comes(up):
    p = passed_up(up)
    assert figures_of(up.call)["to_answer"] == 1 and figures_of(up.call)["answered"] == 0
    (line,) = list(sources[Proposal](p))
    assert (line.power, line.besides, line.url[-7:]) == (
        "proposals.review",
        up.cast.qian,
        "/relay/",
    )
    assert "区教育局人事科" in line.note
    with later(200):
        assert any("转告上级答复" in w.title for w in waiting_for(up.cast.sun, up.cast.first))


def test_once_it_comes_every_proposer_has_it_and_rates_it(up):
    p = relayed(up, filed(up, co_proposers=[up.cast.wang]))
    assert (p.state, p.answered, p.on_time) == ("rating", DAY, True)
    reply = p.replies.get()
    assert (reply.answerer, reply.department, reply.text) == ("区教育局人事科", None, SAID["text"])
    for who in (up.cast.qian, up.cast.wang):
        assert Notice.objects.filter(person=who, title__contains="转告上级答复").exists()
        actions.rate(p, by=who, attitude="satisfied", result="satisfied")
    assert p.state == "concluded"


def test_the_schools_days_count_from_the_day_the_answer_came(up):
    rule(up.cast, pass_upward=True, reply_days=10)
    p, q = passed_up(up), passed_up(up)
    with later(300):
        came = clock.today() - timedelta(days=5)
        assert actions.relay(p, by=up.cast.sun, on=came, **SAID).on_time is True
        late = clock.today() - timedelta(days=20)
        assert actions.relay(q, by=up.cast.sun, on=late, **SAID).on_time is False


def test_an_answer_comes_neither_before_the_question_nor_tomorrow(up):
    p = passed_up(up)
    for days in (-1, 1):
        with pytest.raises(Refused, match="要在转送那天"):
            actions.relay(p, by=up.cast.sun, on=DAY + timedelta(days=days), **SAID)
    assert fresh(p).state == "forwarded"


def test_taken_back_the_school_handles_it_itself(up):
    p = actions.call_back(passed_up(up, received(up)), by=up.cast.sun, reason="三个月没有答复")
    assert p.state == "assign"
    actions.assign(p, by=up.cast.sun, lead=up.lead)
    assert p.due and p.forwardings.get().ended == DAY


def test_not_satisfied_with_the_answer_from_above_it_comes_back_to_the_desk(up):
    """There is no department that could handle it again."""
    p = relayed(up)
    actions.rate(p, by=up.cast.qian, attitude="satisfied", result="unsatisfied", words="没有说理由")
    actions.hear_again(p, by=up.cast.sun, reason="请学校先想办法")
    assert (p.state, p.round, p.lead) == ("assign", 2, None)
    assert relayed(up, p).replies.count() == 2


def test_who_passes_it_on(up):
    p = filed(up)
    for who in (up.cast.qian, up.cast.hua, up.cast.tian, up.gao, up.cast.chen, up.cast.zhou):
        with pytest.raises(NotAllowed):
            actions.forward(p, by=who, **AWAY)
    own = filed(up, co_proposers=[up.cast.lin])
    with pytest.raises(Refused, match="由其他委员"):
        actions.forward(own, by=up.cast.lin, **AWAY)


def test_the_letter_and_the_report_say_who_answered(up):
    p = relayed(up)
    letter = reply_letter(p, up.cast.qian)
    words = "\n".join(getattr(b, "text", "") for b in letter.blocks)
    assert "现将区教育局人事科的答复转告如下" in words and "审签" not in words
    paper = report(up.call, up.cast.li)
    assert "向上转送1件" in "\n".join(getattr(b, "text", "") for b in paper.blocks)
    rows = next(b.rows for b in paper.blocks if getattr(b, "caption", "") == "B、C 类答复")
    assert rows == [[p.number, p.title, "C", "区教育局人事科"]]


def test_by_the_forms(up, enter):
    p, client = filed(up), enter(up.cast.sun)
    there = f"/proposals/proposal/{p.pk}"
    form = client.get(f"{there}/forward/").content.decode()
    assert "东城区教育工会" in form and "看不到案由和提案人" in form
    assert client.post(f"{there}/forward/", AWAY).status_code == 302
    back = client.post(f"{there}/relay/", {**SAID, "on": "2026-03-03"})
    assert back.status_code == 422 and "核对来文日期" in back.content.decode()
    assert SAID["text"] in back.content.decode(), "nothing typed is lost"
    assert client.post(f"{there}/relay/", {**SAID, "on": "2026-03-02"}).status_code == 302
    assert fresh(p).state == "rating"


def test_what_a_department_promised_is_no_part_of_it(up):
    """Departments' figures count only what they answered."""
    relayed(up, assigned(up))
    from zhijia.domains.proposals.figures import departments_of

    assert departments_of(up.cast.first, up.call) == []


def test_the_same_matter_joins_it_on_its_way_and_may_leave_it_again(up):
    """What is away can take another one in; its proposer gets the answer too, or objects."""
    p = passed_up(up)
    other = submitted(up, co_proposers=[up.cast.wang])
    actions.merge(other, by=up.cast.sun, into=p, reason="同一件事")
    assert up.cast.wang in fresh(p).proposers()
    actions.object_merge(other, by=up.cast.qian, reason="说的是另一栋楼")
    assert (other.state, up.cast.wang in fresh(p).proposers()) == ("review", False)
    actions.merge(other, by=up.cast.sun, into=p)
    relayed_to = actions.relay(fresh(p), by=up.cast.sun, on=DAY, **SAID)
    assert Notice.objects.filter(person=up.cast.wang, title__contains="转告上级答复").exists()
    with pytest.raises(Refused, match="已经形成答复"):
        actions.object_merge(other, by=up.cast.qian, reason="x")
    assert relayed_to.state == "rating"
