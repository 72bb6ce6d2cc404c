"""A sheet of paper as two tellers type it: one figure for every mark that can stand on it.

Pure. ``0`` nothing marked, ``9`` the question is void (not clear whom or what it means); for the rest see
:func:`cells`. Names written in are typed beside the figures, by question.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhijia.kernel.refusals import Refused

BLANK, VOID, UNCLEAR = "0", "9", "void"
SAID = ("赞成", "反对", "弃权")
NAMES = re.compile(r"[、,，/]")


@dataclass(frozen=True)
class Cell:
    """One figure of a line: to which question it belongs, what it marks, and what 1, 2, 3 … mean."""

    question: str
    label: str
    means: tuple


def cells(questions: list[dict]) -> list[Cell]:
    """In the order of the paper, one for each thing that can be marked."""
    found = []
    for q in questions:
        if q["form"] == "yesno":
            found.append(Cell(q["id"], q["text"], SAID))
        elif q["form"] == "choose":
            found += [Cell(q["id"], o["label"], SAID) for o in q["options"]]
        elif q["form"] == "scale":
            for o in q["options"]:
                criteria = [*q["criteria"], "总评"]
                found += [Cell(q["id"], f"{o['label']} {c}", tuple(q["grades"])) for c in criteria]
        else:
            places = tuple(f"第 {n}" for n in range(1, len(q["options"]) + 1))
            found += [Cell(q["id"], o["label"], places) for o in q["options"]]
    return found


def why_not_by_hand(questions: list[dict]) -> str:
    """A figure has room for eight meanings."""
    if any(len(cell.means) > 8 for cell in cells(questions)):
        return _("有一题的等次或排序多于 8 个，纸票不能用数字录入。")
    return ""


def paper_of(questions: list[dict], line: dict, number: int) -> dict:
    """The paper that a line means; a sentence that names the sheet when it cannot be read."""
    row, figures = cells(questions), str(line.get("k") or "")
    if len(figures) != len(row):
        raise Refused(
            _("第 %(n)d 张要 %(need)d 个数字，现在是 %(have)d 个。")
            % {"n": number, "need": len(row), "have": len(figures)}
        )
    by_question: dict[str, list[str]] = {}
    for at, (cell, figure) in enumerate(zip(row, figures, strict=True), 1):
        allowed = [BLANK, *map(str, range(1, len(cell.means) + 1)), VOID]
        if figure not in allowed:
            raise Refused(
                _("第 %(n)d 张第 %(at)d 个数字“%(f)s”不对，只能是 %(ok)s。")
                % {"n": number, "at": at, "f": figure, "ok": "、".join(allowed)}
            )
        by_question.setdefault(cell.question, []).append(figure)
    written = line.get("w") or {}
    answers = {
        q["id"]: _answer(q, by_question[q["id"]], written.get(q["id"], "")) for q in questions
    }
    return {"a": {key: said for key, said in answers.items() if said}}


def _answer(q, figures, written):
    if VOID in figures:
        return UNCLEAR
    if q["form"] == "yesno":
        return {"1": "yes", "2": "no", "3": "abstain"}.get(figures[0])
    keys = [o["key"] for o in q["options"]]
    if q["form"] == "choose":
        names = [n.strip() for n in NAMES.split(written) if n.strip()] if q["write_in"] else []
        yes, no = ([k for k, f in zip(keys, figures, strict=True) if f == want] for want in "12")
        return {"yes": yes, "no": no, "write": names} if yes or no or names else None
    if q["form"] == "scale":
        criteria = [*q["criteria"], "总评"]
        rows = [figures[at : at + len(criteria)] for at in range(0, len(figures), len(criteria))]
        marks = {
            key: {
                c: q["grades"][int(f) - 1] for c, f in zip(criteria, row, strict=True) if f != BLANK
            }
            for key, row in zip(keys, rows, strict=True)
        }
        return {key: given for key, given in marks.items() if given}
    placed = sorted((f, key) for f, key in zip(figures, keys, strict=True) if f != BLANK)
    if len({f for f, _key in placed}) < len(placed):
        return UNCLEAR  # two in one place
    return [key for _f, key in placed]


def differing(one: list[dict], other: list[dict]) -> list[int]:
    """The numbers of the sheets that two tellers read differently."""
    return [n for n, pair in enumerate(zip(one, other, strict=True), 1) if pair[0] != pair[1]]
