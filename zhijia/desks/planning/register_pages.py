"""The register on screen and as a file; the school's own books."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.kernel import clock
from zhijia.kernel.refusals import Refused
from zhijia.ui import papers
from zhijia.ui.pages import Pages
from zhijia.ui.views import need

from . import actions, register
from .chapters import Function


@login_required
@require_GET
def register_page(request, form=""):
    """The register of the year: by book and month, searched, with gaps; on screen or as a file."""
    org = need(request, "planning.register")
    if form not in ("", "xlsx", "pdf"):
        raise Http404
    books = register.books_of(org)
    asked = request.GET
    book = next((b for b in books if b.name == asked.get("book")), None)
    month = int(asked["month"]) if asked.get("month", "").isdigit() else None
    function = asked.get("function", "")
    shown = [book] if book else books
    if function in Function.values:
        shown = register.serving(shown, function)
    given = {
        "month": month if month in range(1, 13) else None,
        "words": asked.get("q", "").strip(), "gap": asked.get("gap", ""), "today": clock.today(),
    }  # fmt: skip
    rows = register.register_rows(org, request.year, shown, **given)
    if form:
        title = f"{org.name}{request.year}年{book.name if book else '工作'}台账"
        make = register.sheet if form == "xlsx" else register.paper
        return papers.answer(make(org, request.year, rows, title), form, title)
    plain = not given["words"] and not given["gap"]
    known = register.number_of(org, request.year, shown, given["month"]) if plain else None
    pager = Pages(rows, 30, known)
    query = asked.copy()
    query.pop("page", None)
    context = {
        **given, "book": book, "books": books, "rows": pager.get_page(asked.get("page")), "query": query.urlencode(),
        "labels": register.topic_labels(), "gaps": [(k, v[0]) for k, v in register.GAPS.items()],
        "functions": Function.choices, "function": function,
        "months": range(1, 13), "open_url": org.is_base,
        "unborne": list(register.items_without_record(org, request.year, clock.today())[:8]),
    }  # fmt: skip
    return render(request, "planning/register.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def books_page(request):
    """The school's own books: their names and what goes into each."""
    org = need(request, "planning.edit")
    if request.method == "POST":
        names, sets = request.POST.getlist("name"), request.POST.getlist("topics")
        try:
            actions.set_books(org, by=request.person, books=list(zip(names, sets, strict=False)))
            messages.success(request, _("台账簿册已保存。"))
        except Refused as no:
            messages.error(request, str(no))
        return redirect("/planning/books/")
    books = register.books_of(org)
    context = {
        "books": books, "labels": register.topic_labels(), "loose": register.loose_topics(books),
    }  # fmt: skip
    return render(request, "planning/books.html", context)


urlpatterns = [
    path("planning/register/", register_page, name="register"),
    path("planning/register.<str:form>", register_page, name="register-file"),
    path("planning/books/", books_page, name="books"),
]
