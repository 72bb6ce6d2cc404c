"""The views that serve every domain: lists, details, verbs, files, papers, jobs."""

import secrets

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.kernel import actions
from zhijia.kernel.access import can, stands_at
from zhijia.kernel.actions import Once, Step, first_time, open_to, remember, url_of
from zhijia.kernel.documents.models import Attachment, attachments_of
from zhijia.kernel.documents.registry import documents, documents_of
from zhijia.kernel.jobs import Job
from zhijia.kernel.orgs import Owned
from zhijia.kernel.records import Record, kinds
from zhijia.kernel.refusals import NotAllowed, Refused

from . import papers
from .forms import ActionForm, forms_by_action
from .pages import Pages, details, lists


def model_at(app, name):
    try:
        return apps.get_model(app, name)
    except LookupError as error:
        raise Http404 from error


def visible(request, model, pk, related=()):
    """The object, fetched through the person: what one may not see does not exist."""
    if not hasattr(model.objects, "visible_to") and not hasattr(model.objects.all(), "visible_to"):
        raise Http404
    owner = ("org",) if issubclass(model, Owned) else ()
    rows = model.objects.all().visible_to(request.person).select_related(*owner, *related)
    obj = rows.filter(pk=pk).first()
    if obj is None or not stands_at(request.person, obj.org_path):
        raise Http404
    return obj


def need(request, power):
    """The union one stands at, if the person holds the power there; otherwise 404."""
    if not request.org or not can(request.person, power, request.org):
        raise Http404
    return request.org


@login_required
@require_GET
def list_view(request, app, model):
    page = lists.get(model_at(app, model))
    if page is None or not request.org:
        raise Http404
    rows = page.rows(page.model.objects.all().visible_to(request.person), request)
    words = request.GET.get("q", "").strip()
    if words and page.search:
        rows = page.search(rows, words)
    chosen = []
    for choice in page.filters:
        value = request.GET.get(choice.name, "")
        options = list(choice.options(request.org))
        if value in {str(key) for key, _label in options}:
            rows = choice.apply(rows, value)
        chosen.append((choice, value, options))
    shown = Pages(rows, page.per_page).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page, "rows": shown, "filters": chosen, "words": words, "query": query.urlencode(),
        "creations": actions.creations(page.model, request.org, request.person), "url_of": url_of,
    }  # fmt: skip
    return render(request, page.template, context)


@login_required
@require_GET
def detail_view(request, app, model, pk):
    page = details.get(model_at(app, model))
    if page is None:
        raise Http404
    return render(request, page.template, detail_context(request, page, pk))


def detail_context(request, page, pk):
    """State and what can be done on top, content, timeline, its record, its papers."""
    obj = visible(request, page.model, pk, page.related)
    files = attachments_of(obj)
    openings = open_to(obj, request.person)
    return {
        "page": page, "obj": obj, "title": page.title(obj),
        "record": SimpleLazyObject(lambda: record_of(obj)),
        "facts": page.facts(obj, request.person),
        "openings": [o for o in openings if o.action.name not in page.apart],
        "apart": {o.action.name: o for o in openings if o.action.name in page.apart},
        "steps": Step.objects.about(obj).select_related("by", "acting_for"),
        "photos": [f for f in files if f.kind == Attachment.Kind.PHOTO],
        "papers": [f for f in files if f.kind == Attachment.Kind.PAPER],
        "documents": [d for d in documents_of(type(obj)) if can(request.person, d.power, obj)],
        **page.more(obj, request.person),
    }  # fmt: skip


def record_of(obj):
    """What the thing means to the outside, if it is of a kind that has a record."""
    if type(obj) not in kinds:
        return None
    return Record.objects.filter(kind=kinds[type(obj)].code, source_id=obj.pk).first()


@login_required
@require_http_methods(["GET", "POST"])
def create_view(request, app, model, verb):
    door = actions.actions.get(f"{app}.{model}.{verb}")
    if door is None or door.hidden or not door.creates or door.parent or not request.org:
        raise Http404
    if not can(request.person, door.power, request.org):
        raise Http404
    return serve(request, door, request.org)


@login_required
@require_http_methods(["GET", "POST"])
def act_view(request, app, model, pk, verb):
    door = actions.actions.get(f"{app}.{model}.{verb}")
    if door is None or door.hidden or (door.creates and not door.parent):
        raise Http404
    obj = visible(request, door.place, pk)
    if not can(request.person, door.power, obj):
        raise Http404
    return serve(request, door, obj)


def serve(request, door, subject):
    """Show the verb's form, or act on it. Nothing typed is lost when a rule says no."""
    form_class = forms_by_action.get(door.code, ActionForm)
    if request.method == "GET":
        form = form_class(subject, request.person, initial=request.GET.dict())
        return render_form(request, door, subject, form, secrets.token_urlsafe(18))
    form = form_class(subject, request.person, request.POST, request.FILES)
    key = request.POST.get("once") or secrets.token_urlsafe(18)
    if not form.is_valid():
        return render_form(request, door, subject, form, key, status=422)
    try:
        return redirect(_act_once(request, door, subject, form, key))
    except NotAllowed as no:
        form.add_error(None, str(no))
        return render_form(request, door, subject, form, key, status=403)
    except Refused as no:
        form.add_error(None, str(no))
        return render_form(request, door, subject, form, secrets.token_urlsafe(18), status=422)


def _act_once(request, door, subject, form, key):
    """Run the verb unless this very form has been sent before; where to go next is returned."""
    with transaction.atomic():
        if not first_time(key):
            messages.info(request, _("这次提交已经收到过，没有重复记录。"))
            return Once.objects.get(key=key).answer or "/"
        obj = door.run(subject, by=request.person, **form.given())
        there = _next(request) or url_of(obj)
        remember(key, there)
    messages.success(request, _("已%s。") % door.label)
    return there


def _next(request):
    there = request.POST.get("next") or request.GET.get("next") or ""
    return there if url_has_allowed_host_and_scheme(there, {request.get_host()}) else ""


def render_form(request, door, subject, form, key, status=200):
    context = {
        "door": door, "subject": subject, "form": form, "once": key, "next": _next(request),
        "back": "" if door.creates and not door.parent else url_of(subject),
    }  # fmt: skip
    return render(request, "ui/form.html", context, status=status)


@login_required
@require_GET
def file_view(request, pk, part="file"):
    """A file, to those who may see the thing it belongs to."""
    file = Attachment.objects.filter(pk=pk).first()
    if file is None:
        raise Http404
    visible(request, apps.get_model(file.source), file.source_id)
    if part == "thumb" and file.kind != Attachment.Kind.PHOTO:
        raise Http404
    photo = file.kind == Attachment.Kind.PHOTO
    response = HttpResponse(file.read(part), content_type=file.mime)
    response["Content-Disposition"] = content_disposition_header(not photo, file.name)
    response["Cache-Control"] = "private, max-age=3600"
    return response


@login_required
@require_GET
def paper_view(request, name, pk, form):
    """A document of a thing in the format asked for."""
    paper = documents.get(name)
    if paper is None or form not in paper.formats:
        raise Http404
    obj = visible(request, paper.model, pk)
    if not can(request.person, paper.power, obj):
        raise Http404
    return papers.answer(paper.make(obj, request.person), form, f"{paper.label}-{obj}")


@login_required
@require_GET
def job_view(request, pk):
    job = Job.objects.filter(pk=pk, by=request.person).first()
    if job is None:
        raise Http404
    template = "ui/parts/job.html" if request.htmx else "ui/job.html"
    return render(request, template, {"job": job})
