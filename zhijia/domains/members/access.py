"""Who may see and keep the roll of members."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post

declare("members.see", "查看会员名册", held_by=COMMITTEE_POSTS)
declare("members.keep", "办理入会离会", held_by=COMMITTEE_POSTS)
declare("members.apply", "代填入会申请", held_by=[*COMMITTEE_POSTS, Post.GROUP_LEADER])
declare("members.admit", "批准入会", held_by=[Post.CHAIR, Post.VICE_CHAIR])
declare("members.move", "办理会籍接转", held_by=[Post.CHAIR, Post.VICE_CHAIR])
declare("members.count", "查看会员统计", held_by=[*COMMITTEE_POSTS, Post.PRINCIPAL, Post.PARTY],
        overseen_by=[Post.OFFICER])  # fmt: skip
declare("members.family", "查看教职工子女信息", held_by=COMMITTEE_POSTS, relations={
    "parent": lambda obj, person: person.pk in (getattr(obj, "parent_id", 0), getattr(obj, "person_id", 0)),
})  # fmt: skip
