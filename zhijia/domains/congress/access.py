"""Who may do what about the congress: the union is its working body (rules 1.63), the Party
organisation approves the agenda, the school answers what is said. The level above sees counts only."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post

EVERYBODY = [Post.MEMBER, *COMMITTEE_POSTS, Post.GROUP_LEADER, Post.TREASURER, Post.FUNDS_REVIEW,
             Post.PARTY, Post.PRINCIPAL]  # fmt: skip
LEAD = [Post.CHAIR, Post.VICE_CHAIR]


def session_of(obj):
    return getattr(obj, "session", obj)


def attends(obj, person):
    """Whoever stands on the session's roll, guests included: they may read and speak (rules 1.41)."""
    return _on_roll(obj, person).exists()


def _on_roll(obj, person):
    from .models import Attendee

    session = session_of(obj)
    return Attendee.objects.at(getattr(session, "pk", None)).filter(person=person)


def oneself(obj, person):
    """The person whose line of the roll it is."""
    return getattr(obj, "role", None) is not None and obj.person_id == person.pk


def owns(obj, person):
    return getattr(obj, "owner_id", None) == person.pk


declare("congress.see", "查看教代会", held_by=EVERYBODY)
declare("congress.organise", "组织代表选举、管理代表", held_by=COMMITTEE_POSTS)
declare("congress.prepare", "筹备和主持会议", held_by=LEAD)
declare("congress.door", "会场报到", held_by=COMMITTEE_POSTS)
declare("congress.approve", "审批会议议程", held_by=[Post.PARTY])
declare("congress.attend", "阅读材料、提意见、要求发言", relations={"到会人员": attends})
declare("congress.arrive", "自己签到", relations={"本人": oneself})
declare("congress.answer", "答复代表意见", held_by=[Post.PRINCIPAL, Post.PARTY])
declare(
    "congress.follow", "报告决议落实情况", held_by=[*COMMITTEE_POSTS, Post.PRINCIPAL],
    relations={"负责人": owns},
)  # fmt: skip
