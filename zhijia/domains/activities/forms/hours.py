"""Courts and hours of a contest."""

import re
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.ui.forms import ActionForm, form_for, moment_field

from ..actions import fixtures as actions
from .entries import COMMA
from .places import area, count_field, lines_of

WINDOW = re.compile(
    r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?\s+(\d{1,2})[:：](\d{2})\s*[-–—~至到]+\s*(\d{1,2})[:：](\d{2})"
)


def window_of(line, year) -> list[str]:
    """11-20 16:20-17:30 as two moments in ISO."""
    found = WINDOW.fullmatch(line)
    try:
        day = [int(found[1] or year), int(found[2]), int(found[3])]
        start = datetime(*day, int(found[4]), int(found[5]))
        end = datetime(*day, int(found[6]), int(found[7]))
    except (TypeError, ValueError) as error:
        raise ValidationError(_("“%s”不是时段，请写成 11-20 16:20-17:30。") % line) from error
    if end <= start:
        raise ValidationError(_("“%s”结束不晚于开始。") % line)
    return [start.isoformat(), end.isoformat()]


@form_for(actions.schedule)
class ScheduleForm(ActionForm):
    intro = gettext_lazy("已经打完的场次不动，其余的重新排；排不下的会说明还差多少、怎样才排得下。")
    courts = forms.CharField(
        label=gettext_lazy("场地"),
        max_length=200,
        help_text=gettext_lazy("用顿号分开，如“1号场、2号场”。"),
    )
    windows = area(
        gettext_lazy("比赛时段"), help_text=gettext_lazy("一行一段，如“11-20 16:20-17:30”。")
    )
    minutes = count_field(
        gettext_lazy("每场多少分钟"), required=True, help_text=gettext_lazy("连同换场的时间。")
    )
    rest = count_field(
        gettext_lazy("同一队两场之间至少空几个时段"),
        help_text=gettext_lazy("填 1 就是中间隔一场。"),
    )

    def prepare(self):
        self.fields["windows"].required = True
        contest, setup = self.subject, self.subject.setup
        spans = [[datetime.fromisoformat(moment) for moment in w] for w in setup.windows]
        spans = spans or [
            [timezone.localtime(m) for m in (contest.activity.starts, contest.activity.ends)]
        ]
        self.fields["courts"].initial = "、".join(setup.courts) or contest.activity.place[:20]
        self.fields["windows"].initial = "\n".join(
            f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}" for start, end in spans
        )
        self.fields["minutes"].initial, self.fields["rest"].initial = setup.minutes, setup.rest

    def clean_courts(self):
        names = [name for name in COMMA.split(self.cleaned_data["courts"].strip()) if name]
        if not names or len(set(names)) < len(names) or any(len(name) > 20 for name in names):
            raise ValidationError(_("场地不能空着或重名，每个不超过 20 个字。"))
        return names

    def clean_windows(self):
        year = timezone.localtime(self.subject.activity.starts).year
        lines = lines_of(self.cleaned_data["windows"])
        if len(lines) > 60:
            raise ValidationError(_("最多 60 个时段。"))
        return [window_of(line, year) for line in lines]

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if not 1 <= minutes <= 600:
            raise ValidationError(_("每场 1 到 600 分钟。"))
        return minutes

    def given(self):
        data = self.cleaned_data
        return {
            "courts": data["courts"], "windows": data["windows"], "minutes": data["minutes"],
            "rest": data["rest"] or 0,
        }  # fmt: skip


@form_for(actions.move)
class MoveForm(ActionForm):
    starts = moment_field(gettext_lazy("开始"))
    court = forms.CharField(label=gettext_lazy("场地"), max_length=20)

    def prepare(self):
        fixture = self.subject
        starts = fixture.starts or fixture.contest.activity.starts
        self.fields["starts"].initial = timezone.localtime(starts)
        self.fields["court"].initial = fixture.court
