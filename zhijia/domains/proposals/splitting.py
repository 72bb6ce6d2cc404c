"""Noticing that a text names two matters (一事一案, rules 5.06): a hint, never a bar.

Most numbered texts are one matter with several reasons or measures. So a part counts as another
matter only if it shares no word with the title and with what stands before it and is plainly of another
topic; a numbered part must also bring a measure of its own.
"""

import re
from dataclasses import dataclass

from .similar import FRAME, bigrams

HEADS = (
    r"[一二三四五六七八九十]{1,2}[、．.]", r"\d{1,2}(?:[、．]|\.(?!\d))", r"[（(][一二三四五六七八九十\d]{1,2}[)）]",
    r"第[一二三四五六七八九]件?事?[，、：:]",
)  # fmt: skip
TURNS = ("另外", "此外", "同时建议", "同时希望", "还有一件事", "再有一件事", "另一件事")
EDGE = r"(?:^|(?<=[\s。；;！!？?]))\s*"
HEAD = re.compile(f"{EDGE}(?:{'|'.join(HEADS)})\\s*", re.MULTILINE)
TURN = re.compile(f"(?:{EDGE}|(?<=[，,]))(?:{'|'.join(TURNS)})[，,：:]?\\s*", re.MULTILINE)
PIECE = re.compile(r"(?<=[。；;！!？?\n])")
FUNCTION = frozenset(
    "的了是在有和与及对为等也都要不上下中我们请将把被从到就还很更每各该其这那个件一二三四五六七八九十两百千"
)
PLAIN = frozenset((
    "学校", "老师", "教师", "教工", "职工", "同事", "大家", "建议", "希望", "问题", "工作", "需要", "时间", "目前",
    "部门", "解决", "提案", "情况", "影响", "增加", "改善", "办公", "安排", "年级", "学期", "学生", "统一", "公布", "管理",
))  # fmt: skip
TOPICS = (
    "食堂 早餐 午餐 晚餐 用餐 菜单 伙食", "电脑 打印 网络 软件 账号 平台", "停车 接送 校车 班车 交通 车位 车辆",
    "托管 子女 幼儿", "体检 医务 就医 心理", "职称 评审 聘任 晋升", "工资 绩效 津贴 课时费 代课费 奖金", "教研 备课 听课 公开课 师徒 导师",
    "宿舍 公寓 热水 住房", "图书 阅览", "操场 体育 健身 球馆 场馆", "厕所 饮水 卫生间", "空调 照明 通风 采光", "监考 调课 排课 课后服务",
    "实验室 危化", "填表 报表 打卡 迎检", "慰问 福利 节日", "快递 母婴 哺乳 休息室", "招生 转学", "绿化 噪音 施工",
)  # fmt: skip
LEAST = 10  # characters of a part that can be a matter of its own


@dataclass(frozen=True)
class TwoMatters:
    """What stays and what would stand in a proposal of its own; any part may be empty."""

    reason: str
    measures: str
    other_title: str
    other_reason: str
    other_measures: str

    @property
    def other(self) -> str:
        """How the second matter begins."""
        return shortened(self.other_reason or self.other_measures, 24)


def words_of(text: str) -> frozenset:
    """The pairs of characters that say what a text is about."""
    found = (pair for pair in bigrams(text) if len(pair) == 2 and not set(pair) & FUNCTION)
    return frozenset(found) - PLAIN


def topics_of(text: str) -> set[int]:
    return {n for n, words in enumerate(TOPICS) if any(w in text for w in words.split())}


def apart(text: str, others: str) -> bool:
    """Whether a text has words of its own and shares none with the others."""
    own = words_of(text)
    return len(text) >= LEAST and len(own) >= 3 and not own & words_of(others)


def of_other_topics(text: str, others: str) -> bool:
    own, known = topics_of(text), topics_of(others)
    return bool(own) and bool(known) and not own & known


def two_matters(title: str, reason: str, measures: str) -> TwoMatters | None:
    """The two matters of a text, or None where it may well be one."""
    title = FRAME.sub("", title.strip())
    return _in_reason(title, reason, measures) or _in_measures(title, reason, measures)


def _cuts(text):
    """(where the part before ends, where the part after begins, whether a number stands there); what is
    before a first number is no part."""
    heads = [(m.start(), m.end(), True) for m in HEAD.finditer(text)][1:]
    return sorted(heads + [(m.start(), m.end(), False) for m in TURN.finditer(text)])


def _in_reason(title, reason, measures):
    for end, start, numbered in _cuts(reason):
        before, after = reason[:end], reason[start:]
        known = f"{title}\n{before}"
        if before.strip() and apart(after, known) and of_other_topics(after, known):
            kept, moved = _shared_out(measures, known, after)
            if (kept and moved) or not numbered:
                first = HEAD.match(before) if numbered else None
                return _made(before[first.end() :] if first else before, kept, after, moved)
    return None


def _shared_out(measures, known, after):
    """(measures of the first matter, those that plainly belong to the second)."""
    kept, moved = [], []
    for piece in filter(str.strip, PIECE.split(measures)):
        plain = _plain(piece)
        own = words_of(plain)
        second = own & words_of(after) and not own & words_of(known)
        (moved if second or of_other_topics(plain, known) else kept).append(piece)
    return "".join(kept).strip(), "".join(_plain(piece) for piece in moved).strip()


def _in_measures(title, reason, measures):
    """Only where a turn of speech announces it: most measures are several."""
    for match in TURN.finditer(measures):
        before, after = measures[: match.start()], measures[match.end() :]
        known = f"{title}\n{reason}\n{before}"
        if before.strip() and apart(after, known) and of_other_topics(after, known):
            return _made(reason, before, "", after)
    return None


def _made(reason, measures, other_reason, other_measures):
    wish = shortened(_plain(other_measures or other_reason), 20)
    title = re.sub(r"^(?:建议|希望|请求?|由[^，。]{1,6}?)+", "", wish).strip("，,。；; ")
    return TwoMatters(
        reason.strip().rstrip("，,"), measures.strip().rstrip("，,"), f"关于{title}的提案" if title else "",
        other_reason.strip(), other_measures.strip(),
    )  # fmt: skip


def _plain(piece: str) -> str:
    """Without its number or turn of speech."""
    return TURN.sub("", HEAD.sub("", piece, count=1), count=1)


def shortened(text: str, most: int) -> str:
    """The first clause, cut where it is long."""
    clause = re.split(r"[，,。；;！!？?：:\n]", text.strip(), maxsplit=1)[0]
    return clause if len(clause) <= most else clause[:most]
