"""Writing without an account: no login, no cookie, no time; a receipt to come back with (R-081)."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from zhijia.domains.voice import actions, jobs, slot, throttle
from zhijia.domains.voice.models import Message, Slip, Talk, VoiceSettings
from zhijia.kernel import clock, codes
from zhijia.kernel.actions import Step
from zhijia.kernel.notices import Notice
from zhijia.kernel.settings import save_settings
from zhijia.kernel.waiting import Call

from .parts import TEXT, answered, dropped, fresh, letter

pytestmark = pytest.mark.django_db
CODE = re.compile(r'name="code" value="([^"]+)"')
MARK = re.compile(r'name="mark" value="([^"]+)"')


def page(client, box):
    words = client.get(f"/letter/{box.address}/").content.decode()
    return {"code": CODE.search(words)[1], "mark": MARK.search(words)[1]}


def post(client, box, **given):
    given = page(client, box) | {"text": TEXT} | given
    return client.post(f"/letter/{box.address}/", given), given


def talk(client, box, **given):
    return client.post(f"/letter/{box.address}/talk/", given)


@pytest.mark.req("R-081")
def test_a_letter_without_a_name_is_answered_and_its_sender_comes_back_with_the_code(s):
    client = Client()
    answer, given = post(client, s.box)
    assert answer.status_code == 200 and given["code"] in answer.content.decode()
    assert "信箱明天早上开箱" in answer.content.decode()
    assert "还在信箱里" in talk(client, s.box, code=given["code"]).content.decode()
    assert jobs.empty_boxes() == "1"
    message = letter(s.box, given["code"])
    assert message.text == TEXT and message.sender is None
    assert {p.name for p in message.readers.all()} == {"李建国", "林秀英", "孙丽华"}
    actions.take(message, by=s.lin)
    actions.answer(message, by=s.lin, text="已经调整排班。")
    words = talk(client, s.box, code=given["code"].lower().replace("-", " ")).content.decode()
    assert "已经调整排班" in words
    sent = talk(client, s.box, code=given["code"], text="周三还是很晚", once="x1")
    assert "已投入信箱" in sent.content.decode()
    jobs.empty_boxes()
    message = fresh(message)
    assert message.state == "handling" and "周三还是很晚" in [t.text for t in message.talk.all()]
    actions.answer(message, by=s.lin, text="周三也调了。")
    assert "周三也调了" in talk(client, s.box, code=given["code"]).content.decode()
    assert message.answered and message.on_time


def test_nothing_is_set_in_the_browser_and_nothing_of_it_is_kept(s, enter):
    client = Client(REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="phone-of-zhao")
    answer, _given = post(client, s.box)
    assert not answer.cookies and not client.cookies
    assert "no-store" in answer["Cache-Control"]
    slip = Slip.objects.get()
    assert {f.name for f in Slip._meta.get_fields()} == {"key", "channel", "code", "body"}
    assert "198.51" not in str(slip.__dict__) and "phone-of-zhao" not in str(slip.__dict__)


def test_whoever_is_signed_in_on_the_same_phone_leaves_no_trace(s, enter):
    client = enter(s.cast.zhao)
    before = Step.objects.count(), Notice.objects.count(), Call.objects.count()
    answer, _given = post(client, s.box)
    words = answer.content.decode()
    assert answer.status_code == 200 and "赵明" not in words and not answer.cookies
    assert (Step.objects.count(), Notice.objects.count(), Call.objects.count()) == before
    assert client.get("/").status_code == 200, "still signed in"


def test_the_house_keeps_a_hash_of_the_code_and_says_that_it_cannot_be_found_again(s):
    words = Client().get(f"/letter/{s.box.address}/").content.decode()
    assert "丢了谁也找不回来" in words and words.index("回执码") < words.index("寄出</button>")
    message, code = dropped(s)
    assert codes.read_code(code) not in str(message.__dict__) and code not in str(message.__dict__)
    assert len(message.code) == 64


def test_a_letter_has_a_day_and_no_hour(s):
    message, _code = dropped(s)
    assert message.created is None and message.received == clock.today()
    assert not [f for f in Message._meta.get_fields() if f.__class__.__name__ == "DateTimeField"]
    assert not [f for f in Talk._meta.get_fields() if f.__class__.__name__ == "DateTimeField"]


def test_the_same_page_sent_twice_is_one_letter_also_after_the_box_was_emptied(s):
    client = Client()
    _answer, given = post(client, s.box)
    client.post(f"/letter/{s.box.address}/", given)
    assert Slip.objects.count() == 1
    slot.empty()
    again = client.post(f"/letter/{s.box.address}/", given)
    assert again.status_code == 200 and not Slip.objects.exists() and Message.objects.count() == 1


def test_a_reply_sent_twice_is_one_line(s):
    message, code = dropped(s)
    for _turn in range(2):
        slot.write_on(s.box, code, "补充一点", once="same")
        slot.empty()
    assert [t.text for t in message.talk.all()] == ["补充一点"]


def test_nobody_hears_of_it_before_the_box_is_emptied_and_then_once_for_all(s):
    before = Notice.objects.count(), Call.objects.count()
    for n in range(3):
        slot.drop(s.box, codes.new_code(), f"{TEXT}{n}")
    assert (Notice.objects.count(), Call.objects.count()) == before
    slot.empty()
    mine = Notice.objects.filter(person=s.li, title="3 封新来信待签收")
    assert mine.count() == 1
    assert Call.objects.filter(person=s.li, button="签收").count() == 3


def test_a_wrong_code_is_told_plainly(s):
    client = Client()
    _message, code = dropped(s)
    assert "17 个字母和数字" in talk(client, s.box, code="ABC").content.decode()
    other = talk(client, s.box, code=codes.new_code())
    assert other.status_code == 404 and "没有这个回执码" in other.content.decode()
    assert talk(client, s.head, code=code).status_code == 404, "the code of another box"


def test_nothing_typed_is_lost(s):
    answer, given = post(Client(), s.box, text="", mark="bad")
    assert answer.status_code == 422 and given["code"] in answer.content.decode()
    answer, _given = post(Client(), s.box, mark="bad")
    assert TEXT in answer.content.decode() and "页面开得太久" in answer.content.decode()


def photo(form="JPEG"):
    out = io.BytesIO()
    image = Image.new("RGB", (60, 40), "red")
    exif = Image.Exif()
    exif[0x010F] = "ZhaoPhone"
    image.save(out, form, exif=exif)
    return out.getvalue()


def test_pictures_lose_where_and_with_what_they_were_taken(s, enter):
    data = photo()
    assert b"ZhaoPhone" in data
    message, _code = dropped(s, files=[("a.jpg", data)])
    key = message.pictures.get().key
    seen = enter(s.li).get(f"/voice/message/{message.pk}/picture/{key}/")
    assert seen.content.startswith(b"\xff\xd8") and b"ZhaoPhone" not in seen.content
    assert enter(s.cast.zhao).get(f"/voice/message/{message.pk}/picture/{key}/").status_code == 404


def empty_docx():
    import docx

    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def pdf(pages, author="ZhaoPC"):
    out = io.BytesIO()
    first, *rest = [Image.new("RGB", (200 + n, 300), "white") for n in range(pages)]
    first.save(out, "PDF", save_all=True, append_images=rest, author=author, title=author)
    return out.getvalue()


def test_a_pdf_comes_as_pictures_of_its_pages_and_nobody_wrote_it(s, enter):
    data = pdf(3)
    assert b"ZhaoPC" in data or "ZhaoPC".encode("utf-16-be") in data
    message, _code = dropped(s, files=[("a.pdf", data), ("b.jpg", photo())])
    assert message.pictures.count() == 4
    for key in message.pictures.values_list("key", flat=True):
        seen = enter(s.li).get(f"/voice/message/{message.pk}/picture/{key}/")
        assert seen.content.startswith(b"\xff\xd8")
        assert b"Zhao" not in seen.content and b"PDF" not in seen.content


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", empty_docx(), "这里不能上传这种文件"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj", "这份 PDF 已损坏"),
        ("a.pdf", pdf(7), "这份 PDF 有 7 页，最多还能收 6 页"),
        ("a.png", pdf(1), "文件内容和文件名的后缀对不上"),
    ],
    ids=["office", "torn", "long", "misnamed"],
)
def test_files_that_cannot_be_made_nameless_are_refused_and_the_text_stays(s, name, data, words):
    answer, _given = post(Client(), s.box, files=SimpleUploadedFile(name, data))
    page = answer.content.decode()
    assert answer.status_code == 422 and re.search(words, page) and TEXT in page
    assert not Slip.objects.exists()


def test_pictures_and_pages_are_counted_together(s):
    files = [
        SimpleUploadedFile("a.pdf", pdf(5)),
        *(SimpleUploadedFile("b.jpg", photo()) for _n in "12"),
    ]
    answer, _given = post(Client(), s.box, files=files)
    assert answer.status_code == 422 and "合起来最多 6 页" in answer.content.decode()


def test_a_flood_is_stopped_by_counting_and_the_sentence_says_when_to_come_back(s, enter):
    save_settings(s.org, VoiceSettings(hourly=2))
    client = Client()
    assert [post(client, s.box)[0].status_code for _n in range(3)] == [200, 200, 422]
    words = post(client, s.box)[0].content.decode()
    assert "请在 10 点以后再寄" in words and TEXT in words
    assert post(client, s.head)[0].status_code == 200, "each box by itself"
    signed = enter(s.cast.zhao).post(
        f"/voice/channel/{s.box.pk}/send/", {"text": TEXT, "once": "k"}
    )
    assert signed.status_code == 302, "who signs is not affected"


def test_a_letter_that_comes_too_fast_is_asked_to_wait_a_little(s, monkeypatch):
    monkeypatch.setattr(throttle, "DELAY", 5)
    answer, _given = post(Client(), s.box)
    assert answer.status_code == 422 and "请等几秒" in answer.content.decode()


def test_an_urgent_letter_is_in_the_hands_of_its_readers_at_once(s):
    words = Client().get(f"/letter/{s.box.address}/").content.decode()
    assert "120" in words and "110" in words
    answer, given = post(Client(), s.box, urgent="on")
    assert "已经马上送到" in answer.content.decode()
    message = letter(s.box, given["code"])
    assert message.urgent and s.dang in message.readers.all(), "the declared office as well"
    told = Notice.objects.filter(sort="urgent").values_list("person", flat=True)
    assert set(told) == {s.li.pk, s.lin.pk, s.sun.pk, s.dang.pk}


def test_words_of_danger_make_it_urgent_without_a_tick(s):
    _answer, given = post(Client(), s.box, text="有同事说不想活了，请赶快去看看他。")
    assert letter(s.box, given["code"]).urgent


def test_a_refused_letter_leaves_no_line_in_the_log(s, caplog):
    answer, _given = post(Client(), s.box, text="")
    assert answer.status_code == 422 and not caplog.records


def test_a_closed_box_and_one_for_signed_letters_take_none(s):
    actions.close_channel(s.head, by=s.li)
    assert "已经停用" in Client().get(f"/letter/{s.head.address}/").content.decode()
    actions.amend_channel(s.box, by=s.li, title="意见箱", owners=[s.li], anonymous=False)
    words = Client().get(f"/letter/{s.box.address}/").content.decode()
    assert "只收署名信" in words and "<form" not in words
    assert Client().get("/letter/nowhere/").status_code == 404


def test_text_lies_sealed_in_the_slip_and_in_the_letter(s):
    from django.db import connection

    slot.drop(s.box, codes.new_code(), TEXT)
    answered(s)
    with connection.cursor() as cursor:
        for table, column in (
            ("voice_slip", "body"),
            ("voice_message", "text"),
            ("voice_talk", "text"),
        ):
            cursor.execute(f"SELECT {column} FROM {table}")
            assert not [row for row in cursor.fetchall() if "晚自习" in row[0] or "排班" in row[0]]


@pytest.mark.req("R-088")
def test_students_have_a_box_that_needs_no_account_and_are_answered(s):
    from .parts import open_box

    box = open_box(s, "学生意见箱", [s.sun, s.lin], kind="student")
    _answer, given = post(Client(), box, text="操场的饮水机坏了，体育课后没有水喝。")
    slot.empty()
    message = letter(box, given["code"])
    actions.answer(actions.take(message, by=s.sun), by=s.sun, text="饮水机今天修好了，谢谢你。")
    assert "饮水机今天修好了" in talk(Client(), box, code=given["code"]).content.decode()
