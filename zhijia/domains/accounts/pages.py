"""The pages of the accounts: lists and things as officers see them, and every address of the door."""

from django.db.models import Exists, OuterRef
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.people import Person
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of

from . import forms  # noqa: F401  registers the forms
from .door import pages as door
from .door import second_pages
from .models import Batch, Holder, Identity, Invitation, WayIn
from .own import factor_pages as factor
from .own import pages as own
from .slips import pages as slips
from .ways import pages as ways


def moment(value):
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def holders(rows, request):
    slip = Invitation.objects.alive().filter(person=OuterRef("person"))
    rows = rows.of(request.org).on(clock.today()).annotate(waits=Exists(slip))
    return rows.select_related("person__account", "group").order_by("person__pinyin", "pk")


def standing_words(holder):
    if holder.account is None and getattr(holder, "waits", False):
        return ("info", _("已发凭条"))
    return holder.words


HAVE = Filter(
    "have", "状态", lambda org: [("none", _("未开通")), ("on", _("已开通")), ("rest", _("已停用"))],
    lambda rows, v: rows.filter(person__account=None) if v == "none"
    else rows.filter(person__account__is_active=v == "on"),
)  # fmt: skip

ListPage(
    Holder,
    _("登录账号"),
    [
        Column(_("姓名"), lambda h: h.person.name),
        Column(_("工号"), lambda h: h.person.staff_no),
        Column(_("小组"), lambda h: h.group.name if h.group else ""),
        Column(_("最近登录"), lambda h: h.account.last_login if h.account else None, "date"),
        Column(_("状态"), standing_words, "badge"),
    ],
    rows=holders,
    search=lambda rows, words: rows.filter(
        person__in=Person.objects.all().named(words).values("pk")
    ),
    filters=[HAVE],
    empty=_("还没有会员。"),
    intro=_("谁能登录、谁还不能；凭条在“登录凭条”里发。"),
)

DetailPage(
    Holder,
    title=str,
    facts=lambda h, person: [
        (_("工号"), h.person.staff_no),
        (_("小组"), h.group.name if h.group else ""),
        (_("用户名"), h.account.username if h.account else ""),
        (_("状态"), h.words[1]),
        (_("最近登录"), moment(h.account.last_login) if h.account else ""),
    ],
    template="accounts/holder.html",
    more=lambda h, person: {
        "slips": Invitation.objects.of(h.org).filter(person=h.person).visible_to(person)[:6]
    },
)

ListPage(
    Batch,
    _("登录凭条"),
    [
        Column(_("凭条"), str),
        Column(_("发放人"), lambda b: b.issued_by.name),
        Column(_("发放时间"), lambda b: b.created, "date"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("issued_by"),
    search=lambda rows, words: rows.filter(
        slips__person__in=Person.objects.all().named(words).values("pk")
    ).distinct(),
    empty=_("还没有发过凭条。没有账号的人，发一张就能登录。"),
    intro=_("打印出来、剪开、交给本人；14 天内有效，只能用一次。"),
)

DetailPage(
    Batch,
    title=str,
    facts=lambda b, person: [
        (_("用途"), b.get_kind_display()),
        (_("发放人"), b.issued_by.name),
        (_("发放时间"), moment(b.created)),
    ],
    template="accounts/batch.html",
    more=lambda b, person: {"slips": b.slips.select_related("person")},
)

ListPage(
    Invitation,
    _("凭条"),
    [
        Column(_("本人"), lambda i: i.person.name),
        Column(_("用途"), lambda i: i.batch.get_kind_display()),
        Column(_("有效至"), lambda i: i.expires, "date"),
        Column(_("状态"), lambda i: i.words, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org).select_related("person", "batch").order_by("-pk")
    ),
    search=lambda rows, words: rows.filter(
        person__in=Person.objects.all().named(words).values("pk")
    ),
    empty=_("还没有发过凭条。"),
)

DetailPage(
    Invitation,
    title=str,
    facts=lambda i, person: [
        (_("本人"), f"{i.person.name}　{i.person.staff_no}"),
        (_("用途"), i.batch.get_kind_display()),
        (_("发放人"), i.batch.issued_by.name),
        (_("有效至"), moment(i.expires)),
        (_("现在"), i.words[1]),
        (_("使用时间"), moment(i.used)),
        (_("同时清除二次验证"), _("是") if i.clears else ""),
    ],
)

ListPage(
    WayIn,
    _("统一身份认证"),
    [
        Column(_("按钮文字"), str),
        Column(_("接入方式"), lambda w: w.get_kind_display()),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org),
    empty=_("还没有接入。学校有统一身份认证的，接入后教职工不用再记密码。"),
)


def way_facts(way, person):
    return [
        (_("接入方式"), way.get_kind_display()),
        (_("服务地址"), way.server),
        (_("应用标识"), way.client_id),
        (_("应用密钥"), _("已保存，不显示") if way.secret else ""),
        (_("应用编号"), way.agent),
        (_("工号字段"), way.attribute),
        (_("工号一致时自动绑定"), _("是") if way.auto_tie else _("否，由本人绑定")),
        (_("回调地址"), f"{slips_site()}/enter/by/{way.pk}/back/"),
        (_("本会登录页"), f"{slips_site()}/enter/?at={way.org.code}"),
    ]


def slips_site():
    from .slips.sheet import site

    return site()


DetailPage(
    WayIn,
    title=str,
    facts=way_facts,
    template="accounts/way.html",
    more=lambda w, person: {
        "identities": Identity.objects.tied().filter(way=w).select_related("account__person")[:50]
    },
)

ListPage(
    Identity,
    _("外部身份"),
    [
        Column(_("姓名"), lambda i: i.account.person.name),
        Column(_("认证"), lambda i: i.way.label),
        Column(_("绑定时间"), lambda i: i.tied, "date"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("way", "account__person"),
    empty=_("还没有绑定。"),
)

DetailPage(
    Identity,
    title=str,
    facts=lambda i, person: [
        (_("认证"), i.way.label),
        (_("外部标识"), i.subject),
        (_("账号"), i.account.username),
        (_("绑定方式"), i.get_how_display()),
        (_("绑定时间"), moment(i.tied)),
    ],
)

urlpatterns = [
    path("enter/", door.enter, name="enter"),
    path("enter/", door.enter, name="account_login"),
    path("enter/demo/<str:username>/", door.enter_demo, name="enter-demo"),
    path("enter/second/", second_pages.second, name="mfa_authenticate"),
    path("enter/passkey/options/", door.passkey_options),
    path("enter/passkey/", door.passkey_enter),
    path("enter/by/<int:pk>/", ways.go),
    path("enter/by/<int:pk>/back/", ways.back),
    path("enter/tie/", ways.tie_page),
    path("leave/", door.leave, name="leave"),
    path("join/", slips.by_code, name="join"),
    path("join/done/", slips.done),
    path("join/<str:token>/", slips.join),
    path("join/<str:token>", slips.join),
    path("accounts/me/", own.security, name="security"),
    path("accounts/me/confirm/", own.confirm),
    path("accounts/me/password/", own.password),
    path("accounts/me/totp/", factor.totp),
    path("accounts/me/codes/", factor.codes),
    path("accounts/me/codes/file/", factor.codes_file),
    path("accounts/me/passkey/", factor.passkey),
    path("accounts/me/passkey/<int:pk>/name/", factor.passkey_name),
    path("accounts/me/means/<int:pk>/remove/", factor.remove),
    path("accounts/me/browser/<int:pk>/end/", own.end_trust),
    path("accounts/me/session/<int:pk>/end/", own.end_session),
    path("accounts/me/sessions/end/", own.end_others),
]
