"""The summary writes itself from the records, and every figure can be opened (R-290, R-291, R-293).

Requirements §6: 人次 and 人数 are two measures; figures are exact; names only with permission.
"""

import io
import re
from datetime import date
from decimal import Decimal

import docx
import pptx
import pytest
from docx.document import Document

from zhijia.desks.planning import actions, compose, documents, figures
from zhijia.desks.planning.models import PlanItem, Summary
from zhijia.desks.planning.tests.parts import do, event, fresh, html, item, plan, visit
from zhijia.kernel import measures
from zhijia.kernel.actions import url_of
from zhijia.kernel.documents.docx import to_docx
from zhijia.kernel.documents.pptx import to_pptx
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.testing import names_of


def draft(cast, year=2026, by=None):
    return actions.draft(cast.first, by=by or cast.sun, year=year)


def words(summary):
    """The text as it is printed."""
    return "\n".join(figures.plain(b["text"], summary.figures) for b in summary.blocks)


def paper_words(data) -> str:
    paper: Document = docx.Document(io.BytesIO(data))
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    return "\n".join([p.text for p in paper.paragraphs] + cells)


def slide_words(data) -> str:
    deck = pptx.Presentation(io.BytesIO(data))
    return "\n".join(
        shape.text_frame.text for s in deck.slides for shape in s.shapes if shape.has_text_frame
    )


def editing(client, summary, changes=(), **more):
    """What the editor sends back: every block as it shows it, some of them changed."""
    texts = {f"t-{b['id']}": figures.editable(b["text"], summary.figures) for b in summary.blocks}
    texts |= {f"t-{k}": v for k, v in dict(changes).items()}
    sent = {"version": summary.version, "title": summary.title, **texts}
    return client.post(f"{url_of(summary)}edit/", sent, **more)


def care_block(summary):
    return next(b for b in summary.blocks if "走访慰问" in b["text"])


def signed(cast, summary):
    actions.hand_in(summary, by=cast.sun)
    return actions.sign(summary, by=cast.li)


@pytest.fixture
def year(cast):
    """One person visited twice, another once; an activity; and one visit the year before."""
    visit(cast, cast.qian, on=date(2025, 2, 1), amount="500.00")
    visit(cast, cast.qian, on=date(2026, 1, 20), amount="1200.10")
    visit(cast, cast.qian, on=date(2026, 2, 20), amount="300.05")
    visit(cast, cast.tian, on=date(2026, 2, 21), amount="99.90")
    event(cast, "教职工拔河比赛", date(2026, 3, 2), persons=30)
    return cast


@pytest.mark.req("R-290")
def test_a_year_from_draft_to_signature(year, cast, enter):
    """Drafted from records in the plan's order, edited in words, signed, printed with its figures."""
    tug = item(cast, "教职工拔河比赛", (3, 3))
    assert tug.state == "done"
    client = enter(cast.sun)
    there = client.post("/planning/summary/draft/", {"year": 2026}).url
    summary = Summary.objects.get()
    page = html(client.get(there))
    assert "第一小学工会2026年工作总结" in page and "心系教职工，做实送温暖" in page
    assert "组织文体活动" in page and "三月教职工拔河比赛" in page
    block = care_block(summary)
    shown = figures.editable(block["text"], summary.figures)
    assert editing(client, summary, {block["id"]: f"今年，{shown}"}).status_code == 302
    client.post(f"{there}hand_in/", {})
    assert enter(cast.li).post(f"{there}sign/", {}).status_code == 302
    fresh(summary)
    assert (summary.state, summary.signed_by) == ("signed", cast.li)
    printed = paper_words(enter(cast.wang).get(f"/paper/summary/{summary.pk}.docx").content)
    assert "今年，全年走访慰问3人次（上年1人次），惠及教职工2人，慰问支出1,600.05元" in printed
    assert "未签发" not in printed and "2026年3月10日" in printed


def test_persons_and_person_times_are_two_measures(year, cast):
    text = words(draft(cast))
    assert re.search(r"走访慰问3人次", text) and "惠及教职工2人，" in text


def test_amounts_are_to_the_cent(year, cast):
    assert "慰问支出1,600.05元" in words(draft(cast))


@pytest.mark.req("R-293")
def test_last_year_stands_beside(year, cast, enter):
    """In the sentence where it differs, and for every key figure on the one-page version."""
    summary = draft(cast)
    assert "走访慰问3人次（上年1人次）" in words(summary)
    assert "组织文体活动1场，" in words(summary), "nothing to compare with, nothing said"
    rows = {r[0]: tuple(r[1:]) for r in figures.figures_beside(summary)["key"]}
    assert rows["慰问走访"] == ("3人次", "1人次")
    assert rows["慰问支出"] == ("1,600.05元", "500.00元")
    assert rows["文体活动"] == ("1场", "—")
    page = enter(cast.li).get(f"/paper/summary-page/{summary.pk}.docx").content
    assert "3人次" in paper_words(page) and "1人次" in paper_words(page)


def test_a_figure_like_last_year_s_is_not_compared(cast):
    visit(cast, cast.qian, on=date(2025, 2, 1))
    visit(cast, cast.tian, on=date(2026, 2, 1))
    assert "上年" not in words(draft(cast))


def test_nobody_who_was_helped_is_named(year, cast):
    visit(cast, cast.hua, on=date(2026, 3, 3), kind="festival")
    summary = draft(cast)
    everything = words(summary) + paper_words(to_docx(documents.one_page(summary, cast.li)))
    everything += slide_words(to_pptx(documents.deck(summary, cast.li)))
    assert not [name for name in names_of(cast) if name in everything]


def test_an_empty_year_says_nothing_beyond_the_opening(cast):
    summary = draft(cast, 2024)
    assert [b["kind"] for b in summary.blocks] == ["p"]
    text = words(summary)
    assert text.startswith("2024年，第一小学工会") and text.endswith("工作总结如下。")
    assert not re.search(r"\d", text.replace("2024", ""))


def test_an_empty_year_can_be_printed(cast):
    summary = Summary(org=cast.first, year=2024)
    summary.title, summary.blocks, summary.figures = compose.write(cast.first, 2024)
    assert "2024年" in paper_words(to_docx(documents.summary_paper(summary)))
    assert "2024年" in paper_words(to_docx(documents.one_page(summary, cast.li)))
    assert slide_words(to_pptx(documents.deck(summary, cast.li)))


def test_chapters_follow_the_plan(year, cast):
    of = plan(cast)
    of.chapters = [
        {"title": "丰富文体活动", "level": 1, "text": ""},
        {"title": "做好慰问送温暖", "level": 1, "text": ""},
    ]
    of.save()
    heads = [b["text"] for b in draft(cast).blocks if b["kind"] == "h1"]
    assert heads == [
        "一、丰富文体活动，营造和谐氛围",
        "二、心系教职工，做实送温暖",
        "三、存在的问题和改进措施",
    ]


class TestShortcomings:
    """Nothing is admitted for form's sake."""

    def test_none_where_all_went_well(self, cast):
        visit(cast, cast.qian, on=date(2026, 2, 1))
        assert "存在的问题" not in words(draft(cast))

    def test_an_activity_without_a_photo(self, cast):
        event(cast, "拔河", date(2026, 3, 2))
        text = words(draft(cast))
        assert "有1场活动没有留下照片。改进措施：" in text

    @pytest.mark.req("R-291")
    def test_what_slipped_is_admitted_with_its_reason_and_carried_on(self, cast):
        """Problem, cause, measure; the item itself stands in next year's plan and in its lines."""
        of = plan(cast)
        hike = item(cast, "春季登山", of=of)
        item(cast, "家属联谊会", of=of)
        item(cast, "教职工拔河比赛", of=of)
        event(cast, "教职工拔河比赛", date(2026, 3, 2))
        actions.postpone(hike, by=cast.sun, reason="连日下雨", month=4, next_year=True)
        text = words(draft(cast))
        assert "有的计划没有如期完成，顺延1项、尚未办结1项，原因是连日下雨。改进措施：" in text
        assert "把未完成的事项列入下一年计划，按月督办：春季登山、家属联谊会" in text
        assert PlanItem.objects.get(year=2027).carried_from == hike
        assert "教职工拔河比赛" not in text.split("存在的问题")[1]

    def test_a_full_year_of_finished_items_admits_nothing(self, cast):
        item(cast, "登山", (2, 2))
        do(
            "worklog.event.log",
            cast.first,
            by=cast.sun,
            kind="study",
            title="登山",
            on=date(2026, 2, 3),
        )
        text = words(draft(cast))
        assert "存在的问题" not in text and "下一年工作打算" not in text

    def test_narrow_participation_by_named_members(self, cast):
        for n in range(5):
            given = {"name": f"新会员{n}", "starts": date(2026, 1, 5)}
            do("members.member.admit", cast.first, by=cast.li, **given)
        event(cast, "拔河", date(2026, 3, 2), kind="study", people=[cast.li])
        assert "占会员的20.0%" in words(draft(cast))


class TestTrace:
    def test_every_figure_recomputes(self, year, cast):
        item(cast, "登山", (1, 1))
        summary = draft(cast)
        rows = figures.trace(summary)
        marks = sum(len(figures.MARK.findall(b["text"])) for b in summary.blocks)
        assert len(rows) == marks > 6
        for row in rows:
            assert measures.recompute(row["metric"], row["records"]) == Decimal(str(row["value"]))
        assert any(row["metric"] == "care.spent" and row["value"] == 1600.05 for row in rows)
        assert all(row["text"] in words(summary) for row in rows)

    def test_a_figure_opens_to_its_records(self, year, cast, enter):
        summary = draft(cast)
        key = next(k for k, f in summary.figures.items() if f["metric"] == "care.visits")
        there = f"{url_of(summary)}figure/{key}/"
        page = html(enter(cast.li).get(there))
        assert page.count("节日走访慰问</a>") == 3 and "拔河" not in page
        assert enter(cast.li).get(f"{url_of(summary)}figure/f999/").status_code == 404
        assert enter(cast.zhou).get(there).status_code == 404
        assert enter(cast.zhao).get(there).status_code == 404


class TestWords:
    def test_changed_words_keep_their_figures(self, year, cast, enter):
        summary = draft(cast)
        before = dict(summary.figures)
        block = care_block(summary)
        text = figures.editable(block["text"], summary.figures).replace(
            "全年走访慰问", "我们一共看望"
        )
        assert editing(enter(cast.sun), summary, {block["id"]: text}).status_code == 302
        fresh(summary)
        assert summary.figures == before and summary.version == 2
        assert "我们一共看望3人次" in words(summary)
        assert len(figures.trace(summary)) == len(before)

    def test_a_figure_typed_into_a_mark_stays_the_record_s(self, year, cast, enter):
        summary = draft(cast)
        block = care_block(summary)
        text = figures.editable(block["text"], summary.figures)
        forged = text.replace("【3#", "【300#")
        assert forged != text
        editing(enter(cast.sun), summary, {block["id"]: forged})
        assert "走访慰问3人次" in words(fresh(summary)) and "300" not in words(summary)

    def test_an_unknown_mark_is_refused(self, year, cast):
        summary = draft(cast)
        block = care_block(summary)
        with pytest.raises(Refused, match="f99"):
            actions.save_words(
                summary, by=cast.sun, version=1, title="", texts={block["id"]: "看望{{f99}}人"}
            )
        assert fresh(summary).version == 1

    def test_a_refusal_in_the_editor_keeps_what_was_typed(self, year, cast, enter):
        summary = draft(cast)
        block = care_block(summary)
        typed = "我写了很久的一段话【9#f99】"
        answer = editing(enter(cast.sun), summary, {block["id"]: typed})
        assert answer.status_code == 422 and "我写了很久的一段话" in html(answer)

    def test_a_refusal_in_the_background_is_said(self, year, cast, enter):
        summary = draft(cast)
        block = care_block(summary)
        answer = editing(
            enter(cast.sun), summary, {block["id"]: "【9#f99】"}, headers={"X-Autosave": "1"}
        )
        assert answer.status_code == 422 and "f99" in answer.json()["words"]

    def test_an_emptied_block_goes(self, year, cast, enter):
        summary = draft(cast)
        block = care_block(summary)
        editing(enter(cast.sun), summary, {block["id"]: "  "})
        assert block["id"] not in [b["id"] for b in fresh(summary).blocks]

    def test_figures_typed_by_hand_are_listed(self, year, cast, enter):
        summary = draft(cast)
        block = care_block(summary)
        client = enter(cast.sun)
        text = figures.editable(block["text"], summary.figures)
        editing(client, summary, {block["id"]: f"{text}，另捐款8800元，惠及120人。"})
        page = html(client.get(url_of(summary)))
        said = page.split("这些数字是手写的")[1].split("</p>")[0]
        assert "8800元" in said and "120人" in said and "1,600" not in said

    def test_the_background_saving_answers_with_the_new_version(self, year, cast, enter):
        summary = draft(cast)
        answer = editing(enter(cast.sun), summary, headers={"X-Autosave": "1"})
        assert answer.json() == {"version": 2} and fresh(summary).version == 2

    def test_only_writers_write(self, year, cast, enter):
        summary = draft(cast)
        for outsider in (cast.wang, cast.dang, cast.zhao, cast.zhou, cast.chen):
            assert editing(enter(outsider), summary).status_code == 404
        assert fresh(summary).version == 1


class TestTwoEditors:
    def changed(self, summary, theirs, mine):
        block = care_block(summary)
        return {block["id"]: theirs}, {block["id"]: mine}

    def test_the_second_is_told_and_sees_both_texts(self, year, cast, enter):
        summary = draft(cast)
        theirs, mine = self.changed(summary, "林老师的写法", "孙老师的写法")
        assert editing(enter(cast.lin), summary, theirs).status_code == 302
        answer = editing(enter(cast.sun), summary, mine)
        page = html(answer)
        assert answer.status_code == 409
        assert (
            "另一个人保存了新的版本" in page and "林老师的写法" in page and "孙老师的写法" in page
        )
        assert "林老师的写法" in words(fresh(summary)) and "孙老师的写法" not in words(summary)
        assert editing(enter(cast.sun), summary, mine).status_code == 302
        assert "孙老师的写法" in words(fresh(summary))

    def test_what_the_first_deleted_is_still_shown_to_the_second(self, year, cast, enter):
        summary = draft(cast)
        theirs, mine = self.changed(summary, "", "孙老师改了很久的一段")
        editing(enter(cast.lin), summary, theirs)
        answer = editing(enter(cast.sun), summary, mine)
        assert answer.status_code == 409 and "孙老师改了很久的一段" in html(answer)

    def test_the_background_saving_answers_409(self, year, cast, enter):
        summary = draft(cast)
        theirs, mine = self.changed(summary, "林老师的写法", "孙老师的写法")
        editing(enter(cast.lin), summary, theirs)
        answer = editing(enter(cast.sun), summary, mine, headers={"X-Autosave": "1"})
        assert answer.status_code == 409 and "另一个人" in answer.json()["words"]
        assert "孙老师的写法" not in words(fresh(summary))


class TestChangedFacts:
    def test_a_mark_shows_it_and_accepting_takes_it_over(self, year, cast, enter):
        summary = draft(cast)
        client = enter(cast.sun)
        assert "处数字变了" not in html(client.get(url_of(summary)))
        visit(cast, cast.hua, on=date(2026, 3, 4), amount="0.95")
        page = html(client.get(url_of(summary)))
        assert "处数字变了" in page and "慰问走访：3 → 4" in page
        assert "慰问支出：1,600.05 → 1,601.00" in page and 'class="fig new"' in page
        assert "走访慰问3人次" in words(fresh(summary))
        client.post(f"{url_of(summary)}accept/", {})
        assert "走访慰问4人次" in words(fresh(summary)) and "支出1,601.00元" in words(summary)
        assert "处数字变了" not in html(client.get(url_of(summary)))

    def test_it_is_not_signed_while_stale(self, year, cast):
        summary = draft(cast)
        actions.hand_in(summary, by=cast.sun)
        visit(cast, cast.hua, on=date(2026, 3, 4))
        with pytest.raises(Refused, match="处数字已经变化"):
            actions.sign(summary, by=cast.li)
        actions.hand_back(summary, by=cast.li, reason="数字变了")
        actions.accept(summary, by=cast.sun)
        assert signed(cast, summary).state == "signed"

    def test_signing_freezes_words_and_figures(self, year, cast, enter):
        summary = signed(cast, draft(cast))
        text, page = words(summary), html(enter(cast.li).get(url_of(summary)))
        visit(cast, cast.hua, on=date(2026, 3, 4))
        fresh(summary)
        assert words(summary) == text
        after = html(enter(cast.li).get(url_of(summary)))
        assert "处数字变了" not in after and "走访慰问" in page
        assert next(r for r in figures.trace(summary) if r["metric"] == "care.visits")["value"] == 3
        with pytest.raises(WrongState):
            actions.rewrite(summary, by=cast.sun)
        assert editing(enter(cast.sun), summary).status_code == 404

    def test_the_one_page_and_the_slides_of_a_signed_summary_are_frozen_too(self, year, cast):
        summary = signed(cast, draft(cast))
        before = figures.figures_beside(summary)["key"]
        visit(cast, cast.hua, on=date(2026, 3, 4))
        assert figures.figures_beside(fresh(summary))["key"] == before


def test_only_the_chair_signs(year, cast):
    summary = draft(cast)
    actions.hand_in(summary, by=cast.sun)
    for who in (cast.lin, cast.sun, cast.dang, cast.zhao, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            actions.sign(summary, by=who)
    with pytest.raises(NotAllowed):
        actions.draft(cast.first, by=cast.wang, year=2025)


def test_one_summary_a_year(year, cast):
    draft(cast)
    with pytest.raises(Refused, match="已经起草"):
        draft(cast)


def test_rewriting_throws_words_away_and_reads_anew(year, cast):
    summary = draft(cast)
    block = care_block(summary)
    actions.save_words(summary, by=cast.sun, version=1, title="", texts={block["id"]: "随便写写"})
    actions.rewrite(summary, by=cast.sun)
    assert "走访慰问3人次" in words(summary) and "随便写写" not in words(summary)
    assert summary.version == 3


def test_the_papers_open(year, cast, enter):
    item(cast, "登山", (1, 1))
    summary = draft(cast)
    client = enter(cast.li)
    full = paper_words(client.get(f"/paper/summary/{summary.pk}.docx").content)
    assert "草稿，未签发" in full and "走访慰问3人次" in full
    page = paper_words(client.get(f"/paper/summary-page/{summary.pk}.docx").content)
    assert "本年" in page and "慰问支出" in page and "1,600.05元" in page
    slides = slide_words(client.get(f"/paper/summary-deck/{summary.pk}.pptx").content)
    assert "这一年" in slides and "计划完成情况" in slides and "每月工作" in slides
    assert client.get(f"/paper/summary-page/{summary.pk}.pdf").content.startswith(b"%PDF")
    for outsider in (cast.zhao, cast.zhou):
        assert enter(outsider).get(f"/paper/summary/{summary.pk}.docx").status_code == 404


@pytest.mark.req("R-262")
def test_plan_record_ledger_and_summary_of_one_activity(cast, enter):
    """年初有计划，活动有记录，有台账，年终有总结: one activity through all four, typed once."""
    tug = item(cast, "教职工拔河比赛")
    event(cast, "教职工拔河比赛", date(2026, 3, 2), persons=30, money=Decimal("88.80"))
    client = enter(cast.sun)
    assert fresh(tug).state == "done"
    table = html(client.get("/planning/year/"))
    assert '教职工拔河比赛</a><span class="word"> 已办' in table
    assert "教职工拔河比赛" in html(client.get("/planning/register/?book=文体活动"))
    text = words(draft(cast))
    assert "年初计划1项工作，已办结1项" in text
    assert "组织文体活动1场，参与30人次，即三月教职工拔河比赛。文体活动支出88.80元。" in text
