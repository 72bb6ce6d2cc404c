"""Forms of regular slots and of their days."""

from django import forms
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.calendar import SchoolTerms, school_year
from zhijia.kernel.money import yuan
from zhijia.ui.forms import (
    ActionForm,
    FilesField,
    PeopleField,
    PersonField,
    ReasonForm,
    TimeInput,
    date_field,
    form_for,
    money_field,
)

from ..actions import gatherings, regulars
from ..club_figures import spent_by
from ..models.regulars import WEEKDAYS
from .clubs import own_first
from .places import area, count_field
from .remains import FILES_HELP

form_for(regulars.end, gatherings.skip)(ReasonForm)

DAILY = ""
EVERY = [(1, _("每周")), (2, _("双周（隔一周一次）"))]
SHOWN = ("title", "room", "weekday", "every", "opens", "shuts", "first", "last", "place")


def time_field(label, initial):
    return forms.TimeField(label=label, widget=TimeInput(), initial=initial)


class SlotFields(ActionForm):
    title = forms.CharField(
        label=_("名称"), max_length=60, help_text=_("如“工会活动”“太极剑培训班”“教职工健身房”。")
    )
    room = forms.BooleanField(
        label=_("开放场所"), required=False,
        help_text=_("健身房、活动中心等：来的人自己点“我来了”，按到场计次，没有人来的日子不算开展。"),
    )  # fmt: skip
    weekday = forms.TypedChoiceField(
        label=_("星期"), required=False, empty_value=None, coerce=int,
        choices=[(DAILY, _("每个工作日")), *WEEKDAYS],
    )  # fmt: skip
    every = forms.TypedChoiceField(label=_("间隔"), coerce=int, choices=EVERY)
    opens = time_field(_("开始"), "16:20")
    shuts = time_field(_("结束"), "17:00")
    first = date_field(_("从"), help_text=_("双周从这天起的第一次算起。"))
    last = date_field(_("到"), help_text=_("一次安排到学期末，节假日和学校停课的日子自动空出。"))
    place = forms.CharField(label=_("地点"), max_length=60, required=False)
    leader = PersonField(_("负责人"), required=False)
    teacher = forms.CharField(label=_("教练或主讲"), max_length=60, required=False)
    equipment = area(_("设施器材"), most=1000, help_text=_("如“跑步机 2 台、健身球 6 个”。"))
    worth = money_field(_("器材价值（元）"), required=False)

    def prepare(self):
        self.first = SHOWN  # here, since one of the fields is called so too
        self.fields["leader"].members(self.org)

    def given(self):
        return self.cleaned_data | {"worth": self.cleaned_data.get("worth") or 0}


def term_end(day):
    """The last day of the term the day lies in, or of the next one: a slot is laid for a term."""
    terms = SchoolTerms.default(school_year(day))
    return next((end for _start, end in (terms.autumn, terms.spring) if day <= end),
                SchoolTerms.default(school_year(day) + 1).autumn[1])  # fmt: skip


@form_for(regulars.set_up, regulars.set_slot)
class SetUpForm(SlotFields):
    def prepare(self):
        super().prepare()
        today = clock.today()
        first = {
            "first": today, "last": term_end(today), "leader": self.person.pk, "weekday": 4,
            "place": getattr(self.subject, "place", ""),
        }  # fmt: skip
        head = getattr(self.subject, "head_id", None)
        first["leader"] = head or first["leader"]
        for name, value in first.items():
            self.fields[name].initial = value


@form_for(regulars.amend)
class AmendForm(SlotFields):
    intro = _("只重排今天以后、还没有人签到的日子；已登记的不变。")

    def prepare(self):
        super().prepare()
        del self.fields["room"]
        for name in self.fields:
            self.fields[name].initial = getattr(self.subject, name)
        self.fields["leader"].initial = self.subject.leader_id


# --- a day ----------------------------------------------------------------------------------------


class DayFields(ActionForm):
    content = forms.CharField(
        label=_("内容"), max_length=200, required=False, help_text=_("如“双打练习和分组对抗”。")
    )
    people = PeopleField(_("参加的人"), required=False)
    guests = count_field(_("未登记姓名的参加者（人）"), help_text=_("如学生、家长、外单位人员。"))
    spent = money_field(_("支出（元）"), required=False)
    over = forms.CharField(label=_("超预算理由"), max_length=200, required=False)
    files = FilesField(label=_("照片"), required=False, help_text=FILES_HELP)
    consent = forms.BooleanField(label=_("照片已征得本人同意"), required=False)

    def prepare(self):
        gathering = self.subject
        club = gathering.regular.club
        self.fields["people"].queryset = own_first(club, self.org, gathering.on)
        for name in ("content", "guests", "spent", "over"):
            self.fields[name].initial = getattr(gathering, name) or None
        self.fields["people"].initial = gathering.people.all()
        if club is None:
            del self.fields["over"]

    def hints(self):
        """What is left of the club's budget, beside the amount that is about to be spent."""
        gathering = self.subject
        club, year = gathering.regular.club, gathering.on.year
        plan = club and club.years.agreed().filter(year=year).first()
        if not plan:
            return []
        left = plan.budget - spent_by(club.pk, year, besides=gathering.pk)
        said = gettext("%(club)s本年预算 %(budget)s 元，还可支出 %(left)s 元。")
        return [said % {"club": club, "budget": yuan(plan.budget), "left": yuan(max(left, 0))}]

    def given(self):
        data = self.cleaned_data
        return data | {name: data.get(name) or 0 for name in ("guests", "spent")}


@form_for(gatherings.hold)
class HoldForm(DayFields):
    def prepare(self):
        super().prepare()
        came = self.subject.people.count()
        if came:
            said = gettext("已有 %d 人自己签到，勾好了；再补上其他人。") % came
            self.fields["people"].help_text = said


@form_for(gatherings.amend)
class AmendDayForm(DayFields):
    pass
