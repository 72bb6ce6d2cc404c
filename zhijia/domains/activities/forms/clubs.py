"""Forms of clubs and teams, their years and their showings."""

from django import forms
from django.db.models import Case, Value, When
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.money import yuan
from zhijia.kernel.people import Person
from zhijia.ui.forms import (
    ActionForm,
    FilesField,
    PeopleField,
    PersonField,
    ReasonForm,
    date_field,
    form_for,
    money_field,
)

from ..actions import club_years, clubs
from ..club_figures import figures_of, spent_by
from ..models import Club, Contest, Showing
from .places import area, count_field
from .remains import FILES_HELP

form_for(clubs.dissolve, clubs.remove, club_years.send_back)(ReasonForm)


def words(label, rows, most, **kwargs):
    """A text that has to be written."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


class ClubFields(ActionForm):
    kind = forms.ChoiceField(
        label=_("类别"), choices=Club.Kind.choices,
        help_text=_("协会谁都可以加入；代表队代表学校参加校外比赛；学生社团由教师指导。"),
    )  # fmt: skip
    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("如“乒乓球协会”。"))
    purpose = area(_("宗旨和活动内容"), most=1000)
    place = forms.CharField(label=_("活动地点"), max_length=60, required=False)
    host = forms.CharField(
        label=_("依托单位"), max_length=60, required=False, help_text=_("如“体育学院”“后勤处”。")
    )
    welcomes = forms.BooleanField(label=_("欢迎非会员来参加活动"), required=False)


@form_for(clubs.found)
class FoundForm(ClubFields):
    head = PersonField(_("负责人"))
    founded = date_field(_("成立日期"))
    field_order = ["kind", "name", "head", "host", "purpose", "place", "founded"]

    def prepare(self):
        self.fields["head"].members(self.org)
        self.fields["founded"].initial = clock.today()


@form_for(clubs.amend)
class AmendForm(ClubFields):
    def prepare(self):
        for name in self.fields:
            self.fields[name].initial = getattr(self.subject, name)


@form_for(clubs.change_head)
class HeadForm(ActionForm):
    head = PersonField(_("新负责人"))

    def prepare(self):
        members = Person.objects.members_of(self.org).exclude(pk=self.subject.head_id)
        self.fields["head"].queryset = members


@form_for(clubs.enrol)
class EnrolForm(ActionForm):
    intro = _("替口头报名的同事登记；各人会收到通知，可以随时退出。")
    people = PeopleField(_("成员"))

    def prepare(self):
        outside = Person.objects.members_of(self.org)
        self.fields["people"].queryset = outside.exclude(pk__in=self.subject.members_on())


# --- the club's year ------------------------------------------------------------------------------


class PlanFields(ActionForm):
    plan = words(_("年度计划"), 8, 3000, help_text=_("一行一件：月份、做什么、大约多少人。"))
    budget = money_field(_("预算（元）"))


@form_for(club_years.draft)
class DraftForm(PlanFields):
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    field_order = ["year", "plan", "budget"]

    def prepare(self):
        this = clock.today().year
        taken = set(self.subject.years.values_list("year", flat=True))
        years = [y for y in (this, this + 1, this - 1) if y not in taken]
        self.fields["year"].choices = [(y, f"{y}年") for y in years]

    def hints(self):
        this, club = clock.today().year, self.subject.pk
        spent = [(year, spent_by(club, year)) for year in (this - 1, this)]
        said = [
            gettext("%(year)d年支出 %(sum)s 元") % {"year": y, "sum": yuan(n)}
            for y, n in spent
            if n
        ]
        return ["，".join(said) + "。"] if said else []


@form_for(club_years.amend)
class AmendPlanForm(PlanFields):
    def prepare(self):
        for name in self.fields:
            self.fields[name].initial = getattr(self.subject, name)

    def hints(self):
        agreed = self.subject.state == "agreed"
        return [gettext("已批准的计划改动后须重新批准，批准前不能按预算支出。")] if agreed else []


@form_for(club_years.review)
class ReviewForm(ActionForm):
    review = words(_("年度总结"), 8, 3000, help_text=_("做了什么、收获和不足、明年的打算。"))

    def prepare(self):
        self.fields["review"].initial = self.subject.review

    def hints(self):
        said = gettext("全年开展 %(held)d 次，%(times)d 人次，支出 %(spent)s 元，%(members)d 名成员中 %(came)d 人至少来过一次。")  # fmt: skip
        figures = figures_of(self.subject)
        return [said % (figures | {"spent": yuan(figures["spent"])})]


# --- standing for the school ----------------------------------------------------------------------


class ShowingFields(ActionForm):
    contest = forms.CharField(label=_("比赛名称"), max_length=80)
    on = date_field(_("日期"))
    level = forms.ChoiceField(label=_("级别"), choices=Showing.Level.choices)
    result = forms.CharField(
        label=_("成绩"), max_length=60, required=False, help_text=_("如“团体第三名”。")
    )
    people = PeopleField(_("队员"), required=False)
    pupils = count_field(_("参赛学生（人）"), most=10_000)
    selection = forms.ModelChoiceField(
        Contest.objects.none(), label=_("本会选拔赛"), required=False, empty_label=_("没有选拔赛")
    )
    files = FilesField(label=_("照片"), required=False, help_text=FILES_HELP)
    consent = forms.BooleanField(label=_("照片已征得本人同意"), required=False)

    def offer(self, club):
        self.fields["people"].queryset = own_first(club, self.org)
        held = Contest.objects.of(self.org).filter(state=Contest.State.FINISHED)
        self.fields["selection"].queryset = held.order_by("-pk")

    def given(self):
        return self.cleaned_data | {"pupils": self.cleaned_data["pupils"] or 0}


def own_first(club, org, on=None):
    """The union's members of a day, those of the club before the others."""
    rows = Person.objects.members_of(org, on)
    if club is None:
        return rows
    own = Case(When(pk__in=club.members_on(on), then=Value(1)), default=Value(0))
    return rows.annotate(own=own).order_by("-own", "pinyin", "pk")


@form_for(clubs.compete)
class CompeteForm(ShowingFields):
    def prepare(self):
        self.offer(self.subject)
        self.fields["on"].initial = clock.today()


@form_for(clubs.correct)
class CorrectForm(ShowingFields):
    def prepare(self):
        showing = self.subject
        self.offer(showing.club)
        for name in ("contest", "on", "level", "result", "pupils", "selection"):
            self.fields[name].initial = getattr(showing, name)
        self.fields["people"].initial = showing.people.all()
