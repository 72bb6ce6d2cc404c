"""Who may do what about activities: members take part, the committee and the organiser arrange.

Who never takes part is shown to the chair alone.
"""

from django.db.models import Case, Q, When

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Membership, Post


def is_organiser(obj, person):
    return getattr(_activity(obj), "organiser_id", None) == person.pk


def is_helper(obj, person):
    activity = _activity(obj)
    if hasattr(activity, "helps_"):  # fetched along for this very person
        return activity.helps_
    return activity.helpers.filter(pk=person.pk).exists()


def is_signed_up(obj, person):
    """The one a place belongs to."""
    return getattr(obj, "person_id", None) == person.pk


def took_part(obj, person):
    mine = own_and_names(_activity(obj), person)[0]
    return mine is not None and mine.state == "taken"


NAMES = 40  # names on the page of an activity; the rest stands on the page of its line


def own_and_names(activity, person) -> tuple:
    """(the person's own sign-up or None, the first names of those who come): asked once a page."""
    held = activity.__dict__.get("_own_and_names")
    if held is None or held[0] != person.pk:
        first = Case(When(person=person.pk, then=0), default=1)
        rows = activity.signups.filter(Q(state="taken") | Q(person=person.pk))
        rows = list(rows.select_related("person", "slot").order_by(first, "number")[: NAMES + 1])
        mine = rows[0] if rows and rows[0].person_id == person.pk else None
        there = sorted((s for s in rows if s.state == "taken"), key=lambda s: s.number)
        held = (person.pk, (mine, [s.person.name for s in there[:NAMES]]))
        activity.__dict__["_own_and_names"] = held
    return held[1]


def leads_group(obj, person):
    """The leader of the group of the person a place belongs to."""
    spells = Membership.objects.of(obj.org).filter(person=person, group__isnull=False).live()
    return bool(getattr(obj, "group_id", None)) and spells.filter(group=obj.group_id).exists() and (
        person.appointments.of(obj.org).filter(post=Post.GROUP_LEADER).live().exists()
    )  # fmt: skip


def _activity(obj):
    return getattr(obj, "activity", obj)


ORGANISER = {"组织者": is_organiser}
EVERYBODY = [Post.MEMBER, *COMMITTEE_POSTS, Post.GROUP_LEADER, Post.TREASURER, Post.FUNDS_REVIEW,
             Post.PARTY, Post.PRINCIPAL]  # fmt: skip

declare("activities.see", "查看活动", held_by=EVERYBODY)
declare("activities.organise", "组织活动", held_by=COMMITTEE_POSTS, relations=ORGANISER)
declare("activities.approve", "批准超标准活动", held_by=[Post.CHAIR, Post.VICE_CHAIR])
declare("activities.sign_up", "报名", held_by=[Post.MEMBER, *COMMITTEE_POSTS, Post.GROUP_LEADER])
declare("activities.answer", "确认或放弃名额", held_by=[], relations={"本人": is_signed_up})
declare(
    "activities.withdraw", "取消报名", held_by=COMMITTEE_POSTS,
    relations={"本人": is_signed_up, "组织者": is_organiser, "小组长": leads_group},
)  # fmt: skip
declare(
    "activities.door", "签到", held_by=COMMITTEE_POSTS,
    relations={"组织者": is_organiser, "协助签到人": is_helper},
)  # fmt: skip
declare(
    "activities.money",
    "登记收退款",
    held_by=[*COMMITTEE_POSTS, Post.TREASURER],
    relations=ORGANISER,
)
declare(
    "activities.photos", "传活动照片", held_by=COMMITTEE_POSTS,
    relations={"组织者": is_organiser, "参加人": took_part},
)  # fmt: skip
declare("activities.feedback", "评价活动", held_by=[Post.MEMBER])
declare("activities.participation", "查看参与情况", held_by=[Post.CHAIR])

# --- clubs and regular slots ----------------------------------------------------------------------


def heads_club(obj, person):
    """Who leads the club, or the slot, that this is about."""
    regular = getattr(obj, "regular", obj)
    club = getattr(obj, "club", None) or getattr(regular, "club", None) or obj
    return person.pk in (getattr(club, "head_id", None), getattr(regular, "leader_id", None))


HEAD = {"负责人": heads_club}
declare("activities.found", "成立和解散协会", held_by=[Post.CHAIR, Post.VICE_CHAIR])
declare("activities.join", "加入协会", held_by=[Post.MEMBER])
declare("activities.quit", "退出协会", held_by=COMMITTEE_POSTS, relations={"本人": is_signed_up})
declare("activities.lead", "管理协会和固定活动", held_by=COMMITTEE_POSTS, relations=HEAD)
declare("activities.agree", "批准协会计划", held_by=[Post.CHAIR, Post.VICE_CHAIR])
