"""The verbs of activities: draft and publish, sign up, the door, and what remains."""

from . import (
    activities,
    audiences,
    calendars,
    club_years,
    clubs,
    door,
    fixtures,
    gatherings,
    raffles,
    regulars,
    remains,
    signups,
)
from .activities import (
    amend,
    approve,
    cancel,
    close,
    draft,
    publish,
    return_,
    set_places,
)
from .audiences import retire, revise, save_search
from .calendars import stop, subscribe
from .door import arrive, check_in, take_marks, uncheck, walk_in
from .raffles import raffle
from .remains import add_photos, award, finish, give_feedback, publicise, reopen
from .signups import (
    accept,
    change,
    decline,
    lapse,
    move_up,
    pay,
    refund,
    sign_up,
    withdraw,
)

__all__ = [
    "accept", "activities", "add_photos", "amend", "approve", "arrive", "audiences", "award",
    "calendars", "cancel", "change", "check_in", "close", "club_years", "clubs", "decline", "door", "draft",
    "finish", "fixtures", "gatherings", "give_feedback", "lapse", "move_up", "pay", "publicise", "publish", "raffle", "raffles",
    "refund", "regulars", "remains", "reopen", "retire", "return_", "revise", "save_search", "set_places",
    "sign_up", "signups", "stop", "subscribe", "take_marks", "uncheck", "walk_in", "withdraw",
]  # fmt: skip
