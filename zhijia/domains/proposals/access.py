"""Who may do what about proposals: members propose, the committee reviews, departments answer,
leaders sign. The level above sees figures only, so no power reaches down."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post

EVERYBODY = [Post.MEMBER, *COMMITTEE_POSTS, Post.GROUP_LEADER, Post.TREASURER, Post.FUNDS_REVIEW,
             Post.PARTY, Post.PRINCIPAL]  # fmt: skip
LEADERS = [Post.PRINCIPAL, Post.PARTY]


def parts_in(proposal, person) -> set[str]:
    """What the person is to the proposal: proposer, joint, head, leader, lead, assist; host, where it was
    merged into theirs."""
    key = (person.pk, proposal.state, proposal.lead_id, proposal.version)
    held = proposal.__dict__.get("_parts")
    if held is None or held[0] != key:
        held = proposal.__dict__["_parts"] = (key, set(_parts(proposal, person)))
    return held[1]


def _parts(proposal, person):
    for name in ("proposer", "head", "leader"):
        if getattr(proposal, f"{name}_id") == person.pk:
            yield name
    if person in proposal.co_proposers.all():
        yield "joint"
    if proposal.merged_into_id and proposal.merged_into.proposer_id == person.pk:
        yield "host"
    for part in parts_of(proposal):
        if part.ended is None and person.pk in (part.department.head_id, part.handler_id):
            yield part.role


def parts_of(proposal) -> list:
    """Every department's part, past ones too; fetched once for one stand of the proposal."""
    if proposal.assigned is None:
        return []
    key = (proposal.state, proposal.lead_id)
    held = proposal.__dict__.get("_assignments")
    if held is None or held[0] != key:
        rows = list(proposal.assignments.select_related("department", "handler"))
        held = proposal.__dict__["_assignments"] = (key, rows)
    return held[1]


def relation(*names):
    def test(obj, person):
        proposal = getattr(obj, "proposal", obj)
        return hasattr(proposal, "proposer_id") and bool(parts_in(proposal, person) & set(names))

    return test


def heads(obj, person):
    """The head of the department that made a promise."""
    return obj.department.head_id == person.pk if hasattr(obj, "first_due") else False


def of_presidium(obj, person):
    """A member of the presidium of the last session (rules 5.15)."""
    from .delegations import presidium_of

    proposal = getattr(obj, "proposal", obj)
    return hasattr(proposal, "proposer_id") and presidium_of(obj.org).filter(pk=person.pk).exists()


def confirms(obj, person):
    """A member of the presidium, towards what was found best (rules 5.26)."""
    from .delegations import presidium_of

    return hasattr(obj, "confirmed_by_id") and presidium_of(obj.org).filter(pk=person.pk).exists()


PROPOSER = {"提案人": relation("proposer")}
PROPOSERS = {"提案人和联名提案人": relation("proposer", "joint")}
HANDLERS = {"主办部门": relation("lead")}
PARTS = {"主办和协办部门": relation("lead", "assist")}

declare("proposals.see", "查看公开的提案", held_by=EVERYBODY)
declare("proposals.read", "查看全部提案", held_by=[*COMMITTEE_POSTS, *LEADERS])
declare("proposals.propose", "写提案", held_by=[Post.MEMBER])
declare("proposals.own", "修改和提交提案", relations=PROPOSER)
declare("proposals.joint", "以提案人身份答复和评价", relations=PROPOSERS)
declare(
    "proposals.merged", "同意或不同意并案", relations={"两件提案的提案人": relation("proposer", "host")}
)  # fmt: skip
declare("proposals.second", "附议", held_by=[Post.MEMBER])
declare("proposals.call", "征集提案、管理承办部门", held_by=COMMITTEE_POSTS)
declare(
    "proposals.precheck", "初审提案", held_by=[Post.CHAIR, Post.VICE_CHAIR],
    relations={"小组长（代表团长）": relation("head")},
)  # fmt: skip
declare(
    "proposals.send_back", "退回提案修改", held_by=COMMITTEE_POSTS,
    relations={"小组长（代表团长）": relation("head")},
)  # fmt: skip
declare("proposals.review", "审查和交办提案", held_by=COMMITTEE_POSTS)
declare("proposals.follow", "跟踪提案", held_by=COMMITTEE_POSTS)
declare("proposals.batch", "批量办理提案", held_by=[*COMMITTEE_POSTS, *LEADERS])
declare(
    "proposals.dispute", "提请主席团裁定", held_by=COMMITTEE_POSTS, relations=PROPOSER
)  # fmt: skip
declare(
    "proposals.decide", "裁定有争议的提案", held_by=[Post.CHAIR, Post.VICE_CHAIR, Post.PARTY],
    relations={"主席团成员": of_presidium},
)  # fmt: skip
declare("proposals.instruct", "批示提案", held_by=LEADERS)
declare("proposals.handle", "办理提案", held_by=COMMITTEE_POSTS, relations=HANDLERS)
declare("proposals.assist", "签收和协办提案", held_by=COMMITTEE_POSTS, relations=PARTS)
declare(
    "proposals.sign", "审签答复", held_by=LEADERS, relations={"审签校领导": relation("leader")}
)  # fmt: skip
declare(
    "proposals.return_reply", "退回答复稿", held_by=LEADERS,
    relations={"审签校领导": relation("leader"), "协办部门": relation("assist")},
)  # fmt: skip
declare(
    "proposals.report", "报告承诺落实", held_by=COMMITTEE_POSTS, relations={"作出承诺的部门": heads}
)  # fmt: skip
declare(
    "proposals.verify", "核实承诺落实", held_by=COMMITTEE_POSTS, relations=PROPOSERS
)  # fmt: skip
declare("proposals.award", "评定优秀提案", held_by=[Post.CHAIR, Post.VICE_CHAIR])
declare(
    "proposals.confirm", "审定评优结果", held_by=[Post.CHAIR, Post.VICE_CHAIR, Post.PARTY],
    relations={"主席团成员": confirms},
)  # fmt: skip
