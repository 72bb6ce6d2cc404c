"""Quotas, slots and questions as people type them: one a line, the parts set apart by ｜."""

import re
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.people import Group
from zhijia.ui.forms import ActionForm, form_for

from .. import actions
from ..models import Quota

PARTS = re.compile(r"\s*[|｜]\s*")
MOMENT = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?\s+(\d{1,2})[:：](\d{2})")
SLOTS_HELP = gettext_lazy(
    "一行一场：场次｜开始｜结束｜名额，如“上午场｜10-20 9:00｜10-20 11:30｜30”；时间可以空着。"
)


def area(label, rows=3, most=4000, **kwargs):
    return forms.CharField(
        label=label,
        required=False,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


def lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def count_field(label, most=100_000, **kwargs):
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": "0"})
    kwargs.setdefault("required", False)
    return forms.IntegerField(label=label, min_value=0, max_value=most, widget=widget, **kwargs)


def moment_of(text, year):
    """An aware moment from 10-20 9:00; None for nothing."""
    if not text:
        return None
    found = MOMENT.fullmatch(text)
    if not found:
        raise ValidationError(_("“%s”不是时间，请写成 10-20 9:00。") % text)
    try:
        parts = [int(found[1] or year), *(int(found[at]) for at in (2, 3, 4, 5))]
        return timezone.make_aware(datetime(*parts))
    except ValueError as error:
        raise ValidationError(_("没有“%s”这个时间。") % text) from error


def slot_of(line, year) -> dict:
    title, *rest = PARTS.split(line)
    rest = [*rest, "", "", ""]
    if len(rest) > 6:
        raise ValidationError(_("这一行分成了太多段：%s") % line)
    starts, ends, size = rest[:3]
    if starts.isdigit() and not ends and not size:
        starts, size = "", starts  # 上午场｜30
    if size and not size.isdigit():
        raise ValidationError(_("“%s”不是名额数。") % size)
    if not size:
        raise ValidationError(_("场次“%s”没有写名额。") % title)
    given = {"title": title, "starts": moment_of(starts, year), "ends": moment_of(ends, year)}
    if not 0 < len(title) <= 60:
        raise ValidationError(_("场次名称 1 到 60 个字：%s") % title[:80])
    if given["starts"] and given["ends"] and given["ends"] < given["starts"]:
        raise ValidationError(_("场次“%s”结束早于开始。") % title)
    return given | {"size": int(size)}


def line_of(slot) -> str:
    local = lambda m: f"{timezone.localtime(m):%m-%d %H:%M}" if m else ""  # noqa: E731
    size = next((q.size for q in slot.quotas.all() if q.group_id is None), "")
    return "｜".join((slot.title, local(slot.starts), local(slot.ends), str(size)))


class PlacesFields(ActionForm):
    """The limits, on every level."""

    members = count_field(gettext_lazy("会员名额"), help_text=gettext_lazy("不填就是不限。"))
    family = count_field(gettext_lazy("家属名额（全部）"))
    heads = count_field(gettext_lazy("会员和家属合计"), help_text=gettext_lazy("如车辆座位数。"))
    slots = area(gettext_lazy("场次"), help_text=SLOTS_HELP)
    group_places = area(
        gettext_lazy("各小组名额"),
        help_text=gettext_lazy("一行一个：小组名 空格 名额，如“语文组 5”。"),
    )

    def show_places(self, activity):
        sizes = {
            (q.slot_id, q.group_id, q.counts): q for q in activity.quotas.select_related("group")
        }
        for name, counts in (("members", "members"), ("family", "companions"), ("heads", "heads")):
            quota = sizes.get((None, None, counts))
            self.fields[name].initial = quota.size if quota else None
        slots = activity.slots.prefetch_related("quotas")
        self.fields["slots"].initial = "\n".join(map(line_of, slots))
        groups = [f"{q.group.name} {q.size}" for q in sizes.values() if q.group_id]
        self.fields["group_places"].initial = "\n".join(groups)

    def clean_slots(self):
        starts = self.cleaned_data.get("starts") or getattr(self.subject, "starts", None)
        year = timezone.localtime(starts or timezone.now()).year
        return [slot_of(line, year) for line in lines_of(self.cleaned_data["slots"])]

    def clean_group_places(self):
        groups, found = {g.name: g for g in Group.objects.of(self.org)}, {}
        for line in lines_of(self.cleaned_data["group_places"]):
            name, _space, size = line.rpartition(" ")
            if name.strip() not in groups or not size.isdigit():
                raise ValidationError(
                    _("“%s”看不懂：请写“小组名 名额”，小组须是本会已有的。") % line
                )
            if groups[name.strip()] in found:
                raise ValidationError(_("“%s”写了两行。") % name.strip())
            found[groups[name.strip()]] = int(size)
        return found

    def places(self) -> dict:
        data = self.cleaned_data
        given = {
            Quota.Counts.MEMBERS: data.pop("members"), Quota.Counts.COMPANIONS: data.pop("family"),
            Quota.Counts.HEADS: data.pop("heads"), "slots": data.pop("slots"),
            "groups": data.pop("group_places"),
        }  # fmt: skip
        return {str(key): value for key, value in given.items()}


@form_for(actions.set_places)
class PlacesForm(PlacesFields):
    def prepare(self):
        self.show_places(self.subject)

    def given(self):
        return {"places": self.places()}


# --- questions --------------------------------------------------------------------------------

QUESTIONS, OPTIONS = 12, 20
TICKS = "√✓"  # behind the right answer of a quiz
ASK = re.compile(r"([^:：*＊]+)([*＊]?)\s*(?:[:：](.*))?")


def questions_of(text) -> list[dict]:
    """球衣尺码*：S、M、L → a question that must be answered, with three options."""
    found = []
    lines = lines_of(text)
    if len(lines) > QUESTIONS:
        raise ValidationError(_("问题最多 %d 个。") % QUESTIONS)
    for number, line in enumerate(lines, 1):
        parts = ASK.fullmatch(line)
        if not parts:
            raise ValidationError(_("这个问题看不懂：%s") % line)
        options = [o.strip() for o in re.split(r"[、,，/]", parts[3] or "") if o.strip()]
        if len(parts[1].strip()) > 60 or len(options) > OPTIONS:
            raise ValidationError(_("问题不超过 60 个字，选项最多 %(n)d 个：%(line)s")
                                  % {"n": OPTIONS, "line": line[:80]})  # fmt: skip
        right = [o.rstrip(TICKS).strip() for o in options if o[-1] in TICKS]
        if len(right) > 1:
            raise ValidationError(_("一个问题只能有一个正确答案：%s") % line)
        found.append(
            {"name": f"q{number}", "label": parts[1].strip(),
             "options": [o.rstrip(TICKS).strip() for o in options], "required": bool(parts[2])}
            | ({"right": right[0]} if right else {})
        )  # fmt: skip
    return found


def lines_of_questions(questions) -> str:
    return "\n".join(
        q["label"]
        + ("*" if q["required"] else "")
        + (
            "：" + "、".join(o + "√" * (o == q.get("right")) for o in q["options"])
            if q["options"]
            else ""
        )
        for q in questions
    )
