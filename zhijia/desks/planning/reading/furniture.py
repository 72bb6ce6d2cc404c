"""Page furniture: advertising, page numbers and site phrases that are no part of a document."""

from __future__ import annotations

import re
from collections import Counter

_SITE = re.compile(
    r"[\[【(（〔][^\[\]【】()（）〔〕]{0,60}(?:www\.|http|\.com|\.cn|\.net|\.org|范文网|文库|好范文)"
    r"[^\[\]【】()（）〔〕]{0,60}[\]】)）〕]"
)
_URL = re.compile(r"(?:https?://|www\.)[A-Za-z0-9./?=&%_#:~-]{3,200}")
_WHOLE = (
    re.compile(
        r"^(?:第\s*\d+\s*页|[-—–－]?\s*\d{1,3}\s*[-—–－]\s*\d{0,3}|共\s*\d+\s*页)"
        r"(?:\s*[/,，]?\s*共\s*\d+\s*页)?$"
    ),
    re.compile(
        r"^\d{0,4}\s*(?:全文查看|查看全文|点击查看更多|阅读全文|展开全文|显示全文|全文阅读).{0,12}$"
    ),
    re.compile(
        r"^(?:上一[页篇]|下一[页篇]|首页|尾页|返回(?:目录|顶部|首页)|打印|关闭|收藏|分享到?|举报)"
        r"(?:[\s|：:/]|$).{0,60}$"
    ),
    re.compile(
        r"^(?:本文来源|文章来源|来源网址|转载请注明|版权声明|免责声明|责任编辑|推荐阅读|相关推荐|相关阅读"
        r"|猜你喜欢|热门推荐|更多相关|最新推荐|延伸阅读|温馨提示).{0,80}$"
    ),
    re.compile(
        r"^.{0,20}(?:下载(?:文档|全文|Word|word)|文档下载|免费下载|VIP|微信扫码|扫码关注|点击下载"
        r"|点击这里|加入收藏).{0,40}$"
    ),
    re.compile(r"^.{0,40}(?:以下是|下面是|这里是)?小编.{0,60}(?:整理|分享|收集|带来|精心).{0,80}$"),
    re.compile(r"^.{0,60}(?:欢迎(?:大家)?(?:阅读|分享|参考|借鉴)|仅供参考).{0,30}$"),
    re.compile(
        r"^(?:阅读(?:次数|量)?|浏览(?:次数|量)?|点击数|发布时间|更新时间|作者|字数|页数)[:：].{0,40}$"
    ),
    re.compile(r"^\(?（?未完[，,]?\s*继续阅读.{0,12}$"),
)
_SPAM = re.compile(
    r"在线观看|无码|有码|成人|色情|情色|国产精品|精品视频|一区二区|自拍|偷拍|亚洲|欧美|日韩"
    r"|毛片|黄色|博彩|彩票|棋牌游戏|高清视频|免费视频|老司机|影院|AV"
)
_SENTENCE = re.compile(r"[。；;！!]")
_WORDS = re.compile(r"工会|计划|总结|学校|教师|职工|方案|要点")


def is_furniture(line: str) -> bool:
    """Say whether the whole line is page furniture."""
    return len(line) <= 160 and any(pattern.search(line) for pattern in _WHOLE)


def _spam_lines(lines: list[str]) -> set[int]:
    """Find spam: keyword lists before the title, known by three spam words or two and no more."""
    found = set()
    for index, line in enumerate(lines):
        hits = len(_SPAM.findall(line[:2000]))
        if hits >= 3 or (hits >= 2 and not _SENTENCE.search(line) and not _WORDS.search(line)):
            found.add(index)
    return found


def _repeated(lines: list[str]) -> set[str]:
    """Find running heads: short plain lines that come five times or more."""
    counts = Counter(line for line in lines if 4 <= len(line) <= 30)
    return {
        line
        for line, count in counts.items()
        if count >= 5 and re.search(r"(?:学校|中学|小学|幼儿园|学院|工会|文库|网)$", line)
    }


def drop_furniture(lines: list[str], breaks: set[int]) -> tuple[list[str], set[int]]:
    """Drop furniture lines and inline advertising, keeping table ends where they belong."""
    spam, repeated = _spam_lines(lines), _repeated(lines)
    kept: list[str] = []
    moved: set[int] = set()
    seen: set[str] = set()
    for index, line in enumerate(lines):
        if index in breaks:
            moved.add(len(kept))
        again = line in repeated and line in seen
        seen.add(line)
        if index in spam or again or is_furniture(line):
            continue
        line = _URL.sub("", _SITE.sub("", line)).strip()
        if line:
            kept.append(line)
    if len(lines) in breaks:
        moved.add(len(kept))
    return kept, moved
