"""Suggestions: a list and the page of one."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import can
from zhijia.kernel.orgs import path_end
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of

from ..clocks import due_badge
from ..models import Category, Suggestion

S = Suggestion.State
MINE = [("mine", _("我提的")), ("handled", _("我承办的"))]


def listed(rows, request):
    """One's own union's; to the level above what its unions ask of it."""
    below = Q(upward=True, org_path__gt=request.org.path, org_path__lt=path_end(request.org.path))
    rows = rows.filter(Q(org=request.org) | below).select_related("handler")
    if request.GET.get("of") == "mine":
        return rows.filter(author=request.person)
    return rows.filter(handler=request.person) if request.GET.get("of") == "handled" else rows


def campaigns(org):
    rows = Suggestion.objects.of(org).exclude(campaign="").order_by("campaign")
    return [(name, name) for name in rows.values_list("campaign", flat=True).distinct()]


ListPage(
    Suggestion,
    _("合理化建议"),
    [
        Column(_("建议"), lambda s: s.title),
        Column(_("类别"), lambda s: s.get_category_display()),
        Column(_("提出"), lambda s: s.sent, "date"),
        Column(_("承办"), lambda s: s.handler.name if s.handler else ""),
        Column(_("期限"), lambda s: due_badge(s.due, s.state == S.HANDLING), "badge"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=listed,
    search=lambda rows, words: rows.filter(Q(title__contains=words)),
    filters=[
        Filter("of", "与我", lambda org: MINE, lambda rows, v: rows),
        Filter("state", "状态", lambda org: S.choices, lambda rows, v: rows.filter(state=v)),
        Filter("campaign", "活动", campaigns, lambda rows, v: rows.filter(campaign=v)),
        Filter("category", "类别", lambda org: Category.choices, lambda rows, v: rows.filter(category=v)),
    ],
    empty=_("还没有建议。哪里可以更好，全年都可以说。"),
)  # fmt: skip


def whose(s, person) -> str:
    """The level above is told which union asks, not who."""
    if not can(person, "voice.see", s):
        return s.org.name
    return s.author.name if _knows(s, person) else _("（不署名）")


def facts(s, person):
    return [
        (_("现在怎样，建议怎样做"), s.text),
        (_("类别"), s.get_category_display()),
        (_("建议人"), whose(s, person)),
        (_("活动"), s.campaign),
        (_("奖项"), s.prize),
        (_("报上级工会"), f"{s.passed}　{s.up_words}" if s.upward else ""),
        (_("提出"), f"{s.sent}"),
        (_("承办人"), str(s.handler or "")),
        (_("答复期限"), f"{s.due}" if s.state == S.HANDLING else ""),
        (_("答复"), s.answer),
        (_("成效"), s.result),
    ]


DetailPage(
    Suggestion, title=str, facts=facts, template="voice/suggestion.html",
    related=("author", "handler", "proposal"),
    more=lambda s, person: {"clock": due_badge(s.due, s.state == S.HANDLING),
                            "steps": () if not _knows(s, person) else _steps(s)},
)  # fmt: skip


def _knows(s, person):
    """The timeline names the author; where the author does not want that, it is for those in charge."""
    if person.pk in (s.author_id, s.handler_id) or can(person, "voice.sort", s):
        return True
    return s.named and can(person, "voice.see", s)


def _steps(s):
    from zhijia.kernel.actions import Step

    return Step.objects.about(s).select_related("by", "acting_for")
