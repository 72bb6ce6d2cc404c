"""Whom a promise calls on after the case is closed."""

from datetime import timedelta

from zhijia.kernel.access import can
from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from ..models import Promise, rules_of


@waits(Promise)
def of_promise(promise):
    """The department until it has reported, then the committee; shown some days before."""
    there = url_of(promise)
    if promise.state == Promise.State.OPEN and promise.check_due:
        yield Waiting(f"年末自查：{promise}", f"{there}check_promise/", "填写", promise.check_due,
                      **reporter(promise))  # fmt: skip
    if promise.state == Promise.State.OPEN:
        since = promise.due - timedelta(days=rules_of(promise).tracking_days)
        yield Waiting(
            f"落实承诺：{promise}",
            f"{there}report_promise/",
            "报告",
            promise.due,
            since=since,
            **reporter(promise),
        )
    elif promise.state == Promise.State.REPORTED:
        yield Waiting(f"核实承诺：{promise}", there, "核实", promise.due, power="proposals.verify",
                      besides=promise.department.head)  # fmt: skip


def reporter(promise) -> dict:
    """The head of the department; the committee, once they have left."""
    head = promise.department.head
    if can(head, "proposals.report", promise):
        return {"person": head}
    return {"power": "proposals.report"}
