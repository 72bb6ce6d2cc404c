"""The address of a box: writing without an account, and coming back with the receipt code.

Nothing here reads who is signed in. Cookies are taken off the request before the view runs, so a
colleague who is signed in on the same phone leaves no trace either: no session is read for them,
none is touched afterwards, nothing is set.
"""

import secrets
from functools import wraps

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhijia.kernel import codes
from zhijia.kernel.refusals import Refused

from .. import slot, throttle
from ..forms.letters import SlipForm
from ..models import Channel, Message, rules_of
from ..routing import order_in_words


def nobody(view):
    """The view is for nobody in particular: the request loses its cookies and its person."""

    @csrf_exempt  # there is no session that could be misused
    @require_http_methods(["GET", "POST"])
    @wraps(view)
    def bare(request, address):
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        request.user, request.person, request.org = AnonymousUser(), None, None
        request.session = {}
        rows = Channel.objects.filter(address=address).select_related("org")
        channel = rows.prefetch_related("owners").first()
        if channel is None:
            raise Http404
        answer = view(request, channel)
        answer["Cache-Control"] = "no-store"
        answer["Referrer-Policy"] = "no-referrer"
        answer._has_been_logged = True  # a line about a refused letter would tell the minute
        return answer

    return bare


@nobody
def letter(request, channel):
    """The letter, with its receipt code above it; after sending, the code once more."""
    if channel.state != Channel.State.OPEN or not channel.anonymous:
        return shown(request, channel, "voice/letter.html", closed=True)
    if request.method == "GET":
        form = SlipForm(
            channel, initial={"code": codes.new_code(), "mark": throttle.opened(channel)}
        )
        return shown(request, channel, "voice/letter.html", form=form, code=form.initial["code"])
    data = request.POST.copy()
    form = SlipForm(channel, data, request.FILES)
    code = data.get("code", "")
    if form.is_valid():
        try:
            throttle.check(channel, data["mark"], rules_of(channel).hourly)
            given = form.cleaned_data
            urgent = slot.drop(channel, code, given["text"], about=given["about"], files=given["files"],
                               urgent=given["urgent"])  # fmt: skip
            return shown(request, channel, "voice/sent.html", code=code, urgent=urgent)
        except codes.BadCode:
            code = codes.new_code()
            form.add_error(None, _("回执码不完整，已经换了一个，请重新抄下。"))
        except Refused as no:
            form.add_error(None, str(no))
    data["code"] = code or codes.new_code()
    if not fresh_enough(channel, data.get("mark", "")):
        data["mark"] = throttle.opened(channel)
    form.data = data
    return shown(request, channel, "voice/letter.html", 422, form=form, code=data["code"])


def fresh_enough(channel, mark) -> bool:
    """Whether the mark still serves; a stale one is replaced, so that the next click goes through."""
    from django.core import signing

    try:
        signer = signing.TimestampSigner(salt=throttle.SALT)
        return signer.unsign(mark, max_age=throttle.LONGEST) == channel.address
    except signing.BadSignature:
        return False


@nobody
def talk(request, channel):
    """With the code: what was answered, and writing on. The code travels in the body, never in an
    address that a log could keep."""
    if request.method == "GET":
        return shown(request, channel, "voice/talk.html")
    code, error, sent = request.POST.get("code", ""), "", False
    try:
        held = slot.digest_of(code)
        if text := request.POST.get("text", "").strip():
            slot.write_on(channel, code, text, once=request.POST.get("once", ""),
                          objection=bool(request.POST.get("objection")))  # fmt: skip
            sent = True
    except codes.BadCode:
        return shown(request, channel, "voice/talk.html", 422, code=code,
                     error=_("回执码不对：共 17 个字母和数字，请对照抄下的再看一遍。"))  # fmt: skip
    except Refused as no:
        error = str(no)
    message, lying = slot.letter_of(channel, held), slot.lying(channel, held)
    if message is None and not lying:
        return shown(request, channel, "voice/talk.html", 404, code=code,
                     error=_("这个信箱里没有这个回执码的信。请核对信箱，或者信已按期删除。"))  # fmt: skip
    return shown(
        request, channel, "voice/talk.html", 422 if error else 200, code=codes.show_code(codes.read_code(code)),
        message=message, lying=lying, error=error, sent=sent, once=secrets.token_urlsafe(12),
        talk=list(message.talk.all()) if message else [], typed=request.POST.get("text", "") if error else "",
    )  # fmt: skip


def shown(request, channel, template, status=200, **context):
    rules = rules_of(channel)
    done = Message.objects.filter(channel=channel, published__isnull=False).order_by("-published")[
        :3
    ]
    context |= {"channel": channel, "rules": rules, "order": order_in_words(), "done": done}
    return render(request, template, context, status=status)


urlpatterns = [
    path("letter/<slug:address>/", letter, name="letter"),
    path("letter/<slug:address>/talk/", talk, name="letter-talk"),
]
