"""The best are confirmed by the presidium before anybody hears of them, and announced at a session
(rules 5.26)."""

import pytest

from zhijia.domains.ballots import actions as ballots
from zhijia.domains.ballots.tests.parts import ended, votes
from zhijia.domains.congress import actions as congress
from zhijia.domains.congress.models import Session
from zhijia.domains.congress.tests import parts as hall
from zhijia.domains.proposals import actions
from zhijia.domains.proposals.actions.best import publish
from zhijia.domains.proposals.documents.calls import report
from zhijia.domains.proposals.models import Award, Poll
from zhijia.kernel import clock, measures
from zhijia.kernel.notices import Notice
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.waiting import waiting_for

from .parts import fresh, later, rated, rule


@pytest.fixture
def best(s):
    """Three concluded cases, one of them named by the chair; nobody has confirmed it."""
    rule(s.cast, award_share=40)
    s.cases = [rated(s) for _n in range(3)]
    actions.award(s.cases[0], by=s.cast.li)
    s.award = Award.objects.get()
    return s


@pytest.fixture
def presided(best):
    """A session with a presidium of three: Hua, Tian, Qian."""
    c = best.cast
    seated = hall.seated(c, [c.zhao, c.qian, c.hua, c.tian])
    best.session = congress.call(c.first, by=c.li, congresses=[seated], on=clock.today())
    congress.name_presidium(best.session, by=c.li, people=[c.hua, c.tian, c.qian], reason="人少")
    return best


def confirmed(s, by=None):
    return actions.confirm_award(s.award, by=by or s.cast.dang)


def announced(s, **more):
    return actions.announce_best(s.call, by=s.cast.li, **more)


def shown(s, enter):
    return "评优" in enter(s.cast.hua).get(f"/proposals/board/?call={s.call.pk}").content.decode()


def test_until_it_is_announced_nobody_hears_of_it(best, enter):
    s = best
    for state in ("proposed", "confirmed"):
        assert s.award.state == state and not fresh(s.cases[0]).awarded
        assert not shown(s, enter)
        assert not Award.objects.all().visible_to(s.cast.hua).exists()
        assert enter(s.cast.hua).get(f"/proposals/award/{s.award.pk}/").status_code == 404
        made = Record.objects.get(kind="proposals.award")
        assert (made.stage, made.public) == ("draft", "")
        assert not measures.totals(s.cast.first, *year_bounds(2026)).get("proposals.best")
        paper = report(s.call, s.cast.li)
        assert "优秀提案" not in "".join(getattr(b, "text", "") for b in paper.blocks)
        assert not Notice.objects.filter(person=s.cast.qian, title__contains="优秀提案").exists()
        if state == "proposed":
            confirmed(s)


@pytest.mark.req("R-050")
def test_confirmed_and_announced_it_is_on_the_board(presided, enter):
    s = presided
    confirmed(s, by=s.cast.tian)
    Session.objects.filter(pk=s.session.pk).update(opened=clock.now(), state="open")
    announced(s, session=s.session)
    award = fresh(s.award)
    assert (award.state, award.confirmed_by, award.session) == ("announced", s.cast.tian, s.session)
    assert fresh(s.cases[0]).awarded and shown(s, enter)
    assert Notice.objects.filter(person=s.cast.qian, title__contains="评为优秀提案").exists()
    assert Notice.objects.filter(person=s.cast.hua, title__contains="公布评优结果").exists()
    made = Record.objects.get(kind="proposals.award")
    assert (made.stage, made.public) == ("done", "2026年3月评选优秀提案一件")


def test_the_presidium_alone_confirms_once_there_is_one(presided):
    s = presided
    for who in (s.cast.li, s.cast.dang):
        with pytest.raises(Refused, match="由主席团成员审定"):
            confirmed(s, by=who)
    for who in (s.cast.zhao, s.cast.sun, s.cast.zhou, s.cast.chen):
        with pytest.raises(NotAllowed):
            confirmed(s, by=who)
    assert confirmed(s, by=s.cast.hua).state == "confirmed"


def test_each_of_the_presidium_may_open_it(presided, enter):
    s = presided
    there = f"/proposals/award/{s.award.pk}/"
    for who in (s.cast.hua, s.cast.tian, s.cast.qian):
        page = enter(who).get(there)
        assert page.status_code == 200 and "审定通过" in page.content.decode(), who


def test_named_while_there_is_a_presidium_its_members_are_told_and_called_on(presided):
    s = presided
    actions.refuse_award(s.award, by=s.cast.hua, reason="先评另一件")
    actions.award(s.cases[1], by=s.cast.li)
    for who in (s.cast.hua, s.cast.tian, s.cast.qian):
        assert any("审定评优" in w.title for w in waiting_for(who, s.cast.first)), who
        assert Notice.objects.filter(person=who, title__contains="请审定评优").exists()
    assert not any("审定评优" in w.title for w in waiting_for(s.cast.dang, s.cast.first))


def test_without_a_presidium_who_decides_disputes_confirms(best):
    assert any("审定评优" in w.title for w in waiting_for(best.cast.dang, best.cast.first))
    assert confirmed(best).state == "confirmed"
    (line,) = [w for w in waiting_for(best.cast.li, best.cast.first) if "公布评优" in w.title]
    assert line.url == f"/proposals/call/{best.call.pk}/announce_best/"


def test_nothing_is_announced_that_is_not_confirmed(best):
    with pytest.raises(Refused, match="还没有审定通过"):
        announced(best)
    with pytest.raises(WrongState):
        publish(best.award, by=best.cast.li, session=None)


def test_what_is_refused_says_why_and_frees_its_place(best):
    s = best
    with pytest.raises(Refused, match="最多 1 件"):
        actions.award(s.cases[1], by=s.cast.li)
    actions.refuse_award(s.award, by=s.cast.dang, reason="承诺还没有落实")
    assert (fresh(s.award).state, fresh(s.award).why) == ("refused", "承诺还没有落实")
    actions.award(s.cases[0], by=s.cast.li)
    assert Award.objects.filter(proposal=s.cases[0]).count() == 2
    with pytest.raises(Refused, match="已经推荐"):
        actions.award(fresh(s.cases[0]), by=s.cast.li)


def test_a_session_that_has_not_sat_announces_nothing(presided):
    s = presided
    confirmed(s, by=s.cast.hua)
    with pytest.raises(Refused, match="还没有召开"):
        announced(s, session=s.session)
    assert fresh(s.award).state == "confirmed"


def test_the_form_offers_the_sessions_that_sat(presided, enter):
    s = presided
    confirmed(s, by=s.cast.hua)
    there = f"/proposals/call/{s.call.pk}/announce_best/"
    assert s.session.title not in enter(s.cast.li).get(there).content.decode()
    Session.objects.filter(pk=s.session.pk).update(opened=clock.now(), state="closed")
    form = enter(s.cast.li).get(there).content.decode()
    assert s.session.title in form and s.cases[0].title in form
    assert enter(s.cast.li).post(there, {"session": s.session.pk}).status_code == 302
    assert fresh(s.award).session == s.session


# --- by a vote ----------------------------------------------------------------------------------


@pytest.fixture
def voted(s):
    """Three cases, a poll certified with a winner; the presidium has not spoken."""
    rule(s.cast, award_share=40)
    s.cases = [rated(s) for _n in range(3)]
    with later(30):
        s.poll = actions.hold_poll(s.call, by=s.cast.li, of="proposals", seats=1,
                                   tellers=[s.cast.lin, s.cast.wang])  # fmt: skip
        ballots.open_(s.poll.ballot, by=s.cast.li)
        for who in (s.cast.qian, s.cast.zhao, s.cast.hua):
            votes(s.poll.ballot, who, {"1": {"yes": ["o2"], "no": [], "write": []}})
        ended(s.cast, s.poll.ballot)
        s.poll, s.award = fresh(s.poll), Award.objects.get()
        yield s


def test_a_certified_vote_waits_for_the_presidium(voted, enter):
    s = voted
    assert s.poll.state == "decided" and s.award.state == "proposed"
    assert not shown(s, enter) and not fresh(s.cases[1]).awarded
    page = enter(s.cast.hua).get(f"/proposals/poll/{s.poll.pk}/").content.decode()
    assert "等主席团审定" in page and "当选" not in page
    assert not Notice.objects.filter(title__contains="公布评选结果").exists()


def test_announced_the_poll_is_over(voted, enter):
    s = voted
    confirmed(s)
    announced(s)
    assert fresh(s.poll).state == "announced" and fresh(s.cases[1]).awarded
    assert "当选" in enter(s.cast.hua).get(f"/proposals/poll/{s.poll.pk}/").content.decode()


def test_refused_the_poll_is_void_and_another_may_be_held(voted):
    s = voted
    actions.refuse_award(s.award, by=s.cast.dang, reason="有拉票的情况")
    assert fresh(s.poll).state == "void"
    assert actions.hold_poll(s.call, by=s.cast.li, of="proposals", seats=1,
                             tellers=[s.cast.lin, s.cast.wang]).state == "running"  # fmt: skip
    assert Poll.objects.count() == 2
