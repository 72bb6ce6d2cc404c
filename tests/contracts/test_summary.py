"""The annual summary: every figure borne out by its records, every number a figure, nobody named."""

import re
from decimal import Decimal

import pytest
from django.db.models import F

from zhijia.desks.planning import compose
from zhijia.desks.planning.figures import MARK, live, plain, shown, trace, typed_figures
from zhijia.desks.planning.models import Summary
from zhijia.kernel.measures import recompute
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.records import Fact

from .conftest import TODAY

PRINTED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(人次|人|元|项|次|场|件|%)")
each_year = pytest.mark.parametrize("year", [TODAY.year - 1, TODAY.year])


@pytest.fixture
def written(demo):
    """``written(year)``: the summary as it would be drafted now, unsaved."""

    def write(year):
        title, blocks, figures = compose.write(demo.org, year)
        return Summary(org=demo.org, year=year, title=title, blocks=blocks, figures=figures)

    return write


def text_of(summary):
    return "\n".join(plain(block["text"], summary.figures) for block in summary.blocks)


@each_year
def test_it_has_chapters_words_and_figures(year, written):
    summary = written(year)
    assert str(year) in summary.title
    assert len([b for b in summary.blocks if b["kind"] == "h1"]) >= 5
    assert len(text_of(summary)) > 800
    assert len(trace(summary)) >= 20
    assert len({b["id"] for b in summary.blocks}) == len(summary.blocks)


@each_year
def test_every_figure_is_recomputed_from_its_own_records(year, written):
    for key, fig, measure in live(written(year)):
        assert recompute(fig["metric"], measure.records) == Decimal(fig["value"]), (key, fig)
        assert Decimal(fig["value"]) == 0 or measure.records, "a figure without a record"


@each_year
def test_every_figure_is_used_and_every_mark_has_a_figure(year, written):
    summary = written(year)
    used = [key for block in summary.blocks for key in MARK.findall(block["text"])]
    assert set(used) == set(summary.figures)
    assert len(used) == len(trace(summary))


@each_year
def test_every_number_with_a_unit_is_a_figure_in_the_order_of_the_text(year, written):
    summary = written(year)
    figures = iter(row["text"] for row in trace(summary))
    for number, unit in PRINTED.findall(text_of(summary)):
        wanted = number + "%" * (unit == "%")
        assert any(wanted == given for given in figures), f"{number}{unit} is no figure here"
    assert not [typed for b in summary.blocks for typed in typed_figures(b["text"])]


@each_year
def test_it_names_nobody(year, written, demo):
    text = text_of(written(year))
    assert not [name for name in demo.names if name in text]


@each_year
def test_writing_it_twice_gives_the_same_words(year, written):
    one, other = written(year), written(year)
    assert (one.title, one.blocks, one.figures) == (other.title, other.blocks, other.figures)


@each_year
def test_it_leaves_no_mark_brace_or_empty_sentence(year, written):
    text = text_of(written(year))
    for wrong in ("{", "}", "。。", "，。", "，，", "None", "（上年）", "：。"):
        assert wrong not in text, text[max(0, text.find(wrong) - 30) :][:60]


def all_facts_change(year):
    start, end = year_bounds(year)
    return Fact.objects.filter(on__range=(start, end)).update(value=F("value") + 7)


def test_a_signed_summary_stays_as_it_was_signed(demo, visit):
    summary = Summary.objects.get(org=demo.org_id, year=TODAY.year - 1)
    assert summary.state == Summary.State.SIGNED
    there = f"/planning/summary/{summary.pk}/"
    before, rows = text_of(summary), trace(summary)
    page = [b["html"] for b in visit(demo.chair).get(there).context["blocks"]]
    assert all_facts_change(summary.year)
    summary.refresh_from_db()
    assert text_of(summary) == before
    assert trace(summary) == rows
    answer = visit(demo.chair).get(there)
    assert [b["html"] for b in answer.context["blocks"]] == page
    assert not answer.context["changed"]


def test_every_figure_of_a_signed_summary_keeps_its_records(demo):
    summary = Summary.objects.get(org=demo.org_id, year=TODAY.year - 1)
    for key, fig in summary.figures.items():
        assert "records" in fig, key
        assert recompute(fig["metric"], fig["records"]) == Decimal(fig["value"]), fig


@each_year
def test_every_figure_opens_to_its_records(year, written, demo, visit):
    Summary.objects.filter(org=demo.org_id, year=year).delete()
    summary = written(year)
    summary.save()
    client = visit(demo.chair)
    for key, _fig, measure in live(summary):
        answer = client.get(f"/planning/summary/{summary.pk}/figure/{key}/")
        assert answer.status_code == 200
        assert answer.context["count"] == len(measure.records)


def test_an_unsigned_summary_says_which_figures_have_changed(written, demo, visit):
    summary = written(TODAY.year)
    summary.save()
    client, there = visit(demo.chair), f"/planning/summary/{summary.pk}/"
    assert not client.get(there).context["changed"]
    text = text_of(summary)
    all_facts_change(TODAY.year)
    changed = client.get(there).context["changed"]
    assert changed and text_of(Summary.objects.get(pk=summary.pk)) == text
    now = {key: shown(fig["metric"], m.value) for key, fig, m in live(summary)}
    assert all(c["now"] == now[c["key"]] for c in changed)
