"""Records are drawn from their sources: they follow, can be thrown away, and name nobody."""

from datetime import date
from decimal import Decimal

import pytest

from zhijia.kernel import clock, records
from zhijia.kernel.periods import Period
from zhijia.kernel.records import Entry, Fact, Record, Sentence, metric, person_token, record_kind
from zhijia.kernel.refusals import Refused
from zhijia.kernel.testing import names_of

from .parts import DAY, PDF, arranged, do, made


@pytest.fixture(autouse=True)
def in_march(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with clock.at(DAY):
        yield


def logged(cast, **more):
    given = {"kind": "activity", "title": "拔河", "on": DAY, "persons": 3, "by": cast.sun} | more
    return do("worklog.event.log", cast.first, **given)


def snapshot():
    """All that records hold, without their numbers."""
    rows = Record.objects.order_by("kind", "source_id")
    cards = list(rows.values_list("kind", "source_id", *records.CARD))
    facts = sorted(Fact.objects.values_list("record__source_id", "on", "metric", "value", "token"))
    entries = sorted(Entry.objects.values_list("record__source_id", "on", "subject", "amount"))
    return cards, facts, entries


def test_planned_work_has_no_figures_done_work_has(cast):
    visit = arranged(cast)
    assert Record.objects.get().stage == "planned"
    assert not Fact.objects.exists() and not Entry.objects.exists()
    made(cast, visit)
    facts = dict(Fact.objects.filter(token="").values_list("metric", "value"))
    assert facts["care.visits"] == 1 and facts["care.spent"] == 800
    assert Entry.objects.get().amount == 800
    assert {f.org_path for f in Fact.objects.all()} == {cast.first.path}


def test_amended_and_voided_work_carries_its_figures_along(cast):
    event = logged(cast, money=Decimal("10.50"))
    given = {"kind": "activity", "title": "拔河赛", "on": date(2026, 2, 1), "persons": 5}
    do("worklog.event.amend", event, by=cast.sun, **given)
    record = Record.objects.get()
    assert (record.title, record.on) == ("拔河赛", date(2026, 2, 1))
    assert Fact.objects.get(metric="gatherings.person_times").value == 5
    assert {f.on for f in Fact.objects.all()} == {date(2026, 2, 1)} and not Entry.objects.exists()
    do("worklog.event.void", event, by=cast.sun, reason="记重了")
    record.refresh_from_db()
    assert record.stage == "void" and not Fact.objects.exists()


def test_nobody_is_named_and_tokens_tell_people_apart(cast):
    made(cast)
    record = Record.objects.get()
    assert not [n for n in names_of(cast) if n in record.title + record.public]
    token = Fact.objects.get(metric="care.people").token
    assert token == person_token(cast.qian) != person_token(cast.zhao)
    assert token not in (str(cast.qian.pk), cast.qian.token)


def test_a_token_cannot_be_made_without_the_key(cast, settings):
    before = person_token(cast.qian)
    settings.SECRET_KEY = "another key " * 8
    assert person_token(cast.qian) != before


def test_evidence_is_counted(cast):
    event = logged(cast)
    do("worklog.event.add_files", event, by=cast.sun, files=[("签到.pdf", PDF)])
    record = Record.objects.get()
    assert (record.photos, record.papers) == (0, 1)


def test_thrown_away_and_drawn_again_they_are_the_same(cast):
    made(cast)
    logged(cast, people=[cast.zhao], persons=4, money=Decimal("3.33"))
    before = snapshot()
    Record.objects.all().delete()
    list(records.rebuild())
    cards, facts, entries = snapshot()
    kept = {c[:2] for c in before[0]}
    assert [c for c in cards if c[:2] in kept] == before[0]
    assert [f for f in facts if not f[2].startswith("people.")] == before[1]
    assert entries == before[2]


def test_a_second_rebuild_finds_nothing_to_do(cast):
    made(cast)
    list(records.rebuild())
    assert sum(r.changed + r.orphans for r in records.rebuild()) == 0


def test_checking_finds_differences_and_changes_nothing(cast):
    made(cast)
    list(records.rebuild())
    Fact.objects.filter(metric="care.spent").update(value=1)
    Record.objects.filter(kind="care.visit").update(public="改写")
    found = {r.kind: r.changed for r in records.rebuild(check=True)}
    assert found["care.visit"] == 1 and sum(found.values()) == 1
    assert Fact.objects.get(metric="care.spent").value == 1
    list(records.rebuild())
    assert Fact.objects.get(metric="care.spent").value == 800


def test_a_rebuild_in_small_pieces_sees_everything(cast):
    for n in range(5):
        logged(cast, title=f"活动{n}")
    Record.objects.all().delete()
    found = {r.kind: r.seen for r in records.rebuild(batch=2)}
    assert found["worklog.event"] == 5
    assert Record.objects.filter(kind="worklog.event").count() == 5


class TestClosed:
    @pytest.fixture
    def february(self, cast):
        return Period.objects.create(
            org=cast.first, name="二月", starts=date(2026, 2, 1), ends=date(2026, 2, 28),
            closed=clock.now(),
        )  # fmt: skip

    def test_nothing_is_done_into_it(self, cast, february):
        with pytest.raises(Refused, match="二月已经关账"):
            logged(cast, on=date(2026, 2, 28))
        assert not Record.objects.exists()
        assert logged(cast, on=date(2026, 3, 1)).pk and logged(cast, on=date(2026, 1, 31)).pk

    def test_nothing_is_moved_out_of_it_or_into_it(self, cast):
        inside, outside = logged(cast, on=date(2026, 2, 5)), logged(cast, on=date(2026, 3, 1))
        self.close(cast)
        given = {"kind": "activity", "title": "拔河", "persons": 3}
        for event, day in ((inside, date(2026, 3, 1)), (outside, date(2026, 2, 5))):
            with pytest.raises(Refused, match="关账"):
                do("worklog.event.amend", event, by=cast.sun, on=day, **given)
        with pytest.raises(Refused, match="关账"):
            do("worklog.event.void", inside, by=cast.sun, reason="x")
        inside.refresh_from_db()
        assert (inside.state, inside.on) == ("done", date(2026, 2, 5))

    def test_what_changes_nothing_outside_is_still_possible(self, cast):
        visit = made(cast)
        Period.objects.create(
            org=cast.first, name="三月", starts=date(2026, 3, 1), ends=date(2026, 3, 31),
            closed=clock.now(),
        )  # fmt: skip
        do("care.visit.note_thanks", visit, by=cast.sun, thanks="谢谢")
        assert visit.thanks == "谢谢"

    def test_another_union_is_not_bound(self, cast, february):
        given = {"kind": "activity", "title": "拔河", "on": date(2026, 2, 5)}
        assert do("worklog.event.log", cast.second, by=cast.zhou, **given).pk

    def close(self, cast):
        Period.objects.create(
            org=cast.first, name="二月", starts=date(2026, 2, 1), ends=date(2026, 2, 28),
            closed=clock.now(),
        )  # fmt: skip


def test_names_are_taken_once():
    with pytest.raises(ValueError, match="twice"):
        metric("care.visits", "再来", "次")
    source = next(iter(records.kinds))
    with pytest.raises(ValueError, match="twice"):
        record_kind(source)(type(records.kinds[source]))


def test_every_sentence_speaks_of_known_figures():
    known = records.metrics
    for kind in records.kinds.values():
        for sentence in kind.sentences:
            assert isinstance(sentence, Sentence)
            assert all(code in known for code, _words in sentence.parts)
