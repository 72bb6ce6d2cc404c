"""Seats in bodies of Party and administration, the meetings the union sits in on; offices of a county (R-009, R-023)."""

from datetime import date

import pytest

from zhijia.domains.committees import actions
from zhijia.domains.committees.models import Committee, Group, Meeting
from zhijia.domains.committees.tests.parts import DAY, founded, opened
from zhijia.kernel import measures
from zhijia.kernel.orgs import Org
from zhijia.kernel.people import Post
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import Refused
from zhijia.kernel.testing import member, office, person, union
from zhijia.kernel.waiting import waiting_for

YEAR = date(2026, 1, 1), date(2026, 12, 31)
BODIES = {"学校党委": ("member", "党委委员"), "校务公开领导小组": ("vice", "副组长"), "校务公开监督小组": ("member", "组员"),
          "校务会": ("member", "列席"), "班子会": ("member", "列席")}  # fmt: skip


def joined(cast, name, role="member", duty=""):
    body = actions.found(cast.first, by=cast.li, name=name, kind="outside")
    actions.open_term(body, by=cast.li, starts=DAY)
    actions.seat(body, by=cast.li, person=cast.li, role=role, duty=duty)
    return body


@pytest.mark.req("R-009")
def test_the_chair_s_seats_and_the_meetings_sat_in_on(cast, enter):
    """Entered by the forms; shown to every member; counted apart from the union's own meetings."""
    opened(cast)
    client = enter(cast.li)
    for name, (role, duty) in BODIES.items():
        there = client.post("/committees/committee/found/", {"name": name, "kind": "outside"}).url
        assert client.post(f"{there}open_term/", {"starts": "2026-03-10"}).status_code == 302
        sent = {"person": cast.li.pk, "role": role, "duty": duty, "starts": "2026-03-10"}
        assert client.post(f"{there}seat/", sent).status_code == 302
    page = enter(cast.zhao).get("/committees/officers/").content.decode()
    for name, (_role, duty) in BODIES.items():
        assert name in page and duty in page
    client = enter(cast.li)
    for name in ("校务会", "班子会"):
        body = Committee.objects.get(name=name)
        sent = {"committee": body.pk, "kind": "outside", "on": "2026-03-09", "agenda": "奖励性绩效分配办法",
                "invited": [cast.li.pk]}  # fmt: skip
        there = client.post("/committees/meeting/convene/", sent).url
        assert (
            client.post(f"{there}hold/", {"on": "2026-03-09", "attended": [cast.li.pk]}).status_code
            == 302
        )
        sent = {"minutes": "工会主席提出先征求教职工意见", "decisions": "征求意见｜李建国｜3月31日"}
        assert client.post(f"{there}minute/", sent).status_code == 302
        page = client.get(there).content.decode()
        assert "奖励性绩效分配办法" in page and "先征求教职工意见" in page and "李建国" in page
    totals = measures.totals(cast.first, *YEAR)
    assert totals["committees.meetings.outside"] == 2 and not totals.get("committees.meetings")
    assert totals["committees.elections"] == 1, "nobody was elected to a body of others"
    record = Record.objects.filter(kind="committees.meeting").first()
    assert record.public == "2026年3月参加校务会、班子会"
    assert "2026年3月校务会、班子会" in client.get("/planning/register/?year=2026").content.decode()
    chart = client.get(f"/paper/wall-chart/{Committee.objects.get(kind='committee').pk}.docx")
    assert chart.status_code == 200


def test_a_body_of_others_gives_no_power_and_asks_for_nothing(cast):
    body = joined(cast, "学校党委", duty="党委委员")
    assert body.seats.get().appointment is None
    assert not [c for c in waiting_for(cast.li, cast.first) if "学校党委" in c.title]
    assert Record.objects.get(kind="committees.term").title == "参加学校党委"


def test_its_meetings_and_the_union_s_are_not_mixed_up(cast):
    own, outside = founded(cast), joined(cast, "校务会")
    given = {"by": cast.li, "on": DAY}
    for committee, kind in ((own, "outside"), (outside, "regular"), (outside, "committee")):
        with pytest.raises(Refused, match="党政机构的会议"):
            actions.convene(cast.first, committee=committee, kind=kind, **given)
    assert not Meeting.objects.exists()


@pytest.mark.req("R-023")
def test_the_offices_of_a_county_federation_and_their_staff(cast, enter):
    """Four sections and an office, eight people, their heads; shown with how many each has."""
    county = union("平江县总工会", "pingjiang", Org.Kind.COUNTY)
    staff = [person(f"干部{n}", f"P{n}") for n in range(8)]
    for who in staff:
        member(county, who)
    office(county, staff[0], Post.CHAIR)
    client = enter(staff[0])
    sections = {"办公室": 0, "财务统计股": 2, "基层工作股": 4, "企业工作股": 6, "劳模宣传股": 7}
    for name, first in sections.items():
        last = next((n for n in sections.values() if n > first), 8)
        sent = {"name": name, "kind": "office", "unit": name, "tasks": f"{name}职责"}
        there = client.post("/committees/group/set_up/", sent).url
        people = [p.pk for p in staff[first:last]]
        assert client.post(f"{there}gather/", {"people": people}).status_code == 302
        sent = {"person": people[0], "starts": "2026-03-10"}
        assert client.post(f"{there}lead/", sent).status_code == 302
    page = enter(staff[7]).get("/committees/officers/").content.decode()
    sizes = {g.name: g.spells.count() for g in Group.objects.of(county)}
    assert sizes == {
        "办公室": 2,
        "财务统计股": 2,
        "基层工作股": 2,
        "企业工作股": 1,
        "劳模宣传股": 1,
    }
    assert all(name in page for name in sections) and page.count("科室（") == 5 and "干部4" in page
    listed = enter(staff[0]).get("/committees/group/").content.decode()
    assert all(name in listed for name in sections)
