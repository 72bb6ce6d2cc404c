"""What the figures decide, with the sentence that says by which rule (rules 0.01–0.04, 1.51, 8.10–8.20).

All in whole numbers: no threshold is ever rounded down. Abstentions, void and missing papers are not
in favour but stay in the denominator where that is the roll or those due.
"""

from dataclasses import dataclass
from fractions import Fraction

BASES = {
    "roll": "全体 %d 人", "due": "应到 %d 人", "present": "实到 %d 人", "returned": "收回 %d 票",
    "valid": "有效票 %d 张",
}  # fmt: skip
TWO_THIRDS = Fraction(2, 3)


def at_least(share: Fraction, of: int) -> int:
    """The smallest number that is at least this share: 2/3 of 120 is 80, of 121 it is 81."""
    return -(-of * share.numerator // share.denominator)


def more_than_half(of: int) -> int:
    """The smallest number that is more than half: 61 of 120, 61 of 121."""
    return of // 2 + 1


def candidates_needed(seats: int, percent: int) -> int:
    """How many candidates a contested election needs, rounded up (rules 8.10): 21 seats at 5 % → 23."""
    return max(-(-seats * (100 + percent) // 100), seats + 1)


@dataclass(frozen=True)
class Quorum:
    """Whether enough are there, and the sentence."""

    met: bool
    sentence: str


def quorum(present: int, of: int, share: Fraction = TWO_THIRDS) -> Quorum:
    need = at_least(share, of)
    words = f"应到 {of} 人，实到 {present} 人，须有 {need} 人到会（{share.numerator}/{share.denominator} 以上）"
    if present >= need:
        return Quorum(True, f"{words}，已达到，可以表决。")
    return Quorum(False, f"{words}，还差 {need - present} 人，不能表决。")


def denominator(base: str, *, roll, due, present, returned, valid) -> int:
    return {"roll": roll, "due": due, "present": present, "returned": returned, "valid": valid}[
        base
    ]


def motion(counts: dict, base: str, of: int) -> dict:
    """Whether a motion is adopted: in favour, more than half of the denominator."""
    need = more_than_half(of)
    passed = counts["yes"] >= need
    words = f"赞成 {counts['yes']} 票，反对 {counts['no']} 票，弃权 {counts['abstain']} 票；以{BASES[base] % of}计，须 {need} 票以上赞成，"
    if not passed and 2 * counts["yes"] == of:
        words += "正好一半，未超过半数，"
    return {
        "passed": passed,
        "need": need,
        "sentence": words + ("通过。" if passed else "未通过。"),
    }


def election(question: dict, counted: dict, base: str, of: int, barred=()) -> dict:
    """Who is elected: more than half, the most votes first; a tie at the edge is balloted again among
    the tied; where fewer pass than there are seats, the rest is elected anew (rules 8.19–8.21).
    ``barred``: names written in of those who cannot hold the office (rules 8.09, 8.14)."""
    need, seats = more_than_half(of), question["seats"]
    labels = {o["key"]: o["label"] for o in question["options"]}
    votes = {key: c["yes"] for key, c in counted["counts"].items()}
    for name, number in counted["written"].items():
        labels[name] = name
        votes[name] = votes.get(name, 0) + number
    barred = sorted(name for name in barred if name in counted["written"])
    ranked = sorted(
        (k for k, n in votes.items() if n >= need and k not in barred),
        key=lambda k: (-votes[k], labels[k]),
    )
    elected, tied = _at_the_edge(ranked, votes, seats)
    left = seats - len(elected)
    words = f"应选 {seats} 名；以{BASES[base] % of}计，须 {need} 票以上赞成方可当选。"
    words += _elected_words(elected, labels)
    if tied:
        names = "、".join(labels[k] for k in tied)
        words += f"{names}得票相等（各 {votes[tied[0]]} 票），须在他们中间就余下的 {left} 名再次投票，得票多的当选。"
    elif left:
        words += f"还缺 {left} 名，须另行选举。"
    if over := [name for name in barred if votes[name] >= need]:
        words += f"另选的{'、'.join(over)}依规定不能当选。"
    return {"elected": elected, "tied": tied, "left": left, "need": need, "votes": votes,
            "labels": labels, "barred": barred, "sentence": words}  # fmt: skip


def _at_the_edge(ranked: list, votes: dict, seats: int) -> tuple[list, list]:
    """(elected, tied): the first so many, unless the last seat and the next have equally many votes."""
    if len(ranked) <= seats or votes[ranked[seats - 1]] != votes[ranked[seats]]:
        return ranked[:seats], []
    edge = votes[ranked[seats]]
    return [k for k in ranked if votes[k] > edge], [k for k in ranked if votes[k] == edge]


def _elected_words(elected: list, labels: dict) -> str:
    names = "、".join(labels[k] for k in elected)
    return f"当选 {len(elected)} 名{f'：{names}' if names else ''}。"


def runoff(question: dict, counted: dict) -> dict:
    """Among those who were tied, each with a majority already: more votes win, however many (rules
    8.20). Who are equal again are balloted again; no rule lets lots decide."""
    seats = question["seats"]
    labels = {o["key"]: o["label"] for o in question["options"]}
    votes = {key: c["yes"] for key, c in counted["counts"].items()}
    ranked = sorted(votes, key=lambda k: (-votes[k], labels[k]))
    elected, tied = _at_the_edge(ranked, votes, seats)
    left = seats - len(elected)
    words = (
        f"得票相等的 {len(labels)} 名中选 {seats} 名，他们上一次都已超过半数，这一次得票多的当选。"
    )
    words += _elected_words(elected, labels)
    if tied:
        names = "、".join(labels[k] for k in tied)
        words += f"{names}得票仍然相等（各 {votes[tied[0]]} 票），须就余下的 {left} 名再投一次。"
    return {"elected": elected, "tied": tied, "left": left, "need": 0, "votes": votes,
            "labels": labels, "sentence": words}  # fmt: skip


def valid_election(issued: int, returned: int, what: str = "选举", way: str = "") -> Quorum:
    """More papers returned than issued make the whole election void (rules 8.18). ``way``: one way of
    voting apart, since a sheet too many is not made good by a phone that stayed silent."""
    words = f"{way}发出 {issued} 票，收回 {returned} 票，收回"
    if returned > issued:
        return Quorum(False, f"{words}多于发出，整个{what}无效，须重新进行。")
    return Quorum(True, f"{words}不多于发出，{what}有效。")


def slips(printed: int, given: int, left: int | None) -> dict:
    """Whether the slips that were printed are all accounted for, and the sentence."""
    words = f"凭条印 {printed} 张，发出 {given} 张，"
    if left is None:
        agrees, words = False, words + "截止时没有清点剩下的。"
    elif agrees := printed == given + left:
        words += f"剩下 {left} 张已当众销毁，账实相符。"
    else:
        words += f"清点剩下 {left} 张，相差 {abs(printed - given - left)} 张，账实不符，须由监票人查明并写进记录。"
    return {"printed": printed, "given": given, "left": left, "agrees": agrees, "sentence": words}


def appraisal(question: dict, counted: dict, weights: dict, by_class: dict, least: int) -> dict:
    """Grade counts of each person on each criterion: in all and, where weighted, by class of raters.

    The share is of the valid marks; see :func:`too_small` for the classes not shown apart.
    """
    hidden = too_small(by_class, least)
    rows = []
    for option in question["options"]:
        marks = counted["counts"][option["key"]]
        for criterion in [c for c in (*question["criteria"], "总评") if c in marks]:
            classes = marks[criterion]
            total: dict[str, int] = {}
            for grades in classes.values():
                for grade, number in grades.items():
                    total[grade] = total.get(grade, 0) + number
            rows.append({
                "option": option["label"], "criterion": criterion, "total": total,
                "weighted": _weighted(question["grades"], classes, weights),
                "classes": {k: g for k, g in classes.items() if k not in hidden},
            })  # fmt: skip
    return {"rows": rows, "hidden": sorted(hidden)}


def too_small(by_class: dict, least: int) -> set:
    """The classes that are not shown apart (rules 7.07): those under ``least``; and all, where the small
    ones together are still one class or fewer than ``least``, and would follow by subtraction."""
    small = {k for k, n in by_class.items() if 0 < n < least}
    told_apart = small and (len(small) == 1 or sum(by_class[k] for k in small) < least)
    return set(by_class) if told_apart and len(by_class) > 1 else small


def _weighted(grades, classes, weights) -> dict[str, str]:
    """grade → share in percent to one place, each class with its weight among those that rated."""
    whole = sum(Fraction(str(weights.get(k, 1))) for k in classes if sum(classes[k].values()))
    shares = {}
    for grade in grades:
        share = Fraction(0)
        for klass, counts in classes.items():
            if total := sum(counts.values()):
                share += Fraction(str(weights.get(klass, 1))) * Fraction(
                    counts.get(grade, 0), total
                )
        tenths = (share * 1000 / whole + Fraction(1, 2)).__floor__() if whole else 0
        shares[grade] = f"{tenths // 10}.{tenths % 10}"
    return shares
