"""Prizes: the list to sign for them, and the certificates."""

from zhijia.kernel.documents.paper import PageBreak, Paper, Para, SignLine, Table
from zhijia.kernel.documents.registry import document
from zhijia.kernel.money import yuan

from ..models import Activity
from .rolls import head


@document(Activity, "activity-prizes", "获奖签收表", may="activities.organise")
def prize_list(activity, by):
    """获奖签收表: prize, winner, what in kind, its value, a place to sign (rules 3.11)."""
    rows = [
        [str(n), p.name, p.winner, str(p.people), p.item, yuan(p.value), ""]
        for n, p in enumerate(activity.prizes.select_related("person"), 1)
    ]
    heads = ["序号", "奖项", "获奖者", "人数", "奖品", "价值（元）", "签收"]
    table = Table(heads, rows or [["", "（未登记奖项）"]], widths=[1, 2, 3, 1, 3, 2, 2])
    total = sum((p.value for p in activity.prizes.all()), 0)
    blocks = [head(activity), table, Para(f"合计 {yuan(total)} 元，均为实物。", indent=False)]
    blocks.append(SignLine(["经办人签名", "工会主席签名"]))
    return Paper("活动获奖签收表", blocks, org=activity.org.name, date=activity.on, kind="form")


@document(Activity, "activity-certificates", "奖状", may="activities.organise")
def certificates(activity, by):
    """奖状: a page for each winner; souvenirs get none."""
    day = f"{activity.until.year}年{activity.until.month}月{activity.until.day}日"
    blocks = []
    for prize in activity.prizes.filter(souvenir=False).select_related("person"):
        blocks += [PageBreak()] if blocks else []
        whom = f"{prize.winner} 老师：" if prize.person else f"{prize.winner}："
        blocks += [
            Para(whom, indent=False, bold=True),
            Para(f"在{activity.org.name}举办的“{activity.title}”中荣获"),
            Para(prize.name, indent=False, align="center", bold=True),
            Para("特发此状，以资鼓励。"),
            Para(activity.org.name, indent=False, align="right"),
            Para(day, indent=False, align="right"),
        ]
    blocks = blocks or [Para("（未登记奖项，登记后这里每位获奖者一张奖状。）")]
    return Paper("奖  状", blocks, kind="form", landscape=True)
