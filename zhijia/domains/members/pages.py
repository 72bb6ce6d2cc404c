"""The roll of members, and one membership."""

from django.utils.translation import gettext_lazy as _

from zhijia.kernel.people import Person
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage

from . import forms  # noqa: F401  registers the forms
from .models import Member

ListPage(
    Member,
    _("会员"),
    [
        Column(_("姓名"), lambda m: m.person.name),
        Column(_("工号"), lambda m: m.person.staff_no),
        Column(_("小组"), lambda m: m.group.name if m.group else ""),
        Column(_("入会"), lambda m: m.starts, "date"),
        Column(_("状态"), lambda m: ("plan", "已离会") if m.ends else ("done", "在会"), "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org)
    .select_related("person", "group")
    .order_by("person__pinyin", "pk"),
    search=lambda rows, words: rows.filter(person__in=Person.objects.all().named(words)),
    filters=[
        Filter("now", "状态", lambda org: [("in", "在会"), ("out", "已离会")],
               lambda rows, v: rows.filter(ends__isnull=v == "in")),
    ],
    empty=_("还没有会员。可以从 Excel 导入名册。"),
    importer="members",
)  # fmt: skip

DetailPage(
    Member,
    title=lambda m: m.person.name,
    facts=lambda m, person: [
        (_("工号"), m.person.staff_no),
        (_("性别"), m.person.get_sex_display()),
        (_("小组"), m.group.name if m.group else ""),
        (_("入会日期"), f"{m.starts:%Y-%m-%d}"),
        (_("离会日期"), f"{m.ends:%Y-%m-%d}" if m.ends else ""),
    ],
)
