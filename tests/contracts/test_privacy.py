"""What is sensitive: sealed in the database, silent in the timeline, readable after a new key."""

import shutil
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.db import connection, models

from zhijia.kernel import privacy
from zhijia.kernel.actions import Step
from zhijia.kernel.documents.models import Attachment
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Person
from zhijia.kernel.records import Record

SEALED = list(privacy.encrypted_fields())
PLAIN = "演示明文：左膝手术，住三院十二床。"

each_sealed = pytest.mark.parametrize(
    ("model", "field"), SEALED, ids=[f"{m._meta.label_lower}.{f.name}" for m, f in SEALED]
)


@pytest.fixture
def with_words(demo):
    """``with_words(model, field)`` writes something sensitive into a row and gives the row."""

    def write(model, field):
        row = model._base_manager.order_by("-pk").first()
        assert row, f"the demo school has no {model._meta.label}"
        setattr(row, field.name, PLAIN)
        row.save()
        return row

    return write


def raw(model, field, pk):
    """What the database itself holds."""
    name, table = (
        connection.ops.quote_name(field.column),
        connection.ops.quote_name(model._meta.db_table),
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {table} WHERE {model._meta.pk.column} = %s", [pk])
        return cursor.fetchone()[0]


def secrets(demo):
    """Every decrypted sensitive value of the demo school, with where it stands."""
    for model, field in SEALED:
        for value in model._base_manager.order_by("pk").values_list(field.name, flat=True):
            if value:
                yield model, field, value


@each_sealed
def test_the_database_holds_only_cipher_text(model, field, with_words):
    row = with_words(model, field)
    held = raw(model, field, row.pk)
    assert held and PLAIN not in held and PLAIN[:6] not in held
    assert getattr(model._base_manager.get(pk=row.pk), field.name) == PLAIN
    for pk, value in model._base_manager.exclude(pk=row.pk).values_list("pk", field.name)[:200]:
        if value:
            assert value not in raw(model, field, pk)


@each_sealed
def test_a_sealed_field_is_declared_sensitive(model, field):
    assert field.name in getattr(model, "SENSITIVE", ()) or (model, field.name) == (Person, "phone")


def test_what_is_declared_sensitive_exists():
    for model in apps.get_models():
        names = {f.name for f in model._meta.get_fields()}
        assert set(getattr(model, "SENSITIVE", ())) <= names


def test_the_timeline_holds_nothing_sensitive(demo):
    found = {value for _m, _f, value in secrets(demo)}
    assert found, "the demo school has nothing sensitive to look for"
    for note, changed in Step.objects.values_list("note", "changed"):
        assert not [value for value in found if value in note or value in str(changed)]
    for model, field in SEALED:
        steps = Step.objects.filter(source=model._meta.label_lower)
        assert not [c for c in steps.values_list("changed", flat=True) if field.name in c]


def test_no_notice_and_no_record_holds_anything_sensitive(demo):
    found = {value for _m, _f, value in secrets(demo)}
    for model in (Notice, Record):
        columns = [f.name for f in model._meta.concrete_fields if isinstance(f, models.CharField)]
        for row in model.objects.values_list(*columns):
            assert not [value for value in found if any(value in str(cell) for cell in row)]


# --- keys ---------------------------------------------------------------------------------------


@pytest.fixture
def own_files(settings, tmp_path):
    """The data folder of this test alone: files are no part of what rolls back."""
    shutil.copytree(Path(settings.DATA_DIR) / "files", tmp_path / "files")
    settings.DATA_DIR = tmp_path


def test_after_a_new_key_all_is_readable_with_it_and_nothing_with_the_old(
    demo, settings, with_words, own_files
):
    for model, field in SEALED:
        with_words(model, field)
    before = [(m, f.name, value) for m, f, value in secrets(demo)]
    old, new = list(settings.ENCRYPTION_KEYS), Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [new, *old]
    assert [(m, f.name, value) for m, f, value in secrets(demo)] == before
    assert privacy.rotate() == len(before)
    settings.ENCRYPTION_KEYS = [new]
    assert [(m, f.name, value) for m, f, value in secrets(demo)] == before
    settings.ENCRYPTION_KEYS = old
    for _model, _field, value in secrets(demo):
        assert "无法解密" in value
    model, field = SEALED[0]
    with pytest.raises(InvalidToken):
        privacy.unseal(raw(model, field, model._base_manager.order_by("-pk").first().pk).encode())


def test_a_key_thrown_away_too_early_is_refused_and_nothing_changes(
    demo, settings, with_words, own_files
):
    model, field = SEALED[0]
    row = with_words(model, field)
    old, held = list(settings.ENCRYPTION_KEYS), raw(model, field, row.pk)
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(InvalidToken):
        privacy.rotate()
    settings.ENCRYPTION_KEYS = old
    assert raw(model, field, row.pk) == held


def test_a_sealed_file_holds_cipher_text_and_outlives_the_old_key(demo, own_files, settings):
    file = Attachment.objects.filter(sealed=True).first()
    assert file, "the demo school has no sealed file"
    words = file.read()
    assert words and words[:200] not in file.path().read_bytes()
    new = Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [new, *settings.ENCRYPTION_KEYS]
    assert file.read() == words
    privacy.rotate()
    settings.ENCRYPTION_KEYS = [new]
    assert file.read() == words


def test_looks_and_steps_are_never_changed_or_deleted(demo):
    step = Step.objects.first()
    for act in (step.save, step.delete, Step.objects.all().delete):
        with pytest.raises(TypeError):
            act()
    with pytest.raises(TypeError):
        Step.objects.update(note="")
