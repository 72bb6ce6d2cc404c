"""One's own data: all of it, with its purpose; masked until asked for; taken along; who looked."""

import io
import json
from datetime import date

import pytest
from django.apps import apps
from python_calamine import CalamineWorkbook

from zhijia.domains.privacy import own
from zhijia.domains.privacy.models import Export
from zhijia.kernel import clock
from zhijia.kernel.actions import Step
from zhijia.kernel.actions import actions as verbs
from zhijia.kernel.contacts import keep_trusted
from zhijia.kernel.documents.models import Attachment
from zhijia.kernel.held import held
from zhijia.kernel.people import Person
from zhijia.kernel.privacy import Look, look

DAY = date(2026, 3, 10)
ME = "/privacy/me/"


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


@pytest.fixture
def known(cast):
    """Qian with everything that is sensitive, and a visit."""
    cast.qian.phone, cast.qian.id_number = "13812345678", "110101199003078515"
    cast.qian.save()
    given = {"person": cast.qian, "kind": "illness", "on": DAY, "detail": "左膝手术"}
    verbs["care.occasion.report"].run(cast.first, by=cast.zhao, **given)
    keep_trusted(cast.qian, cast.first, "mail", "qian@school.cn")
    return cast


def page(client, **post):
    answer = client.post(ME, post) if post else client.get(ME)
    return answer.content.decode()


def test_every_declaration_names_what_exists():
    for one in held.values():
        names = {f.name for f in apps.get_model(one.model)._meta.get_fields()}
        assert {i.name for i in one.items} <= names
        assert set(one.erased) <= names and (not one.shared or one.shared in names)
        assert one.purpose and one.label and one.term()
        assert not [label for label in one.labels if label.isascii()]


def test_every_sensitive_field_of_a_person_is_declared():
    """What is sealed and belongs to a person is on their page."""
    declared = {(one.model, i.name) for one in held.values() for i in one.items}
    for model, name in [("kernel.person", "phone"), ("kernel.person", "id_number"), ("care.visit", "note"),
                        ("care.occasion", "detail"), ("kernel.contact", "address"), ("privacy.correction", "right")]:  # fmt: skip
        assert (model, name) in declared


def test_all_of_it_with_purpose_basis_and_term(known, enter):
    words = page(enter(known.qian))
    for said in (
        "个人档案",
        "会籍",
        "关爱事项",
        "联系方式",
        "语文组",
        "生日祝福、退休提醒",
        "依据：本人同意",
        "履行法定职责",
        "办结后 5 年",
    ):
        assert said in words


def test_sensitive_fields_are_masked_until_asked_for_and_that_is_noted(known, enter):
    client = enter(known.qian)
    words = page(client)
    assert "138****5678" in words and "110101********8515" in words
    assert "13812345678" not in words and "左膝手术" not in words
    assert not Look.objects.exists()
    words = page(client, show="care.occasion.detail")
    assert "左膝手术" in words and "13812345678" not in words
    row = Look.objects.get()
    assert (row.by, row.about, row.what) == (known.qian, known.qian, "关爱事项：情况说明")


@pytest.mark.parametrize(
    "code", ["kernel.person.token", "kernel.person.name", "x.y.z", "kernel.account.password"]
)
def test_nothing_else_can_be_asked_for(known, enter, code):
    assert enter(known.qian).post(ME, {"show": code}).status_code == 404


def test_nobody_sees_another_s(known, enter):
    for other in (known.li, known.zhou, known.chen, known.zhao):
        words = page(enter(other), show="kernel.person.phone")
        assert "13812345678" not in words and "左膝手术" not in words


def test_who_looked_with_office_and_reason(known, enter):
    visit = apps.get_model("care.Occasion").objects.get()
    look(known.sun, known.qian, "情况说明", visit)
    words = page(enter(known.qian))
    assert "孙丽华" in words and "（工会委员）" in words and "看了情况说明" in words
    assert "关心和慰问会员" in words


def test_the_page_costs_the_same_however_much_there_is(known, enter, django_assert_max_num_queries):
    client = enter(known.qian)
    page(client)
    for number in range(20):
        apps.get_model("worklog.Event").objects.create(
            org=known.first, kind="activity", title=f"活动{number}", on=DAY, logged_by=known.sun
        ).people.add(known.qian)
    with django_assert_max_num_queries(len(held) + 20):  # one a declaration, however many rows
        words = page(client)
    assert "只列最近 5 条" in words


# --- taken along ----------------------------------------------------------------------------------


def test_the_json_has_everything_in_full(known, enter):
    answer = enter(known.qian).post(f"{ME}export/", {"form": "json"})
    data = json.loads(answer.content)
    kinds = {one["类别"]: one for one in data["内容"]}
    assert kinds["个人档案"]["记录"][0]["手机号"] == "13812345678"
    assert kinds["关爱事项"]["记录"][0]["情况说明"] == "左膝手术"
    assert kinds["会籍"]["用途"] and "attachment" in answer["Content-Disposition"]


def test_the_excel_opens_and_the_export_is_noted(known, enter):
    answer = enter(known.qian).post(f"{ME}export/", {"form": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert "个人档案" in book.sheet_names
    cells = [str(c) for row in book.get_sheet_by_name("个人档案").to_python() for c in row]
    assert "13812345678" in cells
    assert Export.objects.get().by == known.qian
    assert Step.objects.filter(verb="export_own", by=known.qian).count() == 1


def test_it_holds_nothing_of_anybody_else(known, enter):
    text = enter(known.hua).post(f"{ME}export/", {"form": "json"}).content.decode()
    assert "13812345678" not in text and "左膝手术" not in text


def test_a_long_one_is_made_in_the_background_and_sealed(known, enter, monkeypatch):
    from zhijia.kernel import jobs

    monkeypatch.setattr(own, "LARGE", 0)
    client = enter(known.qian)
    there = client.post(f"{ME}export/", {"form": "xlsx"}).url
    assert there.startswith("/job/")
    jobs.run_job.call(jobs.Job.objects.get().pk)
    job = jobs.Job.objects.get()
    assert job.state == "done", job.message
    assert client.get(job.result).status_code == 200
    file = Attachment.objects.get()
    assert file.sealed and b"13812345678" not in file.path().read_bytes()
    assert client.get(f"/file/{file.pk}/").status_code == 200
    for other in (known.li, known.zhou, known.chen):
        assert enter(other).get(f"/file/{file.pk}/").status_code == 404
        assert enter(other).get(job.result).status_code == 404


def test_the_rules_are_a_list_open_to_every_member(cast, enter):
    words = enter(cast.hua).get("/privacy/rules/").content.decode()
    for said in ("走访慰问", "照片公开", "15 个工作日", "本人同意"):
        assert said in words
    assert Person.objects.get(pk=cast.hua.pk).name not in words.split("<main")[1]
