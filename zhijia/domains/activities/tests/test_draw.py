"""The declared rule and the draw: anyone can compute them again from what is published."""

import subprocess
from datetime import timedelta
from hashlib import sha256

import pytest

from zhijia.domains.activities import actions
from zhijia.domains.activities.models import SignUp
from zhijia.kernel import clock
from zhijia.kernel.refusals import Refused
from zhijia.kernel.testing import enter_as

from .parts import crowd, held, moment, of, opened, sound


def entered(cast, rule, people, members, **more):
    activity = opened(cast, members, rule=rule, closes=moment(5), **more)
    for who in people:
        actions.sign_up(activity, by=who)
    return activity


def closed(activity, by):
    with clock.at(moment(5, 10)):
        return actions.close(activity, by=by)


def test_nobody_holds_a_place_before_the_draw(cast):
    people = crowd(cast, 5)
    activity = entered(cast, "draw", people, 2)
    assert {s.state for s in SignUp.objects.all()} == {"entered"}
    with pytest.raises(Refused, match="报名到3月7日 09:00截止"):
        actions.close(activity, by=cast.sun)
    sound(activity)


def test_the_draw_follows_from_the_seed_published_before_anybody_signed_up(cast):
    people = crowd(cast, 30)
    activity = opened(cast, 8, rule="draw", closes=moment(5))
    seed = activity.seed
    assert len(seed) == 32, "made by the machine when it was published"
    for who in people:
        actions.sign_up(activity, by=who)
    closed(activity, cast.sun)
    assert activity.seed == seed
    order = sorted(
        people, key=lambda p: sha256(f"{seed}\n{p.name} {p.staff_no}".encode()).hexdigest()
    )
    got = [s.person for s in SignUp.objects.filter(activity=activity).order_by("rank")]
    assert got == order
    assert {s.person for s in activity.signups.taken()} == set(order[:8])
    assert [s.person for s in activity.signups.waiting()] == order[8:]
    sound(activity)


def test_the_sheet_gives_everything_needed_to_compute_it_again_with_any_tool(cast, client):
    people = crowd(cast, 6)
    activity = entered(cast, "draw", people, 3)
    closed(activity, cast.sun)
    text = (
        enter_as(client, people[0])
        .get(f"/activities/activity/{activity.pk}/draw.txt")
        .content.decode()
    )
    seed, *entries = text.splitlines()
    done = subprocess.run(
        ["sha256sum"], input=f"{seed}\n{entries[0]}", capture_output=True, text=True, check=True
    )
    page = client.get(f"/activities/activity/{activity.pk}/draw/").content.decode()
    assert done.stdout.split()[0] in page and seed == activity.seed
    assert sorted(entries, key=lambda e: sha256(f"{seed}\n{e}".encode()).hexdigest()) == entries


def test_the_rule_cannot_be_changed_under_those_who_relied_on_it(cast):
    activity = opened(cast, 2, rule="draw", closes=moment(5))
    given = {n: getattr(activity, n) for n in ("kind", "title", "starts", "ends", "closes", "fund")}
    with pytest.raises(Refused, match="名额规则和经费来源不能再改"):
        actions.amend(activity, by=cast.sun, rule="arrival", **given)


def test_who_has_not_been_on_an_outing_for_two_years_goes_first(cast):
    people = crowd(cast, 6)
    held(cast, people[:2], kind="outing", days=-300)
    held(cast, people[2:3], kind="outing", days=-800)
    held(cast, people[3:4], kind="sports", days=-30)
    activity = entered(
        cast, "rest", people, 4, kind="outing", safety="x", insurance="y", title="春游",
    )  # fmt: skip
    closed(activity, cast.sun)
    got = [s.person for s in activity.signups.order_by("rank")]
    assert set(got[:4]) == set(people[2:]), "800 days ago, or another kind, does not count"
    assert {s.person for s in activity.signups.waiting()} == set(people[:2])
    assert "2 年内参加过同类活动" in of(activity, people[0]).rank_words
    drawn = sorted(
        people[2:],
        key=lambda p: sha256(f"{activity.seed}\n{p.name} {p.staff_no}".encode()).hexdigest(),
    )
    assert got[:4] == drawn, "equal among themselves they stand as drawn"


def test_who_comes_after_the_draw_stands_behind_the_line(cast):
    people = crowd(cast, 3)
    activity = entered(cast, "draw", people[:2], 1)
    closed(activity, cast.sun)
    with clock.at(moment(6)):
        waiting = activity.signups.waiting().get()
        actions.withdraw(activity.signups.taken().get(), by=cast.sun)
        assert SignUp.objects.get(pk=waiting.pk).state == "offered"


def test_the_order_of_arrival_plays_no_part_in_a_draw(cast):
    from zhijia.domains.activities.actions import admission

    people = crowd(cast, 9)
    one = entered(cast, "draw", people, 3)
    two = entered(cast, "draw", people[::-1], 3, title="另一场")
    type(two).objects.filter(pk=two.pk).update(seed=one.seed)
    two.refresh_from_db()
    orders = [
        [s.person for s, _why in admission.order_of(a, list(a.signups.select_related("person")), 2)]
        for a in (one, two)
    ]
    assert orders[0] == orders[1]


def test_two_of_one_name_without_a_number_are_both_in_the_draw(cast):
    from zhijia.kernel.people import Person

    people = crowd(cast, 2)
    Person.objects.filter(pk__in=[p.pk for p in people]).update(name="同名", staff_no="")
    activity = entered(cast, "draw", people, 1)
    closed(activity, cast.sun)
    assert sorted(s.state for s in activity.signups.all()) == ["taken", "waiting"]
    assert timedelta(0) <= activity.drawn - moment(5)
