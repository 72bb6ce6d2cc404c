"""Only actions write: nowhere else does the house change a row."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2] / "zhijia"

# Where rows may be written, and why.
MAY_WRITE = {
    "actions.py": "the one door",
    "jobs.py": "long work, through actions",
    "imports.py": "rows of a table, through actions",
}
FOLDERS = {
    "actions": "the one door, a module a noun",
    "kernel": "what the door is made of",
    "migrations": "the shape of the tables",
    "tests": "tests prepare what they test",
    "demo": "the invented school before its first action",
}
FILES = {
    "site/founding.py": "a union before anybody could act in it, a password where nobody may",
    "desks/planning/progress.py": "links and states that follow from records",
    "domains/ballots/urn.py": "the one place where the one door is wrong: a step would say who came",
    "domains/ballots/casting.py": "the mark on the roll: a step would say who came when",
    "domains/ballots/handing.py": "the mark of who took a slip or a sheet: a step would say when",
    "domains/voice/slot.py": "letters without a name: a step would say who wrote and when",
    "domains/voice/sheets.py": "answers to a survey: a step would say who answered and when",
}
WRITES = {
    "create", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create",
    "acreate", "aupdate", "adelete", "asave",
}  # fmt: skip
ASKS = {
    "filter",
    "exclude",
    "all",
    "of",
    "within",
    "order_by",
    "visible_to",
    "select_for_update",
    "get",
}


def sources():
    for path in sorted(HOUSE.rglob("*.py")):
        inside = path.relative_to(HOUSE)
        if path.name in MAY_WRITE or set(inside.parts[:-1]) & set(FOLDERS) or str(inside) in FILES:
            continue
        yield path


def on_rows(node) -> bool:
    """Whether an expression is a manager or a queryset: a chain that starts at or passes one."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            if node.attr in ASKS - {"get"} or node.attr in (
                "objects",
                "_base_manager",
                "_default_manager",
            ):
                return True
            node = node.value
        else:
            return False


def on_a_row(call) -> bool:
    """``x.delete()`` with nothing in the brackets: what a model instance or a queryset does."""
    return call.func.attr == "delete" and not call.args and not call.keywords


def writes_in(text: str):
    """(line, words) of every call that changes a row."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, receiver = node.func.attr, node.func.value
        if name in ("save", "asave") or (name in WRITES and on_rows(receiver)) or on_a_row(node):
            yield node.lineno, ast.unparse(node)[:90]


@pytest.mark.parametrize("path", list(sources()), ids=lambda p: str(p.relative_to(HOUSE)))
def test_nothing_but_the_door_writes(path):
    found = list(writes_in(path.read_text()))
    assert not found, f"{path}: {found}"


@pytest.mark.parametrize(
    "words",
    [
        "visit.save()", "Visit.objects.create(on=day)", "Visit.objects.filter(pk=1).update(on=day)",
        "rows.filter(on=day).delete()", "plan.items.all().update(state='x')", "visit.delete()",
        "Link.objects.update_or_create(item=i)", "form.save()",
        "Model._base_manager.filter(pk=1).exclude(pk=2).update(a=1)",
    ],
)  # fmt: skip
def test_the_rule_sees_a_write(words):
    assert list(writes_in(words))


@pytest.mark.parametrize(
    "words",
    ["context.update(a=1)", "seen.update(x)", "cache.delete(key)", "save_settings(org, sheet)",
     "Visit.objects.filter(pk=1).first()"],
)  # fmt: skip
def test_the_rule_lets_reading_pass(words):
    assert not list(writes_in(words))


def test_every_exception_is_still_needed():
    for name in FILES:
        assert list(writes_in((HOUSE / name).read_text())), name
