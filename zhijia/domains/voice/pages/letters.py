"""Letters as their readers and signed senders see them; boxes."""

import base64

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.periods import year_bounds
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of
from zhijia.ui.views import visible

from ..access import reads
from ..clocks import due_badge
from ..figures import letters_of, percent
from ..models import Channel, Message


def clock_of(message):
    return due_badge(message.due, message.state in Message.CLOCKED)


ListPage(
    Message,
    _("来信"),
    [
        Column(_("来信"), str),
        Column(_("收到"), lambda m: m.received, "date"),
        Column(_("写信人"), lambda m: _("匿名") if m.anonymous else m.sender.name),
        Column(_("首问责任人"), lambda m: m.handler.name if m.handler else ""),
        Column(_("期限"), clock_of, "badge"),
        Column(_("状态"), lambda m: ("late", _("紧急")) if m.urgent and m.state == "new" else badge_of(m), "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("channel", "sender", "handler"),
    filters=[
        Filter("channel", "信箱", lambda org: Channel.objects.of(org).values_list("pk", "title"),
               lambda rows, v: rows.filter(channel=v)),
        Filter("state", "状态", lambda org: Message.State.choices, lambda rows, v: rows.filter(state=v)),
    ],
    empty=_("没有您能看到的来信。要写信，请到“心声”。"),
)  # fmt: skip


def facts(m, person):
    reader = reads(m, person)
    return [
        (_("信箱"), str(m.channel)),
        (_("写信人"), _("匿名") if m.anonymous else str(m.sender)),
        (_("收到"), f"{m.received}"),
        (_("涉及"), "、".join(p.name for p in m.about.all()) if reader or m.sender == person else ""),
        (_("首问责任人"), str(m.handler or "")),
        (_("答复期限"), f"{m.due}" if m.due and m.state in Message.CLOCKED else ""),
        (_("答复"), f"{m.answered}" if m.answered else ""),
        (_("认为恶意"), f"{m.abuse_by}：{m.abuse_words}" if m.abuse_by and m.sender != person else ""),
        (_("搁置"), _("由%(one)s提出，%(two)s认定。") % {"one": m.abuse_by, "two": m.abuse_second}
         if m.abuse_second else ""),
        (_("写信人的异议"), m.objected),
        (_("已公开"), f"您说：{m.said}\n我们做：{m.done}" if m.published else ""),
    ]  # fmt: skip


def more(m, person):
    twin = (
        m.same_as
        if m.same_as_id and Message.objects.visible_to(person).filter(pk=m.same_as_id).exists()
        else None
    )
    return {
        "talk": list(m.talk.select_related("by")), "clock": clock_of(m), "twin": twin,
        "pictures": list(m.pictures.values_list("key", flat=True)), "hide_record": True,
    }  # fmt: skip


DetailPage(
    Message, title=str, facts=facts, template="voice/message.html",
    apart=("unpublish",), more=more,
    related=("channel", "sender", "handler", "abuse_by", "abuse_second", "same_as"),
)  # fmt: skip


@login_required
@require_GET
def picture(request, pk, key):
    """A picture of a letter, to those who may read it."""
    message = visible(request, Message, pk)
    found = message.pictures.filter(key=key).first() if key.isdigit() else None
    if found is None:
        raise Http404
    answer = HttpResponse(base64.b64decode(found.data), content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    return answer


ListPage(
    Channel,
    _("信箱"),
    [
        Column(_("名称"), lambda c: c.title),
        Column(_("类别"), lambda c: c.get_kind_display()),
        Column(_("收信人"), lambda c: "、".join(p.name for p in c.owners.all())),
        Column(_("答复期限"), lambda c: f"{c.answer_days} 个工作日"),
        Column(_("匿名信"), lambda c: _("接收") if c.anonymous else _("不接收")),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).prefetch_related("owners"),
    empty=_("还没有信箱。先开一个，教职工才有地方说话。"),
)


def figures(channel, person):
    if not can(person, "voice.report", channel):
        return {"owners": list(channel.owners.all())}
    f = letters_of(channel, person, *year_bounds(clock.today().year))
    rates = [
        (_("答复率"), percent(f["answered"], f["all"])),
        (_("按期率"), percent(f["on_time"], f["answered"])),
    ]
    return {"owners": list(channel.owners.all()), "f": f, "rates": rates}


DetailPage(
    Channel,
    title=str,
    facts=lambda c, person: [
        (_("类别"), c.get_kind_display()),
        (_("收信人"), "、".join(p.name for p in c.owners.all())),
        (_("答复期限"), _("%d 个工作日") % c.answer_days),
        (_("保留"), _("办结后 %d 个月删除") % c.keep_months),
        (_("说明"), c.words),
    ],
    template="voice/channel.html",
    more=figures,
)

urlpatterns = [path("voice/message/<int:pk>/picture/<slug:key>/", picture, name="letter-picture")]
