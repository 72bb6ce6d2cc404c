"""The papers: what stands in them, and who may take them out."""

from datetime import timedelta

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.documents.calls import report, sheet
from zhijia.domains.proposals.documents.closing import closing_form
from zhijia.domains.proposals.documents.proposals import order, proposal_form, reply_letter
from zhijia.kernel import clock

from .parts import (
    answer,
    answered,
    assigned,
    delivered,
    drafted,
    filed,
    promised,
    rated,
    submitted,
)  # fmt: skip


def tables(paper):
    return {b.caption: b.rows for b in paper.blocks if hasattr(b, "rows")}


def words_of(paper):
    return "\n".join(getattr(b, "text", "") for b in paper.blocks)


def test_a_case_heard_twice_stands_once_in_the_report_with_its_last_answer(s):
    p = rated(s, "unsatisfied", kind="B", promised=promised())
    actions.hear_again(p, by=s.cast.sun, reason="没有时间表")
    actions.contact(p, by=s.cast.tian, on=clock.today(), way="face", words="再谈")
    answer(p, s, kind="C", text="场地有限，暂时不能解决，条件具备时优先考虑办理。")
    actions.sign(p, by=s.fu)
    actions.deliver(p, by=s.cast.tian)
    rows = tables(report(s.call, s.cast.li))["B、C 类答复"]
    assert rows == [[p.number, p.title, "C", "总务处"]]


def test_the_report_counts_what_the_board_counts(s):
    rated(s, kind="B", promised=promised())
    delivered(s)
    actions.refer(submitted(s), by=s.cast.sun)
    words = words_of(report(s.call, s.cast.li))
    assert "共收到提案3件。立案2件，并案0件，转意见建议1件" in words
    assert "应答复3件，已答复2件，答复率66.7%" in words and "满意1件" in words


def test_the_letter_numbers_its_parts_only_where_there_are_two(s):
    both = delivered(s, kind="B", promised=promised(), measures="已经选好地方")
    heads = [b.text for b in reply_letter(both, s.cast.li).blocks if hasattr(b, "level")]
    assert heads == ["一、已采取的措施", "二、承诺事项"]
    one = delivered(s, kind="A")
    heads = [b.text for b in reply_letter(one, s.cast.li).blocks if hasattr(b, "level")]
    assert heads == ["已采取的措施"]


def test_a_draft_of_the_letter_is_for_who_signs_it(s):
    p = answered(s)
    assert "还没有送达的答复" in words_of(reply_letter(p, s.cast.qian))
    assert "已经采纳" in words_of(reply_letter(p, s.fu))


def facts_of(paper):
    return dict(paper.blocks[0].pairs)


def test_the_closing_form_keeps_answered_done_and_satisfied_apart(s):
    p = rated(s, "basic", kind="B", promised=promised())
    paper = closing_form(p, s.cast.li)
    facts = facts_of(paper)
    assert (facts["是否按期"], facts["落实"], facts["满意度"]) == ("是", "落实中", "基本满意")
    assert facts["结案人"] == "钱学文" and facts["主办部门"] == "总务处"
    assert tables(paper)["答复和评价"] == [
        ["1", "总务处", "B 列入计划", "2026年3月2日", "钱学文：态度满意，结果基本满意"]
    ]
    assert tables(paper)["承诺"] == [["增设两个窗口", "总务处", "2026年4月1日", "兑现中"]]


def test_before_its_end_the_closing_form_says_so(s):
    facts = facts_of(closing_form(submitted(s), s.cast.li))
    assert (
        facts["满意度"] == "（未结案）"
        and facts["答复日期"] == "（未答复）"
        and facts["是否按期"] == ""
    )


def test_what_was_closed_with_words_keeps_them(s):
    p = rated(s, "unsatisfied")
    actions.conclude(p, by=s.cast.sun, reason="已报告校领导，条件所限")
    assert "已报告校领导，条件所限" in words_of(closing_form(p, s.cast.li))
    assert facts_of(closing_form(p, s.cast.li))["结案人"] == "孙丽华"


def test_the_form_of_a_proposal_names_who_seconds_and_what_was_decided(s):
    paper = proposal_form(filed(s), s.cast.li)
    facts = facts_of(paper)
    assert (facts["提案人"], facts["附议人"], facts["编号"]) == (
        "钱学文",
        "赵明、华小梅",
        "2026-提-001",
    )
    (row,) = next(b.rows for b in paper.blocks if hasattr(b, "rows"))
    assert row[:2] == ["2026年3月2日", "立案"]


def test_the_order_says_to_whom_by_when_and_with_which_word(s):
    paper = order(assigned(s, assisting=[s.other]), s.cast.tian)
    facts = facts_of(paper)
    assert (facts["校领导批示"], facts["答复期限"], facts["审签校领导"]) == (
        "请按期答复", "2026年5月6日", "付副校长",
    )  # fmt: skip
    rows = next(b.rows for b in paper.blocks if hasattr(b, "rows"))
    assert [r[:2] for r in rows] == [["主办", "总务处"], ["协办", "教务处"]]


def test_the_sheet_has_a_line_for_everything_that_was_handed_in(s):
    done = rated(s)
    actions.refer(submitted(s), by=s.cast.sun)
    submitted(s)
    drafted(s)
    (page,) = sheet(s.call, s.cast.li)
    rows = list(page.rows)
    assert page.title == "第五届第三次2026年教代会提案征集汇总表" and "满意率" in page.notes[0]
    assert sorted(r[0] for r in rows) == ["", "2026-建-001", "2026-提-001"], "no drafts"
    (row,) = [r for r in rows if r[0] == done.number]
    assert row[1] == done.title and row[3] == "钱学文"
    assert row[9:12] == ["是", "A 已解决或采纳", "满意"]


def test_the_sentences_of_the_report_add_up(s):
    """Handed in = filed + merged + referred + declined + withdrawn + still to be reviewed."""
    into = actions.accept(submitted(s), by=s.cast.sun)
    actions.merge(submitted(s), by=s.cast.sun, into=into)
    actions.decline(submitted(s), by=s.cast.sun, ground="unlawful", reason="不合规定")
    actions.withdraw(submitted(s), by=s.cast.qian, reason="已解决")
    words = words_of(report(s.call, s.cast.li))
    assert "共收到提案4件。立案1件，并案1件，转意见建议0件，不立案1件，撤回1件。" in words
    assert "向上转送" not in words, "a school that passes nothing upward does not speak of it"
    grounds = [b.rows for b in report(s.call, s.cast.li).blocks if getattr(b, "rows", None)]
    assert [["与法律法规或政策相抵触", "1"]] in grounds


def test_promises_in_the_report_are_what_became_of_them(s):
    kept, late, dropped, due = (
        rated(s, kind="B", promised=promised(30, f"第{n}件")).promises.get() for n in "一二三四"
    )
    actions.report_promise(kept, by=s.cast.tian, evidence="好了")
    actions.confirm_promise(kept, by=s.cast.sun)
    actions.withdraw_promise(dropped, by=s.cast.sun, reason="场地拆除")
    with clock.at(late.due + timedelta(days=5)):
        actions.report_promise(late, by=s.cast.tian, evidence="好了")
        actions.confirm_promise(late, by=s.cast.sun)
        words = words_of(report(s.call, s.cast.li))
    assert "承诺4项：按期兑现1项，逾期兑现1项，正在兑现0项，逾期未兑现1项，不再办理1项" in words
    assert due.state == "open"
