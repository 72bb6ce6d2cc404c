"""The congress decides itself: motions, and proposals where the school files by vote (R-049, R-051)."""

import pytest

from zhijia.domains.congress import actions as congress
from zhijia.domains.congress.tests import parts as hall
from zhijia.domains.congress.tests.test_votes import decide
from zhijia.domains.proposals import actions
from zhijia.domains.proposals.documents.calls import report
from zhijia.domains.proposals.documents.proposals import proposal_form
from zhijia.domains.proposals.figures import figures_of
from zhijia.domains.proposals.models import Proposal
from zhijia.kernel import measures
from zhijia.kernel.documents.paper import Table
from zhijia.kernel.notices import Notice
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NeedsReason, NotAllowed, Refused
from zhijia.kernel.waiting import waiting_for

from .parts import DAY, TEXT, fresh, rule, submitted

MOTION = {"kind": "motion", "title": "关于设立教职工子女托管班的议案"}
BALLOTS, HANDS = {"method": "secret"}, {"method": "hands"}


@pytest.fixture
def hall_of(s):
    """Nine delegates, and a congress that is being prepared for today."""
    s.people = hall.crowd(s.cast.first, 9)
    s.seats = hall.seated(s.cast, s.people)
    s.session = congress.call(s.cast.first, by=s.cast.li, congresses=[s.seats], on=DAY)
    return s


def tabled(s, p=None, **more):
    return actions.table(p or submitted(s, **MOTION), by=s.cast.li, meeting=s.session, **more)


def sit(s, there=None):
    """From the agenda to the opened hall, with the one matter on the floor."""
    c, session = s.cast, fresh(s.session)
    congress.name_tellers(session, by=c.li, people=s.people[:2])
    congress.approve_agenda(session, by=c.dang)
    congress.open_doors(congress.send_papers(session, by=c.li), by=c.li)
    hall.enter(c, session, there)
    congress.open_session(session, by=c.li)
    return hall.on_floor(c, session)


def by_ballot(s, yes):
    item = sit(s)
    congress.start_vote(item, by=s.cast.li)
    said = ["yes"] * yes + ["no"] * (len(s.people) - yes)
    decide(s.cast, item, [(p, {"1": w}) for p, w in zip(s.people, said, strict=True)])
    return congress.announce(item, by=s.cast.li)


def over(s):
    congress.close(fresh(s.session), by=s.cast.li)


def figure(s, metric):
    return measures.totals(s.cast.first, *year_bounds(DAY.year), [metric]).get(metric, 0)


@pytest.mark.req("R-051")
def test_a_motion_from_its_author_to_the_word_of_the_congress(hall_of, enter):
    """By the pages: written, seconded, put on the agenda, voted, filed by the vote, and in the figures."""
    s, c = hall_of, hall_of.cast
    words = TEXT | MOTION | {"call": s.call.pk, "about": "welfare", "once": "m1"}
    assert enter(c.qian).post("/proposals/proposal/draft/", words).status_code == 302
    p = Proposal.objects.get()
    there = f"/proposals/proposal/{p.pk}/"
    actions.ask_second(p, by=c.qian, people=[c.zhao, c.hua])
    for who in (c.zhao, c.hua):
        actions.second(p, by=who)
    actions.submit(p, by=c.qian)
    with pytest.raises(Refused, match="由大会表决"):
        actions.accept(p, by=c.sun)
    page = enter(c.li).get(f"{there}table/").content.decode()
    assert str(s.session) in page and "过半数同意" in page
    sent = {"meeting": s.session.pk, "method": "secret", "once": "m2"}
    assert enter(c.li).post(f"{there}table/", sent).status_code == 302
    item = s.session.items.get()
    assert (item.title, item.method) == (MOTION["title"], "secret")
    assert TEXT["reason"] in item.words and c.qian.name not in item.words
    assert "待大会表决" in enter(c.qian).get(there).content.decode()
    by_ballot(s, yes=5)
    over(s)
    p = fresh(p)
    assert (p.state, p.number) == ("instruct", "2026-提-001")
    assert Notice.objects.filter(person=c.qian, title__contains="登记表决结果").exists()
    page = enter(c.qian).get(there).content.decode()
    assert "须 5 票以上赞成" in page and "已通过" in page
    (row,) = next(b for b in proposal_form(p, c.li).blocks if isinstance(b, Table)).rows
    assert row[1] == "立案" and row[3].startswith("大会表决：")
    assert [figure(s, f"proposals.{m}") for m in ("motions", "voted", "accepted")] == [1, 1, 1]
    assert c.qian.name not in str(Record.objects.filter(kind="proposals.decision").values())


@pytest.mark.req("R-049")
def test_where_the_school_files_by_vote_the_delegates_decide_on_each(hall_of, enter):
    """Five of nine file it; four do not, and it is answered as a suggestion all the same."""
    s, c = hall_of, hall_of.cast
    rule(c, congress_votes=True)
    yes, no = (submitted(s, title=f"关于{n}的提案") for n in ("早餐", "停车"))
    for p in (yes, no):
        with pytest.raises(Refused, match="由大会表决"):
            actions.accept(p, by=c.sun)
        tabled(s, p)
    item = sit(s)
    for votes in (5, 4):
        congress.start_vote(item, by=c.li)
        said = ["yes"] * votes + ["no"] * (9 - votes)
        decide(c, item, [(p, {"1": w}) for p, w in zip(s.people, said, strict=True)])
        congress.announce(item, by=c.li)
        item = hall.on_floor(c, s.session) if votes == 5 else item
    over(s)
    assert [(fresh(p).state, fresh(p).number) for p in (yes, no)] == [
        ("instruct", "2026-提-001"),
        ("assign", "2026-建-001"),
    ]
    found = figures_of(s.call)
    assert (found["submitted"], found["accepted"], found["referred"]) == (2, 1, 1)
    tables = [b for b in report(s.call, c.li).blocks if isinstance(b, Table)]
    assert [["大会表决没有通过", "1"]] in [t.rows for t in tables]
    board = enter(c.hua).get("/proposals/board/").content.decode()
    assert "2026-提-001" in board and "2026-建-001" in board
    assert [figure(s, f"proposals.{m}") for m in ("voted", "accepted", "declined")] == [2, 1, 1]


@pytest.mark.parametrize(("answered", "state"), [(True, "assign"), (False, "declined")])
def test_what_is_voted_down_ends_as_the_school_says_and_nobody_overrules_it(
    hall_of, answered, state
):
    s, c = hall_of, hall_of.cast
    rule(c, unfiled_answered=answered)
    p = tabled(s, **HANDS)
    item = sit(s)
    congress.count_hands(item, by=c.li, yes=4, no=5, abstain=0)
    p = actions.hear_vote(p, by=c.sun)
    assert (p.state, p.decisions.last().congress) == (state, True)
    over(s)
    assert p.decisions.count() == 1, "noted once, by hand or by itself"
    if state == "declined":
        with pytest.raises(Refused, match="大会已经表决"):
            actions.dispute(p, by=c.qian, reason="不同意")


def test_abstaining_and_being_away_is_not_a_yes(hall_of):
    """Four of the six who came say yes; of nine delegates that is no majority."""
    s = hall_of
    p = tabled(s, **HANDS)
    congress.count_hands(sit(s, there=6), by=s.cast.li, yes=4, no=0, abstain=2)
    assert actions.hear_vote(p, by=s.cast.sun).suggestion


def test_the_presidium_does_not_stand_for_the_congress(hall_of):
    s, c = hall_of, hall_of.cast
    p = actions.dispute(submitted(s, **MOTION), by=c.sun, reason="是否属于职权范围")
    with pytest.raises(Refused, match="主席团不代替大会立案"):
        actions.decide(p, by=c.dang, what="accept", reason="应当立案")
    assert actions.decide(p, by=c.dang, what="refer", reason="由部门答复").suggestion


def test_taken_off_the_agenda_it_is_with_the_committee_again(hall_of):
    s, c = hall_of, hall_of.cast
    p = tabled(s)
    assert any("等大会表决" in line.title for line in waiting_for(c.sun, c.first))
    with pytest.raises(Refused, match="大会还没有表决"):
        actions.hear_vote(p, by=c.sun)
    item = p.item
    p = actions.untable(p, by=c.li, reason="并入另一件议案")
    assert (p.state, p.item, fresh(item).state) == ("review", None, "withdrawn")
    item = tabled(s, p).item
    sit(s)
    with pytest.raises(Refused, match="大会正在审议"):
        actions.untable(p, by=c.li, reason="来不及")
    assert fresh(item).state == "floor"


def test_a_session_called_off_leaves_it_to_be_taken_back(hall_of):
    s, c = hall_of, hall_of.cast
    p = tabled(s)
    congress.call_off(fresh(s.session), by=c.li, reason="改期")
    p = actions.untable(fresh(p), by=c.li, reason="会议改期")
    assert p.state == "review"
    with pytest.raises(Refused, match="不在筹备中"):
        tabled(s, p)


def test_an_approved_agenda_takes_it_only_with_a_reason(hall_of):
    s, c = hall_of, hall_of.cast
    congress.put(s.session, by=c.li, title="学校工作报告", power="reports")
    congress.name_tellers(s.session, by=c.li, people=s.people[:2])
    congress.approve_agenda(s.session, by=c.dang)
    p = submitted(s, **MOTION)
    with pytest.raises(NeedsReason):
        tabled(s, p)
    assert fresh(p).state == "review" and not s.session.items.filter(power="other").exists()
    assert tabled(s, p, reason="会前补充").state == "tabled"


def test_who_puts_it_there_and_what_is_refused(hall_of):
    s, c = hall_of, hall_of.cast
    p = submitted(s, **MOTION)
    for who in (c.sun, c.qian, c.zhao, c.zhou, c.chen):
        with pytest.raises(NotAllowed):
            actions.table(p, by=who, meeting=s.session)
    own = submitted(s, **MOTION, by=[c.zhao, c.hua])
    Proposal.objects.filter(pk=own.pk).update(proposer=c.li)
    with pytest.raises(Refused, match="自己的提案"):
        tabled(s, fresh(own))
    plain = submitted(s)
    with pytest.raises(Refused, match="没有“提请大会表决”这一步"):
        tabled(s, plain)
    actions.decline_second(p, by=c.zhao)
    assert fresh(p).state == "seconding", "below its seconders it is not put to the vote"


@pytest.mark.parametrize(
    ("title", "allowed", "words"),
    [("关于托管班的提案", True, "关于……的议案"), ("托管班的议案", True, "关于……的议案"),
     ("关于托管班的议案", False, "不接收议案")],
)  # fmt: skip
def test_a_motion_is_called_one_and_taken_where_the_school_takes_them(
    s, enter, title, allowed, words
):
    rule(s.cast, motions_allowed=allowed)
    with pytest.raises(Refused, match=words):
        submitted(s, kind="motion", title=title)
    page = enter(s.cast.qian).get("/proposals/proposal/draft/").content.decode()
    assert ('value="motion"' in page) is allowed
