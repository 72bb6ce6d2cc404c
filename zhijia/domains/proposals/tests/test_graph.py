"""No state can be reached in which nobody has the next move.

The walk tries every declared verb of a proposal in every state it reaches, for every combination of
the optional steps, and asks of each state whom it calls on and what they can do.
"""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import transaction

from zhijia.domains.proposals.models import Proposal
from zhijia.kernel import access, clock
from zhijia.kernel.access import holders
from zhijia.kernel.actions import actions, open_to
from zhijia.kernel.people import Group, Membership, Post
from zhijia.kernel.refusals import Refused
from zhijia.kernel.testing import office
from zhijia.kernel.waiting import sources

from .parts import TEXT, drafted, filed, fresh, promised, rule, words

P = Proposal.State
ENDS = {P.CONCLUDED, P.MERGED, P.DECLINED, P.WITHDRAWN}
VERBS = {
    v.name: v
    for v in actions.values()
    if v.place is Proposal and not v.hidden and v.name != "draft"
}
WHY = {"reason": "原因在此"}
RATED = [
    {"attitude": "satisfied", "result": r, "words": "看过了"} for r in ("satisfied", "unsatisfied")
]
REPLY = {"kind": "B", "text": "已列入计划，分步落实，完成后公布。"}


def given(name, s, p):
    """What each verb is tried with; every declared verb has a line here."""
    today = clock.today()
    part = p.assignments.filter(ended=None, role="lead").first()
    return {
        "amend": [words(reason="另写的案由，说明情况、人数和时段。")], "leave_proposal": [{}],
        "split": [words() | {"other_title": TEXT["title"], "other_matter": TEXT["reason"],
                             "other_measures": TEXT["measures"]}],
        "ask_second": [{"people": [s.cast.zhao, s.cast.hua]}], "second": [{}], "decline_second": [{}],
        "submit": [{}], "withdraw": [WHY], "precheck": [{}], "send_back": [WHY], "accept": [{}],
        "refer": [{}], "merge": [{"into": s.into}], "agree_merge": [{}], "object_merge": [WHY],
        "decline": [{"ground": g, **WHY} for g in ("outside", "unlawful")], "dispute": [WHY],
        "decide": [{"what": w, "ground": "unlawful", **WHY} for w in ("accept", "refer", "decline")],
        "instruct": [{"instruction": "请办理"}], "assign": [{"lead": s.lead, "assisting": [s.other]}],
        "receive": [{}], "ask_reassign": [WHY], "keep_assigned": [WHY],
        "reassign": [{"part": part, "to": s.third, **WHY}], "change_signer": [{"leader": s.gao, **WHY}],
        "contribute": [{"opinion": "同意"}], "contact": [{"on": today, "way": "face", "words": "当面谈过"}],
        "clarify": [{"question": "请说明时段"}], "explain": [{"words": "早上七点"}], "resume": [WHY],
        "extend": [WHY], "draft_reply": [REPLY | {"promised": promised()}], "countersign": [{}],
        "press": [WHY], "add_files": [{"files": []}], "sign": [{}], "return_reply": [WHY], "deliver": [{}],
        "rate": RATED, "lapse": [{}], "hear_again": [WHY], "conclude": [WHY], "award": [{}],
        "forward": [{"to": "authority", "name": "区教育局", **WHY}], "call_back": [WHY],
        "relay": [{"on": today, "kind": "C", "text": "由市里统一核定，暂不调整。"}],
        "table": [{"meeting": None}], "untable": [WHY], "hear_vote": [{}],  # see test_tabled
        "look_in": [WHY], "change_follower": [{"follower": s.cast.lin}],
    }[name]  # fmt: skip


BEFOREHAND = {  # what has to have happened in a state before its verbs lead on
    P.SECONDING: [("second", "zhao"), ("second", "hua")],
    P.HANDLING: [("contact", "tian"), ("contribute", "wu")],
}


class Walk:
    """A node is a state, and whether the answer is signed by the first of two already."""

    def __init__(self, s):
        self.s, self.nodes = s, set()
        c = s.cast
        self.people = [c.qian, c.tian, s.wu, c.sun, s.gao, s.fu, c.li, c.zhao, c.hua]

    @property
    def seen(self):
        return {state for state, _signed in self.nodes}

    def at(self, pk):
        """Explore from one proposal as it stands now; what is tried is undone."""
        p = self.fresh(pk)
        node = (p.state, p.replies.filter(delivered=None).exclude(signed_by=None).exists())
        if node in self.nodes:
            return
        self.nodes.add(node)
        self.somebody_moves(p)
        for name, who in BEFOREHAND.get(p.state, ()):
            by = getattr(self.s.cast, who, None) or getattr(self.s, who)
            self.go(pk, name, given(name, self.s, p)[0], [by])
        p = self.fresh(pk)
        for name in sorted(VERBS):
            if p.state in VERBS[name].source:
                for arguments in given(name, self.s, p):
                    with transaction.atomic(), clock.at(self.day_for(name)):
                        if self.go(pk, name, arguments, self.people):
                            self.at(pk)
                        transaction.set_rollback(True)

    def fresh(self, pk):
        return Proposal.objects.select_related("org").get(pk=pk)

    def day_for(self, name):
        return clock.today() + timedelta(days=40 if name == "lapse" else 0)

    def go(self, pk, name, arguments, people):
        """Whether anybody got it through; who is refused by the verb itself is passed over."""
        verb, p = VERBS[name], self.fresh(pk)
        if verb.when and not verb.when(p):
            return False
        for by in people:
            if not access.can(by, verb.power, p) or (verb.guard and verb.guard(p, by)):
                continue
            try:
                with transaction.atomic():
                    verb.run(self.fresh(pk), by=by, **arguments)
                return True
            except Refused:
                continue
        return False

    def somebody_moves(self, p):
        lines = [w for w in sources[Proposal](p) if not w.since or w.since <= clock.today()]
        if p.state in ENDS:
            return
        assert lines, f"nobody is called on in {p.state}"
        called = [w.person for w in lines if w.person]
        for w in lines:
            if w.power:
                called += [q for q in holders(w.power, p.org) if q != w.besides]
        can = {o.action.name for who in called for o in open_to(self.fresh(p.pk), who) if not o.why}
        assert can - {"add_files", "contact", "press", "look_in", "change_follower"}, (
            f"{p.state}: those called on can do nothing"
        )


def unreached(precheck, reads, countersign, signer):
    return {
        state
        for state, there in (
            (P.PRECHECK, precheck), (P.INSTRUCT, reads), (P.COUNTERSIGN, countersign),
            (P.SIGNING, signer != "none"), (P.TABLED, False),
        )
        if not there
    }  # fmt: skip


STEPS = list(product((False, True), (False, True), (False, True), ("one", "both", "none")))


@pytest.mark.parametrize(("precheck", "reads", "countersign", "signer"), STEPS)
def test_in_every_state_somebody_has_the_next_move(s, precheck, reads, countersign, signer):
    from zhijia.domains.proposals.actions import add_department

    c = s.cast
    rule(
        c,
        leader_precheck=precheck,
        leader_reads=reads,
        countersign=countersign,
        reply_signer=signer,
    )
    s.third = add_department(c.first, by=c.sun, name="办公室", head=c.wang, leader=s.fu)
    own = Group.objects.create(org=c.first, name="数学组")
    Membership.objects.filter(person__in=[c.qian, c.hua]).update(group=own)
    office(c.first, c.hua, Post.GROUP_LEADER)
    if precheck:
        rule(c)
    s.into = filed(s)
    rule(
        c,
        leader_precheck=precheck,
        leader_reads=reads,
        countersign=countersign,
        reply_signer=signer,
        pass_upward=True,
        followers=True,
    )
    walk = Walk(s)
    walk.at(drafted(s).pk)
    assert set(P.values) - walk.seen == unreached(precheck, reads, countersign, signer)


def test_every_declared_verb_is_walked(s):
    """A new verb has to say here what it is tried with."""
    s.into, s.third = None, None
    p = drafted(s)
    for name in VERBS:
        assert given(name, s, p)
    assert fresh(p).state == P.DRAFT and isinstance(clock.today(), date)
