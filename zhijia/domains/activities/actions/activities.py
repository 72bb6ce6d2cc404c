"""An activity from the draft to the end of sign-up."""

import secrets

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.access import holders
from zhijia.kernel.actions import action, url_of
from zhijia.kernel.notices import tell
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused
from zhijia.kernel.settings import settings_for

from .. import limits
from ..models import Activity, ActivitySettings, Kind, Quota, Rule, SignUp, Slot
from . import admission

A = Activity.State
BEFORE = (A.DRAFT, A.AWAITING, A.OPEN, A.CLOSED)
CLOSED_FIELDS = ("rule", "fund")  # what people relied on when they signed up


@action(Activity, creates=True, may="activities.organise", label="办一场活动")
def draft(org, *, by, organiser=None, helpers=(), planners=(), places=None, **words):
    """Write down what is planned; nothing is shown to members yet."""
    hours = settings_for(org, ActivitySettings).offer_hours
    activity = Activity(
        org=org, drafted_by=by, organiser=organiser or by, offer_hours=hours,
        door_key=secrets.token_urlsafe(12),
    )  # fmt: skip
    _fill(activity, words)
    activity.save()
    activity.helpers.set(helpers)
    activity.planners.set(planners)
    lay_places(activity, places or {})
    return activity


@action(Activity, may="activities.organise", label="修改", source=BEFORE)
def amend(activity, *, by, organiser=None, helpers=(), planners=(), places=None, **words):
    """Change it. Once people have signed up, the rule by which places are given stands."""
    if activity.state not in (A.DRAFT, A.AWAITING):
        for name in CLOSED_FIELDS:
            if name in words and words[name] != getattr(activity, name):
                raise Refused(
                    _("报名开始后，名额规则和经费来源不能再改。"),
                    _("需要改的请取消活动后重新发布。"),
                )
    moved = (activity.starts, activity.place)
    activity.organiser = organiser or activity.organiser
    _fill(activity, words)
    if activity.state in (A.OPEN, A.CLOSED):
        limits.hold(limits.of_draft(activity), activity.over)
    elif activity.state == A.AWAITING:
        activity.state = A.DRAFT
    activity.save()
    activity.helpers.set(helpers)
    activity.planners.set(planners)
    if places is not None:
        lay_places(activity, places)
    if activity.state in (A.OPEN, A.CLOSED) and moved != (activity.starts, activity.place):
        words = _("活动有变动：%(what)s，%(when)s，%(place)s") % {
            "what": activity.title, "when": activity.when, "place": activity.place,
        }  # fmt: skip
        tell(
            standing_people(activity),
            activity.org,
            words,
            url_of(activity),
            urgent=True,
            besides=by,
        )


def _fill(activity, words):
    for name, value in words.items():
        setattr(activity, name, value)
    if activity.ends < activity.starts:
        raise Refused(_("结束时间早于开始时间。"))
    for name, label in (("closes", _("报名截止")), ("opens", _("报名开始"))):
        moment = getattr(activity, name)
        if moment and moment > activity.starts:
            raise Refused(_("%s晚于活动开始。") % label, _("请把它提前。"))
    if activity.opens and activity.closes and activity.opens >= activity.closes:
        raise Refused(_("报名截止早于报名开始。"))
    if activity.sign_up_needed and activity.rule != Rule.ARRIVAL and not activity.closes:
        raise Refused(_("按规则统一分配名额的活动要有报名截止时间。"), _("请填写“报名截止”。"))
    activity.set_days()
    activity.standards = limits.kept(limits.of_draft(activity))


@action(Activity, may="activities.organise", label="调整名额", source=BEFORE)
def set_places(activity, *, by, places):
    """Change quotas and slots alone; who waits moves up at once where there is room."""
    lay_places(activity, places)


def lay_places(activity, places):
    """Lay the quotas: ``{"members", "companions", "heads": n or None, "slots": [{"title", "starts",
    "ends", "size"}], "groups": {group: n}}``. None below what is taken already."""
    slots = _lay_slots(activity, places.get("slots") or [])
    wanted = {(None, None, c): places.get(c) for c in Quota.Counts.values}
    wanted |= {(s.pk, None, Quota.Counts.MEMBERS): size for s, size in slots}
    groups = places.get("groups") or {}
    wanted |= {(None, g.pk, Quota.Counts.MEMBERS): size for g, size in groups.items()}
    have = {(q.slot_id, q.group_id, q.counts): q for q in activity.quotas.all()}
    for key, size in wanted.items():
        quota = have.pop(key, None)
        if size is None:
            if quota:
                quota.delete()
            continue
        slot, group, counts = key
        quota = quota or Quota(activity=activity, slot_id=slot, group_id=group, counts=counts)
        quota.taken = taken_of(activity, quota)
        if size < quota.taken:
            raise Refused(
                _("“%(what)s”已经有 %(taken)d 个名额报出，不能减到 %(size)d。")
                % {"what": str(quota).rpartition(" ")[0], "taken": quota.taken, "size": size},
                _("请先与已报名的人商量取消，再减少名额。"),
            )
        quota.size = size
        quota.save()
    for quota in have.values():
        quota.delete()
    admission.offer_places(activity)


def taken_of(activity, quota) -> int:
    """What a quota must hold, counted from the sign-ups themselves."""
    rows = activity.signups.filter(state__in=admission.HOLDING)
    for name in ("slot_id", "group_id"):
        if value := getattr(quota, name):
            rows = rows.filter(**{name: value})
    return sum(admission.need(quota, signup) for signup in rows)


def _lay_slots(activity, wanted):
    """(slot, size) of every slot wanted; one that people have chosen cannot go."""
    have = {slot.title: slot for slot in activity.slots.all()}
    found = []
    for order, given in enumerate(wanted, 1):
        if any(given["title"] == slot.title for slot, _size in found):
            raise Refused(_("有两个场次都叫“%s”。") % given["title"], _("请用不同的名称。"))
        slot = have.pop(given["title"], None) or Slot(activity=activity, title=given["title"])
        slot.order, slot.starts, slot.ends = order, given.get("starts"), given.get("ends")
        slot.save()
        found.append((slot, given.get("size")))
    for slot in have.values():
        if SignUp.objects.filter(slot=slot).exists():
            raise Refused(_("场次“%s”已有人报名，不能删除。") % slot.title, _("请先为他们改场次。"))
        slot.delete()
    return found


def approvers(activity):
    """Whom the publishing concerns: who must approve, or everybody it is for."""
    if activity.state == A.AWAITING:
        return holders("activities.approve", activity.org)
    return invited(activity)


def invited(activity):
    """The people the activity is for."""
    if activity.audience:
        return Person.objects.filter(pk__in=activity.audience.spells().values("person"))
    return Person.objects.members_of(activity.org)


def standing_people(activity):
    rows = SignUp.objects.filter(activity=activity).standing()
    return Person.objects.filter(pk__in=rows.values("person"))


def why_not_publish(activity, by) -> str:
    if activity.ends <= clock.now():
        return _("活动时间已经过去。")
    if activity.kind == Kind.OUTING and not (activity.safety and activity.insurance):
        return _("外出活动先写好安全提示、办好保险，再发布。")
    if activity.closes and activity.closes <= clock.now():
        return _("报名截止时间已经过去。")
    return ""


@action(
    Activity, may="activities.organise", label="发布", source=[A.DRAFT], main=True,
    guard=why_not_publish, tells=approvers,
)  # fmt: skip
def publish(activity, *, by):
    """Show it to members. Above a standard it waits for the chair's word first.

    The seed of a draw is made here, by the machine, and shown from now on: neither the organiser
    nor whoever signs up can choose it, and the order of any list of names follows from it.
    """
    said = limits.of_draft(activity)
    activity.standards = limits.kept(said)
    activity.state = A.OPEN if limits.hold(said, activity.over) else A.AWAITING
    _open(activity)


def _open(activity):
    if activity.state == A.OPEN and not activity.seed:
        activity.seed = secrets.token_hex(16)


def why_not_approve(activity, by) -> str:
    if activity.drafted_by_id == by.pk:
        return _("起草人不能批准自己的超标准活动，请另一位主席或副主席批准。")
    return ""


@action(
    Activity, may="activities.approve", label="批准", source=[A.AWAITING], target=A.OPEN, main=True,
    guard=why_not_approve, tells=invited,
)  # fmt: skip
def approve(activity, *, by):
    """Allow what lies above a standard, for the reason given."""
    activity.approved_by = by
    activity.state = A.OPEN
    _open(activity)


@action(Activity, may="activities.approve", label="退回修改", source=[A.AWAITING], target=A.DRAFT,
        tells=lambda activity: [activity.organiser])  # fmt: skip
def return_(activity, *, by, reason):
    """Send it back with what is to change."""


def why_not_close(activity, by) -> str:
    if activity.waits_for_allotment and activity.closes and clock.now() < activity.closes:
        return _("报名到%s截止，到时按公布的规则分配名额。") % admission.moment_words(
            activity.closes
        )
    return ""


@action(
    Activity, may="activities.organise", label="截止报名", source=[A.OPEN], target=A.CLOSED,
    guard=why_not_close,
)  # fmt: skip
def close(activity, *, by):
    """End sign-up. Where places are given all at once, give them now, by rule and seed."""
    if activity.waits_for_allotment:
        years = settings_for(activity.org, ActivitySettings).rest_years
        told = admission.allot(activity, years)
        activity.drawn = clock.now()
        for state, words in (("taken", _("您报上了：%s")), ("waiting", _("您在候补名单中：%s"))):
            people = [s.person for s in told if s.state == state]
            tell(people, activity.org, words % activity.title, url_of(activity))


@action(Activity, may="activities.organise", label="取消活动", source=BEFORE, target=A.CANCELLED)
def cancel(activity, *, by, reason):
    """Call it off. Everybody who signed up hears why; what was paid is to be paid back."""
    if activity.state in (A.OPEN, A.CLOSED):
        words = _("活动取消：%(what)s（%(why)s）") % {"what": activity.title, "why": reason}
        tell(
            standing_people(activity),
            activity.org,
            words,
            url_of(activity),
            urgent=True,
            besides=by,
        )
