"""Invented papers and pictures for the tests."""

from __future__ import annotations

import datetime
import io

from PIL import Image

from zhijia.kernel.documents.paper import (
    Bullets,
    Facts,
    Heading,
    PageBreak,
    Paper,
    Para,
    Picture,
    SignLine,
    Table,
)

NASTY = "<b>甲</b> & 乙\x07\x00\ufffe\ud800 #set text(red) *星* $x$ \\end 😀 䶮㛃𬀪"
PLAIN = "<b>甲</b> & 乙 #set text(red) *星* $x$ \\end 😀 䶮㛃𬀪"


def png(width: int = 60, height: int = 40, colour: str = "#b3261e") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def notice(**changes) -> Paper:
    given = {
        "title": "小河学校工会关于春季健步走的通知。",
        "blocks": [
            Heading(1, "一、时间"),
            Heading(2, "（一）集合"),
            Heading(3, "1. 地点"),
            Heading(4, "（1）东门"),
            Para(NASTY),
            Para("第一行\n第二行", align="center", indent=False),
            Para("要紧的话", bold=True),
            Bullets(["带水", "带帽子"]),
            Table(["序号", "姓名", "金额"], [["1", NASTY, "¥12.00"], ["2", "乙"]], caption="名单"),
            Facts([("姓名", "欧阳䶮"), ("性别", "女"), ("住址", "向阳路" * 30), ("签名", "")]),
            SignLine(["签名", "日期"]),
            Picture(png(), "集合地点"),
            PageBreak(),
            Para("下一页"),
        ],
        "org": "小河学校工会委员会",
        "date": datetime.date(2026, 3, 8),
        "number": "河工〔2026〕1号",
        "addressee": "各小组",
        "note": "联系人：林小满",
    }
    return Paper(**{**given, **changes})
