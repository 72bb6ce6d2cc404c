"""Afterwards: the record, photos, prizes, and what people thought."""

import secrets

from django.utils.translation import gettext as _

from zhijia.kernel import clock, waiting
from zhijia.kernel.actions import action
from zhijia.kernel.documents.models import attach
from zhijia.kernel.money import yuan
from zhijia.kernel.people import Membership
from zhijia.kernel.refusals import Refused
from zhijia.kernel.settings import settings_for

from .. import limits, tallies
from ..models import Activity, ActivitySettings, Feedback, Prize, SignUp

A = Activity.State


def why_not_finish(activity, by) -> str:
    if clock.now() < activity.starts:
        return _("活动还没有开始，举办之后再登记。")
    return ""


def came_in_short(activity):
    """Those who came and can say how it was."""
    return [s.person for s in activity.signups.came().select_related("person")]


@action(
    Activity, may="activities.organise", label="登记结果", source=[A.OPEN, A.CLOSED], target=A.DONE,
    main=True, guard=why_not_finish, tells=came_in_short,
)  # fmt: skip
def finish(
    activity, *, by, guests=0, person_times=None, spent=0, from_dues=0, result="", everybody=False,
    counts=None, supplies=(), files=(), consent=False,
):  # fmt: skip
    """It took place: that is the record. ``everybody``: nobody was checked in, all came who had a
    place. ``person_times`` left out is those who came, their family, the guests, pupils and parents.
    ``counts``: see ``tallies.py``; ``supplies``: ``{"item", "number", "cost"}``."""
    if everybody:
        there = activity.signups.taken().filter(came=None)
        for signup in there:
            signup.came, signup.came_companions = activity.starts, signup.companions
        SignUp.objects.bulk_update(there, ["came", "came_companions"], batch_size=500)
    _note(activity, guests, spent, from_dues, result, counts, supplies)
    heads = heads_of(activity)
    activity.person_times = heads if person_times is None else person_times
    if activity.person_times < heads:
        raise Refused(_("人次（%(times)d）少于到场人数（%(heads)d）。")
                      % {"times": activity.person_times, "heads": heads},
                      _("不分时人次可不填。"))  # fmt: skip
    if not heads:
        raise Refused(
            _("还没有登记任何人到场。"),
            _("请先签到，或勾选“报上的人都到了”，或填写未登记姓名的人数。"),
        )
    _keep(activity, files, by, consent)
    activity.state = A.DONE
    ask(activity)


def heads_of(activity) -> int:
    came = activity.signups.came().values_list("came_companions", flat=True)
    return sum(1 + count for count in came) + activity.guests + tallies.further_heads(activity)


def _note(activity, guests, spent, from_dues, result, counts, supplies):
    """What was noted at the end, held to what can be."""
    activity.guests, activity.spent, activity.from_dues = guests, spent, from_dues
    activity.result, activity.supplies = result, list(supplies)
    if from_dues > spent:
        raise Refused(_("“其中会费”不能多于实际支出。"))
    if (cost := tallies.supplies_cost(activity)) > spent:
        raise Refused(
            _("器材和物品共 %(cost)s 元，多于实际支出 %(spent)s 元。")
            % {"cost": yuan(cost), "spent": yuan(spent)}
        )
    known = {one.name for one in tallies.of_kind(activity.kind) if one.asked}
    activity.counts = {n: str(v) for n, v in (counts or {}).items() if v and n in known}
    if retired := _retired(activity):
        activity.counts["retired"] = str(retired)


def _retired(activity) -> int:
    """How many of those who came have kept their membership in retirement, on that day."""
    came = activity.signups.came().values("person")
    spells = Membership.objects.of(activity.org).on(activity.on).filter(kept=True, person__in=came)
    return spells.values("person").distinct().count()


def ask(activity):
    """Put the three questions on the list of everybody who came."""
    came = list(activity.signups.came().select_related("person", "org"))
    for signup in came:
        signup.activity = activity
    if came:
        waiting.sync(*came)


@action(Activity, may="activities.organise", label="改登记", source=[A.DONE])
def reopen(
    activity, *, by, guests=0, person_times=None, spent=0, from_dues=0, result="", counts=None,
    supplies=(),
):  # fmt: skip
    """Put right what was noted; register and figures follow."""
    _note(activity, guests, spent, from_dues, result, counts, supplies)
    heads = heads_of(activity)
    activity.person_times = max(heads, person_times or heads)


@action(Activity, may="activities.organise", label="登记宣传", source=[A.OPEN, A.CLOSED, A.DONE])
def publicise(activity, *, by, publicity):
    """Where it was told of: ``{"on", "channel", "title", "readers"}`` each. An activity of charity
    asks for at least one (R-181)."""
    last = clock.today().isoformat()
    if late := [one for one in publicity if one["on"] > last]:
        raise Refused(_("“%s”还没有刊出，刊出后再登记。") % late[0]["title"])
    activity.publicity = sorted(publicity, key=lambda one: (one["on"], one["title"]))


@action(Activity, may="activities.photos", label="传照片", source=[A.OPEN, A.CLOSED, A.DONE])
def add_photos(activity, *, by, files, consent=False):
    """Photos from anybody who took part; the place where they were taken is removed."""
    _keep(activity, files, by, consent)


def _keep(activity, files, by, consent):
    for name, data in files:
        attach(activity, data, name, by=by, consent=consent)


@action(Activity, may="activities.organise", label="登记奖项", source=[A.CLOSED, A.OPEN, A.DONE],
        guard=why_not_finish)  # fmt: skip
def award(activity, *, by, prizes, over="", ceremony=""):
    """Who won what, in kind. ``prizes``: ``{"name", "person" or "team", "people", "item", "value",
    "souvenir"}``. Held to the share of winners and the caps of prizes (rules 3.11). ``ceremony``:
    where they were handed over."""
    took_part = max(heads_of(activity), activity.person_times)
    said = limits.of_prizes(activity, prizes, took_part)
    limits.hold(said, over or activity.over)
    activity.over = over or activity.over
    activity.standards = limits.kept(limits.of_draft(activity)) + limits.kept(said)
    activity.ceremony = ceremony
    activity.prizes.all().delete()
    Prize.objects.bulk_create(
        Prize(
            org=activity.org, org_path=activity.org.path, activity=activity, order=order,
            **prize,
        )
        for order, prize in enumerate(prizes)
    )  # fmt: skip


def why_no_feedback(activity, by) -> str:
    mine = activity.signups.came().filter(person=by).first()
    if mine is None:
        return _("参加过的人才能评价。")
    if mine.answered:
        return _("您已经评价过了，谢谢。")
    days = settings_for(activity.org, ActivitySettings).feedback_days
    if (clock.today() - activity.until).days > days:
        return _("评价在活动后 %d 天内开放。") % days
    return ""


@action(
    Activity, may="activities.feedback", label="评价活动", source=[A.DONE], guard=why_no_feedback
)
def give_feedback(activity, *, by, stars, liked="", wish=""):
    """Three questions; what is said is shown without a name."""
    token = secrets.token_hex(16)
    Feedback.objects.create(activity=activity, token=token, stars=stars, liked=liked, wish=wish)
    mine = activity.signups.select_related("person", "org").get(person=by)
    mine.activity, mine.answered = activity, True
    SignUp.objects.filter(pk=mine.pk).update(answered=True)
    waiting.sync(mine)
