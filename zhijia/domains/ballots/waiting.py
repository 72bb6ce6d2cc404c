"""Whom a ballot calls on: its roll while it is open, its tellers afterwards."""

from django.utils import timezone

from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .models import Ballot


@waits(Ballot)
def of_ballot(ballot):
    B, there = Ballot.State, url_of(ballot)
    if ballot.state == B.DRAFT:
        yield Waiting(f"准备投票：{ballot}", there, "查看", ballot.on, power="ballots.prepare")
    elif ballot.state == B.OPEN:
        day = timezone.localtime(ballot.closes).date() if ballot.closes else ballot.on
        # everybody on the roll has the line until the close: taking it away from who has voted
        # would write down, row by row, when each of them came
        for voter in ballot.roll.select_related("person"):
            yield Waiting(f"投票：{ballot}", f"{there}booth/", "投票", day, person=voter.person)
    elif ballot.state in (B.CLOSED, B.COUNTED):
        for teller in ballot.tellers.all():
            yield Waiting(f"计票和签字：{ballot}", there, "查看", ballot.on, person=teller)
