"""Every refusal has its reason, the same on the button and from the verb; nobody outside has a button at all.
And what the figures say of a whole call, drawn by lot, is what one counts by hand over its cases."""

import random
from datetime import timedelta

import pytest

from zhijia.domains.proposals import actions, jobs
from zhijia.domains.proposals.documents.calls import report, sheet
from zhijia.domains.proposals.figures import departments_of, figures_of, percent
from zhijia.domains.proposals.models import Proposal, Reply
from zhijia.kernel import clock, measures
from zhijia.kernel.actions import Step, open_to
from zhijia.kernel.documents.paper import Table
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState

from .parts import (
    DAY,
    TEXT,
    answer,
    answered,
    assigned,
    delivered,
    drafted,
    filed,
    fresh,
    promised,
    rated,
    received,
    rule,
    seconded,
    submitted,
    talked,
)
from .wrong import CHINESE

STAGES = {
    "draft": drafted, "seconded": seconded, "submitted": submitted, "filed": filed, "assigned": assigned,
    "received": received, "assisted": lambda s: received(s, [s.other]), "talked": talked, "answered": answered,
    "accused": lambda s: answered(s, against=s.fu), "both": lambda s: answered(s), "rating": delivered,
    "concluded": rated, "checking": lambda s: rated(s, "unsatisfied"),
    "late": lambda s: late(s), "declined": lambda s: actions.decline(
        submitted(s), by=s.cast.sun, ground="unlawful", reason="不合规定"),
    "asked": lambda s: actions.clarify(received(s), by=s.cast.tian, question="哪个时段？"),
    "moved": lambda s: actions.ask_reassign(assigned(s), by=s.cast.tian, reason="不归我部门"),
    "merged": lambda s: actions.merge(submitted(s, by=[s.cast.zhao, s.cast.hua]), by=s.cast.sun, into=filed(s)),
}  # fmt: skip


def late(s):
    p = seconded(s)
    with clock.at(s.call.closes + timedelta(days=1)):
        return actions.submit(p, by=s.cast.qian)


@pytest.mark.parametrize("stage", STAGES)
def test_every_button_that_is_locked_says_why_and_the_verb_says_the_same(s, stage):
    rule(
        s.cast, pass_upward=True, followers=True, reply_signer="both" if stage == "both" else "one"
    )
    p, c = fresh(STAGES[stage](s)), s.cast
    everybody = [c.qian, c.zhao, c.sun, c.li, c.dang, c.tian, s.wu, s.fu, s.gao]
    steps, locked = Step.objects.count(), 0
    for who in everybody:
        for opening in open_to(fresh(p), who):
            if opening.why:
                assert CHINESE.search(opening.why) and opening.why.endswith(("。", "）。")), (
                    opening.why
                )
                with pytest.raises(Refused) as no:
                    opening.action.run(fresh(p), by=who, **dict.fromkeys(opening.action.params))
                assert opening.why in str(no.value)
                locked += 1
    assert Step.objects.count() == steps
    for stranger in (c.zhou, c.chen):
        assert not open_to(fresh(p), stranger)
    for verb in {o.action for who in everybody for o in open_to(fresh(p), who)}:
        for stranger in (c.zhou, c.chen):
            with pytest.raises(NotAllowed):
                verb.run(fresh(p), by=stranger, **dict.fromkeys(verb.params))


@pytest.mark.parametrize("stage", ["draft", "submitted", "assigned", "answered", "concluded"])
def test_out_of_its_turn_a_verb_names_the_state_and_itself(s, stage):
    p = fresh(STAGES[stage](s))
    doors = [
        actions.submit,
        actions.accept,
        actions.receive,
        actions.sign,
        actions.deliver,
        actions.rate,
    ]
    people = {actions.submit: s.cast.qian, actions.accept: s.cast.sun, actions.receive: s.cast.sun,
              actions.sign: s.gao, actions.deliver: s.cast.sun, actions.rate: s.cast.qian}  # fmt: skip
    tried = 0
    for door in doors:
        if p.state not in door.action.source:
            with pytest.raises(
                WrongState, match=f"{p.get_state_display()}.*{door.action.label}.*请刷新页面"
            ):
                door(fresh(p), by=people[door], **dict.fromkeys(door.action.params))
            tried += 1
    assert tried >= 4 and fresh(p).state == p.state


# --- a call drawn by lot ------------------------------------------------------------------------


class Counted:
    """What happened to each case, written down beside it while it is lived."""

    def __init__(self, s, seed):
        self.s, self.dice = s, random.Random(seed)
        self.lines = []
        rule(s.cast, reply_days=10, day_type="working", leader_reads=False, contact_required=False,
             face_to_face_required=[])  # fmt: skip
        s.heads = {s.lead: s.cast.tian, s.other: s.wu}

    def live(self):
        line = dict.fromkeys(
            ("filed", "referred", "declined", "withdrawn", "answered", "on_time", "result", "kind")
        )
        line["about"] = self.dice.choice(["teaching", "welfare", "logistics"])
        p = submitted(self.s, about=line["about"])
        way = self.dice.choice(["file"] * 6 + ["refer", "decline", "withdraw"])
        if way == "withdraw":
            actions.withdraw(p, by=self.s.cast.qian, reason="不提了")
            line["withdrawn"] = True
        elif way == "decline":
            actions.decline(p, by=self.s.cast.sun, ground="unlawful", reason="不合规定")
            line["declined"] = True
        else:
            line["filed" if way == "file" else "referred"] = True
            (actions.accept if way == "file" else actions.refer)(p, by=self.s.cast.sun)
            self.handle(p, line)
        self.lines.append(line)

    def handle(self, p, line):
        line["lead"] = lead = self.dice.choice(list(self.s.heads))
        head = self.s.heads[lead]
        actions.receive(actions.assign(p, by=self.s.cast.sun, lead=lead), by=head)
        if self.dice.random() < 0.2:
            return  # nobody answers it
        line["kind"] = kind = self.dice.choice("ABC")
        given = {"promised": promised(60)} if kind == "B" else {}
        line["on_time"] = self.dice.random() < 0.6
        with clock.at(p.due + timedelta(days=0 if line["on_time"] else 1)):
            actions.draft_reply(p, by=head, kind=kind, text="情况说明如下：待经费落实后分步办理，完成后公布。",
                                measures="已安排", **given)  # fmt: skip
            if p.state == "signing":
                actions.sign(p, by=self.s.fu)
            actions.deliver(p, by=head)
            line["answered"] = True
            line["result"] = self.dice.choice(["satisfied", "basic", "unsatisfied", "unrated"])
            if line["result"] != "unrated":
                actions.rate(
                    p, by=self.s.cast.qian, attitude="basic", result=line["result"], words="看过"
                )

    def count(self, **wanted):
        return sum(all(line.get(k) == v for k, v in wanted.items()) for line in self.lines)


def good(n):
    return n.count(result="satisfied") + n.count(result="basic")


def board_as_counted(counted):
    n, f = counted, figures_of(counted.s.call)
    by_hand = {
        "submitted": 14, "accepted": n.count(filed=True), "referred": n.count(referred=True),
        "declined": n.count(declined=True), "withdrawn": n.count(withdrawn=True),
        "to_answer": n.count(filed=True) + n.count(referred=True), "answered": n.count(answered=True),
        "on_time": n.count(on_time=True), "late": n.count(on_time=False), "satisfied": n.count(result="satisfied"),
        "basic": n.count(result="basic"), "unsatisfied": n.count(result="unsatisfied"),
        "unrated": n.count(result="unrated"), "good": good(n),
        "rated": n.count(answered=True) - n.count(result="unrated"), "promises": n.count(kind="B"),
    }  # fmt: skip
    assert {name: f[name] for name in by_hand} == by_hand


def departments_as_counted(counted):
    """On time = in time ÷ (answered + overdue); satisfied = good ÷ rated (rules 5.28)."""
    for row in departments_of(counted.s.cast.first, counted.s.call):
        own = [line for line in counted.lines if line.get("lead") == row["department"]]
        silent = sum(not line["answered"] for line in own)
        in_time = sum(line["on_time"] is True for line in own)
        rated_ = [
            line["result"] for line in own if line["answered"] and line["result"] != "unrated"
        ]
        pleased = sum(result != "unsatisfied" for result in rated_)
        assert (row["led"], row["overdue"], row["judged"]) == (len(own), silent, len(own))
        assert percent(row["on_time"], row["judged"]) == percent(in_time, len(own))
        assert percent(row["good"], row["rated"]) == percent(pleased, len(rated_))


def papers_as_counted(counted):
    n, call = counted, counted.s.call
    paper = report(call, n.s.cast.li)
    said = "".join(getattr(b, "text", "") for b in paper.blocks)
    owed, answers = n.count(filed=True) + n.count(referred=True), n.count(answered=True)
    assert f"共收到提案14件。立案{n.count(filed=True)}件" in said
    assert f"应答复{owed}件，已答复{answers}件，答复率{answers * 100 / owed:.1f}%" in said
    assert (
        f"其中按期答复{n.count(on_time=True)}件" in said
        and f"作出承诺{n.count(kind='B')}项" in said
    )
    tables = {b.caption: b.rows for b in paper.blocks if isinstance(b, Table) and b.caption}
    topics = {"教育教学": "teaching", "福利待遇": "welfare", "后勤保障": "logistics"}
    assert {r[0]: int(r[1]) for r in tables["按类别"]} == {
        label: n.count(about=about) for label, about in topics.items() if n.count(about=about)
    }
    listed = [r[2] for r in tables.get("B、C 类答复", [])]
    assert sorted(listed) == sorted("B" * n.count(kind="B") + "C" * n.count(kind="C"))
    (one,) = sheet(call, n.s.cast.li)
    rows = list(one.rows)
    assert len(rows) == 14 and sum(r[9] == "是" for r in rows) == n.count(on_time=True)
    assert sum(r[9] == "否" for r in rows) == n.count(on_time=False)


def year_as_counted(counted):
    n = counted
    names = ("submitted", "accepted", "referred", "declined", "answered", "on_time", "promises")
    totals = measures.totals(
        n.s.cast.first, *year_bounds(DAY.year), [f"proposals.{x}" for x in names]
    )
    assert [int(totals[f"proposals.{name}"]) for name in names] == [
        14, n.count(filed=True), n.count(referred=True), n.count(declined=True), n.count(answered=True),
        n.count(on_time=True), n.count(kind="B"),
    ]  # fmt: skip
    assert Reply.objects.filter(delivered__isnull=False).count() == n.count(answered=True)


def numbers_as_counted(counted):
    """Withdrawn and declined ones leave theirs, if they had any; each series runs on by itself."""
    for suggestion in (False, True):
        rows = Proposal.objects.filter(suggestion=suggestion, serial__isnull=False)
        serials = sorted(rows.values_list("serial", flat=True))
        assert serials == list(range(1, len(serials) + 1))
        assert len(set(rows.values_list("number", flat=True))) == len(serials)


@pytest.mark.parametrize("seed", [1, 7, 26])
def test_what_every_page_and_paper_says_is_what_one_counts_by_hand(s, seed):
    found = Counted(s, seed)
    for _n in range(14):
        found.live()
    with clock.at(DAY + timedelta(days=60)):
        jobs.lapse_ratings()
        for said in (board_as_counted, departments_as_counted, papers_as_counted, year_as_counted,
                     numbers_as_counted):  # fmt: skip
            said(found)


# --- several at once ----------------------------------------------------------------------------


def test_one_bad_row_of_several_is_told_and_holds_up_none(s, enter):
    """Of four that are ticked one was withdrawn meanwhile, one is the committee member's own, and one has lost
    its seconders: one is filed, three say why, and nothing of them is changed."""
    rule(s.cast, leader_reads=False)
    good_, gone, own, short = (submitted(s) for _n in range(4))
    Proposal.objects.filter(pk=own.pk).update(proposer=s.cast.sun)
    client = enter(s.cast.sun)
    given = {
        "state": "review",
        "what": "file",
        "lead": s.lead.pk,
        "picked": [p.pk for p in (good_, gone, own, short)],
    }
    look = client.post("/proposals/batch/", given | {"step": "look"}).content.decode()
    assert look.count("自己的提案由其他委员审查") == 1
    actions.withdraw(gone, by=s.cast.qian, reason="已经解决")
    actions.decline_second(short, by=s.cast.zhao)
    page = client.post("/proposals/batch/", given | {"step": "go", "once": "b1"}).content.decode()
    assert [fresh(p).state for p in (good_, gone, own, short)] == [
        "assigned",
        "withdrawn",
        "review",
        "seconding",
    ]
    assert fresh(good_).number == "2026-提-001" and "自己的提案" in page and TEXT["title"] in page
    again = client.post("/proposals/batch/", given | {"step": "go", "once": "b1"})
    assert again.status_code in (302, 422) and Step.objects.filter(verb="accept").count() == 1


def test_an_answer_of_a_late_department_is_late_whoever_delivers_it(s):
    """The committee notes down what a department said on paper: the day is the day it was delivered."""
    p = talked(s)
    with clock.at(p.due + timedelta(days=3)):
        answer(p, s)
        actions.deliver(actions.sign(p, by=s.fu), by=s.cast.sun)
    assert (p.on_time, p.answered) == (False, p.due + timedelta(days=3))
