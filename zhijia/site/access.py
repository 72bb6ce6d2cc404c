"""Powers of the shell itself."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post

declare(
    "site.overview",
    "查看本会概况",
    held_by=[*COMMITTEE_POSTS, Post.TREASURER, Post.FUNDS_REVIEW, Post.PARTY, Post.PRINCIPAL],
    overseen_by=[Post.OFFICER],
)
declare("site.settings", "调整设置", held_by=[Post.CHAIR])
declare("site.start", "办理开始使用", held_by=[Post.CHAIR, Post.VICE_CHAIR])
