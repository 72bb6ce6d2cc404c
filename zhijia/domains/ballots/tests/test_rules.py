"""The rules with their own figures (rules 0.01–0.04, 1.50–1.51, 7.05–7.07, 8.10–8.21; Appendix G)."""

from fractions import Fraction

import pytest

from zhijia.domains.ballots import papers, tally, verdict


@pytest.mark.parametrize(
    ("of", "need"), [(120, 80), (121, 81), (119, 80), (3, 2), (1, 1), (100, 67)]
)
def test_two_thirds_is_never_rounded_down(of, need):
    assert verdict.at_least(Fraction(2, 3), of) == need
    assert not verdict.quorum(need - 1, of).met and verdict.quorum(need, of).met


def test_79_of_120_present_is_one_too_few():
    there = verdict.quorum(79, 120)
    assert not there.met and "还差 1 人" in there.sentence


@pytest.mark.parametrize(("of", "need"), [(120, 61), (121, 61), (2, 2), (1, 1)])
def test_more_than_half_is_strictly_more(of, need):
    assert verdict.more_than_half(of) == need


def test_exactly_half_does_not_pass_and_is_said():
    found = verdict.motion({"yes": 60, "no": 0, "abstain": 0}, "roll", 120)
    assert not found["passed"] and "正好一半" in found["sentence"]


def test_the_denominator_is_all_delegates_not_those_who_voted():
    """120 delegates, 90 present: 60 in favour is two thirds of those present and still not enough."""
    of = verdict.denominator("roll", roll=120, due=120, present=90, returned=90, valid=88)
    assert not verdict.motion({"yes": 60, "no": 28, "abstain": 0}, "roll", of)["passed"]
    of = verdict.denominator("valid", roll=120, due=120, present=90, returned=90, valid=88)
    assert verdict.motion({"yes": 60, "no": 28, "abstain": 0}, "valid", of)["passed"]


@pytest.mark.parametrize(("seats", "percent", "need"), [
    (7, 5, 8), (20, 5, 21), (21, 5, 23), (9, 10, 10), (11, 10, 13), (1, 5, 2), (40, 5, 42),
])  # fmt: skip
def test_the_spread_is_rounded_up_in_whole_numbers(seats, percent, need):
    assert verdict.candidates_needed(seats, percent) == need


def question(n=3, seats=2, **more):
    options = [{"key": f"o{i}", "label": f"候选{i}"} for i in range(1, n + 1)]
    given = {"id": "1", "form": "choose", "options": options, "seats": seats, "write_in": True}
    return given | {"criteria": [], "grades": []} | more


def counted(q, *answers):
    return tally.tally([q], [("A", papers.written({"a": {"1": a}})) for a in answers])["questions"][
        "1"
    ]


def choose(*yes, no=(), write=()):
    return {"yes": list(yes), "no": list(no), "write": list(write)}


def test_an_over_marked_paper_is_void_and_says_so():
    q = question()
    found = counted(
        q, choose("o1", "o2", "o3"), choose("o1", "o2"), choose("o1", "o2", write=["外人"])
    )
    assert (found["valid"], found["void"]) == (1, 2)
    assert "选了 3 名，多于应选的 2 名" in found["why"]


def test_elected_is_who_has_more_than_half_of_those_due():
    q = question(seats=2)
    found = verdict.election(
        q, counted(q, *[choose("o1", "o2")] * 5, *[choose("o1")] * 1), "due", 10
    )
    assert found["elected"] == ["o1"] and found["left"] == 1
    assert "须 6 票以上" in found["sentence"] and "还缺 1 名，须另行选举" in found["sentence"]


def test_a_tie_at_the_edge_is_balloted_again_among_the_tied_alone():
    q = question(n=4, seats=2)
    papers_ = [choose("o1", "o2")] * 3 + [choose("o1", "o3")] * 3
    found = verdict.election(q, counted(q, *papers_), "returned", 5)
    assert found["elected"] == ["o1"] and set(found["tied"]) == {"o2", "o3"}
    assert "得票相等（各 3 票）" in found["sentence"] and "余下的 1 名" in found["sentence"]


def test_a_tie_above_the_edge_is_none():
    q = question(n=3, seats=2)
    found = verdict.election(q, counted(q, *[choose("o1", "o2")] * 4), "returned", 4)
    assert found["elected"] == ["o1", "o2"] and not found["tied"]


def test_who_is_written_in_can_be_elected():
    q = question(n=2, seats=1)
    found = verdict.election(
        q, counted(q, *[choose(write=["王  会计"])] * 3, choose("o1")), "returned", 4
    )
    assert found["elected"] == ["王 会计"]


def test_more_returned_than_issued_voids_the_whole_election():
    assert not verdict.valid_election(100, 101).met and verdict.valid_election(100, 100).met
    assert "整个选举无效" in verdict.valid_election(100, 101).sentence


def scale(**more):
    options = [{"key": "o1", "label": "张校长"}]
    return {"id": "1", "form": "scale", "options": options, "seats": 1, "write_in": False,
            "criteria": ["德", "能"], "grades": ["优秀", "称职", "基本称职", "不称职"]} | more  # fmt: skip


def rated(*marks):
    """(class, grade) → the papers of one criterion."""
    return [(k, papers.written({"a": {"1": {"o1": {"德": grade}}}})) for k, grade in marks]


def test_an_appraisal_by_weighted_classes_of_raters():
    q = scale()
    given = rated(*[("A", "优秀")] * 5, *[("C", "称职")] * 5)
    found = tally.tally([q], given)
    shown = verdict.appraisal(
        q, found["questions"]["1"], {"A": "3", "C": "1"}, found["by_class"], 5
    )
    (row,) = shown["rows"]
    assert row["total"] == {"优秀": 5, "称职": 5}
    assert row["weighted"]["优秀"] == "75.0" and row["weighted"]["称职"] == "25.0"


def test_a_small_class_is_not_shown_apart_and_cannot_be_subtracted():
    q = scale()
    given = rated(*[("A", "不称职")] * 2, *[("C", "优秀")] * 8)
    found = tally.tally([q], given)
    shown = verdict.appraisal(q, found["questions"]["1"], {}, found["by_class"], 5)
    assert shown["hidden"] == ["A", "C"] and shown["rows"][0]["classes"] == {}


def test_the_scale_of_persons_is_not_that_of_staff_assessment():
    from zhijia.domains.ballots.actions.ballots import PERSONAL_GRADES, TEAM_GRADES

    assert PERSONAL_GRADES == ["优秀", "称职", "基本称职", "不称职"] and TEAM_GRADES[0] == "好"
    q = scale()
    found = tally.tally([q], rated(("A", "合格")))["questions"]["1"]
    assert found["void"] == 1


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"a":3}', "x" * 20_000, '{"a":{"1":{"yes":"o1"}}}']
)
def test_rubbish_on_a_paper_breaks_nothing(body):
    found = tally.tally([question()], [("A", body)])
    assert found["returned"] == 1 and found["questions"]["1"]["valid"] == 0


def test_a_ranking_counts_points_and_first_places():
    q = question(form="rank")
    found = counted(q, ["o1", "o2", "o3"], ["o2", "o1"])
    assert found["counts"]["o1"] == {"points": 5, "firsts": 1}
    assert found["counts"]["o2"] == {"points": 5, "firsts": 1}
