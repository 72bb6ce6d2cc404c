"""Files by their hash, sealed, with consent; numbers without gaps (rules 12.25, 13.09)."""

import io

import pytest
from django.db import transaction
from PIL import Image

from zhijia.kernel.documents.models import (
    Attachment,
    NumberSeries,
    attach,
    attachments_of,
    document_number,
    evidence_of,
    next_number,
)
from zhijia.kernel.orgs import Org
from zhijia.kernel.refusals import Refused

from .parts import PDF


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "files"


def picture(colour="red", exif=None):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG", exif=exif or b"")
    return out.getvalue()


def files(folder):
    return [p for p in folder.rglob("*") if p.is_file()] if folder.exists() else []


def test_the_same_file_twice_on_one_thing_is_said(cast, folder):
    attach(cast.first, PDF, "通知.pdf", by=cast.li)
    with pytest.raises(Refused, match="已经上传过了：通知"):
        attach(cast.first, PDF, "通知.pdf", by=cast.li)
    assert Attachment.objects.count() == len(files(folder)) == 1


def test_the_same_file_on_two_things_lies_on_disk_once(cast, folder):
    one = attach(cast.first, PDF, "通知.pdf", by=cast.li)
    other = attach(cast.second, PDF, "别名.pdf", by=cast.zhou)
    assert one.path() == other.path() and len(files(folder)) == 1
    assert other.read() == PDF and list(attachments_of(cast.second)) == [other]


def test_a_sealed_file_is_cipher_text_on_disk(cast, folder):
    file = attach(cast.first, PDF, "证明.pdf", by=cast.li, sealed=True)
    kept = file.path().read_bytes()
    assert PDF not in kept and b"%PDF" not in kept and file.read() == PDF


def test_a_sealed_and_an_open_copy_do_not_meet(cast):
    sealed = attach(cast.first, PDF, "证明.pdf", by=cast.li, sealed=True)
    plain = attach(cast.second, PDF, "证明.pdf", by=cast.zhou)
    assert sealed.path() != plain.path() and sealed.read() == plain.read() == PDF


def test_a_photo_without_consent_leaves_no_file(cast, folder):
    with pytest.raises(Refused, match="照片须先征得本人同意"):
        attach(cast.first, picture(), "合影.jpg", by=cast.li)
    assert not Attachment.objects.exists() and not files(folder)


def test_a_photo_with_consent_or_without_people_is_kept_small_and_silent(cast):
    place = Image.Exif()
    place[0x010F] = "相机"
    file = attach(
        cast.first, picture(exif=place.tobytes()), "合影.png.jpg", by=cast.li, consent=True
    )
    assert (file.kind, file.consent) == ("photo", True)
    assert not Image.open(io.BytesIO(file.read())).getexif()
    assert Image.open(io.BytesIO(file.read("thumb"))).size <= (480, 480)
    assert attach(cast.first, picture("blue"), "操场.jpg", by=cast.li, people_shown=False).pk


@pytest.mark.parametrize(("data", "name"), [
    (b"", "空.pdf"), (b"MZ\x90\0", "程序.pdf"), (PDF, "合同.jpg"), (b"x" * (21 << 20), "大.txt"),
])  # fmt: skip
def test_what_is_refused_leaves_nothing(cast, folder, data, name):
    with pytest.raises(Refused):
        attach(cast.first, data, name, by=cast.li)
    assert not Attachment.objects.exists() and not files(folder)


def test_evidence_is_counted_by_kind(cast):
    attach(cast.first, PDF, "通知.pdf", by=cast.li)
    attach(cast.first, picture(), "合影.jpg", by=cast.li, consent=True)
    attach(cast.first, picture("blue"), "合影2.jpg", by=cast.li, consent=True)
    assert evidence_of(Org, [cast.first, cast.second]) == {cast.first.pk: (2, 1)}


class TestNumbers:
    def test_counted_from_one_for_each_union_series_and_year(self, cast):
        given = [next_number(cast.first, "文", 2026) for _n in range(3)]
        assert given == [1, 2, 3]
        assert next_number(cast.first, "文", 2027) == 1
        assert next_number(cast.first, "函", 2026) == 1
        assert next_number(cast.second, "文", 2026) == 1
        assert next_number(cast.first, "文", 2026) == 4

    def test_what_goes_back_leaves_no_gap(self, cast):
        next_number(cast.first, "文", 2026)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            next_number(cast.first, "文", 2026)
            raise ZeroDivisionError
        assert next_number(cast.first, "文", 2026) == 2
        assert NumberSeries.objects.count() == 1

    def test_in_hexagonal_brackets(self):
        assert document_number("一小工", 2026, 3) == "一小工〔2026〕3号"
