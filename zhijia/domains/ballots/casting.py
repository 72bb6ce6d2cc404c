"""Taking out a paper and dropping it: two requests that nothing joins.

The *claim* is made by the signed-in person: the roll is marked and a blind signature given on a token
that their device drew. The *drop* comes without a login: whoever brings a token with a good signature
drops one paper. This is the one place where the one door of actions is wrong (docs/ballots.md): a
step would write down who came when.
"""

import base64
import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.refusals import Refused

from . import blind, gates, papers, sealing, urn
from .models import Ballot, SigningKey, Voter, Way

GRACE = 300  # seconds after the close in which a paper that was taken out may still be dropped


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def unb64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Refused(_("数据不完整。"), _("请刷新页面重试。")) from error


def key_of(ballot: Ballot, klass: str) -> blind.PrivateKey:
    """The signing key of a class. Never kept in memory: after the close there is none anywhere."""
    row = SigningKey.objects.get(ballot=ballot, klass=klass)
    if not row.private:
        raise Refused(_("投票已经截止，不能再领票。"))
    return blind.PrivateKey.from_bytes(unb64(row.private))


def why_not_claim(ballot) -> str:
    if ballot.state != Ballot.State.OPEN:
        return _("投票没有开放：%s。") % ballot.get_state_display()
    if ballot.closes and clock.now() >= ballot.closes:
        return _("投票已经到时截止。")
    if not ballot.is_secret:
        return _("这是公开投票，不用领票。")
    return ""


def claim(ballot: Ballot, person, blinded: bytes) -> bytes:
    """Mark the person on the roll and sign their blinded token.

    The same request again is answered the same; another one is refused, since nobody has two papers.
    """
    if why := why_not_claim(ballot):
        raise Refused(why)
    voter = Voter.objects.filter(ballot=ballot, person=person).first()
    if voter is None:
        raise Refused(_("您不在这次投票的名册上。"), _("如有出入，请当场向监票人提出。"))
    asked = b64(blinded)
    if voter.marked:
        return _again(voter, asked)
    if why := gates.why_not_now(ballot, person):
        raise Refused(why)
    try:
        answer = key_of(ballot, voter.klass).sign_blinded(blinded)
    except ValueError as error:
        raise Refused(_("领票请求不完整。"), _("请刷新页面，用同一个投票码重试。")) from error
    with transaction.atomic():
        now = locked(voter)
        if now.marked:
            return _again(now, asked)
        Voter.objects.filter(pk=now.pk).update(marked=True, blinded=asked, answer=b64(answer))
        stir_marks(ballot)
    return answer


def locked(voter: Voter) -> Voter:
    """The line of the roll as it stands, held until the end of the transaction: who comes twice in one
    moment comes in turn. A condition of the update would not do: across a join to the ballot, PostgreSQL
    tests it on what it saw before it waited."""
    row = Voter.objects.select_for_update(of=("self",)).select_related("ballot").get(pk=voter.pk)
    if row.ballot.state != Ballot.State.OPEN:
        raise Refused(_("投票已经截止，不能再领票。"))
    return row


def stir_marks(ballot: Ballot) -> None:
    """Beside every mark on the roll, neighbours are written anew (see :mod:`urn`)."""
    urn.stir_roll(ballot.pk)


def _again(voter, asked) -> bytes:
    if voter.way != Way.PHONE:
        raise Refused(_("您已经用别的方式领票（%s），不能再用手机领。") % voter.get_way_display())
    if voter.blinded != asked:
        raise Refused(
            _("您已经领过票，不能再领。"),
            _("手机坏了或换了手机的，请输入领票时抄下的投票码，接着投。"),
        )
    return unb64(voter.answer)


def still_falls(ballot) -> bool:
    """Whether a paper may be dropped: while voting is open, and a little after."""
    if ballot.state == Ballot.State.OPEN:
        return True
    late = ballot.closed and (clock.now() - ballot.closed).total_seconds() <= GRACE
    return ballot.state == Ballot.State.CLOSED and bool(late)


def cast(ballot: Ballot, klass: str, message: bytes, signature: bytes, body: str) -> str:
    """Drop a paper; its receipt is returned. Sent twice it lies there once."""
    if not still_falls(ballot):
        raise Refused(_("投票已经截止，票没有投进去。"))
    row = (
        SigningKey.objects.filter(ballot=ballot, klass=klass)
        .values_list("public", flat=True)
        .first()
    )
    if len(message) != 64 or row is None or not blind.verify(unb64(row), message, signature):
        raise Refused(_("这张票没有有效的签名，不能投。"))
    if ballot.grade == "sealed":
        fits = 0 < len(body) <= 4 * papers.LONGEST and body.isascii()
    else:
        fits = papers.looks_like_one(body)
    if not fits:
        raise Refused(_("票面内容读不出来，没有投进去。"), _("请刷新页面，用同一个投票码重投。"))
    with transaction.atomic():
        said = urn.drop(
            ballot.pk, klass, message[32:].hex(), message[:32].hex(), b64(signature), body
        )
        if said == "other":
            raise Refused(_("这张票已经投过了，不能改投。"))
    return receipt_of(message, signature)


def receipt_of(message: bytes, signature: bytes) -> str:
    """Sixteen letters and figures in fours: what a voter finds on the board."""
    mark = hashlib.sha256(b"zhijia receipt 1" + message + signature).hexdigest()[:16].upper()
    return "-".join(mark[at : at + 4] for at in range(0, 16, 4))


def terms_of(ballot: Ballot) -> sealing.Sealing | None:
    """The seal of a sealed ballot, from the tellers' public keys in their order."""
    if ballot.grade != "sealed":
        return None
    keys = tuple(bytes.fromhex(k) for k in ballot.teller_keys.values_list("public", flat=True))
    return sealing.Sealing(ballot.public_id, ballot.need, keys, papers.SEALED)
