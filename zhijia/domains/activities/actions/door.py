"""On the day: who came."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.kernel import cards, clock
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from ..models import Activity, SignUp
from . import admission
from .signups import meant

A, S = Activity.State, SignUp.State
EARLY = timedelta(hours=3)  # the door opens so long before the activity begins


def why_door_shut(activity, by=None) -> str:
    if clock.now() < activity.starts - EARLY:
        return _("还没有到签到时间。")
    return ""


def why_not_here(signup, by) -> str:
    if signup.activity.state not in (A.OPEN, A.CLOSED):
        return _("活动已经登记完毕或取消。")
    return why_door_shut(signup.activity)


@action(SignUp, may="activities.door", label="签到", source=[S.TAKEN, S.OFFERED], target=S.TAKEN,
        under="activity", guard=why_not_here)  # fmt: skip
def check_in(signup, *, by, companions=None, at=None):
    """Note that the person is there. The first time counts: doing it again changes nothing."""
    _came(signup, at)
    if companions is not None:
        signup.came_companions = min(companions, signup.companions)


def _came(signup, at=None):
    now = clock.now()
    at = min(at or now, now)  # a phone whose clock runs ahead
    signup.offered_until = None
    if signup.came is None:
        signup.came, signup.came_companions = at, signup.companions
    else:
        signup.came = min(signup.came, at)


@action(SignUp, may="activities.door", label="撤销签到", source=[S.TAKEN], under="activity",
        guard=why_not_here)  # fmt: skip
def uncheck(signup, *, by):
    """Take a check-in back: the wrong person was ticked."""
    signup.came, signup.came_companions = None, 0


@action(SignUp, may="activities.answer", label="我到了", source=[S.TAKEN, S.OFFERED], target=S.TAKEN,
        under="activity", hidden=True, guard=why_not_here)  # fmt: skip
def arrive(signup, *, by):
    """Check oneself in, by the code on the poster at the door."""
    _came(signup)


@action(SignUp, creates=True, parent=Activity, may="activities.door", label="现场参加",
        source=[A.OPEN, A.CLOSED], guard=why_door_shut)  # fmt: skip
def walk_in(activity, *, by, person):
    """Somebody came without having signed up, or from the line; who stands at the door decides."""
    desk = admission.Desk(activity, [person])
    meant(desk, person)
    signup = desk.had.get(person.pk)
    if signup and signup.state == S.TAKEN:
        raise Refused(_("%s已经报上，请直接签到。") % person.name)
    if signup is None:
        signup = SignUp(org=activity.org, activity=activity, person=person, by=by)
        signup.number = desk.last + 1
    elif signup.state == S.OFFERED:
        admission.give_back(activity, signup, passing=False)
    signup.group_id, signup.walk_in = desk.groups[person.pk], True
    signup.companions, signup.offered_until = 0, None
    signup.state = S.TAKEN
    _came(signup)
    signup.came_companions = 0
    _count_walk_in(activity, signup)
    return signup


def _count_walk_in(activity, signup):
    """A walk-in takes a free place; where there is none the hall has grown by one chair, visibly."""
    room = admission.Room(activity)
    for quota in room.reaching(signup):
        if quota.room < admission.need(quota, signup):
            quota.size += admission.need(quota, signup)
            type(quota).objects.filter(pk=quota.pk).update(size=quota.size)
    room.move(signup, 1)
    room.save()


def take_marks(activity, marks, *, by) -> list[dict]:
    """Check in what a phone noted while it had no network. Sent twice, it changes nothing.

    ``marks``: ``{"id": sign-up}``, ``{"card": token}`` or ``{"person": id}``, each with ``at``,
    a moment. Each mark gets its own answer: ``{"ok": bool, "words": str, "id": sign-up or None}``.
    """
    return [_take_mark(activity, mark, by) for mark in marks]


def _take_mark(activity, mark, by) -> dict:
    signup = _marked(activity, mark)
    if isinstance(signup, str):
        return {"ok": False, "words": signup, "id": None}
    try:
        with transaction.atomic():
            if isinstance(signup, SignUp) and signup.state in (S.TAKEN, S.OFFERED):
                if signup.came is None or (mark.get("at") and mark["at"] < signup.came):
                    check_in(signup, by=by, at=mark.get("at"))
            else:
                person = signup.person if isinstance(signup, SignUp) else signup
                signup = walk_in(activity, by=by, person=person)
    except Refused as no:
        return {"ok": False, "words": str(no), "id": getattr(signup, "pk", None)}
    return {"ok": True, "words": signup.person.name, "id": signup.pk}


def _marked(activity, mark):
    """The sign-up, or the person without one, or a sentence why there is neither."""
    rows = SignUp.objects.filter(activity=activity).select_related("person", "activity")
    if "id" in mark:
        return rows.filter(pk=mark["id"]).first() or _("名单里没有这个人。")
    spell = cards.spell_of(str(mark.get("card", "")))
    if spell is None or spell.org_id != activity.org_id:
        return _("认不出这张会员证。")
    return rows.filter(person=spell.person_id).first() or spell.person
