"""What may stand on a paper, and when it is void. The same words for the browser, the count and the checker.

A paper is JSON: ``{"a": {question: answer}, "c": comment}`` with sorted keys and no blanks. Answers:
``yes``/``no``/``abstain``; ``{"yes": [options], "no": [options], "write": [names]}``; ``{option:
{criterion: grade}}``; a list of options in order. Whatever is not answered counts as blank.
"""

import json

LONGEST, SEALED = 12_000, 4_000  # bytes of one paper; of one that is sealed, all padded alike
NAME, NAMES, COMMENT = 30, 10, 500  # characters of a name written in, how many, and of a comment


def written(paper: dict) -> str:
    return json.dumps(paper, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(body: str) -> dict | None:
    """The paper, or None where it is no paper at all."""
    try:
        paper = json.loads(body)
    except ValueError:
        return None
    if not isinstance(paper, dict) or not isinstance(paper.get("a"), dict):
        return None
    return paper


def answer_of(question: dict, paper: dict | None):
    """(what was said, "") or (None, why it is void); (None, "") for a blank."""
    said = paper["a"].get(question["id"]) if paper else None
    if said in (None, "", [], {}):
        return None, ""
    return READERS[question["form"]](question, said)


def _yesno(question, said):
    return (said, "") if said in ("yes", "no", "abstain") else (None, "填写不清")


def _keys(question) -> set:
    return {option["key"] for option in question["options"]}


def _choose(question, said):
    if not isinstance(said, dict):
        return None, "填写不清"
    yes, no, names = (said.get(k) or [] for k in ("yes", "no", "write"))
    if not all(
        isinstance(part, list) and all(isinstance(x, str) for x in part)
        for part in (yes, no, names)
    ):
        return None, "填写不清"
    names = [" ".join(name.split())[:NAME] for name in names if name.strip()]
    listed = {option["label"]: option["key"] for option in question["options"]}
    yes = yes + [listed[name] for name in names if name in listed]  # who stands on the paper anyway
    names = [name for name in names if name not in listed]
    if not set(yes) | set(no) <= _keys(question) or set(yes) & set(no):
        return None, "填写不清"
    if names and not question["write_in"]:
        return None, "不能另选他人"
    if len(set(yes)) != len(yes) or len(set(names)) != len(names):
        return None, "重复填写"
    if len(yes) + len(names) > question["seats"]:
        return None, f"选了 {len(yes) + len(names)} 名，多于应选的 {question['seats']} 名"
    return {"yes": yes, "no": no, "write": names}, ""


def _scale(question, said):
    grades, criteria = set(question["grades"]), set(question["criteria"]) | {"总评"}
    if not isinstance(said, dict) or not set(said) <= _keys(question):
        return None, "填写不清"
    for marks in said.values():
        if (
            not isinstance(marks, dict)
            or not set(marks) <= criteria
            or not set(marks.values()) <= grades
        ):
            return None, "填写不清"
    return said, ""


def _rank(question, said):
    fits = isinstance(said, list) and len(set(said)) == len(said) and set(said) <= _keys(question)
    return (said, "") if fits else (None, "填写不清")


READERS = {"yesno": _yesno, "choose": _choose, "scale": _scale, "rank": _rank}


def looks_like_one(body: str) -> bool:
    """Whether the urn takes it: small, and a paper. Void answers are for the count to say."""
    return len(body.encode()) <= LONGEST and read(body) is not None
