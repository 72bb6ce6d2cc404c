"""What proposals hold about a person, and why it may."""

from zhijia.kernel.consent import purpose
from zhijia.kernel.held import holds, keeps

from .models import Assignment, Proposal

WHY = "办理提案：知道谁提的、谁附议、谁办理、办得怎样。"

holds("proposals.proposal", "提案", ("proposer", "co_proposers", "head", "leader", "against", "follower"),
      ("call", "number", "title", "reason", "measures", "state", "outcome"), WHY, years=10, since="结案")  # fmt: skip
holds(
    "proposals.second",
    "提案附议",
    "person",
    ("proposal", "state", "at"),
    WHY,
    years=10,
    since="结案",
)
holds(
    "proposals.version",
    "提案的旧稿",
    "by",
    ("title", "reason", "measures", "at"),
    WHY,
    years=10,
    since="结案",
)
holds("proposals.rating", "提案评价", "person", ("attitude", "result", "words", "on"), WHY,
      years=10, since="结案")  # fmt: skip
holds(
    "proposals.department",
    "承办部门",
    ("head", "leader"),
    ("name", "state"),
    "知道提案由谁负责办理。",
)
holds("proposals.assignment", "提案承办", "handler", ("proposal", "department", "received"), WHY,
      years=10, since="结案")  # fmt: skip
holds("proposals.contact", "提案沟通", "by", ("proposal", "on", "way"), WHY, years=10, since="结案")
holds(
    "proposals.decision",
    "提案审查决定",
    "by",
    ("proposal", "what", "on"),
    WHY,
    years=10,
    since="结案",
)
holds("proposals.reply", "提案答复", ("drafted_by", "signed_by", "also_signed_by"),
      ("proposal", "kind", "drafted", "signed"), WHY, years=10, since="结案")  # fmt: skip

holds("proposals.forwarding", "提案转送", "by", ("proposal", "name", "on"), WHY,
      years=10, since="结案")  # fmt: skip
holds(
    "proposals.conclusion",
    "提案结案",
    "by",
    ("proposal", "on", "outcome"),
    WHY,
    years=10,
    since="结案",
)

holds("proposals.award", "提案评优审定", "confirmed_by", ("call", "confirmed"), WHY,
      years=10, since="公布")  # fmt: skip

purpose(
    "proposals.draft", "写提案",
    "提案连同提案人和附议人的姓名，提交后由提案委、校领导和承办部门看到；立案后本会会员都能看到。"
    "对上级只报件数，公开的表述不写提案人。",
    kinds="姓名、所在小组、提案内容、评价", keeps="结案后 10 年",
)  # fmt: skip


@keeps
def open_proposals(person) -> str:
    mine = (
        Proposal.objects.by(person).filter(state__in=Proposal.SUBMITTED).exclude(state="concluded")
    )
    heads = Assignment.objects.filter(
        ended=None, department__head=person, proposal__state__in=Proposal.CLOCKED
    )
    return "还有没办结的提案。" if mine.exists() or heads.exists() else ""
