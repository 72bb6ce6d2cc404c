"""The agenda: what is put on it, by which power, and how it will be decided."""

from django.utils.translation import gettext as _

from zhijia.kernel import waiting
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import NeedsReason, Refused

from .. import usual
from ..models import AgendaItem, Method, Power, Session
from ..models.agenda import HEARD, METHODS

S, A = Session.State, AgendaItem.State
LISTABLE = [S.PREPARING, S.CALLED, S.GATHERING, S.OPEN, S.ADJOURNED]


@action(
    AgendaItem,
    creates=True,
    parent=Session,
    may="congress.prepare",
    label="加议题",
    source=LISTABLE,
)
def put(
    session, *, by, title, power, method="", part=None, presenter="", words="", options=(), seats=1,
    write_in=False, criteria=(), reason="", files=(),
):  # fmt: skip
    """List a matter. What is passed, elected or appraised must be voted (rules 1.13, 1.52); what is only
    heard is not. ``options``: candidates or who is appraised; ``criteria``: of an appraisal."""
    keep_to_agenda(session, power, reason)
    item = AgendaItem(
        org=session.org, session=session, part=part or session.parts.first(), title=title, power=power,
        order=(session.items.count() + 1), presenter=presenter, words=words,
    )  # fmt: skip
    settle(item, method, options, seats, write_in, criteria, reason)
    item.save()
    keep(item, files, by)
    waiting.sync(session)
    return item


@action(Session, may="congress.prepare", label="加常规议题", source=LISTABLE,
        when=lambda session: session.decides)  # fmt: skip
def put_usual(session, *, by, which, reason=""):
    """List at once what every congress hears and passes; each can be changed as any other matter."""
    offered = usual.not_yet(session)
    if not (chosen := [offered[key] for key in which if key in offered]):
        raise Refused(_("所选的议题都已经在议程上。"))
    for one in chosen:
        put(session, by=by, reason=reason, words=usual.words_for(one, session), **one.given)


def keep_to_agenda(session, power, reason):
    """What the Party organisation approved is not changed in passing (rules 1.04, 1.54)."""
    if session.approved and power != Power.PROCEDURE and not reason:
        raise NeedsReason(_("议程已经批准，增加或改动议题要写明理由，并由大会通过。"))


def settle(item, method, options, seats, write_in, criteria, reason):
    """How the matter is decided, and of whom or what is chosen."""
    fits = METHODS.get(item.power, HEARD)
    item.method = method or fits[0]
    if item.method not in fits:
        raise Refused(_("“%(power)s”不能用“%(method)s”。") % {
            "power": Power(item.power).label, "method": Method(item.method).label},
            _("可以用：%s。") % "、".join(str(m.label) for m in fits))  # fmt: skip
    if item.power == Power.PASS and item.method == Method.HANDS and not reason:
        raise NeedsReason(
            _("与教职工利益直接相关的事项一般用无记名投票。"), _("确需举手表决的，请写明理由。")
        )
    if not item.session.decides and item.method != Method.NONE:
        raise Refused(_("%s不能表决；需要表决的事项请列入大会。") % item.session.get_kind_display())
    options = [o.strip() for o in options if o.strip()]
    if twice := [o for at, o in enumerate(options) if o in options[:at]]:
        raise Refused(_("“%s”写了两次。") % twice[0], _("同名的请加注单位。"))
    if item.power in (Power.ELECTION, Power.APPRAISE) and not options:
        raise Refused(_("请写候选人或被评议人的名单。"))
    item.asked = {
        "options": options, "seats": seats, "write_in": write_in,
        "criteria": [c.strip() for c in criteria if c.strip()],
    }  # fmt: skip


def keep(item, files, by):
    from zhijia.kernel.documents.models import attach

    for name, data in files:
        attach(item, data, name, by=by, people_shown=False)


def why_over(item, by) -> str:
    """The agenda of a session that is over stands as it was."""
    if item.session.state not in LISTABLE:
        return _("会议%s，议程不能再改。") % item.session.get_state_display()
    return ""


@action(AgendaItem, may="congress.prepare", label="修改", source=[A.LISTED], guard=why_over,
        under="session")  # fmt: skip
def change(
    item, *, by, title, power, method="", part=None, presenter="", words="", options=(), seats=1,
    write_in=False, criteria=(), reason="", files=(),
):  # fmt: skip
    """Change a matter that has not been taken up."""
    keep_to_agenda(item.session, power, reason)
    item.title, item.power, item.presenter, item.words = title, power, presenter, words
    item.part = part or item.part
    settle(item, method, options, seats, write_in, criteria, reason)
    keep(item, files, by)


def earlier(item):
    return item.session.items.filter(order__lt=item.order).order_by("-order").first()


def why_first(item, by) -> str:
    return why_over(item, by) or ("" if earlier(item) else _("已经是第一项。"))


@action(AgendaItem, may="congress.prepare", label="往前排", source=[A.LISTED], guard=why_first,
        under="session")  # fmt: skip
def move_up(item, *, by):
    """One place earlier."""
    before = earlier(item)
    AgendaItem.objects.filter(pk=before.pk).update(order=item.order)
    item.order = before.order


@action(AgendaItem, may="congress.prepare", label="撤下", source=[A.LISTED, A.FLOOR], target=A.WITHDRAWN,
        guard=why_over, under="session")  # fmt: skip
def withdraw(item, *, by, reason):
    """Take a matter off the agenda; the reason stays."""
    Session.objects.filter(pk=item.session_id, floor=item).update(floor=None)
