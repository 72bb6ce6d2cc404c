"""Setting up a contest, who competes, courts and hours."""

import re
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.people import Person
from zhijia.ui.forms import ActionForm, FilesField, ReasonForm, form_for, moment_field

from ..actions import fixtures as actions
from ..contests.setup import UNITS
from ..models import Contest, Slot
from ..models.fixtures import SPORTS
from .places import PARTS, area, count_field, lines_of

form_for(actions.cancel, actions.reopen, actions.resume, actions.withdraw)(ReasonForm)

SETS = [(1, gettext_lazy("一个比分（篮球、足球、拔河、棋类、知识竞赛）")), (3, gettext_lazy("三局两胜")),
        (5, gettext_lazy("五局三胜")), (7, gettext_lazy("七局四胜"))]  # fmt: skip
SPLIT = re.compile(r"[、,，/;；\s]+")
COMMA = re.compile(r"\s*[、,，;；]\s*")


class ContestFields(ActionForm):
    title = forms.CharField(
        label=gettext_lazy("项目名称"), max_length=40, help_text=gettext_lazy("如“男子单打”“一分钟跳绳”。")
    )
    form = forms.ChoiceField(label=gettext_lazy("赛制"), choices=Contest.Form.choices)
    teams = forms.BooleanField(label=gettext_lazy("团体项目（以队参赛）"), required=False)
    sport = forms.ChoiceField(
        label=gettext_lazy("名次规则"), choices=SPORTS, required=False,
        help_text=gettext_lazy("积分和同分时的排法，按该项目的竞赛规程。"),
    )  # fmt: skip
    sets = forms.TypedChoiceField(
        label=gettext_lazy("每场比赛"), choices=SETS, coerce=int, required=False, empty_value=1
    )
    rubbers = count_field(
        gettext_lazy("一次团体赛有几场"), initial=1,
        help_text=gettext_lazy("如乒乓球团体赛三场或五场单打；不是团体赛的填 1。"),
    )  # fmt: skip
    double = forms.BooleanField(label=gettext_lazy("双循环（交换场地再赛一遍）"), required=False)
    groups = count_field(gettext_lazy("分几组"), initial=4)
    through = count_field(
        gettext_lazy("每组出线几名"), initial=2,
        help_text=gettext_lazy("填 0 就不打淘汰赛，各组分别排名次。"),
    )  # fmt: skip
    best = count_field(
        gettext_lazy("另加几名成绩最好的"), initial=0,
        help_text=gettext_lazy("如 6 组各前 2 名，再加 4 个成绩最好的第三名，凑足 16 名。"),
    )  # fmt: skip
    third = forms.BooleanField(label=gettext_lazy("设三四名决赛"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("成绩单位"), choices=list(UNITS.items()), required=False)
    ascending = forms.BooleanField(
        label=gettext_lazy("数值小的名次在前"), required=False,
        help_text=gettext_lazy("时间总是小的在前，不用勾。"),
    )  # fmt: skip
    attempts = count_field(gettext_lazy("每人几次机会（取最好）"), initial=1)
    judges = count_field(gettext_lazy("评委人数"), initial=5)
    drop_high = count_field(gettext_lazy("去掉几个最高分"), initial=1)
    drop_low = count_field(gettext_lazy("去掉几个最低分"), initial=1)
    scale = forms.CharField(
        label=gettext_lazy("团体计分"), max_length=60, required=False,
        help_text=gettext_lazy("按名次给所在组记分，如“9、7、6、5、4、3、2、1”；不填就不计。"),
    )  # fmt: skip
    times = count_field(
        gettext_lazy("团体计分倍数"), initial=1, help_text=gettext_lazy("接力等加倍记分的填 2。")
    )

    first = (
        "title", "form", "teams", "sport", "sets", "groups", "through", "third", "double", "unit",
        "attempts", "judges",
    )  # fmt: skip
    field_order = [*first, "rubbers", "best", "ascending", "drop_high", "drop_low", "scale", "times"]

    def clean_scale(self):
        parts = SPLIT.split(self.cleaned_data["scale"].strip())
        parts = [part for part in parts if part]
        if not all(part.isdigit() and int(part) <= 100 for part in parts) or len(parts) > 16:
            raise ValidationError(_("请按名次写分数，如“9、7、6、5、4、3、2、1”。"))
        return [int(part) for part in parts]

    def given(self):
        """A count left empty keeps its usual value."""
        counts = (n for n, f in self.fields.items() if isinstance(f, forms.IntegerField))
        empty = {n for n in counts if self.cleaned_data[n] is None}
        kept = {k: v for k, v in self.cleaned_data.items() if k not in empty}
        return kept | {"title": kept["title"], "form": kept["form"], "sport": kept["sport"] or "general"}


@form_for(actions.add_contest)
class AddContestForm(ContestFields):
    intro = gettext_lazy("一项一项加：男子单打、女子单打、混合双打各是一个项目。")


@form_for(actions.amend)
class AmendContestForm(ContestFields):
    def prepare(self):
        contest = self.subject
        known = contest.setup.kept() | {
            name: getattr(contest, name) for name in ("title", "form", "sport", "teams")
        }
        known["scale"] = "、".join(map(str, known["scale"]))
        for name, field in self.fields.items():
            field.initial = known[name]


# --- who competes ---------------------------------------------------------------------------------


@form_for(actions.enter)
class EnterForm(ActionForm):
    entries = area(
        gettext_lazy("参赛名单"), rows=10,
        help_text=gettext_lazy(
            "一行一个：队名或姓名｜组别或单位｜成员、成员｜种子号，后面三项都可以不写；"
            "如“语文组一队｜语文组｜赵明、钱学文｜1”。再写一遍同一个名字就是修改。"
        ),
    )  # fmt: skip

    def prepare(self):
        self.fields["entries"].required = True

    def clean_entries(self):
        by_name, by_number = {}, {}
        for person in Person.objects.members_of(self.org).only("name", "staff_no"):
            by_name.setdefault(person.name, []).append(person)
            by_number[person.name, person.staff_no] = person
        lines = lines_of(self.cleaned_data["entries"])
        return [entry_of(line, by_name, by_number, self.subject.teams) for line in lines]

    def hints(self):
        there = [c.name for c in self.subject.competitors.all()[:300]]
        return [_("已录入 %(n)d 个：%(names)s") % {"n": len(there), "names": "、".join(there)}] if there else []


def entry_of(line, by_name, by_number, teams) -> dict:
    """One line as an entry; members of the union among the names are recognised."""
    name, unit, members, seed = [*PARTS.split(line), "", "", ""][:4]
    if not name or len(name) > 40 or len(unit) > 40 or len(members) > 300:
        raise ValidationError(_("这一行没有名字，或者太长：%s") % line[:80])
    if seed and not (seed.isdigit() and 0 < int(seed) <= 64):
        raise ValidationError(_("“%(seed)s”不是种子号：%(line)s") % {"seed": seed, "line": line})
    names = [one for one in COMMA.split(members) if one] or ([] if teams else [name])
    people = [found for one in names if (found := person_of(one, by_name, by_number))]
    return {"name": name, "unit": unit, "members": members, "people": people,
            "seeding": int(seed) if seed else None}  # fmt: skip


def person_of(words, by_name, by_number):
    """The member meant by 王芳, or by 王芳 F012 where two bear the name; None for anybody else."""
    name, number = [*re.split(r"[\s（(]+", words.rstrip("）)")), ""][:2]
    found = by_name.get(name, [])
    if number and (name, number) in by_number:
        return by_number[name, number]
    if len(found) > 1:
        raise ValidationError(
            _("有 %(n)d 位会员都叫%(name)s，请写成“%(name)s 工号”。") % {"n": len(found), "name": name}
        )
    return found[0] if found and not number else None


@form_for(actions.enter_signups)
class EnterSignUpsForm(ActionForm):
    slot = forms.ModelChoiceField(
        Slot.objects.none(), label=gettext_lazy("哪一场次的报名"), required=False,
        empty_label=gettext_lazy("全部"),
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=gettext_lazy("只录"), required=False,
        choices=[("", gettext_lazy("不分男女")), ("f", gettext_lazy("女")), ("m", gettext_lazy("男"))],
    )  # fmt: skip

    def prepare(self):
        slots = self.subject.activity.slots.all()
        if slots:
            self.fields["slot"].queryset = slots
        else:
            del self.fields["slot"]

    def hints(self):
        if self.subject.teams:
            return [_("按工会小组组队：每个小组报上的人是一队。")]
        return [_("报上的人每人一个，组别是所在的工会小组。")]


@form_for(actions.restore)
class RestoreForm(ActionForm):
    reason = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)
    sure = forms.BooleanField(
        label=gettext_lazy("确认：因此对阵改变的场次，成绩作废重赛"), required=False
    )


@form_for(actions.show_work)
class WorkForm(ActionForm):
    files = FilesField(
        label=gettext_lazy("作品照片"), help_text=gettext_lazy("在比赛页面展出；照片会去掉拍摄地点。")
    )


# --- courts and hours -----------------------------------------------------------------------------

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
        label=gettext_lazy("场地"), max_length=200, help_text=gettext_lazy("用顿号分开，如“1号场、2号场”。")
    )
    windows = area(
        gettext_lazy("比赛时段"), help_text=gettext_lazy("一行一段，如“11-20 16:20-17:30”。")
    )
    minutes = count_field(
        gettext_lazy("每场多少分钟"), required=True, help_text=gettext_lazy("连同换场的时间。")
    )
    rest = count_field(
        gettext_lazy("同一队两场之间至少空几个时段"), help_text=gettext_lazy("填 1 就是中间隔一场。")
    )

    def prepare(self):
        self.fields["windows"].required = True
        contest, setup = self.subject, self.subject.setup
        spans = [[datetime.fromisoformat(moment) for moment in w] for w in setup.windows]
        spans = spans or [[timezone.localtime(m) for m in (contest.activity.starts, contest.activity.ends)]]
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
