"""What the tests of the kernel share: verbs of the domains by name, and rows made by hand."""

from datetime import date
from decimal import Decimal
from itertools import count

from django.apps import apps

from zhijia.kernel.actions import actions as verbs
from zhijia.kernel.metrics import count_tallies
from zhijia.kernel.records import Fact, Record

DAY = date(2026, 3, 10)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_numbers = count(1_000_000)


def do(code, subject, *, by, **given):
    """Use a verb of any domain, as its button would."""
    return verbs[code].run(subject, by=by, **given)


def model(name):
    return apps.get_model(name)


def reported(cast, **more):
    given = {"person": cast.qian, "kind": "illness", "on": DAY, "by": cast.zhao} | more
    return do("care.occasion.report", cast.first, **given)


def arranged(cast, occasion=None, **more):
    """A visit to make, with the money it may cost."""
    given = {
        "on": DAY,
        "visitors": [cast.sun],
        "form": "cash",
        "amount": Decimal(800),
        "by": cast.sun,
    }
    return do("care.occasion.plan", occasion or reported(cast), **given | more)


def made(cast, visit=None, **more):
    given = {"on": DAY, "amount": Decimal(800), "by": cast.sun} | more
    return do("care.visit.finish", visit or arranged(cast), **given)


def record(org, on=DAY, until=None, stage="done", **facts):
    """A record with facts by hand: metric (dots written as __) → number, or list of tokens."""
    row = Record.objects.create(
        org=org, kind="test", topic="test", source_id=next(_numbers), stage=stage, on=on,
        until=until, title="x",
    )  # fmt: skip
    for code, value in facts.items():
        for token in value if isinstance(value, list) else [""]:
            Fact.objects.create(
                org=org, record=row, on=on, metric=code.replace("__", "."), token=token,
                value=1 if token else Decimal(value),
            )  # fmt: skip
    count_tallies(Fact.objects.all(), Record.objects.filter(stage__in=("planned", "done")))
    return row
