"""Opening a ballot: nothing is missing, roll and paper are frozen, keys are made; or it is called off."""

import hashlib

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.people import Person
from zhijia.kernel.policy import rule
from zhijia.kernel.refusals import Refused

from .. import blind, gates, papers, verdict
from ..access import tellers_of
from ..casting import b64, terms_of
from ..counting import LEAST
from ..models import Ballot, Form, Grade, Kind

B = Ballot.State


def why_not_open(ballot, by) -> str:
    if not ballot.questions.exists():
        return _("还没有出题。")
    if not ballot.roll.exists():
        return _("还没有编名册。")
    tellers = len(tellers_of(ballot))
    if tellers < 2:
        return _("至少要有两位监票人。")
    if ballot.grade == Grade.SEALED and ballot.teller_keys.count() < tellers:
        return _("还有监票人没有做好封条：每位监票人在自己的手机或电脑上做一次。")
    if ballot.kind == Kind.ELECTION and (why := too_few_candidates(ballot)):
        return why
    if ballot.kind == Kind.APPRAISAL and ballot.is_secret and (n := ballot.roll.count()) < LEAST:
        return _("只有 %(n)d 人评议，少于 %(least)d 人看得出是谁评的，请扩大评议范围。") % {
            "n": n, "least": LEAST}  # fmt: skip
    if ballot.closes and ballot.closes <= clock.now():
        return _("截止时间已经过去。")
    return ""


def too_few_candidates(ballot) -> str:
    """A contested election needs more candidates than seats, rounded up (rules 8.10); between those
    who were tied there is no such rule."""
    questions = ballot.questions.filter(form=Form.CHOOSE, runoff=False)
    for question in questions:
        if len(question.options) < max(2, question.seats):
            return _("“%(q)s”应选 %(seats)d 名，候选人只有 %(n)d 名，请补充提名。") % {
                "q": question.text, "seats": question.seats, "n": len(question.options),
            }  # fmt: skip
    row = rule("ballots.spread_percent", ballot.org, ballot.on)
    percent = int(row.value)
    for question in questions:
        need = verdict.candidates_needed(question.seats, percent)
        if len(question.options) < need:
            return _("“%(q)s”应选 %(seats)d 名，差额 %(p)d%%，候选人不少于 %(need)d 名，现有 %(n)d 名（%(src)s）。") % {
                "q": question.text, "seats": question.seats, "p": percent, "need": need,
                "n": len(question.options), "src": row.cited,
            }  # fmt: skip
    return ""


@action(Ballot, may="ballots.prepare", label="开始投票", source=[B.DRAFT], target=B.OPEN, main=True,
        guard=why_not_open, tells=lambda b: Person.objects.filter(pk__in=b.roll.values("person")))  # fmt: skip
def open_(ballot, *, by, present=None):
    """Freeze roll and questions, print their fingerprints, make the keys; from now on papers go out.

    ``present``: how many of the roll are in the hall, where people vote in one (rules 1.50): under
    two thirds the vote stays shut.
    """
    size = ballot.roll.count()
    ballot.entitled = ballot.entitled or size
    why, there = gates.in_hall(ballot)
    if why:
        raise Refused(why, _("等人到齐，或者休会另行召集。"))
    present = there if present is None else present
    if present is not None:
        if present > size:
            raise Refused(_("实到 %(n)d 人，多于名册 %(all)d 人。") % {"n": present, "all": size},
                          _("列席人员不计入，请重新清点。"))  # fmt: skip
        there = verdict.quorum(present, size)
        if not there.met:
            raise Refused(there.sentence, _("等人到齐，或者休会另行召集。"))
        ballot.present = present
    ballot.roll_print = roll_print(ballot)
    ballot.paper_print = paper_print(ballot)
    if ballot.is_secret:
        for row in ballot.keys.all():
            made = blind.new_key()
            row.public, row.private = b64(made.public), b64(made.to_bytes())
            row.save()
    terms_of(ballot)  # a seal that cannot hold is refused now, not when papers are opened
    ballot.opened = clock.now()


def roll_print(ballot) -> str:
    """SHA-256 over the lines of the roll: class, name, unit; read aloud and written in the minutes."""
    lines = ballot.roll.values_list("klass", "name", "unit")
    return hashlib.sha256("\n".join("\t".join(line) for line in sorted(lines)).encode()).hexdigest()


def paper_print(ballot) -> str:
    asked = {"questions": [q.asked for q in ballot.questions.all()], "title": ballot.title}
    return hashlib.sha256(papers.written(asked).encode()).hexdigest()


@action(Ballot, may="ballots.prepare", label="作废", source=[B.DRAFT, B.OPEN, B.CLOSED, B.COUNTED],
        target=B.VOID)  # fmt: skip
def void(ballot, *, by, reason):
    """Call it off; the reason stays. Nothing is counted, keys are thrown away."""
    ballot.keys.update(private="")
