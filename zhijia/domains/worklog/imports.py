"""The past register in Excel, row by row through ``log``."""

from datetime import date
from decimal import Decimal

from zhijia.kernel.importer import (
    Column,
    importer,
    read_choice,
    read_count,
    read_date,
    read_money,
)

from .actions import log
from .models import Event, Kind

COLUMNS = (
    Column("on", "日期", ("时间", "活动日期", "活动时间"), read_date, required=True),
    Column("kind", "类别", ("类型", "活动类别"), read_choice(Kind.choices), required=True),
    Column("title", "事项", ("活动名称", "内容", "活动内容", "工作内容"), str, required=True),
    Column("place", "地点", ("活动地点",)),
    Column("persons", "人数", ("参加人数",), read_count),
    Column("person_times", "人次", ("参加人次",), read_count),
    Column("money", "金额", ("支出", "经费", "费用"), read_money),
    Column("result", "结果", ("成效", "备注")),
)


def bring_in(org, by, row):
    row["on"] = date.fromisoformat(row["on"])
    row["money"] = Decimal(row.get("money", 0))
    log(org, by=by, **row)


importer(
    "worklog", "工作纪事", may="worklog.log", columns=COLUMNS, act=bring_in,
    key=lambda row: (row["on"], row["title"]),
    known=lambda org: {
        (on.isoformat(), title)
        for on, title in Event.objects.of(org).exclude(state="void").values_list("on", "title")
    },
)  # fmt: skip
