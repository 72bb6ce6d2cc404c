"""Every paper in every format: made from the demo school, opened by the library of its kind."""

import io
from contextlib import closing

import pytest

from zhijia.kernel import access
from zhijia.kernel.documents.registry import documents
from zhijia.kernel.people import Post

from .conftest import CHINESE

each_form = pytest.mark.parametrize(
    ("paper", "form"),
    [(paper, form) for paper in documents.values() for form in paper.formats],
    ids=lambda x: x if isinstance(x, str) else x.name,
)
each_paper = pytest.mark.parametrize("paper", list(documents.values()), ids=lambda p: p.name)


def words_of_docx(data):
    import docx

    paper = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [p.text for p in paper.paragraphs] + cells


def words_of_xlsx(data):
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    return [str(cell) for sheet in sheets for row in sheet for cell in row]


def words_of_pdf(data):
    import pypdfium2

    with closing(pypdfium2.PdfDocument(data)) as paper:
        assert len(paper) >= 1
        return [page.get_textpage().get_text_bounded() for page in paper]


def words_of_pptx(data):
    import pptx

    deck = pptx.Presentation(io.BytesIO(data))
    assert len(deck.slides) >= 2
    return [s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame]


WORDS_OF = {
    "docx": words_of_docx,
    "xlsx": words_of_xlsx,
    "pdf": words_of_pdf,
    "pptx": words_of_pptx,
}


def at(paper, obj, form):
    return f"/paper/{paper.name}/{obj.pk}.{form}"


@each_form
def test_a_paper_is_made_and_opens(paper, form, demo, visit):
    found = demo.some(paper.model, 2)
    assert found, f"the demo school has no {paper.model._meta.label}"
    for obj in found:
        answer = visit(demo.holder(paper.power, obj)).get(at(paper, obj, form))
        assert answer.status_code == 200
        assert f".{form}" in answer["Content-Disposition"]
        assert len(answer.content) > 1500
        words = "".join(WORDS_OF[form](answer.content))
        assert len(CHINESE.findall(words)) >= 10
        assert "{{" not in words and "None" not in words and "�" not in words


@each_paper
def test_a_paper_does_not_exist_for_who_may_not_see_it(paper, demo, visit):
    obj, power = demo.one(paper.model), access.powers[paper.power]
    for form in paper.formats:
        assert visit(demo.stranger).get(at(paper, obj, form)).status_code == 404
        assert visit().get(at(paper, obj, form)).status_code == 302
    if Post.OFFICER not in power.overseers:
        assert visit(demo.officer).get(at(paper, obj, paper.formats[0])).status_code == 404


@each_paper
def test_a_paper_has_no_other_format_than_declared(paper, demo, visit):
    obj = demo.one(paper.model)
    client = visit(demo.holder(paper.power, obj))
    for form in {*WORDS_OF, "exe"} - set(paper.formats):
        assert client.get(at(paper, obj, form)).status_code == 404


@each_paper
def test_a_paper_has_a_chinese_label_and_a_declared_power(paper):
    assert CHINESE.search(str(paper.label))
    assert paper.power in access.powers
