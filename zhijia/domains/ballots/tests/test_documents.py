"""The papers of a ballot say what the tellers sign and what the voter marks."""

import pytest

from zhijia.domains.ballots import actions, documents
from zhijia.domains.ballots.models import Ballot
from zhijia.kernel.documents.paper import Facts, Heading, Para, SignLine, Table

from .parts import drafted, ended, opened, printed, typed, votes
from .test_sheets import given

pytestmark = pytest.mark.django_db
QUESTIONS = [
    {"text": "是否同意方案", "form": "yesno"},
    {"text": "选两名委员", "form": "choose", "options": ["王五", "丁一", "赵明"], "seats": 2, "write_in": True},
    {"text": "评议", "form": "scale", "options": ["校长"], "criteria": ["德"]},
    {"text": "排序", "form": "rank", "options": ["一", "二"]},
]  # fmt: skip


def words_of(paper):
    found = [paper.title, paper.note]
    for block in paper.blocks:
        if isinstance(block, Para | Heading):
            found.append(block.text)
        elif isinstance(block, Facts):
            found += [f"{k} {v}" for k, v in block.pairs]
        elif isinstance(block, Table):
            found += [block.caption, *block.columns, *(" ".join(row) for row in block.rows)]
        elif isinstance(block, SignLine):
            found += block.labels
    return "\n".join(found)


def test_the_ballot_paper_lists_names_by_strokes_and_says_how_to_mark_it(cast):
    ballot = drafted(cast, kind="election", questions=QUESTIONS[1:2])
    paper = documents.specimen(ballot, cast.li)
    (table, spare) = [b for b in paper.blocks if isinstance(b, Table)]
    assert [row[0] for row in table.rows] == ["丁一", "王五", "赵明"], "rules 8.13"
    assert table.columns[1:] == ["赞成", "反对", "弃权"] and "另选他人" in spare.columns[0]
    words = words_of(paper)
    assert (
        "应选 2 名" in words and "多于应选名额，这张票无效" in words and "不能代他人填写" in words
    )


def test_every_form_of_question_can_be_printed(cast):
    words = words_of(documents.specimen(drafted(cast, kind="poll", questions=QUESTIONS), cast.li))
    for expected in ("一、是否同意方案", "四、排序", "优秀", "总评", "名次"):
        assert expected in words


def test_the_roll_has_a_line_to_sign_for_each_and_its_fingerprint(cast):
    ballot = opened(cast)
    words = words_of(documents.roll(ballot, cast.li))
    assert (
        documents.in_groups(ballot.roll_print) in words and "领票签字" in words and "9 人" in words
    )
    assert all(v.name in words for v in ballot.roll.all())


def test_before_the_result_is_out_the_report_tells_only_the_tellers(cast):
    ballot = opened(cast)
    votes(ballot, cast.zhao, {"1": "yes"})
    actions.close(ballot, by=cast.li)
    ballot = actions.count(Ballot.objects.get(pk=ballot.pk), by=cast.lin)
    assert "赞成" not in words_of(documents.result_sheet(ballot, cast.zhao))
    assert "赞成 1 票" in words_of(documents.result_sheet(ballot, cast.lin))


def test_the_report_says_ways_figures_rule_fingerprints_and_who_signs(cast):
    ballot = opened(cast, kind="poll", questions=QUESTIONS, present=8)
    votes(ballot, cast.li, {"1": "yes", "2": {"yes": ["o1"], "no": [], "write": ["外人"]},
                            "3": {"o1": {"德": "优秀", "总评": "称职"}}, "4": ["o2", "o1"]})  # fmt: skip
    printed(ballot, cast.lin, 2)
    given(ballot, cast.lin, cast.zhao)
    typed(ballot, (cast.lin, cast.wang), "1120" + "12" + "12")
    actions.close(Ballot.objects.get(pk=ballot.pk), by=cast.li, left=2)
    actions.count(Ballot.objects.get(pk=ballot.pk), by=cast.lin)
    actions.certify(Ballot.objects.get(pk=ballot.pk), by=cast.lin)
    ballot = actions.certify(Ballot.objects.get(pk=ballot.pk), by=cast.wang)
    words = words_of(documents.result_sheet(ballot, cast.zhao))
    for expected in (
        "名册 9 人", "应到 9 人", "实到 8 人", "发出 2 票", "收回 2 票", "手机领票 1", "会场领纸票 1",
        "其中纸票 1 张", "以收回 2 票计，须 2 票以上赞成，通过", "外人（另选） 1", "账实相符",
        documents.in_groups(ballot.roll_print), documents.in_groups(ballot.paper_print), "林秀英、王会计", "监票人签名", "计票人签名", "有效 2 张",
    ):  # fmt: skip
        assert expected in words, expected


def test_a_tie_is_marked_on_the_report(cast):
    questions = [{"text": "选一名", "form": "choose", "options": ["甲", "乙"], "seats": 1}]
    ballot = opened(cast, kind="election", questions=questions, people=[cast.li, cast.zhao])
    given(ballot, cast.lin, cast.li, cast.zhao)
    typed(ballot, (cast.lin, cast.wang), "11", "11")
    ended(cast, ballot)
    words = words_of(documents.result_sheet(Ballot.objects.get(pk=ballot.pk), cast.li))
    assert "当选 0 名" in words and "无效 2 张" in words
