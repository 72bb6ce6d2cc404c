"""The record of an activity: result, photos, prizes, and the three questions."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.people import Person
from zhijia.ui.forms import ActionForm, FilesField, form_for, money_field

from .. import actions
from ..models import Fund
from .places import PARTS, area, count_field, lines_of

FILES_HELP = gettext_lazy("照片会去掉拍摄地点。")


class ResultFields(ActionForm):
    guests = count_field(
        gettext_lazy("未登记姓名的参加者（人）"),
        help_text=gettext_lazy("如学生、家长、外单位人员。"),
    )
    person_times = count_field(
        gettext_lazy("人次"), help_text=gettext_lazy("不分时不填；同一人参加几次算几次。")
    )
    spent = money_field(gettext_lazy("实际支出（元）"), required=False)
    from_dues = money_field(gettext_lazy("其中会费（元）"), required=False)
    result = area(
        gettext_lazy("活动情况"),
        help_text=gettext_lazy("过程、名次、大家的反映，写进台账和信息稿。"),
    )

    def prepare(self):
        activity = self.subject
        self.fields["spent"].initial = activity.spent or activity.budget
        if activity.fund != Fund.UNION and activity.fund != Fund.DUES:
            del self.fields["from_dues"]

    def given(self):
        data = self.cleaned_data
        zero = {n: data.get(n) or 0 for n in ("guests", "spent", "from_dues")}
        return data | zero


@form_for(actions.finish)
class FinishForm(ResultFields):
    everybody = forms.BooleanField(label=gettext_lazy("报上的人都到了"), required=False)
    files = FilesField(label=gettext_lazy("照片"), required=False, help_text=FILES_HELP)
    consent = forms.BooleanField(label=gettext_lazy("照片已征得本人同意"), required=False)
    field_order = ["everybody", "guests", "person_times", "spent", "from_dues", "result"]

    def prepare(self):
        super().prepare()
        activity = self.subject
        taken, came = activity.signups.taken().count(), activity.signups.came().count()
        self.fields["everybody"].initial = bool(taken) and not came
        said = _("报上 %(taken)d 人，已签到 %(came)d 人。") % {"taken": taken, "came": came}
        self.fields["everybody"].help_text = said


@form_for(actions.reopen)
class ReopenForm(ResultFields):
    def prepare(self):
        super().prepare()
        for name in ("guests", "person_times", "spent", "from_dues", "result"):
            if name in self.fields:
                self.fields[name].initial = getattr(self.subject, name)


@form_for(actions.add_photos)
class PhotosForm(ActionForm):
    files = FilesField(label=gettext_lazy("照片"), help_text=FILES_HELP)
    consent = forms.BooleanField(label=gettext_lazy("照片已征得本人同意"), required=False)


AMOUNT = re.compile(r"[¥￥]?\s*(\d+(?:\.\d{1,2})?)\s*元?")


@form_for(actions.award)
class AwardForm(ActionForm):
    prizes = area(
        gettext_lazy("奖项"), rows=8,
        help_text=gettext_lazy("一行一个：奖项｜姓名或队名｜奖品｜价值｜人数，如“一等奖｜赵明｜保温杯｜80”；"
                    "纪念品写“纪念品｜全体｜毛巾｜30｜40”。只发实物，不发现金。"),
    )  # fmt: skip
    over = forms.CharField(label=gettext_lazy("超标准理由"), max_length=200, required=False)

    def prepare(self):
        self.fields["prizes"].initial = "\n".join(
            map(prize_line, self.subject.prizes.select_related("person"))
        )
        self.fields["over"].initial = self.subject.over

    def clean_prizes(self):
        members = list(Person.objects.members_of(self.org).only("name"))
        by_name = {}
        for person in members:
            by_name.setdefault(person.name, []).append(person)
        return [prize_of(line, by_name) for line in lines_of(self.cleaned_data["prizes"])]


def prize_line(prize) -> str:
    return "｜".join((prize.name, prize.winner, prize.item, f"{prize.value:f}", str(prize.people)))


def prize_of(line, by_name) -> dict:
    """One line as a prize; a name that two members bear must be told apart by a team name."""
    name, winner, item, value, people = [*PARTS.split(line), "", "", "", "", ""][:5]
    if not winner:
        raise ValidationError(_("“%s”没有写给谁。") % line)
    if re.search("现金|红包|购物卡|代金券", item):
        raise ValidationError(_("“%s”：活动奖品只能是实物，不能发现金、购物卡。") % line)
    found = by_name.get(winner, [])
    if len(found) > 1:
        raise ValidationError(_("有 %(n)d 位会员都叫%(name)s，请改写为“%(name)s（某某组）”。")
                              % {"n": len(found), "name": winner})  # fmt: skip
    try:
        amount = Decimal(AMOUNT.fullmatch(value.strip())[1]) if value.strip() else Decimal(0)
    except (TypeError, InvalidOperation) as error:
        raise ValidationError(_("“%s”不是金额。") % value) from error
    count = people.strip().removesuffix("人")
    return {
        "name": name[:40], "person": found[0] if found else None, "team": "" if found else winner[:60],
        "item": item[:60], "value": amount, "people": int(count) if count.isdigit() else 1,
        "souvenir": "纪念" in name,
    }  # fmt: skip


@form_for(actions.give_feedback)
class FeedbackForm(ActionForm):
    intro = gettext_lazy("三个问题，一分钟。您说的会给组织者看，不显示姓名。")
    stars = forms.TypedChoiceField(
        label=gettext_lazy("总的来说，您满意吗"), coerce=int, widget=forms.RadioSelect,
        choices=[(5, gettext_lazy("很满意")), (4, gettext_lazy("满意")), (3, gettext_lazy("一般")),
                 (2, gettext_lazy("不太满意")), (1, gettext_lazy("不满意"))],
    )  # fmt: skip
    liked = forms.CharField(label=gettext_lazy("最满意的是什么"), max_length=200, required=False)
    wish = forms.CharField(
        label=gettext_lazy("希望怎么改进、还想办什么"), max_length=200, required=False
    )
