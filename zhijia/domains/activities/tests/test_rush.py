"""The busiest second: together through the door, each with their own answer (bench/rush.py runs it over HTTP)."""

import threading
import time

import pytest
from django.db import connection

from zhijia.domains.activities.actions import rush
from zhijia.domains.activities.models import Quota, SignUp
from zhijia.kernel.actions import Step
from zhijia.kernel.refusals import NotAllowed, Refused

from .parts import crowd, opened, sound


def test_together_each_gets_an_own_answer_and_an_own_step(cast):
    activity = opened(cast, 2)
    people = crowd(cast, 3)
    asked = [people[0], cast.zhou, people[1], people[0], people[2]]
    answers = rush.admit(activity.pk, asked)
    assert [getattr(a, "state", type(a).__name__) for a in answers] == [
        "taken", "NotAllowed", "taken", "Refused", "waiting",
    ]  # fmt: skip
    assert isinstance(answers[1], NotAllowed) and isinstance(answers[3], Refused)
    assert [s.number for s in SignUp.objects.order_by("pk")] == [1, 2, 3]
    steps = Step.objects.filter(verb="sign_up")
    assert sorted(steps.values_list("by", "source_id")) == sorted(
        SignUp.objects.values_list("person", "pk")
    )
    sound(activity)


def test_who_comes_back_after_leaving_stands_at_the_end(cast):
    from zhijia.domains.activities import actions

    activity = opened(cast, 1)
    first, second = rush.admit(activity.pk, [cast.zhao, cast.qian])
    actions.withdraw(first, by=cast.zhao)
    (again,) = rush.admit(activity.pk, [cast.zhao])
    assert (again.pk, again.state, again.number) == (first.pk, "waiting", 3)
    assert SignUp.objects.get(pk=second.pk).state == "offered"
    sound(activity)


def test_a_batch_is_one_lock_and_few_statements(cast, django_assert_max_num_queries):
    activity = opened(cast, 30)
    people = crowd(cast, 40)
    for who in people:
        from zhijia.kernel.access import offices

        offices(who)  # as enter() does beforehand
    with django_assert_max_num_queries(16):
        rush.admit(activity.pk, people)
    assert SignUp.objects.filter(state="taken").count() == 30 == Quota.objects.get().taken
    waiting = SignUp.objects.filter(state="waiting").order_by("number")
    assert [s.person for s in waiting] == people[30:]


def test_threads_that_wait_pass_together_and_nobody_hears_another_s_answer(monkeypatch):
    batches, answers = [], {}

    def admit(_pk, people):
        batches.append(len(people))
        time.sleep(0.01)
        return [Refused("满了") if n % 7 == 0 else f"for {n}" for n in people]

    monkeypatch.setattr(rush, "admit", admit)
    monkeypatch.setattr(rush, "offices", lambda person: None)
    start = threading.Barrier(60)

    def tap(n):
        start.wait()
        try:
            answers[n] = rush.enter(99, n)
        except Refused as no:
            answers[n] = str(no)

    threads = [threading.Thread(target=tap, args=(n,)) for n in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert answers == {n: "满了" if n % 7 == 0 else f"for {n}" for n in range(60)}
    assert sum(batches) == 60 and len(batches) < 60, "they never passed together"


def test_a_fault_is_everybody_s_answer_and_nobody_s_place(cast, monkeypatch):
    activity = opened(cast, 5)

    def fault(*_given, **_more):
        raise RuntimeError("the database went away")

    monkeypatch.setattr(rush, "together", fault)
    with pytest.raises(RuntimeError):
        rush.enter(activity.pk, cast.zhao)
    assert not SignUp.objects.exists()
    monkeypatch.undo()
    assert rush.enter(activity.pk, cast.zhao).state == "taken", "the queue is not stuck"


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="threads of one SQLite memory share a lock"
)
@pytest.mark.django_db(transaction=True)
def test_two_hundred_tap_in_the_same_second_for_forty_places(transactional_db):
    from zhijia.kernel.testing import cast as people_of

    cast = people_of()
    activity, people = opened(cast, 40), crowd(cast, 200)
    queues = [
        rush.Queue() for _process in range(4)
    ]  # four processes would each have a queue of their own
    errors = []

    def client(mine, queue):
        try:
            for who in mine:
                with queue.leading:
                    rush.admit(activity.pk, [who])
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=client, args=(people[n::8], queues[n % 4])) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors
    rows = list(SignUp.objects.order_by("number").values_list("number", "state"))
    assert rows == [(n, "taken" if n <= 40 else "waiting") for n in range(1, 201)]
    sound(activity)
