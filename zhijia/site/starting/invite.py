"""Step five: who holds which post, and a slip for everybody who cannot come in yet."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhijia.domains.accounts import actions as accounts
from zhijia.domains.accounts.models import Batch, Holder
from zhijia.domains.accounts.slips.actions import without_account
from zhijia.domains.committees.forms.terms import OpenForm
from zhijia.domains.committees.models import Committee, Seat
from zhijia.kernel import clock
from zhijia.kernel.people import Post, post_holder
from zhijia.kernel.refusals import Refused

from . import actions
from .views import show, step


class ElectedForm(OpenForm):
    """The committees' own form, before there is a committee: both are entered together."""

    def __init__(self, org, person, *args, **kwargs):
        subject = Committee(org=org, kind=Committee.Kind.COMMITTEE, name=_("工会委员会"))
        super().__init__(subject, person, *args, use_required_attribute=False, **kwargs)

    def prepare(self):
        super().prepare()
        self.fields["chair"].initial = post_holder(self.org, Post.CHAIR)


@step
@require_http_methods(["GET", "POST"])
def invite(request):
    """Two deeds on one page; each says what it has done."""
    org, by, status, words = request.org, request.person, 200, ""
    form = ElectedForm(org, by)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "slips":
                accounts.invite(org, by=by, whom="all")
                messages.success(request, _("凭条已生成，请打印、剪开，交到本人手里。"))
                return redirect("/start/invite/")
            form = ElectedForm(org, by, request.POST)
            if form.is_valid():
                made = actions.seat_committee(org, by=by, **form.given())
                messages.success(request, _("已登记%s，任职从选举之日算起。") % made)
                return redirect("/start/invite/")
        except Refused as no:
            form.add_error(None, str(no)) if form.is_bound else None
            words = "" if form.is_bound else str(no)
        status = 422
    return show(request, "invite", status, form=form, words=words, **standing(org))


def standing(org):
    """What is known of posts and ways in."""
    here = Committee.objects.of(org).meeting().filter(kind=Committee.Kind.COMMITTEE)
    committee = here.order_by("-pk").first()
    seats = Seat.objects.filter(committee=committee).serving().in_order()
    members = Holder.objects.of(org).on(clock.today())
    return {
        "committee": committee, "seats": seats.select_related("person", "committee"),
        "without": without_account(org).count(), "members": members.count(),
        "inside": members.exclude(person__account=None).count(),
        "batches": Batch.objects.of(org).order_by("-pk")[:3], "site": settings.SITE_URL,
        "far": "localhost" not in settings.SITE_URL and "127.0.0.1" not in settings.SITE_URL,
    }  # fmt: skip
