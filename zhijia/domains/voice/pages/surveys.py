"""Surveys: the list, the page of one with its result, and the sheet one fills in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from zhijia.kernel.access import can
from zhijia.kernel.refusals import Refused
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of
from zhijia.ui.views import visible

from .. import results, sheets
from ..forms.surveys import SheetForm
from ..models import Participant, Survey, rules_of

ListPage(
    Survey,
    _("问卷"),
    [
        Column(_("名称"), lambda s: s.title),
        Column(_("系列"), lambda s: s.series),
        Column(_("截止"), lambda s: s.closes, "date"),
        Column(_("发出"), lambda s: s.asked or "", "number"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org),
    search=lambda rows, words: rows.filter(title__contains=words),
    filters=[
        Filter(
            "state", "状态", lambda org: Survey.State.choices, lambda rows, v: rows.filter(state=v)
        )
    ],
    empty=_("还没有问卷。想知道大家怎么想，问一问。"),
)


def facts(s, person):
    whom = "、".join(g.name for g in s.groups.all()) or _("全体会员")
    return [
        (_("说明"), s.words),
        (_("发给"), whom),
        (_("截止"), f"{s.closed or s.closes}"),
        (_("系列"), s.series),
    ]


def more(survey, person):
    """The result is counted already: a page costs the same for five sheets and for five thousand."""
    organises = can(person, "voice.survey", survey)
    sees = survey.state == Survey.State.PUBLISHED or (
        survey.state == Survey.State.CLOSED and organises
    )
    context = {"small": rules_of(survey).small, "organises": organises}
    if survey.state == Survey.State.OPEN:
        people = survey.participants
        context |= {
            "mine": people.filter(person=person).exists(),
            "marked": people.exclude(mark="").count(),
        }
    if survey.state == Survey.State.DRAFT:
        context["questions"] = list(survey.questions.all())
    if sees:
        last = results.before(survey)
        context |= {"lines": results.shown(survey, organises), "last": last, "f": survey.result,
                    "issues": list(survey.issues.select_related("handler"))}  # fmt: skip
    return context


DetailPage(Survey, title=str, facts=facts, template="voice/survey.html", more=more)


def cookie_of(survey, person) -> str:
    return f"sheet-{survey.pk}-{person.pk}"


@login_required
@require_http_methods(["GET", "POST"])
def answer(request, pk):
    """The sheet. Its token stays in a cookie of this survey and person until the answer is in, so a
    page that broke off in between goes on with the same one."""
    survey = visible(request, Survey, pk)
    if not Participant.objects.filter(survey=survey, person=request.person).exists():
        raise Http404
    name, here = cookie_of(survey, request.person), f"/voice/survey/{survey.pk}/answer/"
    token = request.COOKIES.get(name, "")
    token = token if len(token) == 32 else sheets.new_token()
    form, status = SheetForm(survey, request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            sheets.answer(survey, request.person, token, form.answers())
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("已收到，谢谢。没有人知道哪一份是您的。"))
            done = redirect(f"/voice/survey/{survey.pk}/")
            done.delete_cookie(name, path=here)
            return done
    if request.method == "POST":
        status = 422
    context = {
        "survey": survey,
        "form": form,
        "why": sheets.why_not(survey),
        "small": rules_of(survey).small,
    }
    page = render(request, "voice/sheet.html", context, status=status)
    page.set_cookie(name, token, max_age=60 * 24 * 3600, path=here, httponly=True, samesite="Strict",
                    secure=request.is_secure())  # fmt: skip
    return page


urlpatterns = [path("voice/survey/<int:pk>/answer/", answer, name="survey-answer")]
