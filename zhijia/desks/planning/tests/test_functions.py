"""The four functions as a sorting of all work (R-024); the theme of a year and its goals (R-025)."""

import io
from datetime import date

import docx
import pytest
from django.core.exceptions import ValidationError

from zhijia.desks.planning import actions, documents, figures, register
from zhijia.desks.planning.chapters import Function, topics_of
from zhijia.desks.planning.models import Plan, PlanItem, Summary
from zhijia.desks.planning.tests.parts import event, fresh, html, item, plan, visit
from zhijia.kernel.actions import url_of
from zhijia.kernel.documents.docx import to_docx
from zhijia.kernel.records import kinds
from zhijia.kernel.refusals import NotAllowed, Refused

pytestmark = pytest.mark.django_db
PLACE = "/planning/register/"


@pytest.fixture
def worked(cast):
    """One thing of each function, and a plan with an item of each."""
    visit(cast, cast.qian, on=date(2026, 1, 20))
    event(cast, "教学基本功比赛", date(2026, 3, 1), kind="contest")
    event(cast, "教代会提案征集", date(2026, 3, 3), kind="democracy")
    event(cast, "读书分享会", date(2026, 3, 5), kind="study")
    return cast


def heads(summary):
    return [b["text"] for b in summary.blocks if b["kind"] == "h1"]


def under(summary, words):
    """The text between the head that holds these words and the next."""
    found, on = [], False
    for block in summary.blocks:
        if block["kind"] == "h1":
            on = words in block["text"]
        elif on:
            found.append(figures.plain(block["text"], summary.figures))
    return "\n".join(found)


# --- the four functions ------------------------------------------------------------------------------


def test_every_topic_of_every_kind_serves_one_function_or_none():
    served = [t for f in Function.values for t in topics_of(f)]
    assert len(served) == len(set(served))
    known = {t for kind in kinds.values() for t in kind.topics()}
    assert set(served) < known, "the union's own housekeeping serves none in particular"
    assert all(topics_of(f) for f in Function.values)


@pytest.mark.req("R-024")
def test_records_and_plan_items_are_found_by_the_function_they_serve(worked, enter):
    whole = plan(worked)
    by_kind = item(worked, "探望住院的同事", of=whole, domain="care")
    by_hand = item(worked, "工会干部培训", of=whole, domain="committees", function="educate")
    assert (by_kind.function, by_kind.serves, by_hand.serves) == ("", "protect", "educate")
    client = enter(worked.sun)
    assert "维护职能" in html(client.get(url_of(by_kind)))
    amended = {
        "title": "探望住院的同事",
        "month_from": 3,
        "month_to": 3,
        "domain": "care",
        "target": 1,
    }
    client.post(f"{url_of(by_kind)}amend/", amended | {"function": "build"})
    assert fresh(by_kind).serves == "build"
    client.post(f"{url_of(by_kind)}amend/", amended | {"function": ""})
    for function, here, not_here in (("protect", "探望住院的同事", "工会干部培训"),
                                     ("educate", "工会干部培训", "探望住院的同事")):  # fmt: skip
        page = html(client.get("/planning/planitem/", {"function": function}))
        assert here in page and not_here not in page
    titles = {
        "protect": "慰问", "build": "教学基本功比赛", "participate": "教代会提案征集", "educate": "读书分享会",
    }  # fmt: skip
    for function, words in titles.items():
        rows = register.register_rows(
            worked.first, 2026, register.serving(register.books_of(worked.first), function)
        )
        assert [words in r.title for r in rows] == [True], function
        page = html(client.get(PLACE, {"function": function}))
        assert "共 1 条" in page
        assert all((other in page) == (other == words) for other in [*titles.values()][1:])
    whole_page = html(client.get(PLACE, {"function": "none-such"}))
    assert all(words in whole_page for words in titles.values())
    sheet = client.get("/planning/register.xlsx", {"function": "build"})
    assert sheet.status_code == 200


@pytest.mark.req("R-024")
def test_a_summary_is_arranged_by_the_functions_where_the_union_wants_it(worked, enter):
    whole = plan(worked)
    item(
        worked, "教职工趣味运动会", of=whole, domain="activities", function="protect", months=(9, 9)
    )
    item(worked, "困难教职工帮扶", of=whole, domain="aid", months=(10, 10))
    client = enter(worked.sun)
    client.post("/planning/summary/draft/", {"year": 2026, "by_function": "on"})
    summary = Summary.objects.get()
    assert [h.split("，")[0] for h in heads(summary)[:4]] == [
        "一、履行维护职能", "二、履行建设职能", "三、履行参与职能", "四、履行教育职能",
    ]  # fmt: skip
    assert "走访慰问" in under(summary, "维护职能") and "教学基本功比赛" in under(
        summary, "建设职能"
    )
    assert "教代会提案征集" in under(summary, "参与职能")
    assert "读书分享会" in under(summary, "教育职能")
    assert "教职工趣味运动会、困难教职工帮扶" in under(summary, "维护职能"), (
        "items where the chair put them"
    )
    actions.rewrite(summary, by=worked.sun)
    assert "履行维护职能" in heads(fresh(summary))[0], "written anew it keeps its order"


def test_without_a_word_a_summary_has_its_usual_chapters(worked):
    summary = actions.draft(worked.first, by=worked.sun, year=2026)
    assert not any("职能" in head for head in heads(summary))
    assert "走访慰问" in under(summary, "心系教职工")


def test_a_function_nobody_knows_is_refused(cast):
    with pytest.raises(Refused, match="职能"):
        item(cast, "某事", function="control")
    assert not PlanItem.objects.exists()


# --- the theme of a year -----------------------------------------------------------------------------


@pytest.mark.req("R-025")
def test_the_theme_and_its_goals_stand_in_the_year_the_plan_and_the_summary(worked, enter):
    whole, client = plan(worked), enter(worked.sun)
    item(worked, "走访慰问", of=whole, domain="care")
    sent = {"theme": "服务提升年", "goals": " 强化服务意识 \n\n办好三项工程"}
    assert client.post(f"{url_of(whole)}set_theme/", sent).status_code == 302
    whole = Plan.objects.get()
    assert (whole.theme, whole.goals) == ("服务提升年", "强化服务意识\n办好三项工程")
    assert "服务提升年" in html(client.get("/planning/year/"))
    page = html(client.get(url_of(whole)))
    assert "服务提升年" in page and "强化服务意识" in page and "办好三项工程" in page
    printed = docx.Document(io.BytesIO(to_docx(documents.plan_paper(whole, worked.sun))))
    words = [p.text for p in printed.paragraphs]
    assert "年度主题：服务提升年" in words and "分项目标：强化服务意识；办好三项工程。" in words
    summary = actions.draft(worked.first, by=worked.sun, year=2026)
    opening = figures.plain(summary.blocks[0]["text"], summary.figures)
    assert "突出“服务提升年”年度主题，抓好强化服务意识、办好三项工程" in opening
    form = html(client.get(f"{url_of(whole)}set_theme/"))
    assert "服务提升年" in form and "办好三项工程" in form


def test_without_a_theme_nothing_is_said_of_one(worked):
    whole = plan(worked)
    item(worked, "走访慰问", of=whole, domain="care")
    summary = actions.draft(worked.first, by=worked.sun, year=2026)
    assert "主题" not in figures.plain(summary.blocks[0]["text"], summary.figures)


def test_a_theme_too_long_comes_back_and_others_set_none(cast, enter):
    whole, client = plan(cast), enter(cast.sun)
    answer = client.post(f"{url_of(whole)}set_theme/", {"theme": "长" * 61, "goals": "一项"})
    assert answer.status_code == 422 and "长" * 61 in html(answer) and "一项" in html(answer)
    for who in (cast.zhao, cast.zhou, cast.chen):
        with pytest.raises((NotAllowed, ValidationError)):
            actions.set_theme(whole, by=who, theme="别人的主题")
    assert Plan.objects.get().theme == ""
