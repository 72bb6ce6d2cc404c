"""Voting again: among those who were tied, for the seats that nobody filled (rules 8.20, 8.21), or the
whole of it where the papers did not stand (rules 8.18)."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.names import strokes_of
from zhijia.kernel.refusals import Refused

from ..models import Ballot, Form, Kind, Question, SigningKey, Voter

TIED, REST, WHOLE = "tied", "rest", "whole"
WHAT = {
    TIED: "在得票相等的人中再次投票",
    REST: "为没有选出的名额另行选举",
    WHOLE: "投票无效，全部重新投票",
}


def unfilled(ballot) -> dict[str, list]:
    """``tied`` and ``rest`` → the answers of the result that leave seats open in that way; ``whole`` →
    all of them, where the vote as such was void. A matter of the congress is put to the vote there."""
    if ballot.result.get("valid") is False:
        return {} if ballot.source else {WHOLE: [{"sentence": ballot.result["sentence"]}]}
    if ballot.kind != Kind.ELECTION or not ballot.result:
        return {}
    left = [r for r in ballot.result["questions"] if r.get("left")]
    found = {TIED: [r for r in left if r["tied"]], REST: [r for r in left if not r["tied"]]}
    return {what: answers for what, answers in found.items() if answers}


def still_to_do(ballot) -> dict[str, list]:
    """Of these, what no later ballot has taken up."""
    if not (found := unfilled(ballot)):
        return {}
    later = ballot.followers.exclude(state=Ballot.State.VOID)
    if WHOLE in found:
        return {} if later.exists() else found
    taken = {
        TIED if runoff else REST for runoff in later.values_list("questions__runoff", flat=True)
    }
    return {what: answers for what, answers in found.items() if what not in taken}


def why_not_again(ballot, by) -> str:
    return "" if still_to_do(ballot) else _("已经安排了再次投票。")


@action(Ballot, creates=True, parent=Ballot, may="ballots.prepare", label="再次投票",
        source=[Ballot.State.CERTIFIED], when=unfilled, guard=why_not_again)  # fmt: skip
def again(ballot, *, by, what=TIED, on=None, closes=None):
    """A new ballot after this one: same roll, tellers, grade and base. ``what``: ``tied``, among those
    with equally many votes for the last seats; ``rest``, for the seats that nobody filled; ``whole``,
    every question as it was."""
    answers = still_to_do(ballot).get(what)
    if not answers:
        raise Refused(_("没有这样的名额：%s。") % WHAT.get(what, what))
    made = Ballot(
        org=ballot.org, kind=ballot.kind, grade=ballot.grade, title=title_of(ballot, what), after=ballot,
        words=ballot.words, on=on or clock.today(), base=ballot.base, need=ballot.need, closes=closes,
        source=ballot.source, source_id=ballot.source_id,
    )  # fmt: skip
    made.save()
    if what == WHOLE:
        _copy_questions(ballot, made)
    else:
        for order, answer in enumerate(answers, 1):
            Question.objects.create(ballot=made, order=order, **_question(answer, what))
    copy_roll(ballot, made)
    names = {o["label"] for q in made.questions.all() for o in q.options}
    made.tellers.set([t for t in ballot.tellers.all() if t.name not in names])  # rules 8.17
    return made


def title_of(ballot, what) -> str:
    """The first title, and the how-manieth time it is voted on."""
    first, turns = ballot, 2
    while first.after_id:
        first, turns = first.after, turns + 1
    if what == REST:
        return f"{first.title[:112]}（另行选举）"
    words = f"（第{'一二三四五六七八九十'[turns - 1] if turns <= 10 else turns}次投票）"
    return first.title[: 120 - len(words)] + words


def _copy_questions(ballot, made) -> None:
    for question in ballot.questions.all():
        question.pk, question.ballot, question._state.adding = None, made, True
        question.save()


def _question(answer, what) -> dict:
    """Those who were tied; or who stood and was not elected, for the union to add to."""
    asked = answer["question"]
    names = answer["tied"] if what == TIED else [o["key"] for o in asked["options"]]
    labels = [answer["labels"][key] for key in names if key not in answer["elected"]]
    labels.sort(key=strokes_of)
    return {
        "text": asked["text"], "form": Form.CHOOSE, "seats": answer["left"], "runoff": what == TIED,
        "options": [{"key": f"o{n}", "label": label} for n, label in enumerate(labels, 1)],
        "write_in": asked["write_in"] and what == REST, "union": answer.get("union", True),
    }  # fmt: skip


def copy_roll(ballot, made) -> None:
    """The frozen roll and its classes, without marks and keys."""
    SigningKey.objects.bulk_create(
        SigningKey(ballot=made, klass=k.klass, label=k.label, weight=k.weight, public="")
        for k in ballot.keys.all()
    )
    Voter.objects.bulk_create(
        Voter(ballot=made, person_id=v.person_id, name=v.name, unit=v.unit, klass=v.klass)
        for v in ballot.roll.all()
    )
