"""Who may do what about the log. Group leaders note their own groups' work; the committee tends all."""

from zhijia.kernel.access import can, declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post


def is_logger(obj, person):
    """Who noted it, for as long as they hold a post that notes things."""
    return getattr(obj, "logged_by_id", None) == person.pk and can(person, "worklog.log", obj.org)


declare("worklog.log", "记一件事", held_by=[*COMMITTEE_POSTS, Post.GROUP_LEADER])
declare(
    "worklog.see",
    "查看工作纪事",
    held_by=[*COMMITTEE_POSTS, Post.TREASURER, Post.FUNDS_REVIEW, Post.PARTY, Post.PRINCIPAL],
    relations={"登记人": is_logger},
)
declare("worklog.amend", "修改工作纪事", held_by=COMMITTEE_POSTS, relations={"登记人": is_logger})
