"""The inbox, how one wants to hear, and the members whom no word reaches."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.contacts import Contact as KernelContact
from zhijia.kernel.notices import Notice as KernelNotice
from zhijia.kernel.notices import Sort, read_all, read_one
from zhijia.kernel.people import Membership, Person
from zhijia.kernel.reach import out_of_reach
from zhijia.kernel.refusals import Refused
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of

from . import actions, channel_pages
from .forms import WishForm, open_channels, wish_of
from .models import Contact, Notice

TONES = {Sort.URGENT: "late", Sort.TODO: "due", Sort.KNOW: "plan", Sort.PUBLIC: "info"}
READ = [("no", _("未读")), ("yes", _("已读"))]

ListPage(
    Notice,
    _("收件箱"),
    [
        Column(_("通知"), lambda n: n.title),
        Column(_("类别"), lambda n: (TONES[n.sort], n.get_sort_display()), "badge"),
        Column(_("时间"), lambda n: n.created, "date"),
    ],
    rows=lambda rows, request: rows.unread_first(),
    search=lambda rows, words: rows.filter(title__icontains=words),
    filters=[
        Filter("read", _("已读未读"), lambda org: READ,
               lambda rows, v: rows.exclude(read=None) if v == "yes" else rows.unread()),
        Filter("sort", _("类别"), lambda org: Sort.choices, lambda rows, v: rows.filter(sort=v)),
    ],
    template="notices/inbox.html",
    empty=_("还没有通知。"),
)  # fmt: skip


def moment(value):
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def sent_words(delivery):
    return f"{delivery.get_state_display()} {moment(delivery.sent)}".strip()


DetailPage(
    Notice,
    title=str,
    facts=lambda n, person: [
        (_("来自"), str(n.org)),
        (_("类别"), n.get_sort_display()),
        (_("时间"), moment(n.created)),
        (_("请在此日前办"), f"{n.due:%Y-%m-%d}" if n.due else ""),
        (_("读过"), moment(n.read)),
        *((d.get_channel_display(), sent_words(d)) for d in n.deliveries.all()),
    ],
    template="notices/notice.html",
)

DetailPage(
    Contact,
    title=lambda c: c.get_channel_display(),
    facts=lambda c, person: [
        (_("地址"), c.shown),
        (_("状态"), badge_of(c)[1]),
        (_("上次发信"), c.answer),
    ],
    template="notices/contact.html",
)


@require_POST
@login_required
def open_one(request, pk):
    """Mark one's notice read and go where it leads. Marking is no step: it would drown the log."""
    notice = read_one(request.person, pk)
    if notice is None:
        raise Http404
    return redirect(notice.url if notice.url.startswith("/") else f"/notices/notice/{pk}/")


@require_POST
@login_required
def open_all(request):
    read_all(request.person)
    return redirect("/notices/notice/")


@login_required
@require_GET
def count(request):
    """The number beside the bell; asked for by the page after it is shown."""
    unread = KernelNotice.objects.filter(person=request.person, read=None).count()
    template = "notices/count.html" if request.htmx else "notices/count_page.html"
    return render(request, template, {"unread": unread})


@login_required
@require_http_methods(["GET", "POST"])
def wishes(request):
    """通知设置: addresses, what goes where, quiet hours, the digest."""
    if not request.org:
        raise Http404
    mine = KernelContact.objects.filter(person=request.person).exclude(state="dropped")
    contacts = list(Contact.objects.filter(pk__in=mine.values("pk")))
    usable = {c.channel for c in contacts if c.state == "verified"}
    channels = open_channels(request.org)
    wanted = {"wish": wish_of(request.person), "channels": [c for c in channels if c[0] in usable]}
    form = WishForm(request.POST or None, **wanted)
    if request.method == "POST" and form.is_valid():
        try:
            actions.wish(request.org, by=request.person, **form.given())
            messages.success(request, gettext("已保存通知设置。"))
            return redirect(request.path)
        except Refused as no:
            form.add_error(None, str(no))
    context = {"form": form, "contacts": contacts, "channels": channels, "usable": usable}
    return render(request, "notices/wishes.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def unreached(request):
    """无法送达的会员: who, in which group, and why; a group's leader sees their own group."""
    org, person = request.org, request.person
    if not org or not can(person, "notices.reach", org):
        raise Http404
    silent = out_of_reach(Person.objects.members_of(org))
    spells = Membership.objects.of(org).on(clock.today()).filter(person__in=silent)
    if not can(person, "notices.reach_all", org):
        own = Membership.objects.of(org).on(clock.today()).filter(person=person)
        spells = spells.filter(group__in=own.values("group"))
    spells = spells.select_related("person__account", "group").order_by(
        "group__name", "person__pinyin"
    )
    page = Paginator(spells, 50).get_page(request.GET.get("page"))
    asked = KernelContact.objects.filter(person__in=[s.person_id for s in page], state="asked")
    unproved = set(asked.values_list("person", flat=True))
    rows = [(s, why(s.person, unproved)) for s in page]
    context = {"rows": rows, "page": page, "count": page.paginator.count}
    return render(request, "notices/unreached.html", context)


def why(person, unproved) -> str:
    account = getattr(person, "account", None)
    one = gettext("有账号但从未登录") if account else gettext("还没有账号")
    two = gettext("联系方式没有验证") if person.pk in unproved else gettext("没有留联系方式")
    return f"{one}，{two}"


urlpatterns = [
    path("notices/notice/<int:pk>/open/", open_one, name="notice-open"),
    path("notices/read_all/", open_all, name="notice-read-all"),
    path("notices/count/", count, name="notice-count"),
    path("notices/wishes/", wishes, name="notice-wishes"),
    path("notices/unreached/", unreached, name="unreached"),
    *channel_pages.urlpatterns,
]
