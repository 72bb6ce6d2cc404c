"""Paper ballots: two tellers enter a batch, each for themselves, until they agree on every sheet."""

from django.utils.translation import gettext as _

from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from .. import papers, sheets
from ..models import Ballot, Batch, BatchEntry, Grade

B, S = Ballot.State, Batch.State
LARGEST = 100


def why_not_batch(ballot, by) -> str:
    if ballot.grade == Grade.SEALED and ballot.state != B.CLOSED:
        return _("加封的投票，纸票要等截止以后才能开箱录入。")
    return sheets.why_not_by_hand([q.asked for q in ballot.questions.all()])


@action(Batch, creates=True, parent=Ballot, may="ballots.tell", label="录入一批纸票",
        source=[B.OPEN, B.CLOSED], when=lambda ballot: ballot.is_secret, guard=why_not_batch)  # fmt: skip
def start_batch(ballot, *, by, size, klass="A"):
    """A pile from the box: mixed, then stamped 1 to n, so that no number tells who came when."""
    if not 0 < size <= LARGEST:
        raise Refused(_("一批 1 到 %d 张，多的分几批。") % LARGEST)
    if klass not in set(ballot.keys.values_list("klass", flat=True)):
        raise Refused(_("没有“%s”这个评议人类别。") % klass)
    number = ballot.batches.count() + 1
    return Batch(org=ballot.org, ballot=ballot, number=number, size=size, klass=klass)


def why_not_enter(batch, by) -> str:
    if batch.ballot.state not in (B.OPEN, B.CLOSED):
        return _("已经计票，不能再录入。")
    others = batch.entries.exclude(person=by).count()
    if others >= 2:
        return _("这一批已有两位监票人在录入。")
    return ""


@action(Batch, may="ballots.tell", label="录入纸票", source=[S.ENTERING], hidden=True,
        guard=why_not_enter)  # fmt: skip
def enter(batch, *, by, lines):
    """One teller's reading of every sheet. When the other one read the same, the batch is sealed."""
    if len(lines) != batch.size:
        raise Refused(_("这一批有 %d 张，请逐张录完。") % batch.size)
    mine = read(batch, lines)
    BatchEntry.objects.update_or_create(
        batch=batch, person=by, defaults={"org": batch.org, "lines": lines}
    )
    other = batch.entries.exclude(person=by).first()
    if other and read(batch, other.lines) == mine:
        batch.sheets = [papers.written(paper) for paper in mine]
        batch.state = S.SEALED


def read(batch, lines) -> list[dict]:
    """The papers that lines mean."""
    asked = [q.asked for q in batch.ballot.questions.all()]
    return [sheets.paper_of(asked, line, number) for number, line in enumerate(lines, 1)]


def differences(batch) -> list[int]:
    """The sheets that two tellers read differently; nothing while only one has entered."""
    both = list(batch.entries.all())
    if len(both) < 2:
        return []
    return sheets.differing(*(read(batch, entry.lines) for entry in both))


def why_not_withdraw(batch, by) -> str:
    return "" if batch.ballot.state in (B.OPEN, B.CLOSED) else _("已经计票，不能撤回。")


@action(Batch, may="ballots.tell", label="撤回这一批", source=[S.ENTERING, S.SEALED],
        target=S.WITHDRAWN, guard=why_not_withdraw)  # fmt: skip
def withdraw(batch, *, by, reason):
    """A pile that was counted or stamped wrongly; its sheets are entered again in a new batch."""
    batch.sheets = []
