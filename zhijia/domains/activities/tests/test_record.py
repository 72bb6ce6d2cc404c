"""What an activity leaves behind: standards held, record, figures, prizes, feedback (rules 3.11–3.17)."""

from datetime import date
from decimal import Decimal

import pytest

from zhijia.domains.activities import actions
from zhijia.domains.activities.models import Feedback
from zhijia.kernel import clock, measures
from zhijia.kernel.actions import Step, open_to
from zhijia.kernel.policy import PolicyRow
from zhijia.kernel.records import Entry, Record, rebuild
from zhijia.kernel.refusals import NeedsReason, NotAllowed, Refused
from zhijia.kernel.testing import names_of
from zhijia.kernel.waiting import waiting_for

from .parts import crowd, drafted, fresh, held, moment, opened

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def rule(code, value, strength="reason", org=None):
    return PolicyRow.objects.create(
        code=code,
        value=value,
        strength=strength,
        org=org,
        source="省标准",
        article="第三条",
        confidence="V2",
    )


def outing(cast, **more):
    given = {"kind": "outing", "title": "春游", "safety": "带队三人", "insurance": "意外险"} | more
    return drafted(cast, {"members": 40}, **given)


# --- before it is published --------------------------------------------------------------------


def test_an_outing_needs_its_safety_note_and_insurance(cast):
    activity = outing(cast, insurance="")
    with pytest.raises(Refused, match="先写好安全提示、办好保险"):
        actions.publish(activity, by=cast.sun)
    assert any("保险" in o.why for o in open_to(activity, cast.sun) if o.action.name == "publish")


@pytest.mark.req("R-171")
def test_an_outing_returns_the_same_day(cast):
    rule("activities.outing_same_day", "yes", "block")
    over_night = outing(cast, ends=moment(11, 17))
    with pytest.raises(Refused, match="须当日往返（省标准第三条）"):
        actions.publish(over_night, by=cast.sun)
    assert actions.publish(outing(cast), by=cast.sun).state == "open"


def test_above_the_day_s_cap_it_takes_a_reason_and_somebody_else(cast):
    rule("activities.outing_day_cap", "200")
    dear = outing(cast, per_person=Decimal(260))
    with pytest.raises(NeedsReason, match="超出春秋游每人每天标准 60.00 元"):
        actions.publish(dear, by=cast.sun)
    dear = outing(cast, per_person=Decimal(260), over="唯一可用的场地")
    actions.publish(dear, by=cast.sun)
    assert dear.state == "awaiting" and not dear.seed
    with pytest.raises(NotAllowed):
        actions.approve(dear, by=cast.sun)
    actions.approve(dear, by=cast.li)
    assert (dear.state, dear.approved_by) == ("open", cast.li) and dear.seed


def test_nobody_approves_what_they_drafted(cast):
    rule("activities.outing_day_cap", "200")
    dear = outing(cast, per_person=Decimal(260), over="x", by=cast.li)
    actions.publish(dear, by=cast.li)
    with pytest.raises(Refused, match="另一位主席或副主席"):
        actions.approve(dear, by=cast.li)
    actions.return_(dear, by=cast.lin, reason="再比一家")
    assert fresh(dear).state == "draft"


def test_all_films_of_the_year_together(cast):
    rule("activities.film_year_cap", "150", "block")
    opened(cast, kind="film", title="观影一", per_person=Decimal(90))
    with pytest.raises(Refused, match="超出全年观影每人标准 30.00 元"):
        opened(cast, kind="film", title="观影二", per_person=Decimal(90))
    assert opened(cast, kind="film", title="观影二", per_person=Decimal(60)).state == "open"


def test_an_unknown_cap_is_said_not_guessed(cast):
    activity = outing(cast, per_person=Decimal(9000))
    assert actions.publish(activity, by=cast.sun).state == "open"
    assert any("标准尚未录入" in s["sentence"] for s in activity.standards)


def test_the_union_s_top_up_stays_within_so_many_times_the_dues(cast):
    from zhijia.domains.activities.models import ActivitySettings
    from zhijia.kernel.settings import save_settings

    rule("activities.topup_factor", "3")
    save_settings(cast.first, ActivitySettings(dues_income=1000))
    assert actions.publish(outing(cast, budget=Decimal(3000)), by=cast.sun).state == "open"
    with pytest.raises(NeedsReason, match="上限 3,000.00 元"):
        actions.publish(outing(cast, budget=Decimal("3000.01"), title="秋游"), by=cast.sun)


# --- the record --------------------------------------------------------------------------------


def lived(cast, **more):
    """Signed up, checked in, finished: three members, two of a family, four guests."""
    activity = opened(cast, 10, {"companions": 5}, companions=2, budget=Decimal(900), **more)
    actions.sign_up(activity, by=cast.zhao, companions=2)
    for who in (cast.qian, cast.hua, cast.tian):
        actions.sign_up(activity, by=who)
    with clock.at(activity.starts):
        for who in (cast.zhao, cast.qian, cast.hua):
            actions.check_in(activity.signups.get(person=who), by=cast.sun)
        given = {"guests": 4, "spent": Decimal("880.50"), "result": "比赛很热闹"}
        return actions.finish(activity, by=cast.sun, **given)


@pytest.mark.req("R-165")
def test_finishing_is_recording(cast):
    activity = lived(cast)
    record = Record.objects.get(kind="activities.activity")
    assert (record.stage, record.on, record.topic) == ("done", activity.on, "activities.sports")
    totals = measures.totals(cast.first, *YEAR)
    assert totals["gatherings.held"] == totals["activities.sports"] == 1
    assert totals["gatherings.person_times"] == 9 and totals["gatherings.persons"] == 9
    assert totals["gatherings.people"] == 3 and totals["activities.companions"] == 2
    assert totals["gatherings.spent"] == Decimal("880.50")
    assert Entry.objects.get().amount == Decimal("880.50")
    assert not any(name in record.title + record.public for name in names_of(cast))
    found = {f.kind: (f.changed, f.orphans) for f in rebuild(check=True)}
    assert found["activities.activity"] == (0, 0)


def test_a_no_show_is_not_counted(cast):
    activity = lived(cast)
    assert activity.signups.get(person=cast.tian).came is None
    assert measures.totals(cast.first, *YEAR)["gatherings.people"] == 3


def test_not_before_it_happened_and_not_without_anybody(cast):
    activity = opened(cast, 5)
    with pytest.raises(Refused, match="还没有开始"):
        actions.finish(activity, by=cast.sun)
    with clock.at(activity.starts):
        with pytest.raises(Refused, match="还没有登记任何人到场"):
            actions.finish(activity, by=cast.sun)
        with pytest.raises(Refused, match="少于到场人数"):
            actions.finish(activity, by=cast.sun, guests=5, person_times=3)
        with pytest.raises(Refused, match="不能多于实际支出"):
            actions.finish(activity, by=cast.sun, guests=5, spent=Decimal(1), from_dues=Decimal(2))
        assert actions.finish(activity, by=cast.sun, guests=5, person_times=8).state == "done"


def test_what_the_school_pays_is_not_in_the_union_s_books(cast):
    lived(cast, fund="school")
    assert not Entry.objects.exists()
    assert measures.totals(cast.first, *YEAR)["gatherings.spent"] == Decimal("880.50")


def test_the_figures_follow_when_the_record_is_put_right(cast):
    activity = lived(cast)
    actions.reopen(activity, by=cast.sun, guests=6, spent=Decimal(700))
    totals = measures.totals(cast.first, *YEAR)
    assert totals["gatherings.person_times"] == 11 and totals["gatherings.spent"] == 700


def test_activities_noted_in_the_log_and_here_are_one_count(cast):
    from zhijia.kernel.actions import actions as verbs

    lived(cast)
    verbs["worklog.event.log"].run(
        cast.first, by=cast.sun, kind="activity", title="健步走", on=date(2026, 3, 1), persons=30
    )
    assert measures.totals(cast.first, *YEAR)["gatherings.held"] == 2


# --- prizes ------------------------------------------------------------------------------------


def prize(name="一等奖", value=50, people=1, **more):
    given = {"team": "语文组", "person": None, "item": "水杯", "souvenir": False} | more
    return given | {"name": name, "value": Decimal(value), "people": people}


def test_winners_are_at_most_two_thirds_of_those_who_took_part(cast):
    rule("activities.prize_share", "2/3", "block")
    activity = held(cast, crowd(cast, 10), days=-3)
    with pytest.raises(Refused, match="获奖 7 人，参加 10 人，最多 6 人"):
        actions.award(activity, by=cast.sun, prizes=[prize(people=7)])
    actions.award(
        activity, by=cast.sun, prizes=[prize(people=6), prize("纪念品", 20, 10, souvenir=True)]
    )
    assert [p.people for p in activity.prizes.all()] == [6, 10]


def test_the_stricter_province_holds(cast):
    rule("activities.prize_share", "2/3", "block")
    rule("activities.prize_share", "1/3", "block", org=cast.district)
    activity = held(cast, crowd(cast, 10), days=-3)
    with pytest.raises(Refused, match="最多 3 人"):
        actions.award(activity, by=cast.sun, prizes=[prize(people=4)])


def test_caps_of_prizes(cast):
    rule("activities.prize_top_team", "500")
    rule("activities.prize_top_individual", "300")
    activity = held(cast, crowd(cast, 4), days=-3)
    with pytest.raises(NeedsReason, match="超出一等奖标准 100.00 元"):
        actions.award(activity, by=cast.sun, prizes=[prize(value=400, team="", person=cast.zhao)])
    actions.award(activity, by=cast.sun, prizes=[prize(value=400)])
    assert measures.totals(cast.first, *YEAR)["activities.prizes"] == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("一等奖", "没有写给谁"),
        ("一等奖｜赵明｜现金｜100", "不能发现金"),
        ("一等奖｜赵明｜水杯｜很多", "不是金额"),
    ],
)
def test_a_line_of_prizes_that_cannot_be_read_is_said(cast, client, line, words):
    from zhijia.kernel.testing import enter_as

    activity = held(cast, [cast.zhao], days=-3)
    there = f"/activities/activity/{activity.pk}/award/"
    answer = enter_as(client, cast.sun).post(there, {"prizes": line})
    assert answer.status_code == 422 and words in answer.content.decode()
    answer = client.post(
        there, {"prizes": "一等奖｜赵明｜水杯｜80｜1\n团体奖｜语文组｜球｜200元｜5人"}
    )
    assert answer.status_code == 302
    assert [(p.winner, p.value, p.people) for p in activity.prizes.all()] == [
        ("赵明", 80, 1), ("语文组", 200, 5),
    ]  # fmt: skip


# --- what people thought -----------------------------------------------------------------------


def test_who_came_is_asked_three_questions_and_answers_without_a_name(cast):
    activity = lived(cast)
    with clock.at(moment(11)):
        lines = [c.title for c in waiting_for(cast.zhao, cast.first)]
        assert "说说这次活动：教职工羽毛球赛" in lines
        actions.give_feedback(activity, by=cast.zhao, stars=5, liked="热闹", wish="再早点")
        assert not [c for c in waiting_for(cast.zhao, cast.first) if "说说" in c.title]
        with pytest.raises(Refused, match="已经评价过"):
            actions.give_feedback(activity, by=cast.zhao, stars=1)
        with pytest.raises(Refused, match="参加过的人才能评价"):
            actions.give_feedback(activity, by=cast.tian, stars=1)
        with pytest.raises(NotAllowed):
            actions.give_feedback(activity, by=cast.zhou, stars=1)
    kept = Feedback.objects.get()
    assert {f.name for f in Feedback._meta.fields} == {
        "id",
        "activity",
        "token",
        "stars",
        "liked",
        "wish",
    }
    assert not any("热闹" in step.note for step in Step.objects.all()) and kept.stars == 5
    with clock.at(moment(40)), pytest.raises(Refused, match="14 天内"):
        actions.give_feedback(activity, by=cast.qian, stars=5)


def test_a_photo_needs_consent_and_loses_its_place(cast):
    import io

    from PIL import Image

    activity = lived(cast)
    data = io.BytesIO()
    picture, exif = Image.new("RGB", (64, 48), "#aa3322"), Image.Exif()
    exif.get_ifd(0x8825)[2] = (31.0, 14.0, 5.0)
    picture.save(data, "JPEG", exif=exif)
    with pytest.raises(Refused, match="征得本人同意"):
        actions.add_photos(activity, by=cast.zhao, files=[("合影.jpg", data.getvalue())])
    actions.add_photos(activity, by=cast.zhao, files=[("合影.jpg", data.getvalue())], consent=True)
    from zhijia.kernel.documents.models import attachments_of

    kept = attachments_of(activity).get()
    assert b"GPS" not in kept.read() and not Image.open(io.BytesIO(kept.read())).getexif().get_ifd(
        0x8825
    )
    assert Record.objects.get(kind="activities.activity").photos == 1
    with pytest.raises(NotAllowed):
        actions.add_photos(activity, by=cast.dang, files=[])
