"""The working calendar of a year: holidays, make-up days, and the days a school enters itself."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from zhijia.kernel.access import can
from zhijia.kernel.calendar import festivals, holidays, is_working_day, warning
from zhijia.kernel.calendar.models import overrides_for, said_of, say_day
from zhijia.ui.forms import date_field


class DayForm(forms.Form):
    day = date_field(_("日期"))
    working = forms.TypedChoiceField(
        label=_("这一天"),
        choices=[("0", _("放假")), ("1", _("上班（调休）"))],
        coerce=lambda v: v == "1",
    )
    name = forms.CharField(label=_("说明"), max_length=40, required=False)


@login_required
@require_http_methods(["GET", "POST"])
def calendar_page(request):
    """Shows the year; whoever keeps the settings may enter days of a year not yet published."""
    org = request.org
    if not org:
        raise Http404
    may_edit = can(request.person, "site.settings", org)
    form = DayForm(request.POST or None, label_suffix="")
    if request.method == "POST":
        if not may_edit:
            raise Http404
        if form.is_valid():
            say_day(org, **form.cleaned_data)
            return redirect(request.path)
    year = request.year
    overrides = overrides_for(org, year)
    context = {
        "form": form, "may_edit": may_edit, "warning": "" if overrides else warning(year),
        "festivals": festivals(year), "said": said_of(org, year),
        "days": [(d, n, is_working_day(d, overrides)) for d, n in sorted(holidays(year).items())],
    }  # fmt: skip
    return render(request, "site/calendar.html", context)
