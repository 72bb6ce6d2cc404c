"""Two who decide in the same second, on two connections: one decision, and a sentence for the other."""

import threading

import pytest
from django.db import connection

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.models import Decision, Proposal
from zhijia.kernel.actions import Step
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused, WrongState

from .parts import DAY, school, submitted

both = [
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="threads of one SQLite memory share a lock"
    ),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def together(transactional_db):
    """``together(deeds)`` starts all in the same moment, each on a connection of its own."""

    def run(deeds):
        answers, start = [None] * len(deeds), threading.Barrier(len(deeds))

        def one(number, deed):
            from zhijia.kernel import clock

            try:
                with clock.at(DAY):
                    connection.ensure_connection()
                    start.wait(10)
                    answers[number] = deed()
            except Exception as error:
                answers[number] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(deeds)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return answers

    return run


def of_people():
    from zhijia.kernel.testing import cast

    return school(cast())


def deed(door, proposal, who, **given):
    """Rows of its own for each thread, as two requests would read them."""
    pk, by = proposal.pk, who.pk
    return lambda: door(Proposal.objects.get(pk=pk), by=Person.objects.get(pk=by), **given)


class TestTwoConnections:
    pytestmark = both

    def test_two_reviewers_decide_at_once_and_one_decision_stands(self, together):
        s = of_people()
        for _turn in range(6):
            p = submitted(s)
            no = {"ground": "empty", "reason": "没有具体建议"}
            said = together([
                deed(actions.accept, p, s.cast.sun), deed(actions.decline, p, s.cast.lin, **no),
            ])  # fmt: skip
            refused = [a for a in said if isinstance(a, Exception)]
            assert len(refused) == 1 and isinstance(refused[0], WrongState), said
            assert "请刷新页面，可能别人刚刚处理过" in str(refused[0])
            assert Decision.objects.filter(proposal=p).count() == 1
            steps = Step.objects.about(p).filter(verb__in=("accept", "decline"))
            assert steps.count() == 1

    def test_twelve_filed_at_once_have_twelve_numbers(self, together):
        s = of_people()
        rows, by = [submitted(s) for _n in range(12)], [s.cast.sun, s.cast.lin, s.cast.li]
        said = together([deed(actions.accept, p, by[n % 3]) for n, p in enumerate(rows)])
        assert not [a for a in said if isinstance(a, Exception)]
        serials = Proposal.objects.filter(call=s.call).values_list("serial", flat=True)
        assert sorted(serials) == list(range(1, 13))

    def test_a_seconder_leaves_in_the_moment_it_is_filed(self, together):
        """Whichever comes first, no case is filed below its minimum."""
        s = of_people()
        for _turn in range(6):
            p = submitted(s)
            said = together([
                deed(actions.accept, p, s.cast.sun), deed(actions.decline_second, p, s.cast.hua),
            ])  # fmt: skip
            p = Proposal.objects.get(pk=p.pk)
            filed, left = p.serial is not None, p.seconds.filter(state="agreed").count() < 2
            assert filed != left, said
            assert sum(isinstance(a, Refused) for a in said) == 1

    def test_two_merged_into_each_other_at_once_and_none_is_lost(self, together):
        s = of_people()
        for _turn in range(4):
            one, two = submitted(s), submitted(s)
            said = together([
                deed(actions.merge, one, s.cast.sun, into=two),
                deed(actions.merge, two, s.cast.lin, into=one),
            ])  # fmt: skip
            assert sum(isinstance(a, Refused) for a in said) == 1, said
            states = [Proposal.objects.get(pk=p.pk).state for p in (one, two)]
            assert sorted(states) == ["merged", "review"], "one of them still stands"
