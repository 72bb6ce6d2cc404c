"""What a survey came to: counted once, at the close, so that few people can never be told apart.

Nothing is shown of fewer than so many (5), neither directly nor as what remains when what is shown is
taken from the whole. Texts stand in the order of their characters, from so many on.
"""

import json
from collections import Counter
from decimal import Decimal
from statistics import mean

from .models import Participant, Question, Sheet, Survey, rules_of

F = Question.Form
GOOD = 2  # the first two steps of a scale of satisfaction


def tally(survey) -> tuple[dict, dict]:
    """(figures, texts by question) of all sheets; read in three queries however many there are."""
    small = rules_of(survey).small
    questions = list(survey.questions.all())
    sheets = [
        (s.part, json.loads(s.body)) for s in Sheet.objects.filter(survey=survey.pk).order_by("key")
    ]
    marked = Participant.objects.filter(survey=survey).exclude(mark="").count()
    figures = {"marked": marked, "sheets": len(sheets), "small": small, "questions": []}
    texts = {}
    names = dict(survey.org_groups()) if survey.by_group else {}
    for question in questions:
        key = str(question.number)
        said = [(part, body[key]) for part, body in sheets if key in body]
        line = {"number": question.number, "text": question.text, "form": question.form,
                "options": question.options, "answered": len(said), "shown": len(said) >= small}  # fmt: skip
        if line["shown"]:
            words = [value for _part, value in said]
            if question.form == F.TEXT:
                texts[key] = sorted(words)
            else:
                line |= counted(question, words)
                if survey.by_group and question.form != F.NUMBER:
                    line["groups"] = by_group(question, said, names, small)
        else:
            line["answered"] = None  # a number below the threshold would itself tell
        figures["questions"].append(line)
    if len(sheets) < small:
        figures["sheets"] = None
    return figures, texts


def counted(question, values) -> dict:
    if question.form == F.NUMBER:
        return {"average": f"{mean(map(Decimal, values)):.1f}"}
    picks = Counter(pick for v in values for pick in (v if isinstance(v, list) else [v]))
    counts = [picks.get(option, 0) for option in question.options]
    found = {"counts": counts}
    if question.form == F.SCALE:
        found["good"] = sum(counts[:GOOD])
    return found


def hidden(sizes: dict, small: int) -> set:
    """Which groups are not shown: the small ones, and as many more, the smallest first, as keep the
    remainder from being small too."""
    out = {key for key, n in sizes.items() if n < small}
    rest = sorted((n, str(key), key) for key, n in sizes.items() if key not in out)
    while 0 < sum(sizes[key] for key in out) < small and rest:
        out.add(rest.pop(0)[2])
    return out


def by_group(question, said, names, small) -> list:
    parts = {}
    for part, value in said:
        parts.setdefault(part, []).append(value)
    gone = hidden({part: len(values) for part, values in parts.items()}, small)
    return [
        {"name": names.get(part, "其他"), "answered": len(values), **counted(question, values)}
        for part, values in sorted(parts.items(), key=lambda pair: names.get(pair[0], "其他"))
        if part not in gone
    ]


def rooms(groups: dict, small: int) -> set:
    """The groups that are large enough to stand on a sheet at all; the members of the others are
    put together, so that no sheet says that it came from one of three people."""
    keys = {key for key, n in groups.items() if key is not None and n >= small}
    rest = sum(n for key, n in groups.items() if key not in keys)
    for _n, key in sorted((groups[key], key) for key in list(keys)):
        if not 0 < rest < small:
            break
        keys.discard(key)
        rest += groups[key]
    return keys


def before(survey) -> Survey | None:
    """The last counted survey of the same series."""
    if not survey.series:
        return None
    rows = Survey.objects.filter(
        org=survey.org_id, series=survey.series, state__in=("closed", "published")
    )
    return (
        rows.exclude(pk=survey.pk)
        .filter(closes__lte=survey.closes)
        .order_by("-closes", "-pk")
        .first()
    )


def percent(part, whole) -> str:
    return f"{part * 100 / whole:.1f}%" if whole else "—"


def shown(survey, with_texts=True) -> list:
    """The lines of the result page: shares, bars for the chart, last time beside this time."""
    texts = json.loads(survey.said) if with_texts and survey.said else {}
    last = before(survey)
    was = {q["text"]: q for q in last.result.get("questions", ())} if last else {}
    lines = []
    for q in survey.result.get("questions", ()):
        line = {**q, "texts": texts.get(str(q["number"]), [])}
        if "counts" in q:
            old = was.get(q["text"], {})
            line["rows"] = rows_of(q, old if old.get("options") == q["options"] else {})
            line |= bars_of(q["counts"], q["options"])
        if "good" in q:
            line["rate"] = percent(q["good"], q["answered"])
            old = was.get(q["text"], {})
            line["old_rate"] = percent(old["good"], old["answered"]) if "good" in old else ""
        lines.append(line)
    return lines


def rows_of(q, old) -> list:
    return [
        {"label": label, "count": n, "share": percent(n, q["answered"]),
         "old": percent(old["counts"][at], old["answered"]) if "counts" in old else ""}
        for at, (label, n) in enumerate(zip(q["options"], q["counts"], strict=True))
    ]  # fmt: skip


def bars_of(counts, labels) -> dict:
    """What the part ``chart`` draws."""
    most, step = max([*counts, 1]), 60
    bars = [
        {"x": at * step + 12, "w": step - 24, "h": max(2, round(n * 110 / most)), "label": label,
         "y": 118 - max(2, round(n * 110 / most))}
        for at, (n, label) in enumerate(zip(counts, labels, strict=True))
    ]  # fmt: skip
    return {"bars": bars, "width": step * len(bars)}
