"""Setting up a contest: how it is played."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.ui.forms import ActionForm, ReasonForm, form_for

from ..actions import fixtures as actions
from ..contests.setup import UNITS
from ..models import Contest
from ..models.contests import SPORTS
from .places import count_field

form_for(actions.cancel, actions.reopen, actions.resume, actions.withdraw)(ReasonForm)

SETS = [(1, gettext_lazy("一个比分（篮球、足球、拔河、棋类、知识竞赛）")), (3, gettext_lazy("三局两胜")),
        (5, gettext_lazy("五局三胜")), (7, gettext_lazy("七局四胜"))]  # fmt: skip
ITEM = re.compile(r"(\D{1,20}?)\s*(\d{1,3})\s*分?")
SPLIT = re.compile(r"[、,，/;；\s]+")


class ContestFields(ActionForm):
    title = forms.CharField(
        label=gettext_lazy("项目名称"),
        max_length=40,
        help_text=gettext_lazy("如“男子单打”“一分钟跳绳”。"),
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
    unit = forms.ChoiceField(
        label=gettext_lazy("成绩单位"), choices=list(UNITS.items()), required=False
    )
    ascending = forms.BooleanField(
        label=gettext_lazy("数值小的名次在前"), required=False,
        help_text=gettext_lazy("时间总是小的在前，不用勾。"),
    )  # fmt: skip
    attempts = count_field(gettext_lazy("每人几次机会（取最好）"), initial=1)
    judges = count_field(gettext_lazy("评委人数"), initial=5)
    drop_high = count_field(gettext_lazy("去掉几个最高分"), initial=1)
    drop_low = count_field(gettext_lazy("去掉几个最低分"), initial=1)
    panel = forms.CharField(
        label=gettext_lazy("评委名单"), max_length=300, required=False,
        help_text=gettext_lazy("如“李校长、王主任、张老师”，人数与评委人数一致；可以不填。"),
    )  # fmt: skip
    items = forms.CharField(
        label=gettext_lazy("评分项目"), max_length=200, required=False,
        help_text=gettext_lazy("如“教学设计 20、课堂教学 70、教学反思 10”，每位评委逐项打分；不填就打一个总分。"),
    )  # fmt: skip
    grades = forms.CharField(
        label=gettext_lazy("等级"), max_length=120, required=False,
        help_text=gettext_lazy("成绩单位选“评等级”时用，从高到低，如“优、良、合格”；不填就是一、二、三等奖。"),
    )  # fmt: skip
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
    field_order = [
        *first,
        "rubbers",
        "best",
        "ascending",
        "drop_high",
        "drop_low",
        "panel",
        "items",
        "grades",
        "scale",
        "times",
    ]

    def clean_panel(self):
        return [name for name in SPLIT.split(self.cleaned_data["panel"]) if name]

    def clean_items(self):
        found = []
        for words in filter(None, re.split(r"[、,，;；]", self.cleaned_data["items"])):
            parts = ITEM.fullmatch(words.strip())
            if not parts or not 0 < int(parts[2]) <= 100:
                raise ValidationError(
                    _("“%s”看不懂，请写成“课堂教学 70”，最多 100 分。") % words.strip()
                )
            found.append([parts[1].strip()[:20], int(parts[2])])
        if len(found) > 8:
            raise ValidationError(_("评分项目最多 8 项。"))
        return found

    def clean_grades(self):
        return [word[:12] for word in SPLIT.split(self.cleaned_data["grades"]) if word][:12]

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
        empty |= {"grades"} if not self.cleaned_data["grades"] else set()
        kept = {k: v for k, v in self.cleaned_data.items() if k not in empty}
        return kept | {
            "title": kept["title"],
            "form": kept["form"],
            "sport": kept["sport"] or "general",
        }


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
        for name in ("scale", "panel", "grades"):
            known[name] = "、".join(map(str, known[name]))
        known["items"] = "、".join(f"{name} {most}" for name, most in known["items"])
        for name, field in self.fields.items():
            field.initial = known[name]
