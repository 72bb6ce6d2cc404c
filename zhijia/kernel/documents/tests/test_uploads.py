import hashlib
import io
import struct
import zipfile

import pytest
from PIL import Image

from zhijia.kernel.documents.docx import to_docx
from zhijia.kernel.documents.pdf import to_pdf
from zhijia.kernel.documents.pptx import Deck, to_pptx
from zhijia.kernel.documents.uploads import ANY, Refused, check_upload, clean_photo, safe_name
from zhijia.kernel.documents.xlsx import Column, Sheet, to_xlsx

from .samples import notice, png


def jpeg(width=80, height=60, exif=None, **options):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#a8843a").save(out, "JPEG", exif=exif or b"", **options)
    return out.getvalue()


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def ole(*names):
    """The head of an old Office file whose directory holds these names."""
    data = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1024, b"\0"))
    for name in names:
        raw = name.encode("utf-16-le") + b"\0\0"
        data += raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + b"\0" * 62
    return bytes(data)


def office(**more):
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
    return zipped({**parts, **{k.replace("__", "."): v for k, v in more.items()}})


def test_our_own_files_pass():
    files = {
        "通知.docx": ("docx", to_docx(notice())),
        "名单.xlsx": ("xlsx", to_xlsx([Sheet("表", [Column("甲")], [["一"]])])),
        "报告.pptx": ("pptx", to_pptx(Deck("年"))),
        "通知.PDF": ("pdf", to_pdf(notice())),
        "照片.jpg": ("photo", jpeg()),
        "图.png": ("photo", png()),
        "说明.txt": ("text", "小河学校".encode("gb18030")),
        "名单.csv": ("text", "姓名,人次\n甲,3\n".encode("utf-8-sig")),
        "旧文.doc": ("doc", ole("Root Entry", "WordDocument")),
        "旧表.xls": ("xls", ole("Workbook")),
    }
    for name, (kind, data) in files.items():
        got = check_upload(data, name)
        assert (got.kind, got.size) == (kind, len(data))
        assert got.sha256 == hashlib.sha256(data).hexdigest()
    assert check_upload(files["名单.csv"][1], "a.csv").mime == "text/csv"
    assert check_upload(jpeg(), "a.jpg").mime == "image/jpeg"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "空.txt", "空的"),
        (b"x" * 2000, "大.txt", "上限"),
        (png(), "合同.pdf", "对不上"),
        (b"%PDF-1.7", "图.jpg", "对不上"),
        (b"MZ\x90\x00\x03", "程序.docx", "不能上传"),
        (b"<svg xmlns='x'><script/></svg>", "图.svg", "不能上传"),
        ("说明 <SCRIPT>".encode(), "说明.txt", "不能上传"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "页.txt", "不能上传"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "照片.jpg", "HEIC"),
        (ole("EncryptedPackage", "EncryptionInfo"), "锁.xlsx", "密码"),
        (ole("WordDocument", "_VBA_PROJECT"), "宏.doc", "宏"),
        (ole("Something"), "别的.doc", "不能上传"),
        (zipped({"a.txt": "x"}), "包.docx", "不能上传"),
        (office(word__vbaProject__bin="x"), "无关.docx", "宏"),
        (office(word__x__xml="<!DOCTYPE a [<!ENTITY b 'c'>]>"), "实体.docx", "不正常"),
        (b"PK\x03\x04 broken", "坏.docx", "损坏"),
        (png()[:20], "坏.png", "损坏"),
    ],
)
def test_refusals_say_why_and_what_to_do(data, name, words):
    with pytest.raises(Refused) as caught:
        check_upload(data, name, limit=1000 if name == "大.txt" else 20 * 1024 * 1024)
    assert words in caught.value.sentence
    assert caught.value.remedy.endswith("。") and caught.value.sentence.endswith("。")


def test_only_what_is_allowed():
    with pytest.raises(Refused) as caught:
        check_upload(jpeg(), "照片.jpg", allow=frozenset({"pdf"}))
    assert "PDF" in caught.value.remedy
    assert check_upload(jpeg(), "照片.jpg", allow=ANY).kind == "photo"


def test_zip_bombs_by_declared_size_by_count_and_by_lie():
    bomb = office(word__big__xml="0" * 30_000_000)
    assert len(bomb) < 100_000
    many = office(**{f"p{n}": "" for n in range(4100)})
    honest = office(word__big__bin="0" * 5_000_000)
    liar = honest.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 500))
    assert liar != honest
    for data in (bomb, many, liar):
        with pytest.raises(Refused) as caught:
            check_upload(data, "文.docx")
        assert "不正常" in caught.value.sentence
    assert check_upload(honest, "文.docx").kind == "docx"


def test_pixel_bomb_is_refused_by_its_header():
    data = bytearray(png())
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    head = bytes(data[12:29])
    data[29:33] = struct.pack(">I", __import__("zlib").crc32(head))
    for check in (lambda d: check_upload(d, "图.png"), clean_photo):
        with pytest.raises(Refused) as caught:
            check(bytes(data))
        assert "像素" in caught.value.sentence or "损坏" in caught.value.sentence


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\桌面\\总结.DOCX", "总结.docx"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("con.txt", "文件_con.txt"),
        ("...", "文件"),
        ("", "文件"),
        ('坏<名>"字?.pdf', "坏名字.pdf"),
        ("\x00空\n格.txt", "空格.txt"),
    ],
)
def test_names_are_made_safe(given, made):
    assert safe_name(given) == made


def test_long_names_keep_their_suffix():
    assert safe_name("长" * 300 + ".docx") == "长" * 115 + ".docx"
    assert check_upload(png(), "其实是png.jpg").name == "其实是png.png"


def gps_photo():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "某某手机"
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 0.0)
    exif.get_ifd(0x8825)[1] = "N"
    return jpeg(400, 200, exif=exif.tobytes(), comment=b"secret words")


def test_photo_loses_gps_and_everything_else_and_stands_upright():
    data = gps_photo()
    assert dict(Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825))
    for made in clean_photo(data):
        image = Image.open(io.BytesIO(made))
        assert image.format == "JPEG" and image.height > image.width
        assert not dict(image.getexif())
        for trace in (b"Exif", b"secret", "某某手机".encode(), b"ns.adobe.com", b"ICC_PROFILE"):
            assert trace not in made
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(image.info)


def test_sizes_and_transparency():
    big, small = clean_photo(jpeg(5000, 2500))
    assert Image.open(io.BytesIO(big)).size == (2000, 1000)
    assert Image.open(io.BytesIO(small)).size == (480, 240)
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    image = Image.open(io.BytesIO(clean_photo(out.getvalue())[0]))
    assert image.size == (50, 50) and image.getpixel((25, 25)) == (255, 255, 255)


def test_the_whole_picture_survives_the_draft_decoder():
    source = Image.new("RGB", (6000, 4000), "white")
    source.paste("black", (5400, 3600, 6000, 4000))
    out = io.BytesIO()
    source.save(out, "JPEG")
    image = Image.open(io.BytesIO(clean_photo(out.getvalue())[0])).convert("L")
    assert image.getpixel((image.width - 20, image.height - 20)) < 30
    assert image.getpixel((20, 20)) > 220


def test_broken_and_foreign_photos_are_refused():
    for data in (jpeg(800, 800)[:700], b"\0\0\0\x18ftypheic", b"hello", png()[:40]):
        with pytest.raises(Refused):
            clean_photo(data)
