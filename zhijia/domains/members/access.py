"""Who may see and keep the roll of members."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post

declare("members.see", "查看会员名册", held_by=COMMITTEE_POSTS)
declare("members.keep", "办理入会离会", held_by=[Post.CHAIR, Post.VICE_CHAIR, Post.COMMITTEE])
