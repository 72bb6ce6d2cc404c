"""The papers: what stands in them, and who may take them out."""

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.documents.calls import report
from zhijia.domains.proposals.documents.proposals import reply_letter
from zhijia.kernel import clock

from .parts import answer, answered, delivered, promised, rated, submitted


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
