"""The chapters of a plan and of a summary, their usual order, and what belongs in which."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.records import kinds, metrics

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


class Function(models.TextChoices):
    """The four functions of a union, by which plans and summaries are often sorted (R-024)."""

    PROTECT = "protect", _("维护职能")
    BUILD = "build", _("建设职能")
    PARTICIPATE = "participate", _("参与职能")
    EDUCATE = "educate", _("教育职能")


# What a chapter serves; the union's own housekeeping and honours serve none in particular.
SERVES = {
    "care": Function.PROTECT, "skills": Function.BUILD, "democracy": Function.PARTICIPATE,
    "learning": Function.EDUCATE, "activities": Function.EDUCATE,
}  # fmt: skip
FUNCTION_TITLES = {
    Function.PROTECT: "履行维护职能，把教职工的冷暖放在心上",
    Function.BUILD: "履行建设职能，组织教职工立足岗位建功",
    Function.PARTICIPATE: "履行参与职能，推进民主管理",
    Function.EDUCATE: "履行教育职能，提升素质、丰富生活",
}


def function_of_domain(domain) -> str:
    return SERVES.get(OF_DOMAIN.get(domain), "")


def domains_of(function) -> list[str]:
    return [domain for domain in OF_DOMAIN if function_of_domain(domain) == function]


def topics_of(function) -> set[str]:
    """The topics of records that serve the function."""
    return {
        topic
        for kind in kinds.values()
        for topic in kind.topics()
        if SERVES.get(kind.chapter_of(topic)) == function
    }


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


def in_parts(plan, by_function) -> list[tuple[str, list[str]]]:
    """(title, chapter keys) of each part of a summary: the chapters, or the four functions with the
    union's own work and honours after them."""
    keys = in_plan_order(plan)
    if not by_function:
        return [(TITLES[key], [key]) for key in keys]
    parts = [(FUNCTION_TITLES[f], [k for k in keys if SERVES.get(k) == f]) for f in FUNCTION_TITLES]
    return parts + [(TITLES[key], [key]) for key in keys if key not in SERVES]


def numeral(number: int) -> str:
    """一, 二 … 十九, for headings; larger numbers as digits."""
    if number <= 10:
        return NUMBERS[number - 1]
    return f"十{NUMBERS[number - 11]}" if number < 20 else str(number)
