"""What the data shows went less well, each with a remedy (R-291; P-01, P-16, P-26, P-34, P-38).

Nothing is admitted for form's sake: a shortcoming appears only where figures bear it out.
"""

from zhijia.kernel.records import DONE, Record

from .models import PlanItem

NARROW = 80  # a share of members below which participation is called narrow, in per cent


def shortcomings(writer) -> list[tuple[str, str]]:
    """(problem, remedy) pairs that the year's figures bear out."""
    checks = (slipped, narrow, late_visits, decisions_open, without_photo)
    return [found for check in checks if (found := check(writer))]


def slipped(writer):
    codes = ("planning.items_postponed", "planning.items_cancelled", "planning.items_open")
    parts = [
        f"{words}{writer.mark(code)}项"
        for code, words in zip(codes, ("顺延", "取消", "尚未办结"), strict=True)
        if writer.now.value(code)
    ]
    if not parts:
        return None
    states = (PlanItem.State.POSTPONED, PlanItem.State.CANCELLED)
    reasons = [i.reason for i in writer.items if i.state in states and i.reason]
    why = "，原因是" + "、".join(dict.fromkeys(reasons)) if reasons else ""
    return (
        f"有的计划没有如期完成，{'、'.join(parts)}{why}",
        "排计划时避开期中期末，每月初对照本月要做逐项核对，确需顺延的写明原因和新的月份",
    )


def narrow(writer):
    share = "gatherings.people/people.members"
    members, took_part = writer.now.value("people.members"), writer.now.value("gatherings.people")
    if not members or not took_part or writer.now.value(share) >= NARROW:
        return None
    return (
        f"活动参与面不够广，记名参加过活动的有{writer.mark('gatherings.people')}人，"
        f"占会员的{writer.mark(share)}",
        "多办课间、楼层内的小型活动，按小组了解未参加教职工的时间和需要，活动时间轮流错开",
    )


def late_visits(writer):
    if not writer.now.value("care.late"):
        return None
    return (
        f"走访还不够及时，有{writer.mark('care.late')}人次没有在规定天数内到访",
        "由工会小组长负责当天报告，委员轮值走访，系统到期提醒到人",
    )


def decisions_open(writer):
    left = "committees.decisions-committees.decisions_done"
    if writer.now.value(left) <= 0:
        return None
    return (
        f"会议议定事项落实不够快，还有{writer.mark(left)}项没有办结",
        "每次会议先通报上次议定事项的进展，逾期的说明原因",
    )


def without_photo(writer):
    rows = Record.objects.of(writer.org).filter(
        stage=DONE, on__range=writer.period, photos=0, facts__metric="gatherings.held"
    )
    only = sorted(rows.values_list("pk", flat=True))
    if not only:
        return None
    return (
        f"资料积累不够完整，有{writer.mark('gatherings.held', only)}场活动没有留下照片",
        "活动结束当天由组织者上传照片和签到，月末由宣传委员核对台账缺项",
    )
