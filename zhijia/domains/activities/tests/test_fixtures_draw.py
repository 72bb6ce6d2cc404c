"""A draw can be recomputed by anybody: here by three lines that share no code with it."""

import hashlib

import pytest

from zhijia.domains.activities.fixtures import check, commitment, digests, draw, winners
from zhijia.kernel.refusals import Refused

NAMES = [f"第{n}工会小组" for n in range(1, 71)]


def by_hand(entries, seed):
    keyed = {hashlib.sha256((seed + "\n" + e).encode("utf-8")).hexdigest(): e for e in entries}
    return [keyed[key] for key in sorted(keyed)]


@pytest.mark.parametrize("count", range(71))
def test_three_lines_give_the_same_draw(count):
    assert draw(NAMES[:count], f"seed {count}") == by_hand(NAMES[:count], f"seed {count}")


def test_a_known_draw_never_changes():
    """Digests from ``printf '%s\\n%s' 种子 甲 | sha256sum`` and alike, entered by hand."""
    assert [(digest[:8], entry) for digest, entry in digests(["甲", "乙", "丙"], "种子")] == [
        ("307f9df3", "丙"), ("bd3bc705", "甲"), ("fa66fdfe", "乙")]  # fmt: skip


def test_the_order_of_the_list_plays_no_part():
    assert draw(NAMES[::-1], "x") == draw(NAMES, "x")


def test_another_seed_gives_another_order():
    assert len({tuple(draw(NAMES, str(n))) for n in range(200)}) == 200


def test_each_is_first_about_as_often():
    firsts = [draw(list("甲乙丙丁"), str(n))[0] for n in range(2000)]
    assert all(420 < firsts.count(one) < 580 for one in "甲乙丙丁")


def test_the_digests_are_what_the_page_prints():
    assert digests(["b", "a"], "s") == sorted(
        (hashlib.sha256(f"s\n{e}".encode()).hexdigest(), e) for e in "ab"
    )


def test_the_commitment_binds_to_the_seed():
    published = commitment("一粒种子")
    assert published == hashlib.sha256("一粒种子".encode()).hexdigest()
    assert check("一粒种子", published) and check("一粒种子", f" {published.upper()}\n")
    assert not check("另一粒", published)


def test_the_winners_are_the_first_of_the_draw():
    assert winners(NAMES, "y", 5) == by_hand(NAMES, "y")[:5]
    assert winners(NAMES[:3], "y", 5) == by_hand(NAMES[:3], "y")
    assert winners(NAMES, "y", 0) == []


@pytest.mark.parametrize("seed", ["", "两\n行"])
def test_a_seed_that_could_be_read_in_two_ways_is_refused(seed):
    with pytest.raises(Refused, match="种子"):
        draw(NAMES, seed)


def test_one_given_twice_is_refused_by_name():
    with pytest.raises(Refused, match="重复：甲"):
        draw(["甲", "乙", "甲"], "s")


def test_fewer_than_no_places_are_refused():
    with pytest.raises(Refused):
        winners(NAMES, "s", -1)
