"""The shape of the house: know one domain, know all; no file, function or template too long."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2] / "zhijia"
ALWAYS = ("apps.py", "access.py", "actions.py", "records.py", "pages.py", "tests")
FILE, FUNCTION, TEMPLATE = 400, 50, 80  # lines


def domains():
    return sorted(p.parent for p in (HOUSE / "domains").glob("*/__init__.py"))


def code():
    """Everything written by hand: generated migrations and tests are counted elsewhere."""
    for path in sorted(HOUSE.rglob("*.py")):
        if not {"migrations", "tests"} & set(path.relative_to(HOUSE).parts):
            yield path


def functions(path):
    """(name, lines) of every function; decorators and docstring counted as the reader sees them."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            yield node.name, node.end_lineno - first + 1


def lines(path):
    return len(path.read_text().splitlines())


def p90(values):
    ranked = sorted(values)
    return ranked[int(len(ranked) * 0.9)] if ranked else 0


each_domain = pytest.mark.parametrize("domain", domains(), ids=lambda d: d.name)
each_file = pytest.mark.parametrize("path", list(code()), ids=lambda p: str(p.relative_to(HOUSE)))
TEMPLATES = sorted(HOUSE.rglob("templates/**/*.html"))


@each_domain
def test_a_domain_has_the_files_every_domain_has(domain):
    folders = {
        name for name in ALWAYS if (domain / name.removesuffix(".py") / "__init__.py").exists()
    }
    missing = [name for name in ALWAYS if not (domain / name).exists() and name not in folders]
    assert not missing, "each is a file, or a folder with a module a noun"
    assert (domain / "models.py").exists() or (domain / "models").is_dir()
    assert not (domain / "utils.py").exists(), "a helper lives beside its one user"


@each_domain
def test_a_domain_says_in_plain_words_what_it_is(domain):
    words = ast.get_docstring(ast.parse((domain / "__init__.py").read_text()))
    assert words and len(words) > 80


@each_domain
def test_a_domain_has_tests_of_its_own(domain):
    tests = list((domain / "tests").glob("test_*.py"))
    assert sum(p.read_text().count("def test_") for p in tests) >= 5


@each_domain
def test_a_domain_is_switched_on_by_one_line(domain):
    from django.apps import apps

    assert f"zhijia.domains.{domain.name}" in {config.name for config in apps.get_app_configs()}


@each_file
def test_a_file_is_not_too_long_and_neither_is_a_function(path):
    assert lines(path) <= FILE
    assert not [f"{name}: {count}" for name, count in functions(path) if count > FUNCTION]


@each_file
def test_a_file_says_what_it_is(path):
    text = path.read_text()
    if path.name in ("apps.py", "forms.py", "formats.py", "wsgi.py") or lines(path) < 8:
        return  # their names say it
    assert ast.get_docstring(ast.parse(text)), "no docstring"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_template_is_not_too_long(path):
    assert lines(path) <= TEMPLATE


def test_the_figures_of_the_house(capsys):
    files = [lines(path) for path in code()]
    longest = [count for path in code() for _name, count in functions(path)]
    tests = sum(lines(p) for p in HOUSE.rglob("tests/*.py")) + sum(
        lines(p) for p in (HOUSE.parent / "tests").rglob("*.py")
    )
    with capsys.disabled():
        print(
            f"\nfiles p90 {p90(files)} (longest {max(files)}), functions p90 {p90(longest)} "
            f"(longest {max(longest)}), templates p90 {p90(map(lines, TEMPLATES))}, "
            f"lines of test per line of code {tests / sum(files):.2f}"
        )
    assert files and longest and TEMPLATES
