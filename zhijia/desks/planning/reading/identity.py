"""What a document is: its title, its kind, the year it is for."""

from __future__ import annotations

import re
from collections import Counter

from .months import possible_markers, read_marker
from .numbering import leading_number
from .rejoin import is_signature

PLAN_WORD = re.compile(
    r"计划|工作要点|工作安排|活动安排|方案|打算|规划|部署|工作思路|行事历|设想|月历|日程"
)
SUMMARY_WORD = re.compile(
    r"总结|汇报|回顾|小结|述职|工作报告|情况报告|报告$|经验材料|讲话|发言|致辞"
)
_LEAD_IN = re.compile(
    r"^\s*(?:#+\s*)?(?:第[一二三四五六七八九十\d]+篇|篇[一二三四五六七八九十\d]+)\s*[:：、]?\s*"
)
_SERIES = re.compile(
    r"\s*(?:[(（]\s*(?:篇|精选|通用|共|推荐|最新|优秀|合集|范文)?\s*[一二三四五六七八九十\d]+\s*篇?\s*[)）]"
    r"|(?:篇|范文|最新)\s*[一二三四五六七八九十\d]{1,3}|[-—\s]*副本|范文(?:\d*篇)?|\s*\.(?:docx?|txt|pdf))\s*$"
)
_ABOUT = re.compile(r"工会|计划|总结|要点|方案|报告|安排|汇报|教代会|职工")
_CN_DIGIT = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○oO", "0")
_YEAR = re.compile(
    r"(?<![\d])(?:(20\d{2}|19\d{2})|([一二][〇○零oO0一二三四五六七八九\d]{3}))(?=\s*[年学\-—–－~至到/])"
)
_PLAN_CUES = re.compile(
    r"指导思想|总体目标|工作目标|具体目标|主要措施|工作措施|将(?!军|来)|拟|力争|计划(?:于|在)?|要(?!求|点)|争取|继续|努力"
)
_SUMMARY_CUES = re.compile(
    r"[^为除]了(?!解|如|然)|取得|荣获|获得|一年来|现将|总结如下|完成|成绩|存在(?:的)?(?:问题|不足)|回顾|先后|多次|已经?"
    r"|得到|使(?:得)?(?:教|广|全|我|她|他)"
)
_UNION = re.compile(r"工会|教代会|职代会|教职工|职工|会员|校务公开")
_PLAN_PART = re.compile(
    r"(?:年|学期|学年|下一?步|下半年|下阶段|今后|明年|来年|新的?一年).{0,8}(?:计划|打算|安排|设想|思路|要点)"
    r"|^(?:工作)?计划$|工作计划"
)
_ERAS = (
    ("十六大", 2002, 2008),
    ("十七大", 2007, 2013),
    ("十八大", 2012, 2018),
    ("十九大", 2017, 2023),
    ("二十大", 2022, 2028),
    ("三个代表", 2000, 2012),
    ("科学发展观", 2003, 2017),
)


def plain_title(line: str) -> str:
    """Drop the marks and the collection's decoration: 第一篇：, (篇1), 篇三, 副本."""
    text = re.sub(r"^[#*\s>]+", "", line).strip("*_ 《》")
    text = _LEAD_IN.sub("", text)
    for _ in range(3):
        text = _SERIES.sub("", text)
    return text.strip(" :：-—。") or line.strip()


def _title_score(line: str, place: int) -> float:
    """Score a line as a title; 0 or less is none."""
    text = plain_title(line)
    if not 3 <= len(text) <= 48 or re.search(r"[。；;！!？?]$", text) or is_signature_date(text):
        return 0
    number = leading_number(line)
    if number is not None and number.style != "part":
        return 0
    marker = read_marker(text)
    if marker is not None and not marker.rest:
        return 0
    score = 2.0 * bool(PLAN_WORD.search(text) or SUMMARY_WORD.search(text))
    score += 1.0 * bool(_ABOUT.search(text)) + 0.5 * bool(_YEAR.search(text))
    score -= (
        0.3 * place + 0.8 * bool(re.search(r"[，,、]", text)) + 1.5 * bool(_LEAD_IN.match(line))
    )
    score -= 1.5 * bool(re.search(r"[:：]$", line)) + 2 * len(re.findall(r"[，,]", text[:60]))
    score -= 0.6 * text.startswith("附")
    return score


def is_signature_date(line: str) -> bool:
    """Say whether a line is just a date or a unit's name without a word such as 计划."""
    return is_signature(line) and not re.search(r"计划|总结|要点|方案|安排", line)


def find_title(lines: list[str]) -> tuple[str, int]:
    """Give the title and the index of its line; a title of two short lines is put together."""
    scored = [(_title_score(line, n), -n) for n, line in enumerate(lines[:12])]
    best, place = max(scored, default=(0, 0))
    if best <= 0.5:
        usable = lines and len(lines[0]) <= 40 and not possible_markers(lines[0])
        return (plain_title(lines[0]) if usable else "", 0)
    index = -place
    title = plain_title(lines[index])
    above = lines[index - 1] if index else ""
    short = above and len(above) <= 30 and not re.search(r"[。；;，,]", above)
    dated = not _YEAR.search(title) and _YEAR.search(above)
    own = PLAN_WORD.search(above) or SUMMARY_WORD.search(above) or _LEAD_IN.match(above)
    if short and dated and not own:
        title = plain_title(above) + title
    return title, index


def _to_year(found: re.Match[str]) -> int:
    """Give 2013 for 2013, 二0一三, 二○一三."""
    if found[1]:
        return int(found[1])
    return int("".join(_CN_DIGIT.get(c, c) for c in found[2]))


def years_in(text: str) -> list[int]:
    """Give the years a text names, in order."""
    return [y for m in _YEAR.finditer(text) if 1949 <= (y := _to_year(m)) <= 2099]


def _bare_years(title: str) -> list[int]:
    """Give years a title writes without 年: 2024工会工作计划."""
    return [int(y) for y in re.findall(r"(?<!\d)20\d{2}(?!\d)", title)]


def _chinese_years(text: str) -> list[int]:
    """Give years written in Chinese digits, which a site's overwriting leaves alone."""
    return [y for m in _YEAR.finditer(text) if m[2] and 1949 <= (y := _to_year(m)) <= 2099]


def find_year(title: str, lines: list[str], kind: str) -> tuple[int | None, list[str]]:
    """Guess the year the document is for and say when the text contradicts itself."""
    body = "\n".join(lines)
    signed = [y for line in lines[-4:] if is_signature(line) for y in years_in(line)]
    named = _chinese_years(title) or years_in(title) or _bare_years(title)
    counts = Counter(years_in(body)).most_common(1)
    year = named[0] if named else (signed[0] if signed else counts[0][0] if counts else None)
    if year is None:
        return None, ["没有找到年份，年份请核对。"]
    doubts = []
    if not named:
        doubts.append(f"标题里没有年份，按正文推测为{year}年，年份请核对。")
    if signed and not -1 <= year - signed[-1] <= 1:
        doubts.append(f"标题是{year}年，落款却是{signed[-1]}年，年份请核对。")
    others = sorted({y for y in years_in(body) if abs(y - year) > 2})
    if others and not doubts:
        listed = "、".join(str(y) for y in others[:4])
        doubts.append(f"按{year}年读取，但文中还写着{listed}年，年份请核对。")
    for word, first, last in _ERAS:
        if not doubts and word in body and not first - 1 <= year <= last + 1:
            doubts.append(f"按{year}年读取，但文中提到“{word}”，年份请核对。")
    return year, doubts


def plan_part(lines: list[str], after: int = 0) -> int | None:
    """Find the heading in a summary from which the plan part runs."""
    for index, line in enumerate(lines):
        if index <= after or len(line) > 40:
            continue
        number = leading_number(line)
        heading = (number is not None and number.level <= 2) or line.startswith("#")
        brief = (heading or len(line) <= 24) and not re.search(r"[。；;，,]$", line)
        if brief and _PLAN_PART.search(line) and not SUMMARY_WORD.search(line):
            return index
    return None


def _tense(lines: list[str]) -> float:
    """Give how far the text looks ahead: above 0 a plan, below 0 a summary."""
    body = "\n".join(lines)[:30000]
    ahead, back = len(_PLAN_CUES.findall(body)), len(_SUMMARY_CUES.findall(body))
    return (ahead - 1.3 * back) / max(1, ahead + back)


def find_kind(title: str, at: int, lines: list[str], dated: bool, past: bool) -> str:
    """Tell plan, summary, combined and other apart by title, headings, tense and schedule."""
    body = "\n".join(lines)
    union = len(_UNION.findall(body))
    head = title + (" " + plain_title(lines[0]) if lines and at == 0 else "")
    plan, summary = bool(PLAN_WORD.search(head)), bool(SUMMARY_WORD.search(head))
    if union < 2 and not dated and not (plan and union):
        return "other"
    split = plan_part(lines, at)
    if summary:
        named_both = plan and split is not None
        whole_part = split is not None and re.search(r"工作计划|年计划|学期计划", lines[split])
        if named_both or whole_part:
            return "combined"
        return "summary" if not plan or _tense(lines) < 0 else "plan"
    if plan:
        return "summary" if past and not dated and _tense(lines) < -0.5 else "plan"
    if dated:
        return "plan"
    if past or _tense(lines) < -0.1:
        return "summary"
    headed = re.search(r"指导思想|工作目标|总体目标|主要措施", body)
    return "plan" if headed or _tense(lines) > 0.35 else "other"
