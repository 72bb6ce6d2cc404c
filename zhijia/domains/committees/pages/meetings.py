"""The pages of meetings and decisions."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.periods import year_bounds
from zhijia.ui.pages import Column, DetailPage, Due, ListPage, badge_of

from ..models import Decision, Meeting
from .parts import kinds, names, states, words

ListPage(
    Meeting,
    _("会议"),
    [
        Column(_("会议"), lambda m: m.title),
        Column(_("日期"), lambda m: m.on, "date"),
        Column(_("类别"), lambda m: m.get_kind_display()),
        Column(_("委员会"), lambda m: str(m.committee)),
        Column(_("到会"), lambda m: m.came or "", "number"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org)
        .filter(on__range=year_bounds(request.year))
        .select_related("committee")
        .annotate(came=Count("attended"))
        .order_by("-on", "-pk")
    ),
    search=lambda rows, typed: rows.filter(Q(title__icontains=typed) | Q(agenda__icontains=typed)),
    filters=[kinds(Meeting), states(Meeting)],
    empty=_("本年还没有会议。"),
)


def meeting_facts(m, person):
    return [
        (_("委员会"), str(m.committee)),
        (_("类别"), m.get_kind_display()),
        (_("时间"), m.when),
        (_("地点"), m.place),
        (_("主持人"), m.chaired_by.name if m.chaired_by else ""),
        (_("记录人"), m.recorded_by.name if m.recorded_by else ""),
        (_("到会情况"), m.presence),
        (_("应到人员"), names(m.invited.all())),
        (_("实到人员"), names(m.attended.all())),
        (_("议题"), m.agenda),
        (_("会议记录"), m.minutes),
    ]


DetailPage(
    Meeting,
    title=lambda m: m.title,
    facts=meeting_facts,
    template="committees/meeting.html",
    more=lambda m, person: {"decisions": m.decisions.select_related("owner").order_by("order")},
)

ListPage(
    Decision,
    _("议定事项"),
    [
        Column(_("事项"), lambda d: d.text),
        Column(_("会议"), lambda d: d.meeting.title),
        Column(_("负责人"), lambda d: d.owner.name if d.owner else ""),
        Column(_("期限"), lambda d: Due(d.due, d.state == Decision.State.OPEN)),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org)
        .filter(Q(meeting__on__range=year_bounds(request.year)) | Q(state=Decision.State.OPEN))
        .select_related("meeting", "owner")
    ),
    search=lambda rows, typed: rows.filter(text__icontains=typed),
    filters=[states(Decision)],
    intro=_("本年会议议定的事项，和以前还没有落实的。"),
    empty=_("还没有议定事项；写会议记录时一行写一项。"),
)

DetailPage(
    Decision,
    title=lambda d: d.text,
    facts=lambda d, person: [
        (_("会议"), f"{d.meeting.title}（{words(d.meeting.on)}）"),
        (_("负责人"), d.owner.name if d.owner else ""),
        (_("期限"), Due(d.due, d.state == Decision.State.OPEN)),
        (_("落实日期"), words(d.done)),
        (_("落实情况"), d.outcome),
    ],
)
