"""Who may take out a paper right now, where it is not for the ballot alone to say.

What puts a matter to the vote may ask more than a line on the roll: a congress lets only those vote
who are in the hall. It registers a test under the label of its model, which is the ballot's ``source``.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

gates: dict[str, Callable] = {}
halls: dict[str, Callable] = {}


def gate(model):
    """Register ``test(source_id, person)``: the sentence that says why not, or ""."""

    def register(test):
        gates[model._meta.label_lower] = test
        return test

    return register


def hall(model):
    """Register ``test(source_id)``: (the sentence why the hall may not vote now, or "", how many are in it)."""

    def register(test):
        halls[model._meta.label_lower] = test
        return test

    return register


def in_hall(ballot) -> tuple[str, int | None]:
    """What the hall says of a vote that begins now; nothing for a ballot that is held in none."""
    test = halls.get(ballot.source)
    return test(ballot.source_id) if test else ("", None)


def why_not_now(ballot, person) -> str:
    """The sentence of the gate. A ballot whose source has none stays shut: the default answer is no."""
    if not ballot.source:
        return ""
    test = gates.get(ballot.source)
    return test(ballot.source_id, person) if test else _("现在不能领票，请告诉会务人员。")
