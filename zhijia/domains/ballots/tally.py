"""Adding up papers: figures only, no rule. Pure: the count, the checker's tests and the pages call it."""

from collections import Counter, defaultdict

from .papers import COMMENT, answer_of, read


def tally(questions: list[dict], papers: list[tuple[str, str]]) -> dict:
    """``papers``: (class, body). For each question its counts, in all and by class of voters.

    ``returned`` is every paper; per question ``valid``, ``void`` with reasons, ``blank``.
    """
    read_papers = [(klass, read(body)) for klass, body in papers]
    return {
        "returned": len(papers),
        "unreadable": sum(paper is None for _k, paper in read_papers),
        "by_class": dict(Counter(klass for klass, _paper in read_papers)),
        "questions": {q["id"]: _question(q, read_papers) for q in questions},
    }


def comments(papers) -> list[str]:
    """What was written, in the order of the alphabet: no order of arrival."""
    said = (read(body) or {} for _klass, body in papers)
    found = (str(paper.get("c") or "").strip()[:COMMENT] for paper in said)
    return sorted(words for words in found if words)


def _question(question, papers) -> dict:
    void, answers = Counter(), []
    for klass, paper in papers:
        answer, why = answer_of(question, paper)
        if why:
            void[why] += 1
        elif answer is not None:
            answers.append((klass, answer))
    found = {
        "valid": len(answers), "void": sum(void.values()), "why": dict(void),
        "blank": len(papers) - len(answers) - sum(void.values()),
    }  # fmt: skip
    return found | COUNTERS[question["form"]](question, answers)


def _yesno(question, answers):
    counted = Counter(answer for _klass, answer in answers)
    return {"counts": {k: counted[k] for k in ("yes", "no", "abstain")}}


def _choose(question, answers):
    yes, no, names = Counter(), Counter(), Counter()
    for _klass, answer in answers:
        yes.update(answer["yes"])
        no.update(answer["no"])
        names.update(answer["write"])
    valid = len(answers)
    return {
        "counts": {
            o["key"]: {"yes": yes[o["key"]], "no": no[o["key"]],
                       "abstain": valid - yes[o["key"]] - no[o["key"]]}
            for o in question["options"]
        },
        "written": dict(sorted(names.items(), key=lambda n: (-n[1], n[0]))),
    }  # fmt: skip


def _scale(question, answers):
    """option → criterion → class → grade → how many."""
    found: dict = {}
    for option in question["options"]:
        marks = defaultdict(lambda: defaultdict(Counter))
        for klass, answer in answers:
            for criterion, grade in answer.get(option["key"], {}).items():
                marks[criterion][klass][grade] += 1
        found[option["key"]] = {
            c: {k: dict(g) for k, g in by_class.items()} for c, by_class in marks.items()
        }
    return {"counts": found}


def _rank(question, answers):
    """Points: the first of n gets n."""
    size, points, firsts = len(question["options"]), Counter(), Counter()
    for _klass, order in answers:
        for at, key in enumerate(order):
            points[key] += size - at
        firsts[order[0]] += 1
    return {
        "counts": {
            o["key"]: {"points": points[o["key"]], "firsts": firsts[o["key"]]}
            for o in question["options"]
        }
    }


COUNTERS = {"yesno": _yesno, "choose": _choose, "scale": _scale, "rank": _rank}
