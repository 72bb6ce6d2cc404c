"""Closing, opening the seal, counting, and the tellers' hands under the result."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from .. import casting, counting, urn
from ..models import Ballot, Batch, Grade, Signature, TellerKey

B = Ballot.State


@action(TellerKey, creates=True, parent=Ballot, may="ballots.tell", label="做封条", source=[B.DRAFT],
        hidden=True)  # fmt: skip
def make_seal(ballot, *, by, public):
    """A teller's public half, out of their own browser; the code stays with them."""
    try:
        point = bytes.fromhex(public)
    except ValueError as error:
        raise Refused(_("封条数据不完整。"), _("请刷新页面重做。")) from error
    if len(point) != 32:
        raise Refused(_("封条数据不完整。"), _("请刷新页面重做。"))
    row = TellerKey.objects.filter(ballot=ballot, person=by).first()
    row = row or TellerKey(org=ballot.org, ballot=ballot, person=by)
    row.public = public.lower()
    return row


@action(
    Ballot, may="ballots.prepare", label="截止投票", source=[B.OPEN], target=B.CLOSED, main=True
)
def close(ballot, *, by, left=None):
    """No paper goes out any more. The signing keys are destroyed; papers that are out may still be
    dropped for five minutes. ``left``: slips that nobody drew, counted and destroyed before the tellers."""
    ballot.slips_left = left
    ballot.closed = clock.now()
    ballot.keys.update(private="")


def why_not_count(ballot, by) -> str:
    left = counting.outstanding(ballot) if ballot.is_secret else 0
    if left > 0 and casting.still_falls(ballot):
        return _("还有 %d 张领出的票没有投回，截止后五分钟内仍可投，请稍候。") % left
    if waiting := ballot.batches.filter(state=Batch.State.ENTERING).first():
        return _("%s两位监票人还没有录到一致。") % waiting
    if ballot.grade == Grade.SEALED and (why := counting.why_sealed(ballot)):
        return why
    return ""


@action(Ballot, may="ballots.tell", label="交出封条", source=[B.CLOSED])
def hand_over(ballot, *, by, private):
    """A teller's private half of this ballot, after the close; with enough of them papers open."""
    row = TellerKey.objects.filter(ballot=ballot, person=by).first()
    if row is None or not counting.fits(row.public, private):
        raise Refused(_("这不是您这次投票的封条。"), _("请核对投票前抄下的封条码。"))
    TellerKey.objects.filter(pk=row.pk).update(handed=private.lower())


@action(Ballot, may="ballots.tell", label="计票", source=[B.CLOSED], target=B.COUNTED, main=True,
        guard=why_not_count)  # fmt: skip
def count(ballot, *, by):
    """Check every signature, add up, and say by which rule what was decided."""
    ballot.result = counting.result_of(ballot)
    urn.shuffle(ballot.pk)
    transaction.on_commit(_tidy)


def _tidy():
    """Outside the transaction; within a test's or a caller's own there is nothing to tidy yet."""
    if not transaction.get_connection().in_atomic_block:
        urn.tidy()


def why_not_certify(ballot, by) -> str:
    if Signature.objects.filter(ballot=ballot, person=by).exists():
        return _("您已经签过字，还要另一位监票人签字。")
    return ""


@action(Ballot, may="ballots.tell", label="签字确认结果", source=[B.COUNTED], main=True,
        guard=why_not_certify)  # fmt: skip
def certify(ballot, *, by):
    """Two tellers put their hands under the result; then it is published and stands."""
    Signature.objects.create(org=ballot.org, ballot=ballot, person=by)
    if ballot.signatures.count() >= 2:
        ballot.state = B.CERTIFIED
