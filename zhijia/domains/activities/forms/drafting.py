"""Drafting and changing an activity."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.ui.forms import (
    PeopleField,
    PersonField,
    ReasonForm,
    form_for,
    moment_field,
    money_field,
)

from .. import actions
from ..models import Audience, Fund, Kind, Rule
from ..turnout import series_name
from .places import PlacesFields, area, count_field, lines_of_questions, questions_of

form_for(actions.cancel, actions.return_)(ReasonForm)

SHOWN = (
    "kind", "title", "summary", "place", "starts", "ends", "audience", "sign_up_needed", "opens",
    "closes", "leave_by", "rule", "offer_hours", "companions", "price", "companion_price",
    "names_shown", "budget", "per_person", "fund", "over", "safety", "insurance", "partner", "series", "programme", "idea",
)  # fmt: skip
ZERO = ("companions", "price", "companion_price", "budget", "per_person")


class WhatFields(PlacesFields):
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    title = forms.CharField(label=_("活动名称"), max_length=80)
    starts = moment_field(_("开始"))
    ends = moment_field(_("结束"))
    place = forms.CharField(label=_("地点"), max_length=60, required=False)
    summary = area(_("活动介绍"))
    audience = forms.ModelChoiceField(
        Audience.objects.none(), label=_("报名范围"), required=False, empty_label=_("本会全体会员")
    )
    closes = moment_field(_("报名截止"), required=False)
    rule = forms.ChoiceField(
        label=_("名额规则"), choices=Rule.choices, initial=Rule.ARRIVAL,
        help_text=_("久未参加者优先、抽签：报名截止后统一分配，抽签种子在发布时公布，任何人可以复算。"),
    )  # fmt: skip
    sign_up_needed = forms.BooleanField(label=_("需要报名"), required=False, initial=True)
    opens = moment_field(_("报名开始"), required=False, help_text=_("不填就是发布后立即开始。"))
    leave_by = moment_field(_("最晚取消报名"), required=False)
    offer_hours = count_field(_("候补名额保留（小时）"), most=720, initial=24)
    companions = count_field(_("每人可带家属（位）"), most=100)
    price = money_field(_("个人自付（元）"), required=False)
    companion_price = money_field(_("家属每位自付（元）"), required=False)
    questions = area(
        _("报名时要问的"),
        help_text=_(
            "一行一个，必答的加 *，选项写在冒号后，如“球衣尺码*：S、M、L、XL”；"
            "知识答题在正确的选项后加 √。"
        ),
    )
    names_shown = forms.BooleanField(
        label=_("报名名单对会员公开"), required=False, initial=True,
        help_text=_("体检等不宜公开的，请去掉。"),
    )  # fmt: skip
    budget = money_field(_("预算总额（元）"), required=False)
    per_person = money_field(_("人均标准（元）"), required=False)
    fund = forms.ChoiceField(label=_("经费来源"), choices=Fund.choices, initial=Fund.UNION)
    over = forms.CharField(label=_("超标准理由"), max_length=200, required=False)
    safety = area(_("安全提示和预案"), most=2000)
    insurance = forms.CharField(
        label=_("保险"),
        max_length=120,
        required=False,
        help_text=_("外出活动必填，如“意外险，每人 50 万，保单号…”。"),
    )
    organiser = PersonField(_("组织者"), required=False)
    helpers = PeopleField(_("协助签到的人"), required=False)
    partner = forms.CharField(label=_("协办或联谊单位"), max_length=80, required=False)
    series = forms.CharField(
        label=_("节日或系列"), max_length=40, required=False,
        help_text=_("如“重阳节”“校园文化节”；历年同名的放在一起比较。"),
    )  # fmt: skip
    programme = area(
        _("节目单"), help_text=_("一行一个：节目｜演出者｜人数，如“大合唱｜语文组｜30”。")
    )
    idea = forms.CharField(
        label=_("创意"),
        max_length=200,
        required=False,
        help_text=_("同事出的主意、引入的校外资源。"),
    )
    planners = PeopleField(_("策划人"), required=False)

    first = (
        "kind",
        "title",
        "starts",
        "ends",
        "place",
        "members",
        "closes",
        "summary",
        "budget",
        "safety",
        "insurance",
    )
    field_order = [
        "kind", "title", "starts", "ends", "place", "members", "closes", "budget", "summary", "safety",
        "insurance", "audience", "rule", "companions", "family", "heads", "slots", "group_places",
        "questions", "opens", "leave_by", "offer_hours", "price", "companion_price", "names_shown",
        "per_person", "fund", "over", "organiser", "helpers", "partner", "series", "programme",
        "idea", "planners", "sign_up_needed",
    ]  # fmt: skip

    def prepare(self):
        chosen = getattr(self.subject, "audience_id", None)
        rows = Audience.objects.of(self.org)
        self.fields["audience"].queryset = rows.filter(retired=False) | rows.filter(pk=chosen)
        for name in ("organiser", "helpers", "planners"):
            self.fields[name].members(self.org)

    def clean_series(self):
        return series_name(self.cleaned_data["series"])

    def clean_planners(self):
        planners = self.cleaned_data["planners"]
        if planners and not self.cleaned_data.get("idea"):
            raise ValidationError(_("请在“创意”里写下他们出的主意。"))
        return planners

    def clean_questions(self):
        return questions_of(self.cleaned_data["questions"])

    def given(self):
        data = self.cleaned_data
        for name in ZERO:
            data[name] = data[name] or 0
        data["offer_hours"] = data["offer_hours"] or 24
        return data | {"places": self.places()}


@form_for(actions.draft)
class DraftForm(WhatFields):
    intro = _("先写下来，发布之前只有组织者看得到。")

    def prepare(self):
        super().prepare()
        asked = self.initial.pop("on", "")
        day = parse_date(asked) if asked else None
        day = day or clock.today() + timedelta(days=7)
        first = timezone.make_aware(datetime.combine(day, time(16, 20)))
        self.fields["starts"].initial = first
        self.fields["ends"].initial = first + timedelta(minutes=70)
        self.fields["organiser"].initial = self.person.pk


@form_for(actions.amend)
class AmendForm(WhatFields):
    def prepare(self):
        super().prepare()
        activity = self.subject
        for name in SHOWN:
            self.fields[name].initial = getattr(activity, name)
        self.fields["questions"].initial = lines_of_questions(activity.questions)
        self.fields["organiser"].initial = activity.organiser_id
        self.fields["helpers"].initial = activity.helpers.all()
        self.fields["planners"].initial = activity.planners.all()
        self.show_places(activity)

    def hints(self):
        return [one["sentence"] for one in self.subject.standards]
