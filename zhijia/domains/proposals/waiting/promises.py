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
    if promise.state == Promise.State.OPEN:
        head = promise.department.head
        since = promise.due - timedelta(days=rules_of(promise).tracking_days)
        given = (
            {"person": head}
            if can(head, "proposals.report", promise)
            else {"power": "proposals.report"}
        )
        yield Waiting(
            f"落实承诺：{promise}",
            f"{there}report_promise/",
            "报告",
            promise.due,
            since=since,
            **given,
        )
    elif promise.state == Promise.State.REPORTED:
        yield Waiting(f"核实承诺：{promise}", there, "核实", promise.due, power="proposals.verify",
                      besides=promise.department.head)  # fmt: skip
