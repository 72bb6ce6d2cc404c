"""script/requirements counts what tests prove, and the list it counts against is whole."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.req("R-001")]


@pytest.mark.req("R-185", "R-186")
def test_visits():
    text = '@pytest.mark.req("R-300")'


class TestVisits:
    pytestmark = pytest.mark.req("R-195")

    @pytest.mark.req("R-187")
    async def test_totals(self): ...


@pytest.mark.skip
@pytest.mark.req("R-188")
def test_later(): ...


@pytest.mark.req("R-189")
def helper(): ...
"""


def rows(name):
    with (ROOT / "docs" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def run(tmp_path):
    """Run a copy of the script over a copied list and the given test file."""
    (tmp_path / "script").mkdir()
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "script" / "requirements", tmp_path / "script")
    for name in ("requirements.csv", "requirements-chapters.csv"):
        shutil.copy(ROOT / "docs" / name, tmp_path / "docs")

    def run(text, *args, place="zhijia/domains/care/tests/test_care.py"):
        file = tmp_path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        script = [sys.executable, str(tmp_path / "script" / "requirements"), *args]
        return subprocess.run(script, capture_output=True, encoding="utf-8", check=False)

    return run


def test_the_list_is_whole():
    listed, chapters = rows("requirements.csv"), rows("requirements-chapters.csv")
    assert [row["id"] for row in listed] == [f"R-{n:03}" for n in range(1, 325)]
    letters = [row["letter"] for row in chapters]
    assert len(letters) == 30
    assert list(dict.fromkeys(row["chapter"] for row in listed)) == letters
    for row in listed:
        assert 1 <= len(row["name_en"].split()) <= 8, row
        assert 1 <= len(row["name_zh"]) <= 18, row
    assert len({row["name_zh"] for row in listed}) == 324


def test_marks_on_functions_classes_and_modules_count(run):
    done = run(TESTS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "requirements proved: 5 of 324"
    care = next(line for line in done.stdout.splitlines() if line.startswith("P "))
    assert care.split()[-5:] == ["4/28", "R-185", "R-186", "R-187", "R-195"]
    assert "R-188" not in done.stdout
    assert "R-189" not in done.stdout


def test_tests_outside_the_apps_count_too(run):
    done = run(TESTS, place="tests/journeys/deep/test_year.py")
    assert "requirements proved: 5 of 324" in done.stdout


def test_other_python_files_do_not_count(run):
    assert "proved: 0 of 324" in run(TESTS, place="zhijia/domains/care/models.py").stdout


@pytest.mark.parametrize("claim", ['"R-999"', '"R-185", "r-186"', "NAME", ""])
def test_a_claim_that_names_no_requirement_is_an_error(run, claim):
    done = run(f"import pytest\n\n@pytest.mark.req({claim})\ndef test_it(): ...\n")
    assert done.returncode == 1
    assert "zhijia/domains/care/tests/test_care.py:3: unknown requirement" in done.stderr


def test_a_broken_test_file_is_an_error(run):
    done = run("def test_(:\n")
    assert done.returncode == 1
    assert "cannot be read" in done.stderr


def test_markdown(run):
    lines = run(TESTS, "--markdown").stdout.splitlines()
    assert lines[0] == "| chapter | name | proved | ids proved |"
    assert lines[1] == "| --- | --- | --- | --- |"
    assert "| A | Organisation, members and roles | 1/25 | R-001 |" in lines
    assert len([line for line in lines if line.startswith("|")]) == 32
    assert lines[-1] == "requirements proved: 5 of 324"
