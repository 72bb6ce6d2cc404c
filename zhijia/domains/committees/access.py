"""Who may do what about committees and their meetings. The chair convenes, the recorder writes."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post


def is_recorder(obj, person):
    return getattr(obj, "recorded_by_id", None) == person.pk


def is_owner(obj, person):
    return getattr(obj, "owner_id", None) == person.pk


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
