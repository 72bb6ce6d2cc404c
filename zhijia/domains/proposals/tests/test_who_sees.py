"""Each page for each reader: the proposer, a colleague, the department, the committee, the leader; another
school and the level above see nothing."""

import pytest

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.models import Award, Proposal
from zhijia.kernel.actions import url_of
from zhijia.kernel.notices import Notice

from .parts import (
    answered,
    delivered,
    drafted,
    filed,
    promised,
    rated,
    rule,
    seconded,
    submitted,
    talked,
)

READERS = ("qian", "hua", "tian", "sun", "gao", "zhou", "chen")
# stage → who may open the page of the case: proposer, colleague, department, committee, leader, other school, above
STAGES = {
    drafted: "1000000", seconded: "1111100", submitted: "1111100", filed: "1111100", talked: "1111100",
    delivered: "1111100", rated: "1111100",
}  # fmt: skip


def reader(s, name):
    return getattr(s.cast, name, None) or getattr(s, name)


@pytest.mark.parametrize("stage", STAGES, ids=lambda f: f.__name__)
def test_the_page_of_a_case_in_every_stage(s, enter, stage):
    there = url_of(stage(s))
    got = "".join(str(int(enter(reader(s, n)).get(there).status_code == 200)) for n in READERS)
    assert got == STAGES[stage]


def test_where_collecting_is_not_open_only_those_who_were_asked_read(s, enter):
    rule(s.cast, visible_collecting=False)
    there = url_of(seconded(s, by=None))
    got = {
        n: enter(reader(s, n)).get(there).status_code
        for n in ("qian", "hua", "zhao", "wang", "chen")
    }
    assert got == {"qian": 200, "hua": 200, "zhao": 200, "wang": 404, "chen": 404}


@pytest.mark.parametrize("what", ["replies", "decisions", "promises", "conclusion", "forwardings"])
def test_what_became_of_it_is_seen_by_who_sees_it(s, enter, what):
    rule(s.cast, pass_upward=True)
    p = rated(s, kind="B", promised=promised())
    if what == "forwardings":
        p = actions.forward(filed(s), by=s.cast.sun, to="union", name="上级", reason="超出权限")
    found = getattr(p, what)
    there = url_of(found if what == "conclusion" else found.get())
    got = "".join(str(int(enter(reader(s, n)).get(there).status_code == 200)) for n in READERS)
    assert got == "1111100"


def test_nothing_of_it_is_in_the_lists_of_another_school_or_the_level_above(s, enter):
    p = rated(s, kind="B", promised=promised())
    for name in ("zhou", "chen"):
        client = enter(reader(s, name))
        for there in (
            "proposal",
            "promise",
            "decision",
            "reply",
            "conclusion",
            "call",
            "department",
            "board",
        ):
            answer = client.get(f"/proposals/{there}/")
            page = answer.content.decode()
            assert answer.status_code in (200, 403, 404)
            assert p.title not in page and "总务处" not in page and "增设两个窗口" not in page, (
                name,
                there,
            )


def test_the_batch_page_is_the_committees_and_the_leaders(s, enter):
    """The chair of the other school has one too, without anything of ours."""
    p = submitted(s)
    pages = {n: enter(reader(s, n)).get("/proposals/batch/") for n in READERS}
    assert [n for n, page in pages.items() if page.status_code == 200] == ["sun", "gao", "zhou"]
    assert p.title not in pages["zhou"].content.decode()


@pytest.mark.parametrize(
    ("paper", "formats", "readers"),
    [("proposal-form", "docx", "1111100"), ("proposal-reply", "docx", "1111100"),
     ("proposal-closing", "pdf", "1111100"), ("proposal-order", "docx", "0011000")],
)  # fmt: skip
def test_the_papers_of_a_case(s, enter, paper, formats, readers):
    p = delivered(s)
    there = f"/paper/{paper}/{p.pk}.{formats}"
    got = "".join(str(int(enter(reader(s, n)).get(there).status_code == 200)) for n in READERS)
    assert got == readers


@pytest.mark.parametrize(
    ("paper", "form"), [("proposal-sheet", "xlsx"), ("proposal-report", "docx")]
)
def test_the_papers_of_a_call_are_for_the_committee_and_the_leaders(s, enter, paper, form):
    filed(s)
    there = f"/paper/{paper}/{s.call.pk}.{form}"
    got = "".join(str(int(enter(reader(s, n)).get(there).status_code == 200)) for n in READERS)
    assert got == "0001100"


def test_the_board_names_departments_and_never_a_proposer(s, enter):
    rated(s)
    page = enter(s.cast.hua).get("/proposals/board/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "总务处" in main
    for name in ("钱学文", "赵明", "田老师", "孙丽华"):
        assert name not in main, name


def test_opinions_of_assisting_departments_stay_between_those_who_work_on_it(s, enter):
    p = talked(s, [s.other])
    actions.contribute(p, by=s.wu, opinion="课表可以配合，食堂人手不足")
    got = {n: "食堂人手不足" in enter(reader(s, n)).get(url_of(p)).content.decode()
           for n in ("qian", "hua", "tian", "sun")}  # fmt: skip
    assert got == {"qian": False, "hua": False, "tian": True, "sun": True}


def test_who_is_to_stand_aside_is_read_by_the_committee_alone(s, enter):
    p = answered(s, against=s.cast.dang)
    got = {n: "请回避的领导" in enter(reader(s, n)).get(url_of(p)).content.decode()
           for n in ("hua", "tian", "sun")}  # fmt: skip
    assert got == {"hua": False, "tian": False, "sun": True}


def test_notices_go_to_those_whom_it_concerns_and_stay_in_the_union(s):
    rated(s, kind="B", promised=promised())
    told = {n.person for n in Notice.objects.exclude(title__contains="发起征集")}
    assert s.cast.zhou not in told and s.cast.chen not in told and s.cast.wang not in told
    assert {s.cast.qian, s.cast.tian, s.cast.sun} <= told


def test_an_award_nobody_has_confirmed_is_in_no_list_of_a_colleague(s, enter):
    p = rated(s)
    actions.award(p, by=s.cast.li)
    for name, seen in (("hua", False), ("qian", False), ("li", True), ("chen", False)):
        page = enter(reader(s, name)).get("/proposals/award/").content.decode()
        assert (p.title in page) is seen, name
    assert Award.objects.get().state == "proposed" and not Proposal.objects.get(pk=p.pk).awarded
