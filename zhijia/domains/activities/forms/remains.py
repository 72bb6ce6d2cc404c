"""The record of an activity: result, photos, prizes, and the three questions."""

import re
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.people import Person
from zhijia.ui.forms import ActionForm, FilesField, form_for, money_field

from .. import actions, tallies
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
        most=2000,
        help_text=gettext_lazy("过程、名次、大家的反映，写进台账和信息稿。"),
    )

    field_order = ["everybody", "guests", "person_times", "spent", "from_dues", "result"]
    supplies = area(
        gettext_lazy("器材和物品"),
        help_text=gettext_lazy(
            "配发的器材、礼品，一行一样：品名｜数量｜金额（元），如“毽子｜20｜160”。"
        ),
    )

    def prepare(self):
        activity = self.subject
        self.fields["spent"].initial = activity.spent or activity.budget
        if activity.fund != Fund.UNION and activity.fund != Fund.DUES:
            del self.fields["from_dues"]
        self.counted = [one for one in tallies.of_kind(activity.kind) if one.asked]
        for one in self.counted:
            label = f"{one.label}（{one.unit}）"
            field = money_field if one.money else count_field
            self.fields[one.name] = field(label, required=False, help_text=one.help)
            self.fields[one.name].initial = activity.counts.get(one.name)
        self.fields["supplies"].initial = "\n".join(map(supply_line, activity.supplies))
        self.order_fields([*self.field_order, *(one.name for one in self.counted), "supplies"])

    def clean_supplies(self):
        return [supply_of(line) for line in lines_of(self.cleaned_data["supplies"])]

    def given(self):
        data = dict(self.cleaned_data)
        counts = {one.name: data.pop(one.name) for one in self.counted}
        zero = {n: data.get(n) or 0 for n in ("guests", "spent", "from_dues")}
        return data | zero | {"counts": counts}


def supply_line(one) -> str:
    return "｜".join((one["item"], str(one["number"]), one["cost"]))


def supply_of(line) -> dict:
    """One line as what was bought or given."""
    item, number, cost = [*PARTS.split(line), "", ""][:3]
    count = re.sub(r"\D+$", "", number)
    if not item or not count.isdigit() or not 0 < int(count) <= 100_000:
        raise ValidationError(_("“%s”没有写清品名和数量，请写成“毽子｜20｜160”。") % line[:80])
    return {"item": item[:60], "number": int(count), "cost": str(amount_of(cost))}


def amount_of(words) -> Decimal:
    """Yuan as typed; nothing is zero."""
    found = AMOUNT.fullmatch(words.strip() or "0")
    if not found or Decimal(found[1]) >= MOST:
        raise ValidationError(_("“%s”不是金额。") % words)
    return Decimal(found[1])


@form_for(actions.finish)
class FinishForm(ResultFields):
    everybody = forms.BooleanField(label=gettext_lazy("报上的人都到了"), required=False)
    files = FilesField(label=gettext_lazy("照片"), required=False, help_text=FILES_HELP)
    consent = forms.BooleanField(label=gettext_lazy("照片已征得本人同意"), required=False)
    first = (
        "everybody",
        "guests",
        "person_times",
        "spent",
        "from_dues",
        "result",
        "files",
        "consent",
    )

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


WINNERS = 10_000  # of one prize
MOST = 10_000_000  # yuan, of one thing
AMOUNT = re.compile(r"[¥￥]?\s*(\d+(?:\.\d{1,2})?)\s*元?")


@form_for(actions.award)
class AwardForm(ActionForm):
    prizes = area(
        gettext_lazy("奖项"), rows=8,
        help_text=gettext_lazy("一行一个：奖项｜姓名或队名｜奖品｜价值｜人数，如“一等奖｜赵明｜保温杯｜80”；"
                    "纪念品写“纪念品｜全体｜毛巾｜30｜40”。只发实物，不发现金。"),
    )  # fmt: skip
    ceremony = forms.CharField(
        label=gettext_lazy("颁奖场合"), max_length=80, required=False,
        help_text=gettext_lazy("如“期末总结大会，当场颁发”。"),
    )  # fmt: skip
    over = forms.CharField(label=gettext_lazy("超标准理由"), max_length=200, required=False)

    def prepare(self):
        self.fields["ceremony"].initial = self.subject.ceremony
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


def in_kind(item, line):
    """The item itself; cash and cards are refused (rules 3.17)."""
    if re.search("现金|红包|购物卡|代金券", item):
        raise ValidationError(_("“%s”：活动奖品只能是实物，不能发现金、购物卡。") % line)
    return item


def prize_line(prize) -> str:
    return "｜".join((prize.name, prize.winner, prize.item, f"{prize.value:f}", str(prize.people)))


def prize_of(line, by_name) -> dict:
    """One line as a prize; a name that two members bear must be told apart by a team name."""
    name, winner, item, value, people = [*PARTS.split(line), "", "", "", "", ""][:5]
    if not winner:
        raise ValidationError(_("“%s”没有写给谁。") % line)
    in_kind(item, line)
    found = by_name.get(winner, [])
    if len(found) > 1:
        raise ValidationError(_("有 %(n)d 位会员都叫%(name)s，请改写为“%(name)s（某某组）”。")
                              % {"n": len(found), "name": winner})  # fmt: skip
    amount = amount_of(value)
    count = people.strip().removesuffix("人") or "1"
    if not count.isdigit() or not 0 < int(count) <= WINNERS:
        raise ValidationError(_("“%(n)s”不是人数：%(line)s") % {"n": people, "line": line[:80]})
    if not name or len(name) > 40 or len(winner) > 60 or len(item) > 60:
        raise ValidationError(_("这一行没有写奖项，或者太长：%s") % line[:80])
    return {
        "name": name, "person": found[0] if found else None, "team": "" if found else winner,
        "item": item, "value": amount, "people": int(count),
        "souvenir": "纪念" in name,
    }  # fmt: skip


DAY = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?")


@form_for(actions.publicise)
class PublicityForm(ActionForm):
    publicity = area(
        gettext_lazy("宣传"), rows=6,
        help_text=gettext_lazy("一行一篇：日期｜渠道｜标题｜阅读人数，如“3-12｜校报｜爱心义卖进社区｜230”。"),
    )  # fmt: skip

    def prepare(self):
        self.fields["publicity"].required = True
        lines = ("｜".join((one["on"], one["channel"], one["title"], str(one["readers"])))
                 for one in self.subject.publicity)  # fmt: skip
        self.fields["publicity"].initial = "\n".join(lines)

    def clean_publicity(self):
        year = self.subject.on.year
        return [told_of(line, year) for line in lines_of(self.cleaned_data["publicity"])]


def told_of(line, year) -> dict:
    """One line as a piece of publicity."""
    on, channel, title, readers = [*PARTS.split(line), "", "", ""][:4]
    found = DAY.fullmatch(on)
    try:
        day = date(int(found[1] or year), int(found[2]), int(found[3]))
    except (TypeError, ValueError) as error:
        raise ValidationError(_("“%s”不是日期，请写成 3-12。") % on[:40]) from error
    count = readers.strip().removesuffix("人次").removesuffix("人")
    if not channel or not title or (count and not count.isdigit()):
        raise ValidationError(_("这一行没有写清渠道、标题和阅读人数：%s") % line[:80])
    return {
        "on": day.isoformat(),
        "channel": channel[:40],
        "title": title[:80],
        "readers": int(count or 0),
    }


@form_for(actions.raffle)
class RaffleForm(ActionForm):
    intro = gettext_lazy(
        "在到场（答题）的人中抽；种子由系统当场产生并公布，谁都可以复算。抽过中奖的不再抽。"
    )
    name = forms.CharField(
        label=gettext_lazy("奖项"), max_length=40, initial=gettext_lazy("幸运奖")
    )
    count = forms.IntegerField(label=gettext_lazy("抽几人"), min_value=1, max_value=1000)
    item = forms.CharField(label=gettext_lazy("奖品"), max_length=60, required=False)
    value = money_field(gettext_lazy("每份价值（元）"), required=False)
    all_right = forms.BooleanField(label=gettext_lazy("只在全部答对的人中抽"), required=False)
    over = forms.CharField(label=gettext_lazy("超标准理由"), max_length=200, required=False)

    def prepare(self):
        if not any(q.get("right") for q in self.subject.questions):
            del self.fields["all_right"]

    def clean_item(self):
        return in_kind(self.cleaned_data["item"], self.cleaned_data["item"])

    def given(self):
        return self.cleaned_data | {"value": self.cleaned_data["value"] or Decimal(0)}


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
