"""Forms for preparing a ballot: what is asked, of whom, who tells."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.people import Person
from zhijia.ui.forms import ActionForm, PeopleField, ReasonForm, date_field, form_for, moment_field

from .. import actions
from ..actions.again import WHAT, still_to_do
from ..actions.ballots import PERSONAL_GRADES, STAFF_GRADES, TEAM_GRADES
from ..models import Base, Form, Grade, Kind

form_for(actions.void)(ReasonForm)


class WhatFields(ActionForm):
    title = forms.CharField(label=_("名称"), max_length=120)
    grade = forms.ChoiceField(label=_("方式"), choices=Grade.choices, initial=Grade.SECRET, help_text=_(
        "公开：谁投了什么大家看得见。无记名：系统里查不出谁投了什么。无记名加封：票面还要几位监票人一起才能打开。"))  # fmt: skip
    words = forms.CharField(
        label=_("说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    on = date_field(_("日期"))
    closes = moment_field(_("截止时间"), required=False, help_text=_("不填就由组织者手动截止。"))
    base = forms.ChoiceField(
        label=_("计算基数"), required=False, choices=[("", _("按类别的规定")), *Base.choices],
        help_text=_("教代会表决以全体代表计，工会选举以应到会计；不要改成到会人数，除非本校办法这样规定。"),
    )  # fmt: skip
    need = forms.IntegerField(
        label=_("加封时几位监票人可以开封"), required=False, initial=2, min_value=1, max_value=9
    )

    def given(self):
        return self.cleaned_data | {"need": self.cleaned_data["need"] or 2}


@form_for(actions.draft)
class DraftForm(WhatFields):
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    field_order = ["kind", "title"]
    first = ("kind", "title", "grade", "on", "closes", "words")

    def prepare(self):
        self.fields["on"].initial = clock.today()


@form_for(actions.amend)
class AmendForm(WhatFields):
    def prepare(self):
        for name in self.fields:
            self.fields[name].initial = getattr(self.subject, name)


SPLIT = re.compile(r"[、,，/]")
WEIGHT = re.compile(r"\d{1,3}(\.\d{1,2})?", re.ASCII)
CLASSES = "ABCDEFGHIJ"
GRADES = {"评议": PERSONAL_GRADES, "班子评议": TEAM_GRADES, "测评": STAFF_GRADES}  # rules 7.02


@form_for(actions.ask)
class AskForm(ActionForm):
    lines = forms.CharField(
        label=_("题目"), widget=forms.Textarea(attrs={"rows": 8}), max_length=8000,
        help_text=_(
            "一行一题。表决：直接写题目。选举：题目｜应选名额｜候选人、候选人｜可另选。评议：题目｜评议｜被评议人、被评议人｜德、能、勤、绩、廉；评班子写“班子评议”，教职工之间写“测评”。排序：题目｜排序｜选项、选项。"
        ),
    )  # fmt: skip

    def prepare(self):
        self.fields["lines"].initial = "\n".join(map(line_of, self.subject.questions.all()))

    def clean_lines(self):
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        return [question_of(line) for line in lines]

    def given(self):
        return {"questions": self.cleaned_data["lines"]}


def question_of(line) -> dict:
    text, *rest = [part.strip() for part in re.split(r"[|｜]", line)]
    if not rest:
        return {"text": text, "form": Form.YESNO}
    kind, options, *more = [*rest, ""]
    options = [o.strip() for o in SPLIT.split(options) if o.strip()]
    extra = [part for part in more if part]
    if kind.isdecimal() and int(kind) > 0:
        return {"text": text, "form": Form.CHOOSE, "seats": int(kind), "options": options,
                "write_in": "可另选" in extra}  # fmt: skip
    if kind in GRADES:
        criteria = [c.strip() for part in extra for c in SPLIT.split(part) if c.strip()]
        return {"text": text, "form": Form.SCALE, "options": options, "criteria": criteria,
                "grades": GRADES[kind]}  # fmt: skip
    if kind == "排序":
        return {"text": text, "form": Form.RANK, "options": options}
    raise ValidationError(gettext("看不懂这一题：%s") % line)


def line_of(q) -> str:
    labels = "、".join(o["label"] for o in q.options)
    if q.form == Form.CHOOSE:
        return "｜".join(
            filter(None, (q.text, str(q.seats), labels, "可另选" if q.write_in else ""))
        )
    if q.form == Form.SCALE:
        kind = next((k for k, grades in GRADES.items() if grades == q.grades), "评议")
        return "｜".join(filter(None, (q.text, kind, labels, "、".join(q.criteria))))
    if q.form == Form.RANK:
        return f"{q.text}｜排序｜{labels}"
    return q.text


@form_for(actions.enrol)
class EnrolForm(ActionForm):
    people = PeopleField(
        _("名册"), required=False, help_text=_("不选就是本会今天有表决权的全体会员。")
    )

    classes = forms.CharField(
        label=_("评议人类别"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一类：名称｜权重｜姓名、姓名，如“中层干部｜30｜王小红、李明”；重名的在姓名后加工号。填了就不看上面的选择。"),
    )  # fmt: skip

    def prepare(self):
        self.fields["people"].members(self.org)
        if self.subject.kind != Kind.APPRAISAL:
            del self.fields["classes"]

    def clean_classes(self):
        lines = [line.strip() for line in self.cleaned_data["classes"].splitlines() if line.strip()]
        if len(lines) > len(CLASSES):
            raise ValidationError(gettext("最多 %d 个类别。") % len(CLASSES))
        return {CLASSES[n]: class_of(line, self.org) for n, line in enumerate(lines)}

    def given(self):
        people = list(self.cleaned_data["people"]) or None
        return {"people": people, "classes": self.cleaned_data.get("classes") or None}


def class_of(line, org) -> dict:
    """A class of raters as it is typed (rules 7.04): its name, its weight, who is in it."""
    label, weight, names, *_rest = [*(part.strip() for part in re.split(r"[|｜]", line)), "", ""]
    if (
        not label
        or len(label) > 40
        or not WEIGHT.fullmatch(weight)
        or not float(weight)
        or not names
    ):
        raise ValidationError(
            gettext("看不懂“%s”，请写成“中层干部｜30｜王小红、李明”。") % line[:40]
        )
    people = [member_named(name.strip(), org) for name in SPLIT.split(names) if name.strip()]
    return {"label": label, "weight": weight, "people": list(dict.fromkeys(people))}


def member_named(words, org):
    name, *number = words.split(maxsplit=1)
    rows = Person.objects.members_of(org).filter(name=name)
    found = list((rows.filter(staff_no=number[0]) if number else rows)[:2])
    if len(found) != 1:
        said = (
            gettext("有几位“%s”，请在姓名后空一格写工号。")
            if found
            else gettext("名册里没有“%s”。")
        )
        raise ValidationError(said % words[:40])
    return found[0]


@form_for(actions.name_tellers)
class TellersForm(ActionForm):
    tellers = PeopleField(_("监票人"), help_text=_("至少两位，不能是候选人或被评议人。"))

    def prepare(self):
        self.fields["tellers"].members(self.org)
        self.fields["tellers"].initial = self.subject.tellers.all()

    def given(self):
        return {"tellers": list(self.cleaned_data["tellers"])}


@form_for(actions.open_)
class OpenForm(ActionForm):
    present = forms.IntegerField(
        label=_("实到人数"), required=False, min_value=0,
        help_text=_("开会当场投票的要填，不足三分之二不能开始；会外投票的不填。"),
    )  # fmt: skip

    def hints(self):
        return [gettext("名册 %d 人；开始后题目和名册不能再改。") % self.subject.roll.count()]


@form_for(actions.again)
class AgainForm(ActionForm):
    what = forms.ChoiceField(label=_("为什么再投"), choices=list(WHAT.items()))
    on = date_field(_("日期"))
    closes = moment_field(_("截止时间"), required=False, help_text=_("不填就由组织者手动截止。"))

    def prepare(self):
        left = still_to_do(self.subject)
        self.fields["what"].choices = [(k, WHAT[k]) for k in left] or list(WHAT.items())
        self.fields["on"].initial = clock.today()

    def hints(self):
        return [a["sentence"] for answers in still_to_do(self.subject).values() for a in answers]
