"""The tree of unions: a subtree is one range of paths, in every database."""

import pytest

from zhijia.kernel.orgs import WIDTH, Org, lineage, path_end
from zhijia.kernel.people import Group
from zhijia.kernel.testing import union


def test_a_path_holds_the_line_of_unions(cast):
    assert cast.first.path == cast.district.path + f"{cast.first.pk:0{WIDTH}d}"
    assert lineage(cast.first.path) == [cast.district.path, cast.first.path]
    assert Org.objects.get(pk=cast.first.pk).path == cast.first.path


def test_saving_again_moves_nothing(cast):
    before = cast.first.path
    cast.first.name = "新名"
    cast.first.save()
    assert Org.objects.get(pk=cast.first.pk).path == before


def test_within_and_above(cast):
    below = union("分校工会", "branch", parent=cast.first)
    elsewhere = union("外区工会", "else", Org.Kind.DISTRICT)
    assert set(Org.objects.all().within(cast.district)) == {
        cast.district, cast.first, cast.second, below,
    }  # fmt: skip
    assert set(Org.objects.all().within(cast.first)) == {cast.first, below}
    assert list(Org.objects.all().above(below)) == [cast.district, cast.first, below]
    assert set(Org.objects.all().within(elsewhere)) == {elsewhere}


@pytest.mark.parametrize(("path", "end"), [
    ("000001", "000002"), ("000009", "000010"), ("000999", "001000"),
    ("000001000099", "000001000100"), ("000001999999", "000002000000"),
])  # fmt: skip
def test_the_end_of_a_subtree_carries(path, end):
    assert path_end(path) == end and len(end) == len(path)
    assert path <= path + "000001" < end and path <= path + "999999" < end


def test_a_neighbour_whose_number_begins_alike_is_not_within(db):
    one = Org.objects.create(pk=1, name="甲", code="a")
    ten = Org.objects.create(pk=10, name="乙", code="b")
    nine = Org.objects.create(pk=9, name="丙", code="c")
    assert set(Org.objects.all().within(nine)) == {nine}
    assert set(Org.objects.all().within(one)) == {one}
    assert set(Org.objects.all().within(ten)) == {ten}


def test_what_is_owned_carries_the_path(cast):
    here = Group.objects.create(org=cast.first, name="数学组")
    there = Group.objects.create(org=cast.second, name="数学组")
    assert here.org_path == cast.first.path
    assert set(Group.objects.all().of(cast.first)) == {cast.group, here}
    assert set(Group.objects.all().within(cast.district)) == {cast.group, here, there}
    assert not Group.objects.all().of(cast.district).exists()


def test_schools_are_bases_districts_are_not(cast):
    assert cast.first.is_base and not cast.district.is_base
