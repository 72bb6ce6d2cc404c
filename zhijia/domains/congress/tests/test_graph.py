"""No state of session, matter and ballot can be reached in which nobody has the next move.

The walk tries every verb of the three in every state it reaches, lets the hall empty and fill again, and
lets people vote so that the matter passes, fails or ends in a tie.
"""

import pytest
from django.db import transaction

from zhijia.domains.ballots import blind
from zhijia.domains.ballots.models import Ballot
from zhijia.domains.ballots.tests.parts import Device
from zhijia.domains.congress.models import AgendaItem, Attendee, Session
from zhijia.kernel import access, clock
from zhijia.kernel.actions import actions as registry
from zhijia.kernel.actions import open_to
from zhijia.kernel.refusals import Refused
from zhijia.kernel.waiting import sources

from . import parts
from .test_votes import ELECTION, PASS, chosen

S, A, B = Session.State, AgendaItem.State, Ballot.State
ENDS = {S.SIGNED, S.VOID}
VERBS = {
    v.code: v
    for v in registry.values()
    if v.place in (Session, AgendaItem, Ballot) and not v.hidden and (v.parent or not v.creates)
}
# what changes nothing about where things stand, or is only for the time before
ASIDE = {
    "amend", "invite", "name_presidium", "name_tellers", "put", "change", "move_up", "resolve",
    "raise_opinion", "put_in_force", "repeal", "ask", "put_usual", "join_making", "enrol", "hand_over", "start_batch", "report_up",
}  # fmt: skip
WHY = {"reason": "原因在此"}
GIVEN = {
    "call_off": WHY, "withdraw": WHY, "call_off_vote": WHY, "void": WHY, "send_papers": WHY,
    "count_hands": {"yes": 0, "no": 0, "abstain": 0},
    "write_minutes": {"minutes": "记录", "resolution": "决议"},
}  # fmt: skip


class Walk:
    """A node is where session, matter and ballot stand, and whether the hall is full."""

    def __init__(self, cast, people, session):
        self.cast, self.people, self.pk, self.nodes = cast, people, session.pk, {}
        self.staff = [cast.li, cast.dang, *people[:2]]

    def look(self):
        session = Session.objects.select_related("org").get(pk=self.pk)
        item = AgendaItem.objects.select_related("org", "session", "part").get(session=self.pk)
        ballot = Ballot.objects.select_related("org").filter(pk=item.ballot_id).first()
        return session, item, ballot

    def node(self, session, item, ballot):
        there = Attendee.objects.at(self.pk).there().exists()
        voted = ballot and ballot.roll.filter(marked=True).exists()
        left = bool(ballot and ballot.state == B.CERTIFIED and ballot.followers.exists())
        signed = bool(ballot and ballot.state == B.COUNTED and ballot.signatures.exists())
        minutes = bool(session.minutes) and session.state == S.CLOSED
        return (
            session.state, bool(session.approved) and session.state == S.PREPARING, item.state,
            ballot.state if ballot and item.state in (A.FLOOR, A.VOTING) else "", there, bool(voted),
            left, signed, minutes,
        )  # fmt: skip

    def at(self):
        session, item, ballot = self.look()
        node = self.node(session, item, ballot)
        if node in self.nodes:
            return
        self.nodes[node] = self.somebody_moves(session, item, ballot, node)
        for move in self.moves(session, ballot):
            with transaction.atomic():
                if self.tried(move):
                    self.at()
                transaction.set_rollback(True)

    def tried(self, move):
        try:
            with transaction.atomic():
                return move() is not False
        except Refused:
            return False

    def moves(self, session, ballot):
        for verb in VERBS.values():
            if verb.name not in ASIDE:
                yield lambda verb=verb: self.go(verb)
        if session.state in Session.IN_HALL:
            yield lambda: self.hall("gone")
            yield lambda: self.hall("there")
        if ballot and ballot.state == B.OPEN and not ballot.roll.filter(marked=True).exists():
            yield lambda: self.vote(ballot, True)

    def go(self, verb):
        thing = dict(zip((Session, AgendaItem, Ballot), self.look(), strict=True))[verb.place]
        if thing is None:
            return False
        for by in self.staff:
            if access.can(by, verb.power, thing):
                try:
                    with transaction.atomic():
                        verb.run(thing, by=by, **GIVEN.get(verb.name, {}))
                    return True
                except Refused:
                    continue
        return False

    def hall(self, state):
        """Everybody leaves, or everybody is there."""
        given = {"gone": {"state": "gone"}, "there": {"state": "there", "came": clock.now()}}
        Attendee.objects.at(self.pk).update(**given[state])

    def vote(self, ballot, agree):
        """All who are there; at the first election so that two are tied."""
        names = [o["label"] for o in ballot.questions.get().options]
        pairs = [("乙同志", "丙同志")] * 2 + [("甲同志", "乙同志")] * 3 + [("甲同志", "丙同志")] * 3
        for person, pair in zip(self.people, pairs, strict=True):
            device = Device(ballot, person)
            device.claim()
            device.drop(chosen(ballot, *pair) if len(names) == 3 else
                        chosen(ballot, names[0]) if names else {"1": "yes"})  # fmt: skip

    def somebody_moves(self, session, item, ballot, node):
        """Session and, while it is up, the matter: both have somebody who can do something."""
        ready = lambda thing: {  # noqa: E731
            o.action.name for who in self.staff for o in open_to(thing, who) if not o.why
        } - ASIDE  # fmt: skip
        own, of_item = ready(session), ready(item)
        of_ballot = ready(ballot) if ballot else set()
        if session.state in ENDS:
            return own | of_item
        assert list(sources[Session](session)), f"nobody is called on in {node}"
        assert own | of_item | of_ballot, f"nobody can do anything in {node}"
        if item.state in (A.FLOOR, A.VOTING):
            assert of_item | of_ballot, f"the matter is stuck in {node}"
        else:
            assert own | of_item, f"the session is stuck in {node}"
        return own | of_item | of_ballot

    def seen(self, place):
        return {node[place] for node in self.nodes}


CASES = {
    "heard": ({"title": "报告", "power": "reports"}, {A.HEARD}),
    "hands": ({"title": "议程", "power": "procedure"}, {A.RETURNED}),
    "secret": (PASS, {A.VOTING, A.ADOPTED, A.RETURNED}),
    "election": (ELECTION, {A.VOTING, A.ELECTED}),
}


@pytest.mark.parametrize("case", list(CASES))
def test_in_every_state_somebody_has_the_next_move(cast, case, monkeypatch):
    key = blind.new_key()  # one for all ballots of the walk: making them is what it would wait for
    monkeypatch.setattr(blind, "new_key", lambda: key)
    given, ends = CASES[case]
    people = parts.crowd(cast.first, 8)
    session = actions_call(cast, parts.seated(cast, people), given)
    walk = Walk(cast, people, session)
    walk.at()
    assert walk.seen(0) == set(S.values)
    assert walk.seen(2) == {A.LISTED, A.FLOOR, A.WITHDRAWN, *ends}
    if A.VOTING in ends:
        assert walk.seen(3) >= {"", B.OPEN, B.CLOSED, B.COUNTED, B.CERTIFIED, B.VOID}


def actions_call(cast, congress, given):
    from zhijia.domains.congress import actions

    session = actions.call(cast.first, by=cast.li, congresses=[congress], on=clock.today())
    actions.put(session, by=cast.li, **given)
    tellers = [d.person for d in congress.in_office.select_related("person").order_by("pk")[:2]]
    actions.name_tellers(session, by=cast.li, people=tellers)
    return session


def test_every_verb_is_walked_or_named_as_aside():
    """A new verb has to say what it is tried with, or that it leads nowhere."""
    import inspect

    for verb in VERBS.values():
        if verb.name in ASIDE:
            continue
        need = {
            name
            for name, p in inspect.signature(verb.body).parameters.items()
            if p.default is p.empty and name != "by"
        } - {next(iter(inspect.signature(verb.body).parameters))}
        assert need <= set(GIVEN.get(verb.name, {})), verb.code
