"""The draft of an answer: what it must hold, and the departments that stand by it."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock, records
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from ..models import Assignment, Contact, Proposal, Reply, ReplyKind, rules_of
from .assigning import part_of, parts

P = Proposal.State
LEAST = 20  # characters of an explanation that says no


def may_draft(proposal, by):
    """Talk first; the assisting departments have had their say, or their time is over."""
    rules, talks = rules_of(proposal), proposal.contacts.filter(round=proposal.round)
    if rules.contact_required and not proposal.suggestion and not talks.exists():
        return _("答复前要先与提案人沟通，请先登记沟通。")
    silent = [p.department.name for p in parts(proposal) if p.role == "assist" and not p.opinion]
    if silent and proposal.round == 1 and proposal.due and clock.today() <= proposal.due:
        return _("等待%s的协办意见。") % "、".join(silent)
    return ""


@action(
    Proposal,
    may="proposals.handle",
    label="拟答复",
    source=[P.HANDLING],
    guard=may_draft,
    main=True,
)
def draft_reply(proposal, *, by, kind, text, measures="", promised=()):
    """The answer in words: A with what was done, B with what will be done by when, C and D with
    the reasons in full (rules 5.19). ``promised``: [{"text", "due"}]."""
    rules = rules_of(proposal)
    _check_reply(proposal, rules, kind, text, measures, promised)
    reply = current(proposal)
    given = {
        "kind": kind, "text": text, "measures": measures, "drafted_by": by, "drafted": clock.today(),
        "department": proposal.lead, "signed_by": None, "signed": None, "also_signed_by": None,
        "promised": [{"text": p["text"], "due": p["due"].isoformat()} for p in promised],
    }  # fmt: skip
    reply = reply or Reply(org=proposal.org, proposal=proposal, round=proposal.round)
    for name, value in given.items():
        setattr(reply, name, value)
    reply.save()
    records.sync(reply)
    parts(proposal).update(countersigned=None)
    proposal.state = after_draft(proposal)


def current(proposal):
    """The answer of this round that is not delivered yet, if there is one."""
    return proposal.replies.filter(round=proposal.round, delivered=None).first()


def _check_reply(proposal, rules, kind, text, measures, promised):
    if kind == ReplyKind.A and not measures.strip() and not promised:
        raise Refused(_("A 类答复要写明采取了什么措施、什么时候完成。"))
    if kind == ReplyKind.B and not promised:
        raise Refused(
            _("B 类答复要写明什么时候做到什么。"), _("请在“承诺事项”里一行写一件，以日期开头。")
        )
    if kind in (ReplyKind.C, ReplyKind.D) and len(text.strip()) < LEAST:
        raise Refused(_("C、D 类答复要把原因说清楚，至少 %d 字。") % LEAST)
    if kind in rules.face_to_face_required and not proposal.suggestion:
        talks = proposal.contacts.filter(round=proposal.round, way__in=Contact.FACE_TO_FACE)
        if not talks.exists():
            raise Refused(
                _("%s 类答复须先与提案人面复。") % kind, _("请面谈之后登记沟通，再拟答复。")
            )
    if any(p["due"] < clock.today() for p in promised):
        raise Refused(_("承诺的日期已经过去。"), _("已经做到的写在“已采取的措施”里。"))


def after_draft(proposal):
    """Where a draft goes next: to be countersigned, signed, or delivered at once."""
    if has_countersign(proposal) and parts(proposal).filter(role="assist").exists():
        return P.COUNTERSIGN
    return after_countersign(proposal)


def after_countersign(proposal):
    return P.SIGNING if has_signing(proposal) and not proposal.suggestion else P.SIGNED


def has_countersign(proposal):
    return rules_of(proposal).countersign


def has_signing(proposal):
    return rules_of(proposal).reply_signer != "none"


def may_countersign(proposal, by):
    part = part_of(proposal, by, Assignment.Role.ASSIST)
    if part is None:
        return _("由协办部门会签。")
    return _("已经会签，等待其他协办部门。") if part.countersigned else ""


@action(
    Proposal, may="proposals.assist", label="会签", source=[P.COUNTERSIGN], when=has_countersign,
    guard=may_countersign, main=True,
)  # fmt: skip
def countersign(proposal, *, by):
    """The assisting department stands by the draft; once all do, it goes to be signed."""
    part = part_of(proposal, by, Assignment.Role.ASSIST)
    part.countersigned = clock.today()
    part.save()
    if not parts(proposal).filter(role="assist", countersigned=None).exists():
        proposal.state = after_countersign(proposal)
