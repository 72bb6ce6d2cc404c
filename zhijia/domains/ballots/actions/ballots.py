"""Preparing a ballot: what is asked, of whom, by which rule, and who tells."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.barred import barred_names
from zhijia.kernel.names import strokes_of
from zhijia.kernel.people import Membership, Person
from zhijia.kernel.refusals import Refused

from ..models import Ballot, Base, Form, Grade, Kind, Question, SigningKey, Voter

B = Ballot.State
USUAL_BASE = {
    Kind.MOTION: Base.ROLL, Kind.ELECTION: Base.DUE, Kind.APPRAISAL: Base.VALID, Kind.POLL: Base.RETURNED,
}  # fmt: skip
TEXT = Question._meta.get_field("text").max_length
PERSONAL_GRADES = ["优秀", "称职", "基本称职", "不称职"]  # rules 7.02, for persons
TEAM_GRADES = ["好", "较好", "一般", "差"]
STAFF_GRADES = ["优秀", "合格", "基本合格", "不合格"]  # among colleagues, never of leaders


@action(Ballot, creates=True, may="ballots.prepare", label="准备一次投票")
def draft(
    org, *, by, kind, title, grade=Grade.SECRET, words="", on=None, base="", closes=None, need=2,
    source=None,
):  # fmt: skip
    """Begin; nothing is shown to voters before it is opened. ``source``: what put it to the vote."""
    base = base or USUAL_BASE[kind]
    return Ballot(
        org=org, kind=kind, title=title, grade=grade, words=words, on=on or clock.today(), base=base,
        closes=closes, need=need, source=source._meta.label_lower if source else "",
        source_id=source.pk if source else None,
    )  # fmt: skip


@action(Ballot, may="ballots.prepare", label="修改", source=[B.DRAFT])
def amend(ballot, *, by, title, grade, words="", on=None, base="", closes=None, need=2):
    """Change it while nobody has seen it."""
    ballot.title, ballot.grade, ballot.words, ballot.need = title, grade, words, need
    ballot.on, ballot.base, ballot.closes = on or ballot.on, base or ballot.base, closes


def why_not_ask(ballot, by) -> str:
    if ballot.questions.filter(runoff=True).exists():
        return _("再次投票只在得票相等的几位中间进行，题目不能改。")
    return ""


@action(Ballot, may="ballots.prepare", label="出题", source=[B.DRAFT], guard=why_not_ask)
def ask(ballot, *, by, questions):
    """Lay the questions: ``{"text", "form", "options": [labels], "seats", "write_in", "criteria",
    "grades", "union"}``. Candidates stand in order of the strokes of their surnames (rules 8.13); whom
    the rules bar from union office is refused, unless it is no election of the union (``union``)."""
    if not questions:
        raise Refused(_("至少要有一道题。"))
    ballot.questions.all().delete()
    for order, given in enumerate(questions, 1):
        Question.objects.create(ballot=ballot, order=order, **_question(ballot, given))


def _question(ballot, given) -> dict:
    form, labels = (
        given["form"],
        [label.strip() for label in given.get("options", []) if label.strip()],
    )
    if len(set(labels)) != len(labels):
        raise Refused(_("“%s”里有重复的选项。") % given["text"], _("同名的请加注单位。"))
    if form != Form.YESNO and len(labels) < (1 if form == Form.SCALE else 2):
        raise Refused(_("“%s”的选项太少。") % given["text"])
    if ballot.kind == Kind.ELECTION and form == Form.CHOOSE:
        labels.sort(key=strokes_of)
        if given.get("union", True) and (barred := barred_names(ballot.org, labels, ballot.on)):
            raise Refused("；".join(barred.values()) + "。", _("不能列为候选人，请换人。"))
    if len(given["text"]) > TEXT:
        raise Refused(
            _("题目“%(q)s…”超过 %(n)d 个字，请写短一些。") % {"q": given["text"][:10], "n": TEXT}
        )
    seats = given.get("seats") or 1
    if form == Form.CHOOSE and seats > len(labels):
        raise Refused(_("“%s”应选的多于候选的。") % given["text"])
    return {
        "text": given["text"], "form": form, "seats": seats, "write_in": bool(given.get("write_in")),
        "options": [{"key": f"o{n}", "label": label} for n, label in enumerate(labels, 1)],
        "criteria": given.get("criteria") or [],
        "grades": (given.get("grades") or PERSONAL_GRADES) if form == Form.SCALE else [],
        "union": bool(given.get("union", True)),
    }  # fmt: skip


@action(Ballot, may="ballots.prepare", label="编名册", source=[B.DRAFT])
def enrol(ballot, *, by, people=None, classes=None):
    """Fill the roll: these people, or every member with full membership today. ``classes``:
    class → {"label", "weight", "people"}, for an appraisal by several kinds of raters."""
    chosen = _classes(ballot, people, classes)
    ballot.roll.all().delete()
    ballot.keys.all().delete()
    seen: set[int] = set()
    for klass, given in chosen.items():
        spells = Membership.objects.of(ballot.org).live().select_related("group")
        units = {s.person_id: s.group.name if s.group else "" for s in spells}
        if twice := seen & {p.pk for p in given["people"]}:
            names = "、".join(p.name for p in given["people"] if p.pk in twice)
            raise Refused(_("%s在两个类别里，每人只能投一次。") % names)
        seen |= {p.pk for p in given["people"]}
        SigningKey.objects.create(
            ballot=ballot,
            klass=klass,
            label=given.get("label", ""),
            weight=given.get("weight") or 1,
            public="",
        )
        Voter.objects.bulk_create(
            Voter(ballot=ballot, person=p, name=p.name, unit=units.get(p.pk, ""), klass=klass)
            for p in sorted(given["people"], key=lambda p: p.strokes)
        )
    if not seen:
        raise Refused(_("名册是空的。"))


def _classes(ballot, people, classes) -> dict:
    if classes:
        return classes
    if people is None:
        spells = (
            Membership.objects.of(ballot.org).live().full()
        )  # rules 2.23: kept ones do not vote
        people = Person.objects.filter(pk__in=spells.values("person"))
    return {"A": {"people": list(people)}}


@action(Ballot, may="ballots.prepare", label="定监票人", source=[B.DRAFT])
def name_tellers(ballot, *, by, tellers):
    """Who watches over the urn and signs the result; a candidate tells nothing (rules 8.17)."""
    labels = {o["label"] for q in ballot.questions.all() for o in q.options}
    if ballot.kind in (Kind.ELECTION, Kind.APPRAISAL):
        barred = [t.name for t in tellers if t.name in labels]
        if barred:
            raise Refused(_("%s是候选人或被评议人，不能担任监票人。") % "、".join(barred))
    ballot.tellers.set(tellers)
    ballot.__dict__.pop("_tellers", None)
    ballot.teller_keys.exclude(person__in=tellers).delete()
