import threading
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from zhijia.kernel.documents.paper import Facts, Heading, Paper, Para, Picture, SignLine, Table
from zhijia.kernel.documents.pdf import to_pdf

from .samples import PLAIN, notice


def pages(data):
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]


def flat(data):
    return "".join("".join(pages(data)).split())


def test_everything_is_there_and_nothing_is_markup():
    text = flat(to_pdf(notice()))
    for piece in (
        "小河学校工会关于春季健步走的通知",
        "河工〔2026〕1号",
        "各小组：",
        "（联系人：林小满）",
        "<b>甲</b>&乙#settext(red)*星*$x$\\end",
        "䶮",
        "㛃",
        "𬀪",
        "2026年3月8日",
        "带帽子",
        "要紧的话",
        "集合地点",
        "欧阳䶮",
        "签名：",
        "名单",
        "¥12.00",
    ):
        assert piece in text, piece
    assert "通知。" not in text


def test_page_size_numbers_and_page_break():
    data = to_pdf(notice())
    document = pypdfium2.PdfDocument(data)
    assert document.get_page_size(0) == pytest.approx((595.28, 841.89), abs=0.1)
    shown = pages(data)
    assert "下一页" in shown[-1] and "下一页" not in shown[0]
    for number, text in enumerate(shown, 1):
        assert f"—{number}—" in "".join(text.split())


def test_page_number_stands_right_on_odd_pages_left_on_even_ones():
    data = to_pdf(Paper("页", [Para("字" * 3000)]))
    document = pypdfium2.PdfDocument(data)
    for index in (0, 1):
        words = document[index].get_textpage()
        found = words.search("—").get_next()
        left = words.get_charbox(found[0])[0]
        assert (left > 300) is (index == 0)


def test_a_line_holds_28_characters_and_a_page_22_lines():
    data = to_pdf(Paper("", [Para("字" * 28 * 60, indent=False)]))
    words = pypdfium2.PdfDocument(data)[1].get_textpage()
    boxes = [
        words.get_charbox(i)
        for i in range(words.count_chars())
        if words.get_text_range(i, 1) == "字"
    ]
    lines = {round(box[1]) for box in boxes}
    assert (len(boxes), len(lines)) == (22 * 28, 22)


def test_table_header_repeats_on_each_page():
    rows = [[str(n), f"第{n}件事"] for n in range(120)]
    shown = pages(to_pdf(Paper("表", [Table(["序号", "独一无二的表头"], rows)])))
    assert len(shown) > 2 and all("独一无二的表头" in text for text in shown)


def test_a_row_too_wide_for_one_line_is_not_cut():
    rows = [["短", "WWWW MMMM " * 6], ["行", "很长的话" * 30]]
    text = flat(to_pdf(Paper("表", [Table(["甲", "乙"], rows, widths=[3, 1])])))
    assert text.count("WWWW") == 6 and text.count("很长的话") == 30


def test_equal_papers_give_equal_bytes_and_metadata_names_no_machine():
    data = to_pdf(notice())
    assert data == to_pdf(notice())
    facts = pypdfium2.PdfDocument(data).get_metadata_dict()
    assert facts["Title"] == "小河学校工会关于春季健步走的通知。"
    assert facts["Author"] == "小河学校工会委员会"
    assert str(Path.cwd()).encode() not in data


def test_many_threads_get_their_own_papers():
    results = {}

    def work(number):
        results[number] = flat(to_pdf(Paper(f"第{number}号", [Heading(1, f"一、{number}")])))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"第{n}号" in results[n] for n in range(8))


def test_form_landscape_empty_and_bad_papers():
    assert "小河学校工会委员会" in flat(to_pdf(notice(kind="form")))
    wide = pypdfium2.PdfDocument(to_pdf(notice(landscape=True))).get_page_size(0)
    assert wide[0] > wide[1]
    assert len(pages(to_pdf(Paper("")))) == 1
    with pytest.raises(ValueError, match="图片"):
        to_pdf(Paper("图", [Picture(b"nothing")]))
    with pytest.raises(TypeError):
        to_pdf(Paper("坏", [object()]))


def test_plain_sample_really_is_the_cleaned_one():
    from zhijia.kernel.documents.layout import clean

    from .samples import NASTY

    assert clean(NASTY) == PLAIN


def tight(words):
    return "".join(words.split())


def signed(*blocks):
    return Paper(
        "关于测试的报告", list(blocks), org="小河学校工会", date=date(2026, 3, 8), kind="official"
    )


@pytest.mark.parametrize("rows", range(17, 34))
def test_no_signature_stands_alone_on_a_page_after_a_table(rows):
    table = Table(["编号", "事项"], [[f"第{n}号", "一件事"] for n in range(rows)])
    shown = pages(to_pdf(signed(Para("前文。"), table)))
    assert f"第{rows - 1}号" in tight(shown[-1]) and "2026年3月8日" in tight(shown[-1])
    assert sum(page.count("一件事") for page in shown) == rows


@pytest.mark.parametrize("lines", range(13, 22))
def test_no_signature_stands_alone_on_a_page_after_words(lines):
    shown = pages(to_pdf(signed(*(Para(f"第{n}段") for n in range(lines)))))
    assert f"第{lines - 1}段" in tight(shown[-1]) and "小河学校工会" in tight(shown[-1])


@pytest.mark.parametrize("rows", [28, 30, 31, 32, 33, 59, 60])
def test_no_line_to_sign_stands_alone_after_a_form(rows):
    form = Facts([(f"第{n}栏", "一") for n in range(rows)])
    shown = pages(to_pdf(Paper("表", [form, SignLine(["签名"])])))
    assert f"第{rows - 1}栏" in tight(shown[-1]) and "签名" in tight(shown[-1])
