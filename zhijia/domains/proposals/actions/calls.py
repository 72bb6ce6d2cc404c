"""Calls for proposals, and the departments that answer them."""

from django.utils.translation import gettext as _

from zhijia.kernel.actions import action
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from ..models import Call, Department, Promise, Proposal
from . import reassigning


def members(obj):
    return Person.objects.members_of(obj.org)


def _check(opens, closes):
    if closes and closes < opens:
        raise Refused(_("截止日期早于开始日期。"), _("请核对日期；常年征集的，截止日期留空。"))


@action(Call, creates=True, may="proposals.call", label="发起征集", tells=members)
def open_call(org, *, by, title, session, opens, closes=None, notice=""):
    """Announce a window for proposals; without an end it stays open all year (闭会期间提案)."""
    _check(opens, closes)
    return Call(org=org, title=title, session=session, opens=opens, closes=closes, notice=notice)


@action(Call, may="proposals.call", label="修改征集")
def amend_call(call, *, by, title, session, opens, closes=None, notice=""):
    _check(opens, closes)
    call.title, call.session, call.notice = title, session, notice
    call.opens, call.closes = opens, closes


def people_of(department):
    return [department.head, department.leader]


def _check_people(head, leader):
    if leader and leader == head:
        raise Refused(
            _("部门负责人不能审签自己的答复。"), _("请另选分管校领导；没有的可以留空，由校长审签。")
        )


@action(Department, creates=True, may="proposals.call", label="登记承办部门", tells=people_of)
def add_department(org, *, by, name, head, leader=None):
    _check_people(head, leader)
    return Department(org=org, name=name, head=head, leader=leader)


@action(
    Department, may="proposals.call", label="修改部门", source=[Department.State.ACTIVE],
    tells=people_of,
)  # fmt: skip
def change_department(department, *, by, name, head, leader=None):
    _check_people(head, leader)
    department.name, department.head, department.leader = name, head, leader


@action(
    Department, may="proposals.call", label="撤销部门", source=[Department.State.ACTIVE],
    target=Department.State.DISSOLVED,
)  # fmt: skip
def dissolve_department(department, *, by, successor=None, reason=""):
    """What it had in hand goes to the successor; without one, back to be assigned, visibly."""
    open_promises = Promise.objects.filter(department=department).open()
    if successor is None and open_promises.exists():
        raise Refused(_("这个部门还有没兑现的承诺，不能没有人接手。"), _("请选择职责并入的部门。"))
    if successor is not None and (successor == department or successor.state != "active"):
        raise Refused(_("接手的部门要是另一个在用的部门。"))
    department.successor = successor
    open_parts = department.assignments.filter(ended=None, proposal__state__in=Proposal.FILED)
    for part in open_parts.exclude(proposal__state="concluded").select_related("proposal"):
        reassigning.hand_over(part.proposal, by=by, part=part, to=successor,
                            reason=_("“%s”已撤销") % department)  # fmt: skip
    from . import promises

    for promise in open_promises.select_related("org"):
        promises.pass_on(promise, by=by, to=successor, reason=_("“%s”已撤销") % department)
