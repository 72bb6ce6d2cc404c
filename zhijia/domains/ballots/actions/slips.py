"""Printing slips: the teller's browser makes the codes, the union signs what it cannot read."""

import hashlib

from django.utils.translation import gettext as _

from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from .. import casting
from ..casting import b64
from ..models import Ballot, Slip

MOST = 120  # slips at one time: five sheets of paper, a second of signing


@action(Ballot, may="ballots.tell", label="印制投票凭条", source=[Ballot.State.OPEN], hidden=True,
        guard=lambda ballot, by: casting.why_not_claim(ballot))  # fmt: skip
def print_slips(ballot, *, by, klass, blinded, reason=""):
    """Sign as many blinded messages as there are slips on the teller's screen. ``reason``: how many, for
    the timeline, since everybody should see how often slips were printed."""
    if not 0 < len(set(blinded)) == len(blinded) <= MOST:
        raise Refused(_("一次印 1 到 %d 张。") % MOST)
    waiting = ballot.roll.filter(klass=klass, marked=False).count()
    if len(blinded) > waiting:
        raise Refused(_("这个类别只剩 %d 人没有领票，不用印这么多。") % waiting)
    key = casting.key_of(ballot, klass)
    try:
        made = [
            Slip(
                mark=mark_of(one), ballot=ballot.pk, klass=klass, answer=b64(key.sign_blinded(one))
            )
            for one in blinded
        ]
    except ValueError as error:
        raise Refused(_("凭条数据不完整。"), _("请刷新页面重做。")) from error
    Slip.objects.bulk_create(sorted(made, key=lambda slip: slip.mark))


def mark_of(blinded: bytes) -> str:
    return hashlib.sha256(blinded).hexdigest()
