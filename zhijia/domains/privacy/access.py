"""Who may do what about personal data: everybody their own; the keepers answer; two people erase."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post


def is_own(obj, person):
    return getattr(obj, "person_id", None) == person.pk


declare("privacy.own", "查看和使用自己的信息", held_by=list(Post))
declare("privacy.consent", "自己的同意", relations={"本人": is_own})
declare("privacy.answer", "办理信息更正", held_by=COMMITTEE_POSTS)
declare("privacy.erase", "注销离会人员", held_by=[Post.CHAIR, Post.VICE_CHAIR])
declare("privacy.audit", "查看操作日志", held_by=[Post.CHAIR, Post.FUNDS_REVIEW])
