"""At the end of the year departments look again at every promise that is not kept (rules 5.24)."""

from zhijia.kernel import clock
from zhijia.kernel.actions import action

from ..models import Promise
from .promises import people_of

M = Promise.State


@action(Promise, may="proposals.review", label="请部门年末自查", source=[M.OPEN], hidden=True)
def ask_check(promise, *, by, until):
    """The duty, laid by the calendar once a year."""
    promise.check_due = until


@action(
    Promise, may="proposals.report", label="年末自查", source=[M.OPEN], tells=people_of,
    when=lambda promise: promise.check_due,
)  # fmt: skip
def check_promise(promise, *, by, reason):
    """How far it is: the department's words are a line in the timeline, the promise stays open."""
    promise.checked, promise.check_due = clock.today(), None
