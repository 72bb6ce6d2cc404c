"""通知渠道: what the union can send by, what it entered, and a letter to try it."""

from types import SimpleNamespace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel.access import can
from zhijia.kernel.channels import Letter, modules
from zhijia.kernel.channels.models import in_force
from zhijia.kernel.refusals import Refused
from zhijia.kernel.sending import attempt

from . import actions
from .forms import ChannelForm, TrialForm
from .models import Channel


def allowed(request, name=""):
    """The module of the channel, for who may set up channels here."""
    org = request.org
    if not org or not can(request.person, "notices.configure", org) or name not in {"", *modules()}:
        raise Http404
    return modules().get(name)


@login_required
@require_GET
def channels(request):
    """All channels with what holds here and where it was said."""
    allowed(request)
    org, there = request.org, in_force([request.org.path])
    own = {c.channel: c for c in Channel.objects.of(org)}
    rows = [(m, there.get((org.path, name)), own.get(name)) for name, m in modules().items()]
    return render(request, "notices/channels.html", {"rows": [_row(*r, org) for r in rows]})


def _row(module, holds, own, org):
    if holds is None:
        off = own is not None and not own.on
        tone, word = "plan", _("已关闭") if off else _("未开通")
    elif holds.org_id == org.pk:
        tone, word = "done", _("已开通")
    else:
        tone, word = "info", _("用上级的")
    return {"module": module, "tone": tone, "word": word, "holds": holds, "own": own}


@login_required
@require_http_methods(["GET", "POST"])
def channel(request, name):
    """Enter what one channel needs."""
    module = allowed(request, name)
    own = Channel.objects.of(request.org).filter(channel=name).first()
    form = ChannelForm(module, own, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.configure(request.org, by=request.person, channel=name, **form.given())
            messages.success(request, _("已保存。请试发一条。"))
            return redirect(request.path)
        except Refused as no:
            form.add_error(None, str(no))
    holds = in_force([request.org.path]).get((request.org.path, name))
    context = {
        "module": module, "form": form, "own": own, "holds": holds, "trial": TrialForm(module),
        "above": holds if holds and holds.org_id != request.org.pk else None,
    }  # fmt: skip
    return render(request, "notices/channel.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def try_out(request, name):
    """Send one letter now; the network is asked before the row is written, not while it is locked."""
    module = allowed(request, name)
    holds = in_force([request.org.path]).get((request.org.path, name))
    form = TrialForm(module, request.POST)
    if holds is None or not form.is_valid():
        words = "；".join(form.errors.get("address", [])) or _("请先保存并启用。")
        messages.error(request, words)
        return redirect(f"/notices/channels/{name}/")
    contact = SimpleNamespace(channel=name, address=form.cleaned_data["address"])
    answer = attempt(holds, contact, [Letter(_("职家试发：收到说明这个渠道已经通了"))])
    if holds.org_id == request.org.pk:
        row = Channel.objects.get(pk=holds.pk)
        actions.note_trial(row, by=request.person, worked=answer.ok, answer=answer.text)
    if answer.ok:
        messages.success(request, _("已发出，请查收。"))
    else:
        messages.error(request, _("没有发出去：%s") % answer.text)
    return redirect(f"/notices/channels/{name}/")


@require_POST
@login_required
def inherit(request, name):
    allowed(request, name)
    row = Channel.objects.of(request.org).filter(channel=name).first()
    if row is None:
        raise Http404
    actions.inherit(row, by=request.person)
    messages.success(request, _("已改用上级的设置。"))
    return redirect("/notices/channels/")


urlpatterns = [
    path("notices/channels/", channels, name="channels"),
    path("notices/channels/<slug:name>/", channel, name="channel"),
    path("notices/channels/<slug:name>/try/", try_out, name="channel-try"),
    path("notices/channels/<slug:name>/inherit/", inherit, name="channel-inherit"),
]
