"""Who competes: a pasted list, the sign-ups, those who come back, their works."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.people import Person
from zhijia.ui.forms import ActionForm, FilesField, form_for

from ..actions import fixtures as actions
from ..models import Slot
from .places import PARTS, area, lines_of

COMMA = re.compile(r"\s*[、,，;；]\s*")


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
        return (
            [_("已录入 %(n)d 个：%(names)s") % {"n": len(there), "names": "、".join(there)}]
            if there
            else []
        )


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
            _("有 %(n)d 位会员都叫%(name)s，请写成“%(name)s 工号”。")
            % {"n": len(found), "name": name}
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
        label=gettext_lazy("作品照片"),
        help_text=gettext_lazy("在比赛页面展出；照片会去掉拍摄地点。"),
    )
