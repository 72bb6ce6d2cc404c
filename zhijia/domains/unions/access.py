"""Who may see and order the tree."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post

declare(
    "unions.see",
    "查看工会组织",
    held_by=[*COMMITTEE_POSTS, Post.OFFICER],
    overseen_by=[Post.OFFICER],
)
declare("unions.found", "批准建会", held_by=[Post.OFFICER], overseen_by=[Post.OFFICER])
declare("unions.order", "办理工会更名、划转、合并、撤销", overseen_by=[Post.OFFICER])
declare(
    "unions.describe", "填写工会登记信息", held_by=[Post.CHAIR, Post.VICE_CHAIR, Post.OFFICER],
    overseen_by=[Post.OFFICER],
)  # fmt: skip
