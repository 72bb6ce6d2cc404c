"""Who may do what (rules 1.04, 1.38, 1.41, 1.63): every power by every post, and the relations."""

from datetime import timedelta

import pytest

from zhijia.domains.ballots import casting
from zhijia.domains.congress import actions
from zhijia.domains.congress.models import AgendaItem, Attendee, Opinion, Session
from zhijia.kernel import access, clock
from zhijia.kernel.access import can
from zhijia.kernel.actions import actions as verbs
from zhijia.kernel.people import COMMITTEE_POSTS, Appointment, Deputy, Membership, Post
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.testing import member, office, person

from . import parts

STAFF = set(Post) - {Post.OFFICER}
TABLE = {
    "congress.see": STAFF,
    "congress.organise": set(COMMITTEE_POSTS),
    "congress.prepare": {Post.CHAIR, Post.VICE_CHAIR},
    "congress.door": set(COMMITTEE_POSTS),
    "congress.approve": {Post.PARTY},
    "congress.attend": set(),
    "congress.arrive": set(),
    "congress.answer": {Post.PRINCIPAL, Post.PARTY},
    "congress.follow": {*COMMITTEE_POSTS, Post.PRINCIPAL},
}


def test_every_power_of_the_domain_stands_in_the_table():
    assert {code for code in access.powers if code.startswith("congress.")} == set(TABLE)
    used = {v.power for v in verbs.values() if v.place._meta.app_label == "congress"}
    assert used <= set(TABLE)


@pytest.mark.parametrize("post", list(Post))
@pytest.mark.parametrize("code", list(TABLE))
def test_a_post_holds_the_power_at_its_own_union_and_nowhere_else(cast, code, post):
    who = person("任职人", "X001")
    if post == Post.MEMBER:
        member(cast.first, who)
    else:
        office(cast.first, who, post)
    assert can(who, code, cast.first) == (post in TABLE[code])
    assert not can(who, code, cast.second) and not can(who, code, cast.district)


@pytest.mark.parametrize("code", list(TABLE))
@pytest.mark.parametrize("who", ["zhou", "chen"])
def test_the_neighbour_and_the_level_above_hold_none(cast, code, who):
    congress = parts.seated(cast, parts.crowd(cast.first, 3))
    session = parts.called(cast, congress)
    opinion = actions.raise_opinion(session, by=congress.in_office.first().person, text="意见")
    for thing in (cast.first, congress, session, session.items.get(), opinion):
        assert not can(getattr(cast, who), code, thing)


# --- relations --------------------------------------------------------------------------------------


@pytest.fixture
def called(cast):
    people = parts.crowd(cast.first, 6)
    return people, parts.called(cast, parts.seated(cast, people))


def test_who_stands_on_the_roll_attends_the_session_and_its_items(cast, called):
    people, session = called
    item = session.items.get()
    for thing in (session, item):
        assert can(people[0], "congress.attend", thing)
        assert not can(cast.li, "congress.attend", thing), "the chair is no delegate here"
        assert not can(cast.zhao, "congress.attend", thing)
    actions.invite(session, by=cast.li, people=[cast.zhao])
    assert can(cast.zhao, "congress.attend", session)


def test_the_roll_of_another_session_gives_nothing(cast, called):
    people, session = called
    guest = cast.zhao
    actions.invite(session, by=cast.li, people=[guest])
    other = parts.called(cast, session.parts.get().congress)
    assert can(people[0], "congress.attend", other) and not can(guest, "congress.attend", other)


def test_one_arrives_for_oneself_alone(cast, called):
    people, session = called
    actions.open_doors(session, by=cast.li)
    line = parts.line_of(session, people[0])
    for who in (people[1], cast.zhao, cast.zhou):
        with pytest.raises(NotAllowed):
            actions.arrive(line, by=who)
    assert actions.arrive(line, by=people[0]).there


def test_a_member_does_not_check_in_others(cast, called):
    people, session = called
    actions.open_doors(session, by=cast.li)
    line = parts.line_of(session, people[0])
    for who in (people[0], people[1], cast.wang, cast.dang):
        with pytest.raises(NotAllowed):
            actions.check_in(line, by=who)
    assert actions.check_in(line, by=cast.sun).there, "the committee stands at the door"


def test_the_owner_of_a_resolution_follows_it_and_no_other(cast, called):
    _people, session = called
    parts.enter(cast, actions.open_doors(session, by=cast.li))
    actions.open_session(session, by=cast.li)
    mine = actions.resolve(session, by=cast.li, text="修订办法", owner=cast.zhao)
    other = actions.resolve(session, by=cast.li, text="公布标准", owner=cast.qian)
    actions.report_progress(mine, by=cast.zhao, words="已起草")
    with pytest.raises(NotAllowed):
        actions.report_progress(other, by=cast.zhao, words="已起草")
    with pytest.raises(NotAllowed):
        actions.drop(mine, by=cast.zhao, reason="不办了")


def test_a_relation_ends_with_the_membership(cast, called):
    people, session = called
    spell = Membership.objects.get(person=people[0])
    spell.end(clock.today())
    spell.save()
    people[0].__dict__.pop("_offices", None)
    assert not can(people[0], "congress.attend", session)


# --- deputies and ended offices ---------------------------------------------------------------------


def test_a_deputy_holds_what_the_office_holds_for_the_days_of_it(cast, called):
    _people, session = called
    chair = Appointment.objects.get(person=cast.li, post=Post.CHAIR)
    today = clock.today()
    Deputy.objects.create(
        org=cast.first, appointment=chair, person=cast.sun, starts=today, ends=today + timedelta(3)
    )
    assert actions.open_doors(session, by=cast.sun).state == "gathering"
    cast.sun.__dict__.pop("_offices", None)
    with clock.at(today + timedelta(4)):
        assert not can(cast.sun, "congress.prepare", session)


def test_a_deputy_of_an_office_that_ended_holds_nothing(cast, called):
    _people, session = called
    chair = Appointment.objects.get(person=cast.li, post=Post.CHAIR)
    today = clock.today()
    Deputy.objects.create(
        org=cast.first, appointment=chair, person=cast.qian, starts=today, ends=today + timedelta(3)
    )
    chair.end(today)
    chair.save()
    assert not can(cast.qian, "congress.prepare", session)


def test_whose_office_ended_an_hour_ago_does_nothing_more(cast, called, enter):
    """The day still counts, the access does not."""
    _people, session = called
    with clock.at(clock.now() - timedelta(hours=1)):
        for held in Appointment.objects.filter(person=cast.li):
            held.end(clock.today())
            held.save()
    cast.li.__dict__.pop("_offices", None)
    for verb, given in (
        (actions.open_doors, {}), (actions.call_off, {"reason": "改期"}),
        (actions.invite, {"people": [cast.zhao]}), (actions.name_tellers, {"people": []}),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            verb(session, by=cast.li, **given)
    assert not session.items.exclude(state="listed").exists()
    assert enter(cast.li).get(f"/congress/session/{session.pk}/call_off/").status_code == 404


# --- guests -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["observer", "guest"])
def test_a_guest_speaks_and_writes_and_never_votes(cast, role):
    people = parts.crowd(cast.first, 6)
    given = {"title": "绩效方案", "power": "pass"}
    session = parts.called(cast, parts.seated(cast, people), items=[given])
    actions.invite(session, by=cast.li, people=[cast.zhao], role=role)
    assert isinstance(actions.raise_opinion(session, by=cast.zhao, text="请写清楚"), Opinion)
    actions.open_doors(session, by=cast.li)
    parts.enter(cast, session)
    actions.arrive(parts.line_of(session, cast.zhao), by=cast.zhao)
    actions.open_session(session, by=cast.li)
    item = parts.on_floor(cast, session)
    actions.ask_floor(item, by=cast.zhao)
    assert [s.person for s in item.speakers.all()] == [cast.zhao]
    actions.start_vote(item, by=cast.li)
    assert not item.ballot.roll.filter(person=cast.zhao).exists()
    with pytest.raises(Refused, match="不在这次投票的名册上"):
        casting.claim(item.ballot, cast.zhao, b"x")
    with pytest.raises(Refused, match="不是代表"):
        actions.name_tellers(session, by=cast.li, people=[cast.zhao, people[0]])
    with pytest.raises(Refused, match="不是代表"):
        actions.name_presidium(session, by=cast.li, people=[cast.zhao])


# --- what one may see -------------------------------------------------------------------------------


def test_before_it_is_called_only_who_prepares_or_approves_sees_it(cast):
    people = parts.crowd(cast.first, 3)
    session = actions.call(
        cast.first, by=cast.li, congresses=[parts.seated(cast, people)], on=clock.today()
    )
    actions.put(session, by=cast.li, title="报告", power="reports")
    seen = lambda who: (  # noqa: E731
        Session.objects.all().visible_to(who).count(),
        AgendaItem.objects.all().visible_to(who).count(),
    )
    assert seen(cast.li) == seen(cast.lin) == seen(cast.dang) == (1, 1)
    for who in (people[0], cast.zhao, cast.sun, cast.zhou, cast.chen, None):
        assert seen(who) == (0, 0)


@pytest.mark.parametrize("who", ["zhou", "chen"])
def test_nothing_of_the_congress_is_visible_outside_the_union(cast, called, who):
    for model in (Session, AgendaItem, Attendee, Opinion):
        assert not model.objects.all().visible_to(getattr(cast, who)).exists()
    assert AgendaItem.objects.all().visible_to(cast.zhao).exists()
