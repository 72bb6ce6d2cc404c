"""Two devices in one moment, on PostgreSQL with real connections: one paper each, whichever way it was taken."""

import threading

import pytest
from django.db import connection

from zhijia.domains.ballots import casting, handing
from zhijia.domains.ballots.models import Ballot, Voter
from zhijia.kernel.refusals import Refused
from zhijia.kernel.testing import at_once

from .parts import Device, opened, printed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite writes one by one anyway"
    ),
]


@pytest.fixture
def ballot(transactional_db):
    from zhijia.kernel.testing import cast

    people = cast()
    return people, opened(people)


def claiming(ballot, person):
    device = Device(ballot, person)
    return lambda: casting.claim(device.ballot, person, device.taken.blinded)


def held_up(voter, deeds):
    """The deeds while somebody else holds the line of the roll, so that all of them have read it before
    any of them may write: what two phones in one second come to, every time and not by luck."""
    from django.db import transaction

    gate, done = threading.Event(), []

    def hold():
        with transaction.atomic():
            list(Voter.objects.select_for_update().filter(pk=voter.pk))
            gate.set()
            threading.Event().wait(1.0)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    gate.wait(10)
    done = at_once(*deeds)
    holder.join(30)
    return done


@pytest.mark.parametrize("phones", [2, 5])
def test_two_phones_of_one_person_get_one_paper(ballot, phones):
    people, open_ballot = ballot
    voter = Voter.objects.get(ballot=open_ballot, person=people.zhao)
    found = held_up(voter, [claiming(open_ballot, people.zhao) for _ in range(phones)])
    assert sum(isinstance(f, bytes) for f in found) == 1
    assert sum("已经领过票" in str(f) for f in found) == phones - 1
    assert Voter.objects.filter(ballot=open_ballot, marked=True).count() == 1


def test_a_phone_and_the_teller_s_desk_give_one_paper(ballot):
    people, open_ballot = ballot
    voter = Voter.objects.get(ballot=open_ballot, person=people.zhao)
    same = Ballot.objects.get(pk=open_ballot.pk)
    found = held_up(voter, [
        claiming(open_ballot, people.zhao),
        lambda: handing.give_paper(same, voter, by=people.lin) or b"given",
    ])  # fmt: skip
    assert (
        sum(isinstance(f, bytes) for f in found) == 1
        and sum(isinstance(f, Refused) for f in found) == 1
    )


def test_two_tellers_hand_out_one_slip(ballot):
    people, open_ballot = ballot
    printed(open_ballot, people.lin, 3)
    voter = Voter.objects.get(ballot=open_ballot, person=people.zhao)
    same = Ballot.objects.get(pk=open_ballot.pk)
    found = held_up(voter, [
        lambda by=by: handing.give_slip(same, voter, by=by) or b"given" for by in (people.lin, people.wang)
    ])  # fmt: skip
    assert (
        sum(isinstance(f, bytes) for f in found) == 1
        and sum(isinstance(f, Refused) for f in found) == 1
    )


def test_two_people_do_not_wait_for_each_other_s_paper(ballot):
    people, open_ballot = ballot
    found = at_once(*(claiming(open_ballot, p) for p in (people.zhao, people.hua, people.qian)))
    assert all(isinstance(f, bytes) for f in found)
