"""The busiest second: whoever taps at the same moment passes the door together.

A hot row gets slower the more wait for it one by one. So the threads of one server process form a
queue for each activity: the first becomes the leader, takes everybody who stands there, and signs
them up in one transaction with one lock and one commit; meanwhile the next ones gather. Each passes
every check of the door and leaves a step of their own (:func:`zhijia.kernel.actions.together`).
Between processes the lock of the row decides, as always.
"""

import threading
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction

from zhijia.kernel.access import offices
from zhijia.kernel.actions import together

from ..models import Activity
from .admission import Desk
from .signups import sign_up

MOST = 64  # people in one transaction


@dataclass(eq=False)
class Tap:
    """One person at the door, until there is an answer."""

    person: object
    answer: object = None
    done: threading.Event = field(default_factory=threading.Event)


class Queue:
    """Those who stand before one activity, in this process."""

    def __init__(self):
        self.leading, self.taps, self.adding = threading.Lock(), [], threading.Lock()


queues: dict[int, Queue] = defaultdict(Queue)


def enter(pk: int, person):
    """Sign the person up; the sign-up is returned. Raises what the door would have raised."""
    offices(person)  # asked on this thread's own time, not while the row is locked
    tap, queue = Tap(person), queues[pk]
    with queue.adding:
        queue.taps.append(tap)
    while not tap.done.is_set():
        with queue.leading:
            if not tap.done.is_set():
                _lead(pk, queue)
    if isinstance(tap.answer, BaseException):
        raise tap.answer
    return tap.answer


def _lead(pk, queue) -> None:
    """Take everybody who stands there. A fault is everybody's answer: nobody has got a place."""
    with queue.adding:
        taps, queue.taps = queue.taps[:MOST], queue.taps[MOST:]
    try:
        answers = admit(pk, [tap.person for tap in taps])
    except Exception as fault:
        answers = [fault] * len(taps)
    for tap, answer in zip(taps, answers, strict=True):
        tap.answer = answer
        tap.done.set()


@transaction.atomic
def admit(pk, people) -> list:
    """The answers to so many taps, in order: a sign-up, or the refusal."""
    desks = []

    def at_desk(activity):
        desks.append(Desk(activity, people))
        return {"desk": desks[0]}

    answers = together(sign_up, Activity(pk=pk), [(person, {}) for person in people], at_desk)
    desks[0].room.save()
    return answers
