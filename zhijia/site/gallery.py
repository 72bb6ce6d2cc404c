"""Specimens for the parts gallery: each part empty, full and with long text."""

from datetime import timedelta

from zhijia.kernel import clock
from zhijia.kernel.waiting import Waiting

LONG = "关于进一步做好全体教职工特别是毕业年级教师秋冬季身心健康关爱与暖心服务工作的若干具体安排"
WEEK = timedelta(days=7)

SPECIMENS = [
    ("badge", "状态", [{"tone": t, "label": w} for t, w in (
        ("done", "已办"), ("due", "剩 3 天"), ("late", "逾期 2 天"), ("plan", "草稿"),
        ("info", "公示中"), ("honour", "市级荣誉"))]),
    ("rule", "规则", [{"words": "出席代表 41 人，应到 58 人，已达三分之二，可以开会。", "source": "出处写在这里"},
                      {"words": LONG * 2}]),
    ("bar", "进度", [{"done": 0, "total": 10, "label": "零"}, {"done": 7, "total": 10, "label": "七成"},
                     {"done": 10, "total": 10, "label": "全部"}]),
    ("stat", "数字", [{"value": "91 人次", "label": "走访慰问"},
                      {"value": "31 / 46", "label": "计划项已办", "done": 31, "total": 46},
                      {"value": "¥86,420.50", "label": LONG, "note": "上年同期 ¥80,000.00"}]),
    ("empty", "空", [{"words": "没有等着办的事。"}, {"searching": "不存在的词"}]),
    ("waiting", "等我办的", [{"lines": [
        Waiting("走访：王老师（生病住院）", "#", "登记", clock.today(), "标准 1,000 元以内"),
        Waiting(LONG, "#", "查看", clock.today() - WEEK, LONG)]}]),
    ("facts", "内容", [{"facts": [("日期", "2026年3月8日"), ("说明", LONG), ("空的不显示", "")]}]),
]  # fmt: skip
