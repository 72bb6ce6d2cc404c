"""The demo school, built once for all contracts, and a stranger beside it.

The school is built inside a transaction that is rolled back when the last contract has run, so no
other test of the session ever sees it; each test's own changes go back to a savepoint within.
"""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

import zhijia.site.urls  # noqa: F401  imports every page, which fills the registries of the ui
from zhijia.kernel import access, actions, clock, records
from zhijia.kernel.orgs import Org
from zhijia.kernel.people import Account, Appointment, Person, Post
from zhijia.kernel.testing import enter_as, member, office, person, union

TODAY = date(2026, 11, 22)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
BOOKKEEPING = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


@dataclass(frozen=True)
class Demo:
    """Where to find the demo school; rows are read afresh, so no test sees another's changes."""

    org_id: int
    stranger_id: int

    @property
    def org(self):
        return Org.objects.get(pk=self.org_id)

    @property
    def chair(self):
        return Account.objects.get(username="demo-chair").person

    @property
    def officer(self):
        return Account.objects.get(username="demo-district").person

    @property
    def stranger(self):
        return Person.objects.get(pk=self.stranger_id)

    @property
    def names(self):
        """The names of everybody the demo knows."""
        return list(Person.objects.exclude(pk=self.stranger_id).values_list("name", flat=True))

    def of_school(self, rows):
        """Those of the school; of unions, the school itself."""
        own = "pk" if issubclass(rows.model, Org) else "org"
        return rows.filter(**{own: self.org_id})

    def some(self, model, count=1, states=()):
        """The latest objects of the school, in one of the states if any are given."""
        rows = self.of_school(model._base_manager.all()).order_by("-pk")
        if states:
            rows = rows.filter(state__in=states)
        return list(rows[:count])

    def one(self, model, states=()):
        """The latest object in one of the states; if none stands there now, one is put there."""
        found = self.some(model, 1, states)
        if not found and states:
            for obj in self.some(model):
                model._base_manager.filter(pk=obj.pk).update(state=states[0])
                found = self.some(model, 1, states)
        assert found, f"the demo school has no {model._meta.label}: live it in zhijia/site/demo"
        return found[0]

    def subject(self, verb, states=None):
        """What the verb is used on: the union for one that makes something of its own."""
        if verb.creates and not verb.parent:
            return self.org
        return self.one(verb.place, verb.source if states is None else states)

    def holders(self, power, subject):
        """Those who hold the power over the subject, office-holders first."""
        at_work = Appointment.objects.filter(org=self.org_id).values("person")
        first = list(Person.objects.filter(pk__in=at_work))
        rest = Person.objects.exclude(pk__in=at_work).exclude(pk=self.stranger_id)
        for who in [*first, *rest]:
            if access.can(who, power, subject):
                yield who

    def holder(self, power, subject):
        who = next(self.holders(power, subject), None)
        assert who, f"nobody in the demo school holds {power} over {subject!r}"
        return who


def record_of(row):
    """Bring the record of a row made past the actions up to date, whichever kind tells of it."""
    for kind in records.kinds.values():
        if kind.model._meta.concrete_model is type(row):
            records.sync(kind.model._base_manager.get(pk=row.pk))


@pytest.fixture(scope="package")
def _demo(django_db_setup, django_db_blocker):
    from zhijia.site.demo import build

    with django_db_blocker.unblock(), transaction.atomic():
        org = build(today=TODAY)
        second = union("邻校工会", "neighbour", parent=org.parent)
        stranger = person("邻家姝", "N001", "f")
        record_of(member(second, stranger))
        office(second, stranger, Post.CHAIR)
        # checked here once: after the savepoint of a test is rolled back, PostgreSQL would check every
        # row of the demo school again, for each of thousands of tests
        connection.check_constraints()
        yield Demo(org.pk, stranger.pk)
        transaction.set_rollback(True)


@pytest.fixture
def demo(_demo, db):
    """The demo school on the evening of its story; the clock stands still there."""
    with clock.at(TODAY):
        yield _demo


@pytest.fixture
def visit(demo):
    """``visit(person)`` gives a client signed in as that person; without one, an anonymous one."""
    return lambda who=None: enter_as(Client(), who) if who else Client()


def verbs(such=lambda verb: True, **wanted):
    """The actions as parameters, those with the wanted attributes."""
    found = sorted(filter(such, actions.actions.values()), key=lambda verb: verb.code)
    kept = [v for v in found if all(bool(getattr(v, k)) is want for k, want in wanted.items())]
    return pytest.mark.parametrize("verb", kept, ids=lambda verb: verb.code)


def address_of(verb, subject) -> str:
    """Where a verb is served: under its object, or under its model when it makes one."""
    if verb.creates and not verb.parent:
        meta = verb.place._meta
        return f"/{meta.app_label}/{meta.model_name}/{verb.name}/"
    return f"{actions.url_of(subject)}{verb.name}/"


def queries(act, *given) -> list[str]:
    """The statements ``act(*given)`` sends to the database, savepoints left out."""
    with CaptureQueriesContext(connection) as seen:
        act(*given)
    return [q["sql"] for q in seen if not q["sql"].startswith(BOOKKEEPING)]


def at_most(limit, statements):
    assert len(statements) <= limit, f"{len(statements)} queries:\n" + "\n".join(
        sql[:160] for sql in statements
    )
