"""The tree changes and keeps its history (R-001, R-003; rules 2.02)."""

from datetime import date

import pytest

from zhijia.domains.unions import actions
from zhijia.domains.unions.models import Registration, Union
from zhijia.kernel import access, clock, measures
from zhijia.kernel.actions import Step
from zhijia.kernel.orgs import Org, Place
from zhijia.kernel.people import Appointment, Group, Membership, Post
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.testing import office, person, union
from zhijia.kernel.wording import words_of

DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


@pytest.fixture
def city(cast):
    """A city above two districts, with an officer of its own."""
    top = union("江城市教育工会", "jiangcheng", Org.Kind.CITY)
    west = union("西城区教育工会", "xicheng", Org.Kind.DISTRICT, parent=top)
    officer = person("市里干事", "C001")
    office(top, officer, Post.OFFICER)
    from zhijia.kernel.orgs import relocate

    relocate(cast.district, top)
    for name in ("first", "second"):
        getattr(cast, name).refresh_from_db()
    cast.city, cast.west, cast.officer = top, west, officer
    return cast


def founded(cast, by=None, org=None, **more):
    given = {
        "name": "第三小学工会",
        "kind": "school",
        "code": "third",
        "founded": date(2026, 3, 1),
    } | more
    return actions.found(org or cast.district, by=by or cast.chen, **given)


@pytest.mark.req("R-001", "R-003")
def test_founded_with_its_approval_and_seen_by_the_union_above(cast, enter):
    client = enter(cast.chen)
    answer = client.post("/unions/union/found/", {
        "name": "第三小学工会", "kind": "school", "code": "third", "founded": "2026-03-01",
        "approval": "东教工〔2026〕2号", "approved_on": "2026-02-20",
    })  # fmt: skip
    assert answer.status_code == 302
    made = Union.objects.get(code="third")
    assert made.parent == cast.district and made.path.startswith(cast.district.path)
    assert Registration.objects.get(org=made).approval == "东教工〔2026〕2号"
    assert Place.objects.get(org=made).parent == cast.district
    page = client.get("/unions/union/").content.decode()
    assert "第三小学工会" in page and "第一小学工会" in page
    assert "东教工〔2026〕2号" in client.get(answer.url).content.decode()


@pytest.mark.parametrize("who", ["li", "zhou", "zhao", "sun"])
def test_only_the_union_above_orders_the_tree(cast, enter, who):
    by = getattr(cast, who)
    first = Union.objects.get(pk=cast.first.pk)
    with pytest.raises(NotAllowed):
        founded(cast, by=by)
    for verb, given in (
        (actions.rename, {"name": "新名", "reason": "x"}),
        (actions.close, {"on": DAY, "reason": "x"}),
        (actions.merge, {"into": cast.second, "on": DAY, "reason": "x"}),
        (actions.move, {"to": cast.district, "on": DAY, "reason": "x"}),
    ):
        with pytest.raises(NotAllowed):
            verb(first, by=by, **given)
    first.refresh_from_db()
    assert first.name == "第一小学工会" and first.closed is None
    if who == "zhou":
        assert enter(by).get(f"/unions/union/{cast.first.pk}/").status_code == 404


def test_a_code_or_name_twice_and_a_school_under_a_school_are_refused(cast):
    founded(cast)
    with pytest.raises(Refused, match="用过"):
        founded(cast, name="别的")
    with pytest.raises(Refused, match="已经有一个"):
        founded(cast, code="other")
    office(cast.first, cast.chen, Post.OFFICER)
    with pytest.raises(Refused, match="二级工会"):
        founded(cast, org=cast.first, code="branch")
    assert founded(cast, org=cast.first, kind="branch", code="branch", name="小学部分会").pk


@pytest.mark.req("R-001")
def test_moved_with_everything_it_owns_and_the_past_stays_on_record(city, enter):
    below = union("小学部分会", "branch", Org.Kind.BRANCH, parent=city.first)
    office(city.west, person("西城干事", "W001"), Post.OFFICER)
    old_path = city.first.path
    first = Union.objects.get(pk=city.first.pk)
    actions.move(first, by=city.officer, to=city.west, on=DAY, reason="区划调整")
    for row in (first, Org.objects.get(pk=below.pk), Membership.objects.of(city.first).first(),
                Group.objects.of(city.first).first(), Appointment.objects.of(city.first).first()):  # fmt: skip
        row.refresh_from_db()
        assert row.org_path.startswith(city.west.path) and not row.org_path.startswith(old_path)
    assert Step.objects.filter(org=first, verb="move").get().org_path == first.path
    assert not access.stands_at(city.chen, first.path), "the former district no longer oversees it"
    assert enter(city.chen).get(f"/unions/union/{first.pk}/").status_code == 404
    then, now = Place.objects.filter(org=first)
    assert (then.parent, then.ends, now.parent, now.starts) == (
        city.district,
        date(2026, 3, 9),
        city.west,
        DAY,
    )
    assert measures.totals(city.west, date(2015, 1, 1), DAY, below=True) is not None
    page = enter(city.officer).get(f"/unions/union/{first.pk}/").content.decode()
    assert "东城区教育工会" in page and "西城区教育工会" in page


def test_never_under_itself_and_never_into_the_past(city):
    first = Union.objects.get(pk=city.first.pk)
    branch = union("分会", "b", Org.Kind.BRANCH, parent=city.first)
    for to, on in ((branch, DAY), (first, DAY), (city.west, date(2026, 3, 11))):
        with pytest.raises(Refused):
            actions.move(first, by=city.officer, to=to, on=on, reason="x")
    actions.move(first, by=city.officer, to=city.west, on=DAY, reason="x")
    with pytest.raises(Refused, match="上一次变动"):
        actions.move(first, by=city.officer, to=city.district, on=date(2026, 3, 1), reason="x")


def test_merged_its_members_go_on_in_the_other_union(cast):
    first = Union.objects.get(pk=cast.first.pk)
    before = Membership.objects.of(cast.first).on(DAY).count()
    there = Membership.objects.of(cast.second).on(DAY).count()
    actions.merge(first, by=cast.chen, into=cast.second, on=DAY, reason="学校合并")
    assert first.closed == DAY
    assert Membership.objects.of(cast.first).on(DAY).count() == 0
    assert Membership.objects.of(cast.second).on(DAY).count() == before + there
    assert Membership.objects.of(cast.first).on(date(2026, 3, 9)).count() == before
    cast.li.__dict__.pop("_offices", None)
    assert not access.can(cast.li, "members.keep", cast.first)
    assert Record.objects.of(cast.second).filter(kind="people.membership").count() == before
    assert Membership.objects.of(cast.first).filter(left="closed").count() == before


def test_closed_it_keeps_its_papers_and_lets_nobody_act(cast, enter):
    first = Union.objects.get(pk=cast.first.pk)
    actions.close(first, by=cast.chen, on=DAY, reason="学校停办")
    assert enter(cast.li).get("/members/member/").status_code == 404
    assert enter(cast.chen).get(f"/unions/union/{first.pk}/").status_code == 200
    with pytest.raises(Refused, match="撤销"):
        actions.rename(first, by=cast.chen, name="x", reason="x")
    district = Union.objects.get(pk=cast.district.pk)
    office(union("市", "city", Org.Kind.CITY), cast.dang, Post.OFFICER)
    with pytest.raises(NotAllowed):
        actions.close(district, by=cast.dang, on=DAY, reason="x")


def test_a_union_with_others_below_it_is_not_closed(city):
    with pytest.raises(Refused, match="下面还有"):
        actions.close(Union.objects.get(pk=city.district.pk), by=city.officer, on=DAY, reason="x")


@pytest.mark.req("R-002")
def test_words_follow_the_kind_of_unit_and_the_union_s_own_wish(cast):
    from zhijia.kernel.settings import save_settings
    from zhijia.kernel.wording import Wording

    assert words_of(cast.first).disclosure == "校务公开"
    garden = union("东方幼儿园工会", "garden", Org.Kind.KINDERGARTEN, parent=cast.district)
    assert (words_of(garden).disclosure, words_of(garden).head) == ("园务公开", "园长")
    save_settings(garden, Wording(congress="教工大会"))
    assert words_of(garden).congress == "教工大会" and words_of(garden).disclosure == "园务公开"
    assert words_of(cast.first).congress == "教代会"
