"""Signing up, answering an offer, leaving; what is paid and paid back."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import NotAllowed, Refused

from ..access import leads_group
from ..models import Activity, SignUp
from ..models.signups import STANDING
from . import admission

A, S = Activity.State, SignUp.State


def why_closed(activity, by) -> str:
    return activity.window()


@action(
    SignUp, creates=True, parent=Activity, may="activities.sign_up", label="报名", main=True,
    source=[A.OPEN], guard=why_closed,
)  # fmt: skip
def sign_up(
    activity, *, by, person=None, slot=None, companions=0, family="", answers=None, desk=None
):
    """Take a place, or a place in the line. Whoever stands there already keeps what they have."""
    person = person or by
    alone = desk is None
    desk = desk or admission.Desk(activity, [person])
    meant(desk, person)
    signup = desk.had.get(person.pk)
    if signup and signup.state in STANDING:
        raise Refused(
            _("%(who)s已经报过名：%(state)s。")
            % {"who": _("您") if person == by else person.name, "state": signup.get_state_display()}
        )
    signup = signup or SignUp(activity=activity, person=person)
    signup.org, signup.activity, signup.by = activity.org, activity, by
    signup.group_id = desk.groups[person.pk]
    if person != by and not _may_enter(signup, by):
        raise NotAllowed(_("替别人报名"))
    _wish(signup, slot, companions, family, answers, desk.slots)
    desk.place(signup)
    desk.had[person.pk] = signup
    if alone:
        desk.room.save()
    return signup


def meant(desk, person) -> None:
    """Refuse whom the activity is not for."""
    if person.pk in desk.groups:
        return
    audience = desk.activity.audience
    whom = audience.name if audience else _("本会会员")
    raise Refused(
        _("这项活动面向%(whom)s，%(who)s不在其中。") % {"whom": whom, "who": person.name},
        _("如有出入，请联系组织者。"),
    )


def _may_enter(signup, by) -> bool:
    return can(by, "activities.organise", signup.activity) or leads_group(signup, by)


def _wish(signup, slot, companions, family, answers, slots):
    """What is wished for, held to what the activity offers."""
    activity = signup.activity
    if (slots or slot) and (slot is None or slot.pk not in slots):
        raise Refused(_("请选择一个场次。"))
    if companions > activity.companions:
        most = activity.companions
        raise Refused(_("每人最多带 %d 位家属。") % most if most else _("这项活动不带家属。"))
    signup.slot, signup.companions, signup.family = slot, companions, family
    signup.answers = _answers(activity, answers or {})


def _answers(activity, given) -> dict:
    """The answers to the activity's own questions, those that must be answered among them."""
    kept = {}
    for question in activity.questions:
        words = str(given.get(question["name"], "") or "").strip()[:200]
        if question.get("required") and not words:
            raise Refused(_("请回答：%s") % question["label"])
        if words and question.get("options") and words not in question["options"]:
            raise Refused(_("“%s”请从选项里选。") % question["label"])
        kept[question["name"]] = words
    return kept


@action(
    SignUp, may="activities.answer", label="改报名", source=STANDING, under="activity",
    guard=lambda signup, by: signup.activity.window(),
)  # fmt: skip
def change(signup, *, by, slot=None, companions=0, family="", answers=None):
    """Another slot, more or fewer family: as long as there is room; else all stays as it was."""
    activity, old = signup.activity, (signup.slot_id, signup.companions)
    room = admission.Room(activity)
    holding = signup.state in admission.HOLDING
    if holding:
        room.move(signup, -1)
    slots = {s.pk: s for s in activity.slots.all()}
    _wish(signup, slot, companions, family, answers, slots)
    if not holding:
        _ask_again(signup)
        return
    if full := room.full(signup):
        raise Refused(_("没有足够的名额：%s。") % full, _("原来的报名没有变。"))
    room.move(signup, 1)
    if old != (signup.slot_id, signup.companions):
        admission.offer_places(activity, room)
    room.save()


def why_not_leave(signup, by) -> str:
    activity = signup.activity
    if activity.state not in (A.OPEN, A.CLOSED):
        return _("活动已经结束或取消。")
    late = activity.leave_by and clock.now() >= activity.leave_by
    if late and signup.state == S.TAKEN and not can(by, "activities.organise", activity):
        return _("取消报名的时间已过（%s），请联系组织者。") % admission.moment_words(
            activity.leave_by
        )
    return ""


@action(
    SignUp, may="activities.withdraw", label="取消报名", source=STANDING, target=S.CANCELLED,
    under="activity", guard=why_not_leave,
)  # fmt: skip
def withdraw(signup, *, by, reason=""):
    """Leave; the place goes to the next in line the same moment."""
    admission.give_back(signup.activity, signup)
    signup.offered_until = None


def why_not_accept(signup, by) -> str:
    if not signup.offer_stands:
        return _("确认时间已过，名额已按顺序让给后面的人；可以重新报名候补。")
    return ""


@action(
    SignUp, may="activities.answer", label="确认参加", source=[S.OFFERED], target=S.TAKEN, main=True,
    under="activity", guard=why_not_accept,
)  # fmt: skip
def accept(signup, *, by):
    """Say yes to an offered place while the offer stands."""
    signup.offered_until = None


@action(
    SignUp, may="activities.answer", label="放弃名额", source=[S.OFFERED], target=S.DECLINED,
    under="activity",
)  # fmt: skip
def decline(signup, *, by):
    """Say no; the next in line is asked."""
    admission.give_back(signup.activity, signup)
    signup.offered_until = None


def why_not_lapse(signup, by) -> str:
    return _("确认时间还没有过。") if signup.offer_stands else ""


@action(
    SignUp, may="activities.organise", label="逾期顺延", source=[S.OFFERED], target=S.LAPSED,
    under="activity", hidden=True, guard=why_not_lapse, tells=lambda signup: [signup.person],
)  # fmt: skip
def lapse(signup, *, by):
    """The time to answer is over. Done by the house, in the name of the organiser."""
    admission.give_back(signup.activity, signup)
    signup.offered_until = None


@action(
    SignUp, may="activities.organise", label="提前候补", source=[S.WAITING], under="activity",
)  # fmt: skip
def move_up(signup, *, by, reason):
    """Put somebody at the head of the line, for a reason everybody can read."""
    first = signup.activity.signups.waiting().first()
    signup.rank, signup.moved_up = min(first.rank, 0) - 1, reason[:120]
    _ask_again(signup)


def _ask_again(signup):
    """Whether the line moves now that somebody in it wants something else or stands elsewhere."""
    signup.save()
    admission.offer_places(signup.activity)
    now = SignUp.objects.get(pk=signup.pk)
    signup.state, signup.offered_until = now.state, now.offered_until


@action(SignUp, may="activities.money", label="登记收款", source=[S.TAKEN, S.OFFERED])
def pay(signup, *, by, amount):
    """Note what was received."""
    if not amount:
        raise Refused(_("金额要大于零。"))
    signup.paid += amount


def why_no_refund(signup, by) -> str:
    return "" if signup.paid > signup.refunded else _("没有收过款，不用退。")


@action(SignUp, may="activities.money", label="登记退款", guard=why_no_refund)
def refund(signup, *, by, amount):
    """Note what was paid back; never more than was received."""
    if not amount:
        raise Refused(_("金额要大于零。"))
    if amount > signup.paid - signup.refunded:
        raise Refused(_("退款多于收款：已收 %(paid)s 元，已退 %(back)s 元。")
                      % {"paid": signup.paid, "back": signup.refunded})  # fmt: skip
    signup.refunded += amount
