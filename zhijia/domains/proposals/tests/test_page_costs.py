"""Every page costs the same with ten proposals as with five hundred."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhijia.domains.proposals.models import (
    Award,
    Conclusion,
    Decision,
    Forwarding,
    Promise,
    Proposal,
    Rating,
    Reply,
    Second,
)  # fmt: skip
from zhijia.kernel.people import Membership, Person

from .parts import DAY, promised, rated, rule

LISTS = (
    "proposal/", "proposal/?state=concluded", "proposal/?q=改善", "proposal/?of=parts", "board/", "call/",
    "department/", "promise/", "promise/?state=open", "decision/", "reply/", "conclusion/", "forwarding/",
    "award/", "poll/", "batch/", "batch/?state=assign", "similar/?title=改善食堂早餐",
)  # fmt: skip


def asked(client, there):
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(there)
    assert answer.status_code == 200, there
    return len(seen)


def crowd(like, first, count):
    """More of the same kind, with everything that hangs on one, in plain rows."""
    given = {"org": like.org, "org_path": like.org_path}
    fields = {
        f.attname: getattr(like, f.attname) for f in like._meta.concrete_fields if f.name != "id"
    }
    numbers = range(first, first + count)
    states = ("concluded", "review", "assign", "handling")
    Proposal.objects.bulk_create(
        Proposal(**fields | {"serial": n, "number": f"第{n}号", "title": f"关于改善第{n}食堂的提案",
                             "state": states[n % 4]})
        for n in numbers
    )  # fmt: skip
    made = list(Proposal.objects.filter(serial__in=numbers))
    for model, more in (
        (Decision, {"what": "accept", "by": like.proposer}),
        (Conclusion, {"outcome": "satisfied", "by": like.proposer}),
        (Forwarding, {"to": "union", "name": "上级", "words": "超出权限", "by": like.proposer}),
        (Promise, {"department": like.lead, "text": "增设窗口", "first_due": DAY, "due": DAY}),
        (Award, {"call": like.call}),
        (Reply, {"kind": "A", "text": "好", "department": like.lead, "drafted_by": like.proposer,
                 "delivered": DAY, "on_time": True}),
    ):  # fmt: skip
        model.objects.bulk_create(model(proposal=p, **given, **more) for p in made)


@pytest.fixture
def ten(s):
    s.p = rated(s, kind="B", promised=promised())
    crowd(s.p, 2, 10)
    return s


@pytest.mark.parametrize("there", LISTS)
def test_a_list_of_five_hundred_asks_no_more_than_one_of_ten(ten, enter, there):
    client, there = enter(ten.cast.li), f"/proposals/{there}"
    asked(client, there)
    few = asked(client, there)
    crowd(ten.p, 100, 490)
    assert asked(client, there) <= few, there


def test_the_page_of_one_asks_no_more_however_much_hangs_on_it(ten, enter):
    """Forty seconds, thirty promises, twenty who rated."""
    rule(ten.cast, pass_upward=True)
    client, there = enter(ten.cast.li), f"/proposals/proposal/{ten.p.pk}/"
    asked(client, there)
    few = asked(client, there)
    people = [Person(name=f"同事{n}", staff_no=f"X{n}") for n in range(40)]
    Person.objects.bulk_create(people)
    org = ten.cast.first
    Membership.objects.bulk_create(
        Membership(org=org, org_path=org.path, person=p, starts=DAY) for p in people
    )
    Second.objects.bulk_create(Second(proposal=ten.p, person=p, state="agreed") for p in people)
    reply = ten.p.replies.get()
    Rating.objects.bulk_create(
        Rating(reply=reply, person=p, attitude="satisfied", result="satisfied") for p in people[:20]
    )
    Promise.objects.bulk_create(
        Promise(org=org, org_path=org.path, proposal=ten.p, department=ten.lead, text=f"事项{n}", first_due=DAY,
                due=DAY) for n in range(30)
    )  # fmt: skip
    Forwarding.objects.bulk_create(
        Forwarding(org=org, org_path=org.path, proposal=ten.p, to="union", name="上级", words="x",
                   by=ten.cast.li) for _n in range(5)
    )  # fmt: skip
    assert asked(client, there) <= few


@pytest.mark.parametrize("page", ["call", "department", "promise"])
def test_the_pages_around_it_too(ten, enter, page):
    pk = {"call": ten.call, "department": ten.lead, "promise": ten.p.promises.get()}[page].pk
    client, there = enter(ten.cast.li), f"/proposals/{page}/{pk}/"
    asked(client, there)
    few = asked(client, there)
    crowd(ten.p, 100, 490)
    assert asked(client, there) <= few


def test_the_figures_of_a_call_are_two_queries_however_many(ten):
    from zhijia.domains.proposals.figures import departments_of, figures_of

    crowd(ten.p, 100, 490)
    with CaptureQueriesContext(connection) as seen:
        found = figures_of(ten.call)
    assert len(seen) == 2 and found["submitted"] == 501 and found["forwarded"] == 500
    with CaptureQueriesContext(connection) as seen:
        departments_of(ten.cast.first, ten.call)
    assert len(seen) <= 3


def test_a_turn_of_the_follower_is_a_matter_of_queries_not_of_cases(ten):
    from zhijia.domains.proposals.turns import next_follower

    rule(ten.cast, followers=True)
    crowd(ten.p, 100, 490)
    p = Proposal.objects.get(pk=ten.p.pk)
    with CaptureQueriesContext(connection) as seen:
        assert next_follower(p)
    assert len(seen) <= 6


def test_five_hundred_in_the_sheet_cost_a_handful(ten):
    from zhijia.domains.proposals.documents.calls import report, sheet

    crowd(ten.p, 100, 490)
    for make in (
        lambda: list(sheet(ten.call, ten.cast.li)[0].rows),
        lambda: report(ten.call, ten.cast.li),
    ):
        with CaptureQueriesContext(connection) as seen:
            make()
        assert len(seen) <= 20
