"""The tree, and one union: where it stands, where it stood, what is registered."""

from django.utils.translation import gettext_lazy as _

from zhijia.kernel.orgs import WIDTH, Org, Place
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage

from . import forms  # noqa: F401  registers the forms
from .models import Registration, Union


def indented(union):
    """The name with its depth in the tree shown by full-width spaces."""
    return "　" * (len(union.path) // WIDTH - 1) + union.name


ListPage(
    Union,
    _("工会组织"),
    [
        Column(_("名称"), indented),
        Column(_("类别"), lambda u: u.get_kind_display()),
        Column(_("代码"), lambda u: u.code),
        Column(_("成立"), lambda u: u.founded, "date"),
        Column(_("状态"), lambda u: ("plan", _("已撤销")) if u.closed else ("done", _("在册")), "badge"),
    ],
    rows=lambda rows, request: rows.order_by("path"),
    search=lambda rows, words: rows.filter(name__contains=words),
    filters=[
        Filter("kind", _("类别"), lambda org: Org.Kind.choices, lambda rows, v: rows.filter(kind=v)),
        Filter("now", _("状态"), lambda org: [("in", _("在册")), ("out", _("已撤销"))],
               lambda rows, v: rows.filter(closed__isnull=v == "in")),
    ],
    empty=_("还没有下级工会。"),
)  # fmt: skip


def facts(union, person):
    row = Registration.objects.filter(org=union).first() or Registration()
    day = lambda value: f"{value:%Y-%m-%d}" if value else ""  # noqa: E731
    return [
        (_("类别"), union.get_kind_display()),
        (_("代码"), union.code),
        (_("上级工会"), union.parent.name if union.parent else ""),
        (_("成立日期"), day(union.founded)),
        (_("撤销日期"), day(union.closed)),
        (_("批准文号"), row.approval),
        (_("批准日期"), day(row.approved_on)),
        (_("统一社会信用代码"), row.credit_code),
        (_("法人证书有效期至"), day(row.certificate_ends)),
        (_("校区（园区）"), row.campuses),
    ]


def more(union, person):
    places = Place.objects.filter(org=union).select_related("parent")
    return {"places": places, "below": union.below.filter(closed=None).count()}


DetailPage(Union, title=lambda u: u.name, facts=facts, template="unions/union.html", more=more,
           related=("parent",))  # fmt: skip
