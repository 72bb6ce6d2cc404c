"""Plain rows by the thousand hold exactly what a model object of the same values would have saved."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from zhijia.kernel import bulk
from zhijia.kernel.actions import Step
from zhijia.kernel.importer import Import, ImportBlock, ImportRow
from zhijia.kernel.people import Membership, Person, new_token
from zhijia.kernel.records import Fact, Record

NOON = datetime(2026, 3, 10, 12, 0, 0, 123456, tzinfo=ZoneInfo("Asia/Shanghai"))
ODD = (
    "plain", "", "tab\there", "line\nbreak", "return\rhere", "back\\slash", r"\N", r"\.", r"a\tb", "'\"`;--",
    "䶮𬀪", "a\x1fb", "  spaces  ", "{}", "NULL",
)  # fmt: skip
SOME = (1, 499, 500, 501, 1203)  # on both sides of what is handed over together

STEP = ("org_id", "org_path", "created", "source", "source_id", "verb", "label", "by_id", "was",
        "became", "note", "changed")  # fmt: skip
PERSON = ("name", "pinyin", "initials", "strokes", "sex", "staff_no", "birthday", "phone", "id_number",
          "id_digest", "politics", "title", "establishment", "category", "token")  # fmt: skip
LINE = ("file_id", "place", "number", "verdict", "why", "cell", "source_id", "skipped", "done")


def step(cast, note, changed=(), at=NOON, number=1):
    org = cast.first
    return (org.pk, org.path, at, "x.y", number, "v", "l", cast.li.pk, "", "", note, list(changed))


def person(name, born=None):
    return (name, "", "", "", "", "", born, "", "", "", "", "", "", "", new_token())


@pytest.mark.parametrize("alone", ODD)
def test_any_text_comes_back_as_it_was_alone_and_among_others(cast, alone):
    bulk.insert(Step, STEP, [step(cast, alone)])
    bulk.insert(Step, STEP, [step(cast, text, at=NOON) for text in ("plain", alone, "plain")])
    notes = list(Step.objects.filter(source="x.y").values_list("note", flat=True))
    assert notes == [alone, "plain", alone, "plain"]


@pytest.mark.parametrize("count", SOME)
def test_every_row_is_written_once_in_its_order(cast, count):
    rows = [step(cast, ODD[n % len(ODD)], number=n) for n in range(count)]
    assert bulk.insert(Step, STEP, (row for row in rows)) == count
    held = Step.objects.filter(source="x.y").order_by("pk").values_list("source_id", "note")
    assert list(held) == [(row[4], row[10]) for row in rows]


def test_nothing_to_write_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert bulk.insert(Step, STEP, iter(())) == 0
        assert bulk.among(Person, ["id"], "id", []) == []
        bulk.update(ImportRow, "source_id", [], done=True)


def test_days_moments_lists_and_nothing_at_all(cast):
    other = NOON.astimezone(ZoneInfo("UTC")).replace(year=2025)
    bulk.insert(Step, STEP, [step(cast, "a", ["x", "内"]), step(cast, "b", [], other)])
    first, second = Step.objects.filter(source="x.y").order_by("pk")
    assert (first.created, first.changed) == (NOON, ["x", "内"])
    assert (second.created, second.changed) == (other, [])
    rows = [person("甲", born=date(1990, 3, 7)), person("乙"), person("丙", born=date(1900, 1, 1))]
    bulk.insert(Person, PERSON, rows)
    born = dict(Person.objects.filter(name__in="甲乙丙").values_list("name", "birthday"))
    assert born == {"甲": date(1990, 3, 7), "乙": None, "丙": date(1900, 1, 1)}


def test_amounts_and_numbers(cast):
    org = cast.first
    record = Record.objects.create(org=org, kind="x", topic="x", source_id=1, stage="done", on=NOON)
    amounts = [Decimal("1"), Decimal("-0.01"), Decimal("123456789.10"), Decimal("1E+3")]
    bulk.insert(
        Fact, ("record_id", "org_id", "org_path", "on", "metric", "value", "token"),
        [(record.pk, org.pk, org.path, NOON.date(), "m", amount, "") for amount in amounts],
    )  # fmt: skip
    assert (
        list(Fact.objects.filter(metric="m").order_by("pk").values_list("value", flat=True))
        == amounts
    )


def test_bytes_and_yes_and_no(cast):
    made = Import.objects.create(org=cast.first, kind="x", name="x", by=cast.li)
    every = bytes(range(256))
    bulk.insert(
        ImportBlock, ("file_id", "number", "texts", "values"),
        [(made.pk, 0, every, b""), (made.pk, 1, b"\\N", b"\n\t")],
    )  # fmt: skip
    blocks = [(bytes(b.texts), bytes(b.values)) for b in ImportBlock.objects.order_by("number")]
    assert blocks == [(every, b""), (b"\\N", b"\n\t")]
    bulk.insert(
        ImportRow, LINE, [(made.pk, n, n, "new", "", "", None, n == 1, n == 0) for n in (0, 1)]
    )
    rows = ImportRow.objects.order_by("place").values_list("source_id", "skipped", "done")
    assert list(rows) == [(None, False, True), (None, True, False)]


@pytest.mark.parametrize("at", [0, 499, 750])
def test_a_row_the_table_refuses_leaves_none_behind(cast, at):
    made = Import.objects.create(org=cast.first, kind="x", name="x", by=cast.li)
    places = list(range(800))
    places[-1] = at
    rows = [(made.pk, place, 1, "new", "", "", None, False, False) for place in places]
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(ImportRow, LINE, rows)
    assert not ImportRow.objects.exists()


def test_a_fault_while_rows_are_made_leaves_none_behind(cast):
    def rows():
        for number in range(1500):
            if number == 1400:
                raise RuntimeError
            yield person("甲")

    with pytest.raises(RuntimeError), transaction.atomic():
        bulk.insert(Person, PERSON, rows())
    assert not Person.objects.filter(name="甲").exists()


def test_the_rows_among_many_values(cast):
    everyone = list(Person.objects.values_list("pk", "token"))
    keys = [pk for pk, _token in everyone[:3]]
    assert sorted(bulk.among(Person, ("id", "token"), "id", keys)) == sorted(everyone[:3])
    tokens = [token for _pk, token in everyone[1:3]] + ["'); --", "no one's", '"', ""]
    assert sorted(bulk.among(Person, ("id",), "token", tokens)) == sorted(
        (p,) for p, _t in everyone[1:3]
    )


def test_many_rows_each_with_its_own_number(cast):
    made = Import.objects.create(org=cast.first, kind="x", name="x", by=cast.li)
    bulk.insert(
        ImportRow, LINE, [(made.pk, n, n, "new", "", "", None, False, False) for n in range(5)]
    )
    keys = list(ImportRow.objects.order_by("place").values_list("pk", flat=True))
    bulk.update(ImportRow, "source_id", [(7, keys[1]), (None, keys[2]), (9, keys[4])], done=True)
    rows = ImportRow.objects.order_by("place").values_list("source_id", "done")
    assert list(rows) == [(None, False), (7, True), (None, True), (None, False), (9, True)]


def test_reserved_keys_are_new_and_different_and_free(cast):
    first, second = bulk.reserve(Membership, 3), []
    names = (
        "id",
        "org_id",
        "org_path",
        "created",
        "person_id",
        "member_no",
        "starts",
        "kept",
        "entered",
        "left",
    )
    own = (cast.first.pk, cast.first.path, NOON, cast.li.pk, "", NOON.date(), False, "admitted", "")
    bulk.insert(Membership, names, [(pk, *own) for pk in first])
    second = bulk.reserve(Membership, 3)
    assert len({*first, *second}) == 6
    assert not Membership.objects.filter(pk__in=second).exists()
    made = Membership.objects.create(org=cast.first, person=cast.li, starts=NOON.date())
    assert made.pk not in first
