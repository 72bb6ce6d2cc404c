"""Where one begins: the boxes, what one asked, what became of it; and the pages of what was done."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.periods import year_bounds
from zhijia.ui import papers
from zhijia.ui.pages import Pages
from zhijia.ui.views import need

from ..documents import register
from ..figures import percent, suggestions_of
from ..models import Channel, Message, Reception, Suggestion, Survey


@login_required
@require_GET
def home(request):
    """Everything a colleague may want to say, and what waits of it; a dozen queries at most."""
    org, me = need(request, "voice.see"), request.person
    context = {
        "channels": Channel.objects.of(org).filter(state="open").prefetch_related("owners"),
        "letters": Message.objects.of(org).filter(sender=me).select_related("channel")[:5],
        "surveys": Survey.objects.of(org).filter(
            state="open", participants__person=me, closes__gte=clock.today()).order_by("closes")[:5],
        "receptions": Reception.objects.of(org).filter(
            state="open", kind__in=Reception.SHOWN, on__gte=clock.today()).order_by("on")[:5],
        "suggestions": Suggestion.objects.of(org).filter(author=me)[:5],
        "done": Message.objects.of(org).filter(published__isnull=False).order_by("-published")[:3],
        "suggests": can(me, "voice.suggest", org),
    }  # fmt: skip
    return render(request, "voice/home.html", context)


@login_required
@require_GET
def done(request):
    """您说—我们做, and the suggestions that were taken up: what speaking came to."""
    org = need(request, "voice.see")
    start, end = year_bounds(request.year)
    rows = (
        Message.objects.of(org).filter(published__range=(start, end)).order_by("-published", "key")
    )
    shown = Suggestion.objects.of(org).filter(answered__range=(start, end), taken=True)
    f = suggestions_of(org, start, end)
    context = {
        "rows": Pages(rows, 30).get_page(request.GET.get("page")), "query": "",
        "suggestions": shown.select_related("author").order_by("-answered")[:30], "f": f,
        "rate": percent(f["answered"], f["all"]), "sorts": can(request.person, "voice.sort", org),
    }  # fmt: skip
    return render(request, "voice/done.html", context)


@login_required
@require_GET
def above(request):
    """For the level above: in which unions below there are letters that nobody there may read. A count;
    one's own union is never among them, since those letters are about whoever would look."""
    org, me = request.org, request.person
    if not org or not any(can(me, power, org) for power in ("voice.oversee", "voice.see")):
        raise Http404
    rows = Message.objects.within(org).exclude(org=org)
    rows = rows.filter(readers=None, state__in=Message.CLOCKED)
    counts = rows.order_by().values("org__name").annotate(count=Count("pk")).order_by("org__name")
    return render(request, "voice/above.html", {"rows": counts})


@login_required
@require_GET
def suggestion_register(request, year):
    org = need(request, "voice.sort")
    sheets = register(org, *year_bounds(year))
    return papers.answer(sheets, "xlsx", f"{year}年合理化建议登记表")


urlpatterns = [
    path("voice/", home, name="voice"),
    path("voice/done/", done, name="voice-done"),
    path("voice/above/", above, name="voice-above"),
    path("voice/suggestions/<int:year>.xlsx", suggestion_register, name="suggestion-register"),
]
