"""Who may do what about care. Members report and see what concerns them; the committee arranges."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post


def is_reporter(obj, person):
    return obj.reported_by_id == person.pk


def is_visitor(obj, person):
    return obj.visitors.filter(pk=person.pk).exists()


declare("care.report", "报告关爱事项", held_by=[Post.MEMBER, *COMMITTEE_POSTS])
declare("care.see", "查看慰问", held_by=COMMITTEE_POSTS)
declare("care.arrange", "安排慰问", held_by=COMMITTEE_POSTS)
declare("care.withdraw", "撤回关爱事项", held_by=COMMITTEE_POSTS, relations={"报告人": is_reporter})
declare("care.visit", "走访登记", held_by=COMMITTEE_POSTS, relations={"走访人": is_visitor})
declare("care.approve", "批准超标准慰问", held_by=[Post.CHAIR, Post.VICE_CHAIR])
