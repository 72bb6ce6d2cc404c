"""Who may do what about notices: everybody keeps their own ways, the chair keeps the union's."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post


def is_own(obj, person):
    return getattr(obj, "person_id", None) == person.pk


declare("notices.keep", "设置自己的通知", held_by=list(Post))
declare("notices.own", "自己的联系方式", relations={"本人": is_own})
declare("notices.configure", "设置通知渠道", held_by=[Post.CHAIR, Post.OFFICER])
declare("notices.reach", "查看无法送达的会员", held_by=[*COMMITTEE_POSTS, Post.GROUP_LEADER])
declare("notices.reach_all", "查看各组无法送达的会员", held_by=COMMITTEE_POSTS)
