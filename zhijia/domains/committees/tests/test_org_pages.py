"""Committees, posts and papers through HTTP (R-004, R-005)."""

from io import BytesIO

import docx
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from zhijia.domains.committees import actions
from zhijia.domains.committees.models import Committee, Seat
from zhijia.domains.committees.tests.parts import founded, opened, reviewers, seat_of
from zhijia.domains.committees.tests.test_groups import old
from zhijia.kernel.actions import url_of
from zhijia.kernel.people import Membership
from zhijia.kernel.testing import member, office, person


def test_an_election_is_entered_on_one_page(cast, enter):
    client = enter(cast.li)
    sent = {"name": "工会委员会", "kind": "committee", "term": "第九届"}
    there = client.post("/committees/committee/found/", sent).url
    page = client.get(f"{there}open_term/").content.decode()
    assert "3 至 5 人" in page and 'value="5"' in page
    sent = {
        "starts": "2026-03-02", "term": "第九届", "years": "5", "chair": cast.li.pk,
        "vices": [cast.lin.pk], "members": [cast.sun.pk, cast.qian.pk, cast.hua.pk],
        "elected_by": "members", "entitled": 9, "present": 8,
    }  # fmt: skip
    assert client.post(f"{there}open_term/", sent).status_code == 302
    html = client.get(there).content.decode()
    assert "第九届工会委员会" in html and "应到 9 人，实到 8 人" in html
    assert Seat.objects.count() == 5 and "还没有经费审查委员会" in html


def test_a_refused_election_keeps_what_was_typed(cast, enter):
    client, there = enter(cast.li), f"{url_of(founded(cast))}open_term/"
    sent = {"starts": "2026-03-02", "years": "5", "chair": cast.li.pk, "entitled": 9, "present": 5,
            "term": "第十九届"}  # fmt: skip
    answer = client.post(there, sent)
    assert answer.status_code == 422
    assert "至少 6 人" in answer.content.decode() and "第十九届" in answer.content.decode()
    assert Committee.objects.get().state == "preparing"


def test_who_has_left_the_union_is_marked_on_the_page(cast, enter):
    opened(cast)
    Membership.objects.filter(person=cast.sun).update(ends="2026-03-05")
    assert "已离会，请办离任" in enter(cast.li).get("/committees/officers/").content.decode()


def test_every_page_opens(cast, enter):
    committee = opened(cast)
    reviewers(cast)
    seat = seat_of(committee, cast.lin)
    client = enter(cast.li)
    pages = [
        "/committees/officers/", "/committees/rules/", "/committees/below/", "/committees/seat/",
        "/committees/office/?now=open", "/committees/deputising/", "/committees/group/?use=in",
        "/committees/premises/", "/committees/activist/", "/committees/ownsummary/",
        url_of(committee), url_of(seat), url_of(old(cast)), f"{url_of(seat)}vacate/",
        f"{url_of(committee)}amend/", f"{url_of(committee)}close_term/", f"{url_of(committee)}renew/",
        f"{url_of(committee)}co_opt/?role=vice", f"{url_of(committee)}note_approval/",
        f"{url_of(old(cast))}move_out/", "/committees/office/appoint/",
    ]  # fmt: skip
    for page in pages:
        assert client.get(page).status_code == 200, page
    assert 'value="vice" selected' in client.get(pages[17]).content.decode()
    assert client.get(f"{url_of(seat)}expire/").status_code == 404


def test_the_level_above_sees_terms_and_opens_nothing(cast, enter):
    committee = opened(cast, years=3)
    client = enter(cast.chen)
    html = client.get("/committees/below/").content.decode()
    assert "第一小学工会" in html and "2029年3月1日" in html and "第二小学工会" in html
    assert "未登记" in html and "李建国" not in html
    assert client.get(url_of(committee)).status_code == 404
    assert "第一小学" not in enter(cast.zhou).get("/committees/below/").content.decode()


def test_pages_cost_the_same_however_many_sit(cast, enter, django_assert_max_num_queries):
    counts = []
    client = enter(cast.li)
    opened(cast, members=[])
    client.get("/")  # the first visit of a session is noted
    for round_ in range(2):
        if round_:
            actions.amend(Committee.objects.get(), by=cast.li, name="工会委员会", places=3)
            actions.seat(Committee.objects.get(), by=cast.li, person=cast.sun, role="member")
            body = actions.found(cast.first, by=cast.li, name="文体委员会", kind="special")
            actions.open_term(body, by=cast.li, starts=body.created.date(), chair=cast.qian,
                              members=[cast.tian, cast.hua, cast.zhao])  # fmt: skip
        for there in ("/committees/officers/", "/committees/group/", "/committees/committee/"):
            with django_assert_max_num_queries(20) as seen:
                client.get(there)
            counts.append(len(seen))
    assert counts[3:] == counts[:3]


# --- papers -------------------------------------------------------------------------------------


def paper(client, name, committee, form="docx"):
    answer = client.get(f"/paper/{name}/{committee.pk}.{form}")
    assert answer.status_code == 200
    return BytesIO(answer.content)


def words_of(data):
    made = docx.Document(data)
    text = [p.text for p in made.paragraphs]
    return "\n".join(text), [c.text for t in made.tables for row in t.rows for c in row.cells]


def test_the_request_to_the_union_above(cast, enter):
    committee = opened(cast, members=[cast.hua, cast.tian, cast.sun], entitled=9, present=8,
                       elected_by="members")  # fmt: skip
    reviewers(cast, members=[cast.zhao])
    text, _cells = words_of(paper(enter(cast.li), "election-request", committee))
    assert "关于第一小学" in text and "选举结果的请示" in text and "东城区教育工会：" in text
    assert "召开会员大会" in text and "应到9人，实到8人" in text and "妥否，请批示。" in text
    assert "主席：李建国。" in text and "副主席：林秀英。" in text
    assert "委员（按姓氏笔画为序）：田老师、华小梅、孙丽华" in text.replace("\n", "")
    assert "第八届经费审查委员会" in text and "任期5年" in text and "2031年3月1日" in text
    _text, cells = words_of(paper(enter(cast.li), "elected-list", committee))
    assert {"李建国", "1980.01", "主席", "赵明"} <= set(cells)


@pytest.mark.req("R-004")
def test_office_plaque_wall_chart_and_list_of_officers(cast, enter):
    committee = opened(cast)
    actions.divide(seat_of(committee, cast.sun), by=cast.li, duty="文体", tasks="组织活动")
    actions.lead(old(cast), by=cast.li, person=cast.qian, starts=committee.starts)
    client = enter(cast.li)
    sent = {"room": "行政楼 203", "plaque": "2026-03-05", "chart": "2026-03-06", "archive": "专柜"}
    there = client.post("/committees/premises/move_in/", sent).url
    assert "2026年3月5日" in client.get(there).content.decode()
    text, cells = words_of(paper(client, "wall-chart", committee))
    assert "第一小学工会组织机构" in text.replace("\n", "") and "岗位职责" in text
    assert {"李建国", "孙丽华（文体）", "语文组", "钱学文", "组织活动"} <= set(cells)
    made = pypdfium2.PdfDocument(paper(client, "wall-chart", committee, "pdf"))
    assert len(made) == 2 and made[0].get_width() > made[0].get_height()
    book = CalamineWorkbook.from_filelike(paper(client, "officer-table", committee, "xlsx"))
    rows = book.get_sheet_by_index(0).to_python()
    assert [r[1] for r in rows[2:5]] == ["李建国", "林秀英", "孙丽华"]
    names = {r[1] for r in rows}
    assert "王会计" in names and "党书记" not in names  # the Party's secretary is no union officer


def test_papers_hide_nobody_new(cast, enter):
    committee = opened(cast)
    for who in (cast.zhou, cast.zhao, cast.chen):
        for name in ("election-request", "officer-roster", "wall-chart", "elected-list"):
            assert enter(who).get(f"/paper/{name}/{committee.pk}.docx").status_code == 404
    assert enter(cast.sun).get(f"/paper/officer-roster/{committee.pk}.docx").status_code == 404


def test_a_candidate_list_goes_by_strokes(cast, enter):
    member(cast.first, person("丁一", "T001"))
    office(cast.first, cast.tian, "principal")
    html = enter(cast.li).get(f"{url_of(founded(cast))}open_term/").content.decode()
    boxes = html[html.index('id="id_members"') :]
    order = [boxes.index(name) for name in ("丁一", "王会计", "华小梅", "孙丽华", "赵明")]
    assert order == sorted(order) and "田老师" not in boxes
