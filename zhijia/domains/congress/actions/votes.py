"""Deciding: by hands or by ballot, behind the gate of the part that decides."""

from django.utils.translation import gettext as _

from zhijia.domains.ballots import actions as ballots
from zhijia.domains.ballots import verdict
from zhijia.domains.ballots.models import Ballot, Grade, Kind
from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from ..models import AgendaItem, Method, Power, Session
from .floor import leave_floor

A, B = AgendaItem.State, Ballot.State
KINDS = {Power.ELECTION: Kind.ELECTION, Power.APPRAISE: Kind.APPRAISAL}


def why_no_vote(item, by=None) -> str:
    """The gate before every vote (rules 1.50): two thirds of the part's delegates in the hall."""
    if item.session.state != Session.State.OPEN:
        return _("会议现在是“%s”，不能表决。") % item.session.get_state_display()
    gate = item.part.gate()
    return "" if gate.met else gate.sentence


def by_hands(item) -> bool:
    return item.method == Method.HANDS


@action(AgendaItem, may="congress.prepare", label="登记举手表决", source=[A.FLOOR], when=by_hands,
        guard=why_no_vote, under="session")  # fmt: skip
def count_hands(item, *, by, yes, no, abstain, notes=""):
    """Show of hands: adopted with more than half of all delegates, not of those present (rules 1.51)."""
    present, total = item.part.present(), item.part.due_number
    if yes + no + abstain > present:
        raise Refused(_("三项合计 %(sum)d 人，多于在场代表 %(present)d 人。") % {
            "sum": yes + no + abstain, "present": present}, _("请监票人重新清点。"))  # fmt: skip
    counts = {"yes": yes, "no": no, "abstain": abstain}
    found = verdict.motion(counts, "roll", total)
    item.hands = counts | {"present": present, "total": total}
    item.sentence = _("在场代表 %d 人。") % present + found["sentence"]
    item.notes = notes or item.notes
    item.state = A.ADOPTED if found["passed"] else A.RETURNED
    leave_floor(item)


def by_ballot(item) -> bool:
    return item.method == Method.SECRET


def why_no_ballot(item, by) -> str:
    if item.session.tellers.count() < 2:
        return _("还没有定监票人。")
    return why_no_vote(item)


@action(AgendaItem, may="congress.prepare", label="开始投票", source=[A.FLOOR], target=A.VOTING,
        when=by_ballot, guard=why_no_ballot, under="session")  # fmt: skip
def start_vote(item, *, by, grade=Grade.SECRET):
    """Open a ballot of all delegates of the part; only who is in the hall gets a paper."""
    kind = KINDS.get(item.power, Kind.MOTION)
    ballot = ballots.draft(item.org, by=by, kind=kind, title=item.title, grade=grade, source=item)
    ballots.ask(ballot, by=by, questions=[question_of(item)])
    people = Person.objects.filter(pk__in=item.part.attendees.delegates().values("person"))
    ballots.enrol(ballot, by=by, people=list(people))
    barred = set(item.asked.get("options", ()))
    tellers = [t for t in item.session.tellers.all() if t.name not in barred]
    ballots.name_tellers(ballot, by=by, tellers=tellers)
    if grade != Grade.SEALED:
        ballots.open_(ballot, by=by, present=item.part.present())
    item.ballot = ballot


def question_of(item) -> dict:
    asked = item.asked
    if item.power == Power.ELECTION:
        return {"text": item.title, "form": "choose", "options": asked["options"],
                "seats": asked["seats"], "write_in": asked["write_in"],
                "union": item.part.congress.body == "members"}  # fmt: skip
    if item.power == Power.APPRAISE:
        return {"text": item.title, "form": "scale", "options": asked["options"],
                "criteria": asked["criteria"]}  # fmt: skip
    return {"text": item.title, "form": "yesno"}


def why_not_announce(item, by) -> str:
    if item.ballot and item.ballot.state == B.VOID:
        return _("选票已经作废，没有结果。请点“作废这次投票”，回到议题重新表决。")
    if item.ballot is None or item.ballot.state != B.CERTIFIED:
        return _("等监票人计票并签字后才能宣布结果。")
    return ""


@action(AgendaItem, may="congress.prepare", label="宣布结果", source=[A.VOTING], main=True,
        guard=why_not_announce, under="session")  # fmt: skip
def announce(item, *, by):
    """Read out what the tellers certified: it decides the matter."""
    result = item.ballot.result
    found = result["questions"][0]
    if not result["valid"]:
        item.sentence = result["sentence"]
        item.state = A.FLOOR
        return
    item.sentence = (result["sentence"] + found.get("sentence", ""))[:600]
    if item.power in (Power.ELECTION, Power.APPRAISE):
        item.state = A.ELECTED
    else:
        item.state = A.ADOPTED if found["passed"] else A.RETURNED
    leave_floor(item)


def tied(item) -> bool:
    """Whether the certified election left a tie at the edge, or seats that nobody filled."""
    if item.ballot is None or item.ballot.state != B.CERTIFIED or item.power != Power.ELECTION:
        return False
    found = item.ballot.result["questions"][0]
    return item.ballot.result["valid"] and bool(found.get("left"))


@action(
    AgendaItem,
    may="congress.prepare",
    label="再次投票",
    source=[A.VOTING],
    when=tied,
    guard=why_no_vote,
    under="session",
)
def vote_again(item, *, by):
    """A tie at the edge is balloted again among the tied; seats left over are elected anew
    (rules 8.20, 8.21). If that was arranged on the ballot's own page, this is the one."""
    again = item.ballot.followers.exclude(state=B.VOID).first()
    if again is None:
        tie = item.ballot.result["questions"][0].get("tied")
        again = ballots.again(item.ballot, by=by, what="tied" if tie else "rest")
    if again.state == B.DRAFT:
        ballots.open_(again, by=by, present=item.part.present())
    item.ballot = again


def why_stands(item, by) -> str:
    """What the tellers signed is announced: nobody puts a result aside that does not please."""
    if item.ballot and item.ballot.state == B.CERTIFIED:
        return _("监票人已经签字确认，结果要当场宣布，不能作废。")
    return ""


@action(AgendaItem, may="congress.prepare", label="作废这次投票", source=[A.VOTING], target=A.FLOOR,
        guard=why_stands, under="session")  # fmt: skip
def call_off_vote(item, *, by, reason):
    """Stop a vote that went wrong; the matter is on the floor again."""
    if item.ballot and item.ballot.state in (B.DRAFT, B.OPEN, B.CLOSED, B.COUNTED):
        ballots.void(item.ballot, by=by, reason=reason)
    Session.objects.filter(pk=item.session_id).update(floor=item)
    item.sentence = _("%s投票作废：") % f"{clock.today():%Y-%m-%d}" + reason
