"""Pages, papers and records: three facts apart, constant queries, nobody named in public."""

import io
from datetime import date

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.models import Proposal
from zhijia.domains.proposals.pages.coming import next_of
from zhijia.kernel import clock, measures
from zhijia.kernel.actions import Step
from zhijia.kernel.periods import Period, year_bounds
from zhijia.kernel.records import Record
from zhijia.kernel.testing import names_of
from zhijia.kernel.waiting import waiting_for

from .parts import (
    DAY,
    answered,
    assigned,
    delivered,
    drafted,
    filed,
    later,
    promised,
    rated,
    received,
    seconded,
    submitted,
    words,
)

FRAME = 6  # queries of session, account, offices, wording and menu that every page makes


def asked(client, there):
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(there)
    assert answer.status_code == 200
    return len(seen)


def test_the_board_shows_three_facts_and_the_formula_and_names_no_proposer(s, enter):
    rated(s, kind="B", promised=promised())
    page = enter(s.cast.hua).get("/proposals/board/").content.decode()
    for part in ("已答复", "落实中", "满意率 =（满意 + 基本满意）÷ 已评价", "100.0%", "总务处"):
        assert part in page
    assert "钱学文" not in page


def test_the_board_costs_the_same_for_two_thousand(s, enter):
    p = rated(s)
    client = enter(s.cast.hua)
    asked(client, "/proposals/board/")
    few = asked(client, "/proposals/board/")
    rows = [
        Proposal(org=p.org, org_path=p.org_path, call=p.call, title=f"关于{n}的提案", reason="x", measures="x",
                 proposer=p.proposer, state="concluded", shown=True, serial=n, number=str(n), lead=p.lead,
                 submitted=DAY, answered=DAY, on_time=True, outcome="satisfied")
        for n in range(2, 2001)
    ]  # fmt: skip
    Proposal.objects.bulk_create(rows)
    assert asked(client, "/proposals/board/") == few
    assert few <= 10 + FRAME


def test_who_may_open_what(s, enter):
    p = submitted(s)
    there = f"/proposals/proposal/{p.pk}/"
    for who, status in ((s.cast.qian, 200), (s.cast.hua, 200), (s.cast.sun, 200), (s.gao, 200),
                        (s.cast.chen, 404), (s.cast.zhou, 404)):  # fmt: skip
        assert enter(who).get(there).status_code == status, who


def test_a_draft_of_an_answer_is_shown_to_those_who_work_on_it(s, enter):
    p = answered(s)
    there = f"/proposals/proposal/{p.pk}/"
    draft = "已经采纳，下周起执行"
    for who, shown in ((s.fu, True), (s.cast.tian, True), (s.cast.sun, True), (s.cast.qian, False),
                       (s.cast.hua, False)):  # fmt: skip
        assert (draft in enter(who).get(there).content.decode()) is shown, who


def test_everybody_sees_what_waits_for_them(s):
    c = s.cast
    titles = lambda who: [w.title.split("：")[0] for w in waiting_for(who, c.first)]  # noqa: E731
    seconded(s)
    assert "提交提案" in titles(c.qian)
    submitted(s)
    assert "审查提案" in titles(c.sun) and "审查提案" not in titles(c.hua)
    actions.accept(submitted(s), by=c.sun)
    assert "批示提案" in titles(s.gao)
    filed(s)
    assert "交办提案" in titles(c.sun)
    assigned(s)
    assert "签收提案" in titles(c.tian)
    received(s)
    assert "办理提案" in titles(c.tian)
    answered(s)
    assert "审签答复" in titles(s.fu) and "审签答复" not in titles(s.gao)
    p = delivered(s)
    line = next(w for w in waiting_for(c.qian, c.first) if w.title.startswith("评价答复"))
    assert line.due == p.rating_due == date(2026, 3, 16)


def test_figures_stand_in_the_year_of_their_own_day(s):
    """Handed in and filed in one year, answered in the next, after the first was closed."""
    with clock.at(date(2026, 3, 10)):
        p = received(s)
    year = year_bounds(2026)
    Period.objects.create(
        org=s.cast.first, name="2026年", starts=year[0], ends=year[1], closed=clock.now()
    )
    with clock.at(date(2027, 1, 12)):
        actions.contact(p, by=s.cast.tian, on=clock.today(), way="face", words="谈过")
        actions.draft_reply(
            p, by=s.cast.tian, kind="A", text="已经采纳并落实到位。", measures="完成"
        )
        actions.sign(p, by=s.fu)
        actions.deliver(p, by=s.cast.tian)
        actions.rate(p, by=s.cast.qian, attitude="satisfied", result="satisfied")
    old, new = (measures.totals(s.cast.first, *year_bounds(y)) for y in (2026, 2027))
    assert (old["proposals.submitted"], old["proposals.accepted"], old["proposals.answered"]) == (
        1,
        1,
        0,
    )
    assert (new["proposals.submitted"], new["proposals.answered"], new["proposals.on_time"]) == (
        0,
        1,
        0,
    )
    assert (new["proposals.concluded"], new["proposals.satisfied"], new["proposals.rated"]) == (
        1,
        1,
        1,
    )


def test_the_timeline_does_not_repeat_the_text(s):
    p = submitted(s)
    actions.amend(p, by=s.cast.qian, **words(reason="改写后的案由，说明早读值班的情况。"))
    notes = set(Step.objects.about(p).values_list("note", flat=True))
    assert notes == {""}


def test_no_record_names_anybody(s):
    rated(s, kind="B", promised=promised())
    names = [*names_of(s.cast), "高校长", "付副校长", "吴主任"]
    rows = Record.objects.filter(kind__startswith="proposals.")
    assert rows.count() >= 5
    for title, public in rows.values_list("title", "public"):
        assert not [n for n in names if n in title + public]


def words_of(answer):
    paper = docx.Document(io.BytesIO(answer.content))
    cells = [c.text for t in paper.tables for r in t.rows for c in r.cells]
    return "\n".join([p.text for p in paper.paragraphs] + cells)


@pytest.mark.req("R-047")
def test_the_report_to_the_congress(s, enter):
    rated(s, kind="B", promised=promised(text="增设两个窗口"))
    actions.decline(submitted(s), by=s.cast.sun, ground="unlawful", reason="不合规定")
    answer = enter(s.cast.sun).get(f"/paper/proposal-report/{s.call.pk}.docx")
    said = words_of(answer)
    for part in ("共收到提案2件", "立案1件", "不立案1件", "满意率100.0%", "增设两个窗口", "与法律法规或政策相抵触",
                 "承诺1项"):  # fmt: skip
        assert part in said, part
    assert enter(s.cast.hua).get(f"/paper/proposal-report/{s.call.pk}.docx").status_code == 404


def test_the_letter_holds_the_answer_only_once_delivered(s, enter):
    p = answered(s)
    there = f"/paper/proposal-reply/{p.pk}.docx"
    assert "已经采纳" not in words_of(enter(s.cast.qian).get(there))
    actions.sign(p, by=s.fu)
    actions.deliver(p, by=s.cast.tian)
    assert "已经采纳" in words_of(enter(s.cast.qian).get(there))


def test_rating_by_the_form(s, enter):
    p = delivered(s)
    client, there = enter(s.cast.qian), f"/proposals/proposal/{p.pk}/rate/"
    back = client.post(there, {"attitude": "satisfied", "result": "unsatisfied", "words": ""})
    assert back.status_code == 422 and "哪里还没有解决" in back.content.decode()
    assert client.post(there, {"attitude": "satisfied", "result": "satisfied"}).status_code == 302
    assert Proposal.objects.get(pk=p.pk).state == "concluded"


def test_promises_typed_a_line_each_with_a_date(s, enter):
    p = actions.contact(received(s), by=s.cast.tian, on=DAY, way="face", words="谈过")
    client, there = enter(s.cast.tian), f"/proposals/proposal/{p.pk}/draft_reply/"
    given = {"kind": "B", "text": "列入计划", "promised": "尽快完成"}
    assert "没有以日期开头" in client.post(there, given).content.decode()
    given["promised"] = "2026-06-01 增设窗口\n2026年7月15日：公布菜单"
    assert client.post(there, given).status_code == 302
    assert [x["due"] for x in p.replies.get().promised] == ["2026-06-01", "2026-07-15"]
    with later(1):
        assert p.replies.get().promised[1]["text"] == "公布菜单"


def test_the_page_says_what_happens_next_in_every_state(s, enter):
    p, client = drafted(s), enter(s.cast.qian)
    there = f"/proposals/proposal/{p.pk}/"
    assert "请人附议" in client.get(there).content.decode()
    p.rating_due = DAY
    for p.state in Proposal.State:
        assert bool(next_of(p)) == (p.state not in ("declined", "withdrawn", "concluded")), p.state
    p.state, p.landing = "concluded", "open"
    assert "承诺继续跟踪" in next_of(p)


def test_what_became_of_proposals_is_listed_too(s, enter):
    """The way back from a decision, an answer or an end leads to a page, not into the void."""
    p = rated(s)
    client = enter(s.cast.sun)
    for model in ("decision", "reply", "conclusion", "award", "poll"):
        page = client.get(f"/proposals/{model}/").content.decode()
        assert (p.title in page) == (model in ("decision", "reply", "conclusion")), model
    assert p.title not in enter(s.cast.zhou).get("/proposals/reply/").content.decode()


def test_to_decline_is_offered_to_those_who_were_asked(s, enter):
    p = seconded(s)
    there = f"/proposals/proposal/{p.pk}/"
    for who, offered in ((s.cast.zhao, True), (s.cast.wang, False), (s.cast.sun, False)):
        assert ("decline_second/" in enter(who).get(there).content.decode()) is offered, who
