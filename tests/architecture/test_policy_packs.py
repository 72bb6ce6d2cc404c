"""The policy packs are well-formed, and no doubtful row is stronger than a warning (rules 0.08)."""

import csv
from datetime import date
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

PACKS = Path(__file__).resolve().parents[2] / "zhijia" / "kernel" / "policy_packs"
COLUMNS = [
    "code",
    "value",
    "unit",
    "strength",
    "valid_from",
    "valid_to",
    "source",
    "article",
    "confidence",
    "note",
]
KINDS = [
    "illness",
    "surgery",
    "birth",
    "wedding",
    "death_member",
    "death_relative",
    "retirement",
    "hardship",
    "birthday",
    "festival_year",
]
BANDS = ["25", "200", "1000", "5000", "10000", "more", "funds_review"]
LENGTHS = {"code": 60, "value": 60, "unit": 20, "source": 120, "article": 60, "note": 200}


def yuan(text):
    return int(text) > 0


def span_of(text):
    low, high = map(int, text.split("-"))
    return 0 < low <= high


def word_of(*words):
    return lambda text: text in words


def share(text):
    return 0 < Fraction(text) < 1 and "/" in text


def relatives(text):
    found = text.split(",")
    return len(set(found)) == len(found) and set(found) <= {
        "spouse", "parent", "child", "parent_in_law",
    }  # fmt: skip


CODES = {
    **{f"care.cap.{kind}": yuan for kind in KINDS},
    **{f"care.form.{kind}": word_of("goods", "cash", "any", "souvenir") for kind in KINDS},
    **{f"care.both_spouses.{kind}": word_of("yes", "no") for kind in KINDS},
    "care.relatives.death": relatives,
    "activities.outing_day_cap": yuan,
    "activities.film_year_cap": yuan,
    "activities.prize_share": share,
    "activities.prize_top_individual": yuan,
    "activities.prize_top_team": yuan,
    "activities.souvenir_cap": yuan,
    "activities.outing_same_day": word_of("yes"),
    "funds.dues_topup_times": yuan,
    **{f"committees.size.{band}": span_of for band in BANDS},
    "committees.size_odd": word_of("yes", "no"),
    "committees.term_years": lambda text: all(0 < int(n) <= 5 for n in text.split(",")),
    "committees.quorum": share,
    **{f"committees.{name}": yuan for name in (
        "committee_from", "women_from", "vacancy_months", "prepare_months", "overdue_months",
    )},
    "congress.term_years": lambda text: all(0 < int(n) <= 5 for n in text.split(",")),
    "congress.women_share": word_of("yes", "no"),
    "congress.presidium": span_of,
    **dict.fromkeys(("congress.extra_share", "congress.unit_took_part"), share),
    **{f"congress.{name}": yuan for name in (
        "size_line", "teacher_percent", "leader_percent", "young_percent", "prepare_months", "year_month",
        "papers_days", "report_days",
    )},
    "ballots.spread_percent": yuan,
}  # fmt: skip
NAMES = {"nation", "anhui-2018", "anhui-2025", "sichuan", "guangdong", "guizhou", "hunan-2018"}


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = [(path.stem, row) for path in sorted(PACKS.glob("*.csv")) for row in read(path)]


def ident(value):
    return value if isinstance(value, str) else value["code"]


def span(row):
    first, last = row["valid_from"], row["valid_to"]
    return (
        date.fromisoformat(first) if first else date.min,
        date.fromisoformat(last) if last else date.max,
    )


def values(code):
    return {pack: row["value"] for pack, row in ROWS if row["code"] == code}


def test_the_packs_and_their_columns():
    assert {path.stem for path in PACKS.glob("*.csv")} >= NAMES
    for path in PACKS.glob("*.csv"):
        data = path.read_bytes()
        assert data.decode("utf-8").splitlines()[0] == ",".join(COLUMNS), path.name
        assert b"\r" not in data, path.name
        assert read(path), path.name


@pytest.mark.parametrize(("pack", "row"), ROWS, ids=ident)
def test_a_row_is_well_formed(pack, row):
    assert list(row) == COLUMNS
    assert CODES[row["code"]](row["value"])
    assert row["unit"] and row["source"]
    assert row["strength"] in ("block", "reason", "warn")
    assert row["confidence"] in ("V", "V2", "K", "U")
    assert all(len(row[column]) <= limit for column, limit in LENGTHS.items())
    first, last = span(row)
    assert first <= last
    assert row["valid_from"] or row["note"], "an unknown start needs a note"


@pytest.mark.parametrize(("pack", "row"), ROWS, ids=ident)
def test_a_doubtful_row_only_warns(pack, row):
    if row["confidence"] in ("K", "U"):
        assert row["strength"] == "warn"


def test_no_code_twice_on_one_day_within_a_province():
    for (one, a), (other, b) in combinations(ROWS, 2):
        if one.split("-")[0] == other.split("-")[0] and a["code"] == b["code"]:
            (a_first, a_last), (b_first, b_last) = span(a), span(b)
            assert a_last < b_first or b_last < a_first, (one, other, a["code"])


def test_no_province_is_looser_than_the_nation():
    shares = {pack: Fraction(value) for pack, value in values("activities.prize_share").items()}
    assert shares["nation"] == Fraction(2, 3)
    assert max(shares.values()) == shares["nation"]


def test_figures_of_the_rule_book():
    """Spot checks against Appendix A."""
    assert values("care.cap.festival_year") == {
        "anhui-2018": "1500", "anhui-2025": "2000", "sichuan": "2100",
    }  # fmt: skip
    assert values("care.cap.death_member")["guangdong"] == "3000"
    assert values("care.cap.surgery") == {"anhui-2025": "2000"}
    assert values("activities.prize_top_individual")["hunan-2018"] == "800"
    assert values("care.relatives.death")["nation"] == "spouse,parent,child"
    assert values("funds.dues_topup_times") == {"nation": "3"}
    assert values("committees.size.200") == {"nation": "3-7"}
    assert values("committees.term_years") == {"nation": "3,5"}
    assert values("committees.women_from") == {"nation": "10"}
