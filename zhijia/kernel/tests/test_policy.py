"""Standards as dated, sourced rows: stricter below, never looser, never guessed (rules 0.07, 0.08)."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from zhijia.kernel.policy import PACKS, PolicyRow, cap, check_cap, choice, load_pack, rows_in_force

DAY = date(2026, 3, 10)
CODE = "care.cap.illness"


def row(org, value, **more):
    given = {"code": CODE, "unit": "元", "strength": "reason", "source": "办法", "confidence": "V"}
    return PolicyRow.objects.create(org=org, value=value, **given | more)


def test_a_row_holds_from_its_first_day_to_its_last(cast):
    row(cast.first, "800", valid_from=date(2020, 1, 1), valid_to=date(2025, 12, 31))
    row(cast.first, "1000", valid_from=date(2026, 1, 1))
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [cap(CODE, cast.first, d).value for d in days] == ["", "800", "800", "1000"]


def test_the_strictest_level_holds_whichever_it_is(cast):
    row(cast.district, "1000")
    assert cap(CODE, cast.first, DAY).value == "1000"
    row(cast.first, "600")
    assert cap(CODE, cast.first, DAY).value == "600"
    PolicyRow.objects.filter(org=cast.first).update(value="2000")
    assert cap(CODE, cast.first, DAY).value == "1000"
    row(None, "500")
    assert cap(CODE, cast.first, DAY).value == cap(CODE, cast.second, DAY).value == "500"


def test_amounts_are_compared_as_amounts(cast):
    row(cast.district, "1000")
    row(cast.first, "900")
    assert cap(CODE, cast.first, DAY).amount == Decimal(900)


def test_a_school_s_row_binds_no_other_school(cast):
    row(cast.first, "600")
    assert cap(CODE, cast.second, DAY).row is None
    assert cap(CODE, cast.district, DAY).row is None


@pytest.mark.parametrize("strength", ["block", "reason", "warn"])
def test_three_strengths(cast, strength):
    row(cast.first, "1000", strength=strength, source="本校办法", article="第三条")
    over = check_cap(CODE, cast.first, DAY, Decimal("1000.01"), "生病住院")
    assert (over.within, over.strength) == (False, strength)
    assert "超出生病住院标准 0.01 元" in over.sentence and "本校办法第三条" in over.sentence
    within = check_cap(CODE, cast.first, DAY, Decimal(1000), "生病住院")
    assert within.within and "1,000.00 元以内（本校办法第三条）" in within.sentence


def test_the_unknown_is_never_guessed(cast):
    verdict = check_cap(CODE, cast.first, DAY, Decimal(999_999), "生病住院")
    assert (verdict.within, verdict.strength, verdict.row) == (True, "warn", None)
    assert "尚未录入" in verdict.sentence
    standard = cap(CODE, cast.first, DAY)
    assert (standard.value, standard.amount) == ("", None)
    assert choice("care.form.birth", cast.first, DAY).row is None


def test_in_a_choice_the_lowest_level_speaks(cast):
    row(cast.district, "goods", code="care.form.birth", unit="")
    row(cast.first, "cash", code="care.form.birth", unit="")
    assert choice("care.form.birth", cast.first, DAY).value == "cash"
    assert choice("care.form.birth", cast.second, DAY).value == "goods"
    values = [r.value for r in rows_in_force("care.form.birth", cast.first, DAY)]
    assert values == ["goods", "cash"]


def test_words_as_people_read_them(cast):
    assert row(None, "1000").words == "1,000 元"
    assert row(None, "spouse,parent", unit="").words == "配偶、父母"


@pytest.mark.parametrize("path", sorted(PACKS.rglob("*.csv")), ids=lambda p: p.stem)
def test_a_pack_read_twice_adds_nothing(cast, path):
    with open(path, encoding="utf-8", newline="") as file:
        lines = len(list(csv.DictReader(file)))
    assert load_pack(path, cast.first) == lines == PolicyRow.objects.count()
    assert load_pack(path, cast.first) == 0
    assert PolicyRow.objects.count() == lines
    assert {r.org_path for r in PolicyRow.objects.all()} == {cast.first.path}


def test_a_pack_leaves_what_the_school_changed(cast, tmp_path):
    path = tmp_path / "pack.csv"
    head = "code,value,unit,strength,valid_from,valid_to,source,article,confidence,note"
    path.write_text(f"{head}\n{CODE},1000,元,reason,2024-01-01,,省细则,第一条,V,\n", "utf-8")
    load_pack(path, cast.first)
    PolicyRow.objects.update(value="800")
    load_pack(path, cast.first)
    assert PolicyRow.objects.get().value == "800"
