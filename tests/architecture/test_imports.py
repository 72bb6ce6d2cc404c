"""Who may import whom: the contracts of pyproject.toml hold, and would notice a breach."""

import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
RULES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS = next(c["layers"] for c in RULES["contracts"] if c["type"] == "layers")
APART = [c["modules"] for c in RULES["contracts"] if c["type"] == "independence"]


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(RULES["root_package"])


def layers():
    return [grimp.Layer(*(m.strip() for m in row.split("|"))) for row in LAYERS]


def breaches(graph):
    """Every import against the layers that stands in the graph."""
    return graph.find_illegal_dependencies_for_layers(layers())


def modules_of(layer):
    return [m.strip() for m in layer.split("|")]


def test_the_import_contracts_hold():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "0 broken" in done.stdout


def test_the_contracts_speak_of_modules_that_exist():
    for module in (m for layer in LAYERS for m in modules_of(layer)):
        assert find_spec(module), module
    for family in (m for modules in APART for m in modules):
        assert find_spec(family.removesuffix(".*")), family


def test_every_module_of_the_house_stands_in_a_layer(graph):
    inside = tuple(m for layer in LAYERS for m in modules_of(layer))
    root = RULES["root_package"]
    astray = [m for m in graph.modules if m != root and not m.startswith(inside)]
    assert not astray


@pytest.mark.parametrize("low", range(1, len(LAYERS)))
def test_an_import_upwards_would_be_noticed(low, graph):
    below, above = modules_of(LAYERS[low])[0], modules_of(LAYERS[low - 1])[0]
    known = breaches(graph)
    graph.add_import(importer=below, imported=above)
    try:
        assert breaches(graph) != known
    finally:
        graph.remove_import(importer=below, imported=above)


def families():
    """(family, members) of what must not know one another: the domains, the desks."""
    for modules in APART:
        for family in modules:
            root = ROOT / family.removesuffix(".*").replace(".", "/")
            yield family, sorted(p.parent.name for p in root.glob("*/__init__.py"))


def edges() -> set[tuple[str, str]]:
    """The edges between domains that pyproject.toml names, each with its reason beside it."""
    named = [e for c in RULES["contracts"] for e in c.get("ignore_imports", ())]
    return {tuple(end.strip().split(".")[2] for end in edge.split("->")) for edge in named}


EDGES = {
    ("congress", "ballots"), ("proposals", "congress"), ("proposals", "ballots"), ("voice", "proposals"),
}  # fmt: skip


def test_a_further_edge_between_domains_is_noticed():
    assert edges() == EDGES, "a further edge needs a decision note, and its line here"


@pytest.mark.parametrize(
    ("family", "members"), list(families()), ids=lambda x: x if isinstance(x, str) else ""
)
def test_no_domain_or_desk_imports_another_of_its_family(family, members, graph):
    root = family.removesuffix(".*")
    for one in members:
        for module in graph.find_descendants(f"{root}.{one}") | {f"{root}.{one}"}:
            for known in graph.find_modules_directly_imported_by(module):
                other = known.split(".")[2] if known.startswith(f"{root}.") else one
                assert other == one or (one, other) in EDGES, f"{module} imports {known}"
