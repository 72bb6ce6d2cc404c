"""Every kind of record: projected the same way twice, rebuilt the same from nothing, naming nobody."""

import pytest

from zhijia.desks.planning import chapters
from zhijia.desks.planning.compose import BRACED
from zhijia.kernel.orgs import Org, Owned
from zhijia.kernel.privacy import encrypted_fields
from zhijia.kernel.records import (
    CARD,
    Entry,
    Fact,
    Record,
    kinds,
    metrics,
    rebuild,
    sync,
)

from .conftest import CHINESE

UNITS = {"人次", "人", "元", "项", "次", "场", "件", "名", "个", "篇", "条"}

each_kind = pytest.mark.parametrize("kind", list(kinds.values()), ids=lambda kind: kind.code)
each_metric = pytest.mark.parametrize("metric", list(metrics.values()), ids=lambda m: m.code)


def everything(*kinds_):
    """Records with their figures, as sets of values without a primary key."""
    of = {"kind__in": kinds_} if kinds_ else {}
    under = {f"record__{k}": v for k, v in of.items()}
    source = ("record__kind", "record__source_id", "org", "org_path", "on")
    return {
        "records": set(
            Record.objects.filter(**of).values_list("kind", "source_id", "org_path", *CARD)
        ),
        "facts": sorted(
            Fact.objects.filter(**under).values_list(*source, "metric", "value", "token")
        ),
        "entries": sorted(Entry.objects.filter(**under).values_list(*source, "subject", "amount")),
    }


def differences(before, after):
    """The first rows that stand in one and not in the other."""
    found = {}
    for name in before:
        one, other = set(before[name]), set(after[name])
        if lost_or_new := [("-", r) for r in one - other] + [("+", r) for r in other - one]:
            found[name] = sorted(map(str, lost_or_new))[:6]
        elif len(before[name]) != len(after[name]):
            found[name] = f"{len(before[name])} rows before, {len(after[name])} after"
    return found


# --- declared -----------------------------------------------------------------------------------


@each_kind
def test_every_topic_has_a_label(kind):
    topics = kind.topics()
    assert topics
    assert not [topic for topic, label in topics.items() if not CHINESE.search(str(label))]


@each_kind
def test_every_topic_belongs_to_a_chapter_of_the_summary(kind):
    astray = {
        t: kind.chapter_of(t) for t in kind.topics() if kind.chapter_of(t) not in chapters.TITLES
    }
    assert not astray


@each_kind
def test_its_sentences_speak_of_declared_metrics_and_its_own_topics(kind):
    for sentence in kind.sentences:
        spoken = [*BRACED.findall(sentence.text), *(code for code, _words in sentence.parts)]
        assert spoken and not [code for code in spoken if code not in metrics]
        assert not sentence.topic or sentence.topic in kind.topics()


@each_kind
def test_what_it_serves_is_a_declared_metric(kind):
    assert not kind.serves or kind.serves in metrics


def test_no_topic_belongs_to_two_kinds():
    topics = [topic for kind in kinds.values() for topic in kind.topics()]
    assert len(topics) == len(set(topics))


@each_metric
def test_a_metric_has_a_chinese_label_and_a_unit(metric):
    assert CHINESE.search(str(metric.label))
    assert metric.unit in UNITS
    assert metric.how in ("sum", "people", "standing")


# --- as the demo school has it ------------------------------------------------------------------


@each_kind
def test_the_demo_school_has_records_of_it_with_declared_figures_and_topics(kind, demo):
    rows = Record.objects.filter(kind=kind.code)
    assert rows.exists(), "the demo school has no record of this kind"
    assert set(rows.values_list("topic", flat=True)) <= set(kind.topics())
    assert set(Fact.objects.values_list("metric", flat=True)) <= set(metrics)


def test_every_record_has_a_source_and_every_source_its_record(demo):
    for kind in kinds.values():
        sources = set(kind.model._base_manager.values_list("pk", flat=True))
        assert (
            set(Record.objects.filter(kind=kind.code).values_list("source_id", flat=True))
            == sources
        )


def test_a_rebuild_finds_nothing_to_change(demo):
    before = everything()
    found = list(rebuild(check=True))
    assert {f.kind for f in found} == {kind.code for kind in kinds.values()} | {"tally"}
    assert not [f for f in found if f.changed or f.orphans]
    assert not differences(before, everything())


@each_kind
def test_syncing_twice_changes_nothing(kind, demo):
    before = everything(kind.code)
    for obj in demo.some(kind.model, 4):
        for _turn in range(2):
            sync(kind.sources().get(pk=obj.pk))
            assert Record.objects.filter(kind=kind.code, source_id=obj.pk).count() == 1
    assert not differences(before, everything(kind.code))


def test_all_records_thrown_away_are_rebuilt_the_same(demo):
    before = everything()
    sources = {k: sorted(k.model._base_manager.values_list()) for k in kinds.values() if k.order}
    Record.objects.all().delete()
    assert not Fact.objects.exists() and not Entry.objects.exists()
    list(rebuild())
    assert not differences(before, everything())
    for kind, rows in sources.items():  # those drawn from records follow them back
        assert sorted(kind.model._base_manager.values_list()) == rows
    assert not [f for f in rebuild(check=True) if f.changed or f.orphans]


@each_kind
def test_its_public_words_name_nobody(kind, demo):
    names = demo.names
    for obj in kind.sources():
        words = kind.public(obj)
        assert not [name for name in names if name in words], words


@each_kind
def test_a_kind_with_sensitive_fields_names_nobody_in_its_titles_either(kind, demo):
    sealed = {model for model, _field in encrypted_fields()}
    if kind.model not in sealed:
        return
    names = demo.names
    for title in Record.objects.filter(kind=kind.code).values_list("title", flat=True).distinct():
        assert not [name for name in names if name in title], title


@each_kind
def test_a_record_leads_to_its_source(kind, demo, visit):
    for record in Record.objects.filter(kind=kind.code, org=demo.org_id).order_by("-pk")[:2]:
        assert visit(demo.chair).get(record.source_url).status_code == 200


def test_no_figure_holds_a_name(demo):
    tokens = set(Fact.objects.exclude(token="").values_list("token", flat=True))
    assert tokens and not tokens & set(demo.names)


def owned_models():
    from django.apps import apps

    return [m for m in apps.get_models() if issubclass(m, Owned) and not m._meta.proxy]


@pytest.mark.parametrize("model", owned_models(), ids=lambda m: m._meta.label_lower)
def test_the_path_on_every_row_is_that_of_its_union(model, demo):
    paths = dict(Org.objects.values_list("pk", "path"))
    rows = model._base_manager.values_list("org", "org_path").distinct()
    assert not [(org, path) for org, path in rows if paths[org] != path]
