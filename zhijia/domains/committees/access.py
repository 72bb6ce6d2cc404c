"""Who may do what about committees, posts and groups.

The chair and vice chair enter elections and seats; the committee keeps the groups; who holds which
post is open to every member. Members of the funds review do not follow the chair (rules 2.14).
"""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post

ALL = [p for p in Post if p != Post.OFFICER]
OFFICERS = [*COMMITTEE_POSTS, Post.GROUP_LEADER, Post.TREASURER, Post.FUNDS_REVIEW]


def is_recorder(obj, person):
    return getattr(obj, "recorded_by_id", None) == person.pk


def is_owner(obj, person):
    return getattr(obj, "owner_id", None) == person.pk


def is_holder(obj, person):
    return getattr(obj, "person_id", None) == person.pk


def is_lender(obj, person):
    return obj.appointment.person_id == person.pk


declare("committees.convene", "召集会议", held_by=[Post.CHAIR, Post.VICE_CHAIR])
declare(
    "committees.see",
    "查看会议",
    held_by=[*COMMITTEE_POSTS, Post.PARTY, Post.PRINCIPAL],
    relations={"记录人": is_recorder},
)
declare("committees.record", "会议记录", held_by=COMMITTEE_POSTS, relations={"记录人": is_recorder})
declare(
    "committees.carry_out", "落实议定事项", held_by=[Post.CHAIR], relations={"负责人": is_owner}
)
declare("committees.organise", "登记届期和任职", held_by=[Post.CHAIR, Post.VICE_CHAIR])
declare("committees.roster", "查看谁在任", held_by=ALL)
declare("committees.delegate", "委托代理", held_by=[Post.CHAIR], relations={"任职本人": is_holder})
declare("committees.take_back", "收回代理", held_by=[Post.CHAIR], relations={"委托人": is_lender})
declare("committees.groups", "管理工会小组", held_by=COMMITTEE_POSTS)
declare("committees.choose", "评选积极分子", held_by=COMMITTEE_POSTS)
declare("committees.write_summary", "写个人小结", held_by=OFFICERS)
declare("committees.own_summary", "改交本人小结", relations={"本人": is_holder})
declare("committees.read_summary", "阅示个人小结", held_by=[Post.CHAIR])
declare(
    "committees.terms_below",
    "查看下级工会届期",
    held_by=[Post.OFFICER],
    overseen_by=[Post.OFFICER],
)
