"""Whom an unreached group calls on: its leader, who can tell them."""

from zhijia.kernel.reach import Unreached
from zhijia.kernel.waiting import Waiting, waits


@waits(Unreached)
def to_tell(row):
    if row.count:
        title = f"当面转告：{row.group} {row.count} 位组员收不到通知"
        yield Waiting(title, "/notices/unreached/", "看名单", person=row.leader)
