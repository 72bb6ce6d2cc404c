"""What an operator types; every answer is a Chinese sentence and an honest exit code."""

import json
import re
from datetime import date
from decimal import Decimal

import docx
import pytest
from cryptography.fernet import Fernet
from django.db.migrations.recorder import MigrationRecorder

from zhijia.desks.planning.models import Plan, Summary
from zhijia.domains.care import actions as care
from zhijia.domains.worklog import actions as worklog
from zhijia.kernel import clock, privacy
from zhijia.kernel.documents.models import Attachment, attach
from zhijia.kernel.orgs import Org
from zhijia.kernel.people import Account, Person, Post, post_holder
from zhijia.kernel.records import Fact, Record
from zhijia.site import health, keys
from zhijia.site.cli import main

DAY = date(2026, 3, 10)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLAN = "第一小学工会2026年工作计划\n一、指导思想\n服务教职工。\n二、活动安排\n三月份\n1、登山\n四、五月\n1、拔河\n"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def in_march(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    with clock.at(DAY):
        yield


def refused(capsys):
    """The sentence on stderr; nothing went to stdout."""
    said = capsys.readouterr()
    assert CHINESE.search(said.err) and not said.out and "Traceback" not in said.err
    return said.err


class TestPlanRead:
    def test_json_is_exactly_the_schema(self, tmp_path, capsys):
        path = tmp_path / "计划.txt"
        path.write_text(PLAN, "utf-8")
        assert main(["plan", "read", str(path), "--json"]) == 0
        read = json.loads(capsys.readouterr().out)
        assert list(read) == ["kind", "title", "year", "chapters", "items", "warnings"]
        assert (read["kind"], read["title"], read["year"]) == (
            "plan",
            "第一小学工会2026年工作计划",
            2026,
        )
        assert [(i["month"], i["title"]) for i in read["items"]] == [
            ([3, 3], "登山"),
            ([4, 5], "拔河"),
        ]
        assert all(set(i) == {"month", "title", "domain", "source_line"} for i in read["items"])
        assert all(set(c) == {"title", "level", "text"} for c in read["chapters"])
        assert [i["source_line"] for i in read["items"]] == [6, 8]
        assert all(isinstance(w, str) for w in read["warnings"])

    def test_plain_words(self, tmp_path, capsys):
        path = tmp_path / "计划.txt"
        path.write_text(PLAN, "utf-8")
        assert main(["plan", "read", str(path)]) == 0
        assert "4-5月　拔河" in capsys.readouterr().out

    @pytest.mark.django_db
    def test_nothing_is_saved(self, tmp_path, django_assert_num_queries):
        path = tmp_path / "计划.txt"
        path.write_text(PLAN, "utf-8")
        with django_assert_num_queries(0):
            main(["plan", "read", str(path), "--json"])
        assert not Plan.objects.exists()

    @pytest.mark.parametrize(
        "data", [b"", b"PK\x03\x04broken", b"\x89PNG\r\n\x1a\n\0", b"\0\1\2" * 99]
    )
    def test_what_cannot_be_read(self, tmp_path, capsys, data):
        path = tmp_path / "坏.docx"
        path.write_bytes(data)
        assert main(["plan", "read", str(path), "--json"]) == 1
        assert "。" in refused(capsys)

    def test_a_file_that_is_not_there_or_a_folder(self, tmp_path, capsys):
        assert main(["plan", "read", str(tmp_path / "没有.docx")]) == 1
        assert "打不开文件" in refused(capsys)
        assert main(["plan", "read", str(tmp_path)]) == 1
        assert "打不开文件" in refused(capsys)


@pytest.mark.django_db
class TestSummary:
    @pytest.fixture
    def year(self, cast):
        given = {"form": "cash", "amount": Decimal("1200.10"), "visitors": [cast.sun]}
        visit = care.plan_round(
            cast.first,
            by=cast.sun,
            kind="festival",
            on=DAY,
            recipients=[cast.qian, cast.tian],
            **given,
        )
        care.finish(visit, by=cast.sun, on=DAY, amount=Decimal("1200.10"))
        return cast

    def write(self, tmp_path, *more, year="2026"):
        out, trace = tmp_path / "总结.docx", tmp_path / "来历.json"
        given = [
            "summary",
            "write",
            "--year",
            year,
            "--out",
            str(out),
            "--trace",
            str(trace),
            *more,
        ]
        return main(given), out, trace

    def test_written_traced_and_proved(self, year, tmp_path, capsys):
        code, out, trace = self.write(tmp_path, "--org", "first")
        assert code == 0 and "已写成" in capsys.readouterr().out
        text = "\n".join(p.text for p in docx.Document(str(out)).paragraphs)
        assert "走访慰问2人次" in text and "1,200.10元" in text
        rows = json.loads(trace.read_text("utf-8"))
        assert list(rows) == ["figures"]
        assert all(set(r) == {"text", "value", "metric", "records"} for r in rows["figures"])
        assert all(r["text"] in text and r["records"] for r in rows["figures"])
        assert main(["summary", "prove", str(trace)]) == 0
        assert f"共 {len(rows['figures'])} 个数字，0 个不符" in capsys.readouterr().out
        assert not Summary.objects.exists()

    def test_a_forged_figure_is_found(self, year, tmp_path, capsys):
        _code, _out, trace = self.write(tmp_path, "--org", "first")
        rows = json.loads(trace.read_text("utf-8"))
        rows["figures"][0]["value"] += 1
        trace.write_text(json.dumps(rows), "utf-8")
        assert main(["summary", "prove", str(trace)]) == 1
        assert "1 个不符" in capsys.readouterr().out

    def test_several_schools_need_a_name(self, year, tmp_path, capsys):
        code, out, _trace = self.write(tmp_path)
        assert code == 1 and not out.exists() and "--org" in refused(capsys)
        assert self.write(tmp_path, "--org", "nowhere")[0] == 1
        assert "nowhere" in refused(capsys)

    def test_the_only_school_needs_none(self, year, tmp_path):
        Org.objects.filter(code="second").update(kind="district")
        assert self.write(tmp_path)[0] == 0

    def test_no_school_at_all(self, tmp_path, capsys):
        assert self.write(tmp_path)[0] == 1
        assert "还没有学校" in refused(capsys)

    def test_a_place_that_cannot_be_written(self, year, tmp_path, capsys):
        code = main(["summary", "write", "--year", "2026", "--org", "first", "--out",
                     str(tmp_path / "没有" / "总结.docx")])  # fmt: skip
        assert code == 1 and refused(capsys)

    def test_a_trace_that_is_not_there(self, tmp_path, capsys):
        assert main(["summary", "prove", str(tmp_path / "没有.json")]) == 1
        assert refused(capsys)

    def test_a_year_without_records_says_only_the_opening(self, year, tmp_path):
        code, out, trace = self.write(tmp_path, "--org", "first", year="2019")
        assert code == 0 and json.loads(trace.read_text("utf-8")) == {"figures": []}
        assert "2019年" in "".join(p.text for p in docx.Document(str(out)).paragraphs)


@pytest.mark.django_db
class TestFound:
    GIVEN = [
        "found",
        "--name",
        "新村小学工会",
        "--code",
        "xc",
        "--chair",
        "单晓",
        "--username",
        "shan",
    ]

    def test_a_union_and_its_chair(self, monkeypatch, capsys, client):
        monkeypatch.setenv("ZHIJIA_PASSWORD", "correct horse")
        assert main(self.GIVEN) == 0 and "新村小学工会" in capsys.readouterr().out
        org = Org.objects.get(code="xc")
        chair = post_holder(org, Post.CHAIR)
        assert (chair.name, chair.account.username, org.unit) == ("单晓", "shan", "新村小学")
        assert chair in Person.objects.members_of(org)
        assert client.login(username="shan", password="correct horse")
        assert Record.objects.get(org=org).kind == "people.membership"

    @pytest.mark.parametrize(("change", "password", "words"), [
        ({"xc": "first"}, "correct horse", "已经用过"), ({}, "short", "至少 8 位"),
        ({"shan": "taken"}, "correct horse", "已经用过"),
    ])  # fmt: skip
    def test_what_cannot_stand(self, cast, monkeypatch, capsys, change, password, words):
        Account.objects.create(username="taken", person=cast.li)
        before = Org.objects.count(), Person.objects.count()
        monkeypatch.setenv("ZHIJIA_PASSWORD", password)
        assert main([change.get(word, word) for word in self.GIVEN]) == 1
        assert words in refused(capsys)
        assert (Org.objects.count(), Person.objects.count()) == before


@pytest.mark.django_db
class TestRebuild:
    def test_check_says_and_changes_nothing(self, cast, capsys):
        event = worklog.log(
            cast.first, by=cast.sun, kind="activity", title="拔河", on=DAY, persons=3
        )
        main(["rebuild_records"])
        capsys.readouterr()
        assert main(["rebuild_records", "--check"]) == 0
        assert "没有差异" in capsys.readouterr().out
        Record.objects.filter(source_id=event.pk, kind="worklog.event").update(title="被改过")
        Fact.objects.filter(metric="gatherings.person_times").update(value=99)
        assert main(["rebuild_records", "--check"]) == 1
        assert "差异 1 条" in capsys.readouterr().out
        assert Record.objects.filter(title="被改过").exists()
        assert main(["rebuild_records"]) == 0
        assert main(["rebuild_records", "--check"]) == 0
        assert Fact.objects.get(metric="gatherings.person_times").value == 3

    def test_an_orphan_counts_and_goes(self, cast):
        worklog.log(cast.first, by=cast.sun, kind="activity", title="拔河", on=DAY)
        main(["rebuild_records"])
        Record.objects.filter(kind="worklog.event").update(source_id=987654)
        assert main(["rebuild_records", "--check"]) == 1
        main(["rebuild_records"])
        assert Record.objects.filter(kind="worklog.event").exclude(source_id=987654).count() == 1
        assert not Record.objects.filter(source_id=987654).exists()


@pytest.mark.django_db
class TestRotate:
    @pytest.fixture(autouse=True)
    def first_key(self, settings, monkeypatch):
        monkeypatch.delenv("ENCRYPTION_KEYS", raising=False)
        settings.ENCRYPTION_KEYS = keys.encryption_keys(settings.DATA_DIR, "")

    def test_a_new_key_reads_everything_and_the_old_one_can_go(self, cast, settings, capsys):
        cast.qian.phone = "13800000000"
        cast.qian.save()
        old = settings.ENCRYPTION_KEYS[0]
        assert main(["rotate_keys"]) == 0
        assert "重新加密 1 个" in capsys.readouterr().out
        assert settings.ENCRYPTION_KEYS[1] == old != settings.ENCRYPTION_KEYS[0]
        settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
        cast.qian.refresh_from_db()
        assert cast.qian.phone == "13800000000"

    def test_sealed_files_are_rotated_too(self, cast, settings):
        file = attach(cast.first, PDF, "名单.pdf", by=cast.li, sealed=True)
        main(["rotate_keys"])
        settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
        assert Attachment.objects.get(pk=file.pk).read() == PDF


@pytest.mark.django_db
class TestCheck:
    @pytest.fixture(autouse=True)
    def sound(self, settings):
        settings.SECRET_KEY = "x" * 64
        settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
        settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
        settings.DEBUG = settings.DEMO = settings.SECURE = False

    def found(self):
        return [words for level, words in health.troubles() if level == health.ERROR]

    def test_a_sound_set_up(self, capsys):
        assert self.found() == [] and main(["check"]) == 0

    @pytest.mark.parametrize(("changes", "words"), [
        ({"SECRET_KEY": "short"}, "SECRET_KEY 太短"),
        ({"ENCRYPTION_KEYS": []}, "没有加密密钥"),
        ({"ENCRYPTION_KEYS": ["nonsense"]}, "第 1 把加密密钥不合格式"),
        ({"DEBUG": True, "ALLOWED_HOSTS": ["school.example"], "SECURE": True}, "调试模式"),
        ({"DEMO": True, "ALLOWED_HOSTS": ["school.example"], "SECURE": True}, "演示模式"),
        ({"ALLOWED_HOSTS": ["*"], "SECURE": True}, "ALLOWED_HOSTS 是 *"),
        ({"ALLOWED_HOSTS": ["school.example"]}, "没有 HTTPS"),
    ])  # fmt: skip
    def test_what_is_wrong_is_said(self, settings, capsys, changes, words):
        for name, value in changes.items():
            setattr(settings, name, value)
        assert main(["check"]) == 1
        said = capsys.readouterr().out
        assert "[错误]" in said and words in said

    def test_on_one_s_own_machine_debug_and_demo_are_notes(self, settings, capsys):
        settings.DEBUG = settings.DEMO = True
        assert main(["check"]) == 0
        said = capsys.readouterr().out
        assert "[提醒] 调试模式" in said and "[提醒] 演示模式" in said

    def test_waiting_migrations(self):
        MigrationRecorder.Migration.objects.filter(app="planning").delete()
        assert any("升级未做" in words for words in self.found())

    def test_a_secret_others_can_read(self, settings):
        path = settings.DATA_DIR / "secret_key"
        path.write_text("x")
        path.chmod(0o644)
        assert any("secret_key" in words for words in self.found())
        path.chmod(0o600)
        assert self.found() == []

    def test_another_time_zone_is_a_note(self, settings):
        settings.TIME_ZONE = "UTC"
        assert any("时区" in w for level, w in health.troubles() if level == health.NOTE)


@pytest.mark.django_db
def test_the_demo_school_only_goes_into_an_empty_house(cast, capsys, monkeypatch):
    monkeypatch.setattr("zhijia.site.cli.prepare", lambda: None)
    assert main(["demo"]) == 1
    assert "只建在空库里" in refused(capsys)


def test_kept_secrets_are_for_the_owner_only(tmp_path):
    first = keys.secret_key(tmp_path)
    assert keys.secret_key(tmp_path) == first and len(first) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_new_key_leaves_its_file_for_the_owner_only(tmp_path):
    keys.encryption_keys(tmp_path, "")
    keys.add_encryption_key(tmp_path)
    assert (tmp_path / "encryption_keys").stat().st_mode & 0o777 == 0o600
    assert len(keys.encryption_keys(tmp_path, "")) == 2
    assert privacy.box()


class TestPassword:
    @pytest.fixture
    def account(self, cast):
        return Account.objects.create_user("boss", cast.li, "correct horse battery")

    def test_a_new_one_lets_in_and_ends_what_was_open(self, account, client, monkeypatch, capsys):
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        monkeypatch.setenv("ZHIJIA_PASSWORD", "九曲黄河万里沙 2026")
        assert main(["password", "boss"]) == 0
        assert client.get("/me/").status_code == 302
        account.refresh_from_db()
        assert account.check_password("九曲黄河万里沙 2026")

    @pytest.mark.parametrize(
        ("name", "password"), [("nobody", "九曲黄河万里沙 2026"), ("boss", "123")]
    )
    def test_an_unknown_name_or_a_weak_one_changes_nothing(
        self, account, monkeypatch, capsys, name, password
    ):
        monkeypatch.setenv("ZHIJIA_PASSWORD", password)
        assert main(["password", name]) == 1
        account.refresh_from_db()
        assert account.check_password("correct horse battery") and capsys.readouterr().err
