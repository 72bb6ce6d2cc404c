"""Erasing who has left: by two people, refused while the law keeps, and every figure stays."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from PIL import Image

from zhijia.domains.privacy import actions
from zhijia.kernel import clock, measures, records
from zhijia.kernel.actions import Step, url_of
from zhijia.kernel.actions import actions as verbs
from zhijia.kernel.contacts import Contact, keep_trusted
from zhijia.kernel.documents.models import Attachment, attachments_of
from zhijia.kernel.erasing import reasons_to_keep
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Account, Membership, Person, Post
from zhijia.kernel.periods import Period
from zhijia.kernel.privacy import look
from zhijia.kernel.records import Fact, Record
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.testing import office

DAY = date(2025, 3, 10)
LATER = date(2026, 9, 1)


def picture():
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#8c1d18").save(out, "JPEG")
    return out.getvalue()


def do(code, subject, **given):
    return verbs[code].run(subject, **given)


@pytest.fixture
def gone(cast):
    """Qian was visited in 2025, left in 2026, the books of 2025 are closed."""
    with clock.at(DAY):
        cast.qian.phone, cast.qian.id_number = "13812345678", "110101199003078515"
        cast.qian.spouse = cast.hua
        cast.qian.save()
        occasion = do(
            "care.occasion.report",
            cast.first,
            by=cast.zhao,
            person=cast.qian,
            kind="illness",
            on=DAY,
            detail="左膝手术",
        )
        visit = do(
            "care.occasion.plan",
            occasion,
            by=cast.sun,
            on=DAY,
            visitors=[cast.sun],
            form="cash",
            amount=Decimal(800),
        )
        do("care.visit.finish", visit, by=cast.sun, on=DAY, amount=Decimal(800), note="恢复得不错")
        files = [("看望.jpg", picture())]
        do("care.visit.add_files", visit, by=cast.sun, files=files, consent=True)
        keep_trusted(cast.qian, cast.first, "mail", "qian@school.cn")
        Account.objects.create(username="qian", person=cast.qian)
        look(cast.sun, cast.qian, "情况说明", visit)
    Period.objects.create(
        org=cast.first,
        name="2025年",
        starts=date(2025, 1, 1),
        ends=date(2025, 12, 31),
        closed=clock.now(),
    )
    Membership.objects.filter(person=cast.qian).update(ends=date(2026, 6, 30), left="moved")
    for spell in apps.get_model("members.Member").objects.all():
        records.sync(spell)
    cast.visit = visit
    return cast


@pytest.fixture(autouse=True)
def later():
    with clock.at(LATER):
        yield


def everything():
    facts = Fact.objects.order_by("record", "metric", "token")
    return {
        "facts": list(facts.values_list("record", "metric", "value", "token", "on")),
        "records": list(
            Record.objects.order_by("pk").values(
                "kind", "source_id", "title", "public", "photos", "papers", "stage"
            )
        ),
        "steps": list(Step.objects.exclude(source="privacy.erasure").order_by("pk").values()),
    }


def erased(cast, who=None):
    asked = actions.ask_erasure(cast.first, by=cast.li, person=who or cast.qian, reason="本人申请")
    return actions.confirm_erasure(asked, by=cast.lin)


def test_nothing_is_left_but_the_number(gone):
    erasure = erased(gone)
    person = Person.objects.get(pk=gone.qian.pk)
    assert person.name == f"已注销会员{erasure.pk}" and "qian" not in person.pinyin
    for name in ("phone", "id_number", "id_digest", "staff_no", "birthday", "spouse"):
        assert not getattr(person, name)
    occasion, visit = gone.visit.occasion, type(gone.visit).objects.get(pk=gone.visit.pk)
    occasion.refresh_from_db()
    assert occasion.detail == "" and visit.note == ""
    assert not Account.objects.filter(person=person).exists()
    assert Contact.objects.get(person=person).address == ""
    assert not Notice.objects.filter(person=person).exists()
    assert not Notice.objects.filter(title__contains="钱学文").exists()


def test_every_figure_and_every_step_stays(gone):
    before, totals = everything(), measures.totals(gone.first, date(2025, 1, 1), date(2026, 12, 31))
    keys = [pk for pk in Record.objects.filter(kind="care.visit").values_list("pk", flat=True)]
    traced = {
        code: measures.recompute(code, keys)
        for code in ("care.visits", "care.people", "care.spent")
    }
    erased(gone)
    assert everything() == before
    assert measures.totals(gone.first, date(2025, 1, 1), date(2026, 12, 31)) == totals
    assert {code: measures.recompute(code, keys) for code in traced} == traced and traced[
        "care.people"
    ] == 1
    assert not [r for r in records.rebuild(check=True) if r.changed or r.orphans]


def test_the_photo_is_grey_its_number_stays_and_the_file_is_gone(
    gone, django_capture_on_commit_callbacks
):
    photo = Attachment.objects.get(kind="photo")
    old, bytes_before = photo.path(), photo.read()
    with django_capture_on_commit_callbacks(execute=True):
        erased(gone)
    photo = attachments_of(gone.visit).get(kind="photo")
    assert photo.read() != bytes_before and photo.read("thumb") and not old.exists()
    assert photo.name == "已移除的照片.jpg"


def test_a_round_to_several_keeps_what_concerns_the_others(gone):
    with clock.at(DAY):
        both = [gone.qian, gone.hua]
        given = {
            "kind": "festival",
            "on": DAY,
            "recipients": both,
            "visitors": [gone.sun],
            "form": "none",
            "amount": Decimal(0),
        }
        Period.objects.update(closed=None)
        visit = do("care.visit.plan_round", gone.first, by=gone.sun, **given)
        do("care.visit.finish", visit, by=gone.sun, on=DAY, amount=Decimal(0), note="两位都好")
        Period.objects.update(closed=clock.now())
    erased(gone)
    visit.refresh_from_db()
    assert visit.note == "两位都好" and visit.recipients.count() == 2


def test_a_name_somebody_else_bears_is_not_cut_out_of_titles(gone):
    from zhijia.kernel.testing import member, person

    member(gone.first, person("钱学文彬", "F077"))
    assert Notice.objects.filter(title__contains="钱学文").exists()
    erased(gone)
    assert Notice.objects.filter(title__contains="钱学文").exists()


# --- refused --------------------------------------------------------------------------------------


def asks(cast, who=None):
    return actions.ask_erasure(cast.first, by=cast.li, person=who or cast.qian, reason="x")


def test_who_is_still_a_member_is_not_erased(gone):
    with pytest.raises(Refused, match="还在会"):
        asks(gone, gone.hua)
    with pytest.raises(Refused, match="不曾是本会会员"):
        asks(gone, gone.zhou)


def test_while_the_books_are_open_the_accounts_keep_the_person(gone):
    Period.objects.all().delete()
    with pytest.raises(Refused, match="2025年的慰问支出还没有关账"):
        asks(gone)


def test_open_matters_keep_the_person(gone):
    type(gone.visit.occasion).objects.update(state="reported")
    with pytest.raises(Refused, match="没办结的慰问"):
        asks(gone)


def test_an_office_elsewhere_keeps_the_person(gone):
    office(gone.second, gone.qian, Post.COMMITTEE)
    with pytest.raises(Refused, match="任职"):
        asks(gone)
    assert reasons_to_keep(gone.qian)


def test_what_waits_for_them_keeps_them(gone):
    with clock.at(LATER):
        do("care.visit.plan_round", gone.first, by=gone.sun, kind="festival", on=LATER, recipients=[gone.hua],
           visitors=[gone.qian], form="none", amount=Decimal(0))  # fmt: skip
    with pytest.raises(Refused, match="1 件事等其办理"):
        asks(gone)


def test_what_comes_up_between_asking_and_confirming_counts(gone):
    erasure = asks(gone)
    type(gone.visit.occasion).objects.update(state="reported")
    with pytest.raises(Refused, match="没办结"):
        actions.confirm_erasure(erasure, by=gone.lin)
    assert Person.objects.get(pk=gone.qian.pk).name == "钱学文"


# --- two people -----------------------------------------------------------------------------------


def test_nobody_confirms_what_they_asked(gone):
    erasure = asks(gone)
    with pytest.raises(Refused, match="另一位"):
        actions.confirm_erasure(erasure, by=gone.li)
    with pytest.raises(Refused, match="已经申请过"):
        asks(gone)


def test_dropped_it_may_be_asked_again(gone):
    actions.drop_erasure(asks(gone), by=gone.li, reason="本人要求保留")
    assert asks(gone).state == "asked"


@pytest.mark.parametrize("who", ["sun", "zhao", "zhou", "chen", "wang"])
def test_only_the_two_chairs(gone, enter, who):
    other, erasure = getattr(gone, who), asks(gone)
    with pytest.raises(NotAllowed):
        actions.ask_erasure(gone.first, by=other, person=gone.qian, reason="x")
    for verb, given in ((actions.confirm_erasure, {}), (actions.drop_erasure, {"reason": "x"})):
        with pytest.raises(NotAllowed):
            verb(erasure, by=other, **given)
    assert enter(other).get(url_of(erasure)).status_code == 404


def test_after_it_the_person_cannot_enter(gone, client):
    account = Account.objects.get(person=gone.qian)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/privacy/me/").status_code == 200
    erased(gone)
    assert client.get("/privacy/me/").status_code == 302


def test_only_who_left_is_offered(gone, enter):
    page = enter(gone.li).get("/privacy/erasure/ask_erasure/").content.decode()
    assert "钱学文" in page and "华小梅" not in page.split("<main")[1]
