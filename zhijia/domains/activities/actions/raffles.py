"""Prizes drawn by lot among those who came: a quiz that everybody answers, a party."""

import secrets

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from ..fixtures import draw
from ..models import Activity
from ..turnout import score_of
from .admission import entries_of
from .remains import award


@action(Activity, may="activities.organise", label="抽奖", source=[Activity.State.DONE])
def raffle(activity, *, by, name, count, item="", value=0, all_right=False, over=""):
    """Draw ``count`` winners among those who came and have not won by lot before; of a quiz maybe only
    among those who had all right. The seed is made now, after everybody has come, and stays on the
    page with the numbers of the sign-ups among which it drew."""
    won = {number for one in activity.raffles for number in one["won"]}
    there = [s for s in activity.signups.came().select_related("person") if s.number not in won]
    if all_right:
        there = [s for s in there if s.answers and len(set(score_of(activity, s))) == 1]
    if count > len(there) or not count:
        raise Refused(
            _("可以抽奖的有 %(there)d 人，要抽 %(count)d 人。")
            % {"there": len(there), "count": count}
        )
    entries, seed = entries_of(there), secrets.token_hex(16)
    winners = [entries[entry] for entry in draw(list(entries), seed)[:count]]
    kept = {
        "name": name, "seed": seed, "at": clock.now().isoformat(), "all_right": all_right,
        "among": [s.number for s in there], "won": [s.number for s in winners],
    }  # fmt: skip
    have = [as_given(prize) for prize in activity.prizes.select_related("person")]
    more = [
        {"name": name, "person": s.person, "team": "", "people": 1, "item": item, "value": value,
         "souvenir": False}
        for s in winners
    ]  # fmt: skip
    award.action.body(activity, by=by, prizes=[*have, *more], over=over, ceremony=activity.ceremony)
    activity.raffles = [*activity.raffles, kept]


def as_given(prize) -> dict:
    """A prize as it would be given again."""
    names = ("name", "person", "team", "people", "item", "value", "souvenir")
    return {name: getattr(prize, name) for name in names}
