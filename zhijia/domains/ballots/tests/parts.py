"""What the tests of ballots share: a ballot open for voting, and a voter's device in Python."""

from zhijia.domains.ballots import actions, blind, casting, codes, handing, papers
from zhijia.domains.ballots.actions.slips import mark_of
from zhijia.domains.ballots.models import Ballot, SigningKey, Voter

MOTION = [{"text": "是否同意绩效工资分配方案", "form": "yesno"}]


def drafted(cast, kind="motion", questions=MOTION, people=None, classes=None, **more):
    """Prepared by chair Li, told by Lin and Sun; on the roll those given, or everybody."""
    ballot = actions.draft(cast.first, by=cast.li, kind=kind, title="绩效方案表决", **more)
    actions.ask(ballot, by=cast.li, questions=questions)
    actions.enrol(ballot, by=cast.li, people=people, classes=classes)
    actions.name_tellers(ballot, by=cast.li, tellers=[cast.lin, cast.wang])
    return ballot


def opened(cast, **more):
    present = more.pop("present", None)
    return actions.open_(drafted(cast, **more), by=cast.li, present=present)


class Device:
    """What a voter's phone does, with the Python twin of the script."""

    def __init__(self, ballot, person, code=None):
        self.ballot, self.person = Ballot.objects.get(pk=ballot.pk), person
        self.voter = Voter.objects.get(ballot=ballot, person=person)
        public = casting.unb64(SigningKey.objects.get(ballot=ballot, klass=self.voter.klass).public)
        self.code = code or codes.new_code()
        self.taken = blind.derive(self.code, self.ballot.public_id, public)

    def claim(self):
        answer = casting.claim(self.ballot, self.person, self.taken.blinded)
        self.message, self.signature = self.taken.finalize(answer)
        return answer

    def drop(self, answers, **more):
        body = papers.written({"a": answers} | more)
        ballot = Ballot.objects.get(pk=self.ballot.pk)
        return casting.cast(ballot, self.voter.klass, self.message, self.signature, body)


def votes(ballot, person, answers, **more):
    device = Device(ballot, person)
    device.claim()
    return device.drop(answers, **more)


def ended(cast, ballot, left=None):
    """Closed, counted and signed by both tellers."""
    ballot = Ballot.objects.get(pk=ballot.pk)
    actions.close(ballot, by=cast.li, left=left)
    actions.count(ballot, by=cast.lin)
    actions.certify(ballot, by=cast.lin)
    return actions.certify(ballot, by=cast.wang)


def printed(ballot, teller, count, klass="A"):
    """The claims of so many slips, printed by a teller."""
    public = casting.unb64(SigningKey.objects.get(ballot=ballot, klass=klass).public)
    claims = [blind.derive(codes.new_code(), ballot.public_id, public) for _ in range(count)]
    actions.print_slips(
        Ballot.objects.get(pk=ballot.pk), by=teller, klass=klass, blinded=[c.blinded for c in claims],
        reason=f"{count} 张",
    )  # fmt: skip
    return claims


def slip_votes(ballot, claim, body):
    """What the page of a slip does."""
    ballot = Ballot.objects.get(pk=ballot.pk)
    klass, answer = handing.answer_of(ballot, {"A": mark_of(claim.blinded)})
    return casting.cast(ballot, klass, *claim.finalize(casting.unb64(answer)), body)


def typed(ballot, tellers, *sheets, klass="A"):
    """A batch in which both tellers typed the same."""
    batch = actions.start_batch(ballot, by=tellers[0], size=len(sheets), klass=klass)
    for teller in tellers:
        actions.enter(batch, by=teller, lines=[{"k": k, "w": {}} for k in sheets])
    return batch
