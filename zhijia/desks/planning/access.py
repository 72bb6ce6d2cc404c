"""Who may do what with the year: every member sees the plan; the committee keeps it."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post

READERS = [*COMMITTEE_POSTS, Post.TREASURER, Post.FUNDS_REVIEW, Post.PARTY, Post.PRINCIPAL]

declare("planning.see", "查看年度计划", held_by=[Post.MEMBER, *READERS], overseen_by=[Post.OFFICER])
declare("planning.edit", "编制计划", held_by=COMMITTEE_POSTS)
declare("planning.agree", "同意计划（党支部）", held_by=[Post.PARTY])
declare("planning.adopt", "通过计划（委员会）", held_by=[Post.CHAIR, Post.VICE_CHAIR])
declare("planning.register", "查看工作台账", held_by=READERS, overseen_by=[Post.OFFICER])
declare("planning.link", "调整记录与计划的对应", held_by=COMMITTEE_POSTS)
declare("planning.summary", "查看年度总结", held_by=READERS, overseen_by=[Post.OFFICER])
declare("planning.write", "撰写年度总结", held_by=COMMITTEE_POSTS)
declare("planning.sign", "签发年度总结", held_by=[Post.CHAIR])
