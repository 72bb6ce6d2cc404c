"""The chapters of a plan and of a summary, their usual order, and what belongs in which."""

from zhijia.kernel.records import metrics

from .reading import suggest_domain

TITLES = {
    "learning": "加强学习引领，提升队伍素质",
    "democracy": "推进民主管理，畅通参与渠道",
    "care": "心系教职工，做实送温暖",
    "activities": "丰富文体活动，营造和谐氛围",
    "skills": "立足岗位建功，促进专业成长",
    "self": "加强自身建设，规范日常工作",
    "honours": "取得的荣誉",
}

NUMBERS = "一二三四五六七八九十"

OF_DOMAIN = {
    "growth": "learning", "congress": "democracy", "proposals": "democracy",
    "disclosure": "democracy", "voice": "democracy", "ballots": "democracy", "care": "care",
    "aid": "care", "rights": "care", "activities": "activities", "contests": "skills",
    "honours": "skills", "committees": "self", "funds": "self", "evaluation": "self",
    "members": "self", "news": "self", "archive": "self", "planning": "self", "worklog": "self",
    "procurement": "self",
}  # fmt: skip

DOMAIN_NAMES = {
    "care": "慰问关爱", "aid": "困难帮扶", "activities": "文体活动", "contests": "竞赛", "congress": "教代会",
    "proposals": "提案", "disclosure": "公开", "voice": "意见征集", "ballots": "评议选举",
    "committees": "会议组织", "honours": "评优", "growth": "学习成长", "rights": "维权", "funds": "经费",
    "evaluation": "考核建家", "archive": "档案", "news": "宣传", "planning": "计划总结", "members": "会员",
    "procurement": "招采监督", "worklog": "其他",
}  # fmt: skip


# What a plan item is measured by, where its words leave no doubt; the chair may change it.
MEASURED_BY = (
    ("care", ("必访",), "care.visits"),
    ("care", ("退休",), "care.visits.retired"),
    ("care", ("生日",), "care.birthdays"),
    ("care", ("一线", "清凉", "高温"), "care.visits.frontline"),
    ("care", ("住院", "生病"), "care.visits.illness"),
    ("care", ("困难",), "care.visits.hardship"),
    ("care", ("春节", "送温暖", "走访", "慰问"), "care.visits.festival"),
    ("committees", ("例会", "委员会议", "委员会会议"), "committees.meetings"),
)


def suggest_metric(domain: str, title: str) -> str:
    """The metric for an item of these words, or "" (one fitting record is enough)."""
    for where, words, code in MEASURED_BY:
        if where == domain and code in metrics and any(word in title for word in words):
            return code
    return ""


def in_plan_order(plan) -> list[str]:
    """Chapter keys in the order in which the plan speaks of them; then the rest as usual."""
    found = []
    for chapter in plan.chapters if plan else ():
        key = OF_DOMAIN.get(suggest_domain(chapter["title"]))
        if key and suggest_domain(chapter["title"]) != "worklog" and key not in found:
            found.append(key)
    rest = [key for key in TITLES if key not in found and key != "honours"]
    return [key for key in found if key != "honours"] + rest + ["honours"]


def numeral(number: int) -> str:
    """一, 二 … 十九, for headings; larger numbers as digits."""
    if number <= 10:
        return NUMBERS[number - 1]
    return f"十{NUMBERS[number - 11]}" if number < 20 else str(number)
