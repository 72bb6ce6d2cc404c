"""The departments that answer proposals."""

from django.utils.translation import gettext as _

from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from ..models import Department, Promise, Proposal
from . import promises, reassigning


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
    for promise in open_promises.select_related("org"):
        promises.pass_on(promise, by=by, to=successor, reason=_("“%s”已撤销") % department)
