"""Times, counts and judges' points: a box for each try, or a pasted list."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.refusals import Refused
from zhijia.ui.forms import ActionForm, form_for

from ..actions import fixtures as actions
from ..actions.fixtures.marks import seen_of
from ..contests import marking
from ..contests.board import board_of
from ..models import Contest
from ..models.contests import STATUSES
from .fixtures import SureForm
from .places import PARTS, area, lines_of


@form_for(actions.mark)
class MarkForm(SureForm):
    """A box for each try or judge."""

    status = forms.ChoiceField(
        label=gettext_lazy("情况"), choices=STATUSES, initial="ok", required=False
    )

    def prepare(self):
        one, contest = self.subject, self.subject.contest
        setup = contest.setup
        judged = contest.form == Contest.Form.JUDGED
        count = setup.judges if judged else setup.attempts
        word = _("评委%d") if judged else _("第%d次") if count > 1 else _("成绩")
        self.boxes = [f"attempt{n}" for n in range(1, count + 1)]
        for n, name in enumerate(self.boxes, 1):
            held = one.attempts[n - 1] if n <= len(one.attempts) else ""
            self.fields[name] = forms.CharField(
                label=word % n if "%d" in word else word, max_length=12, required=False,
                initial=marking.shown(held, setup) if held else "x" if held is None else "",
                widget=forms.TextInput(attrs={"inputmode": "text" if setup.timed else "decimal",
                                              "autocomplete": "off", "class": "score-box"}),
            )  # fmt: skip
        self.fields["status"].initial = one.status or "ok"
        self.ask(seen_of(one))
        self.order_fields([*self.boxes, "status", "sure"])

    def hints(self):
        setup = self.subject.contest.setup
        if self.subject.contest.form == Contest.Form.JUDGED:
            words = {"judges": setup.judges, "high": setup.drop_high, "low": setup.drop_low}
            return [
                _("%(judges)d 位评委，去掉 %(high)d 个最高分和 %(low)d 个最低分后平均。") % words
            ]
        return [_("时间写成 1:02.35 或 62.35。")] if setup.timed else []

    def given(self):
        data = self.cleaned_data
        status = data.get("status") or "ok"
        typed = [data[name].strip() for name in self.boxes]
        while typed and not typed[-1]:
            typed.pop()
        note = "、".join(typed) if status == "ok" else str(dict(STATUSES)[status])
        return {"attempts": typed, "status": status, "sure": data.get("sure", False),
                "seen": data["seen"], "reason": note}  # fmt: skip


@form_for(actions.mark_all)
class MarkAllForm(ActionForm):
    marks = area(
        gettext_lazy("成绩"), rows=12,
        help_text=gettext_lazy(
            "一行一个：姓名或队名｜成绩｜成绩…；没有成绩的写“未参赛”“未完成”或“取消资格”。没有写到的人不变。"
        ),
    )  # fmt: skip

    def prepare(self):
        self.fields["marks"].required = True
        setup = self.subject.setup
        self.fields["marks"].initial = "\n".join(
            mark_line(c, setup) for c in board_of(self.subject).drawn if c.is_in
        )

    def clean_marks(self):
        setup, found = self.subject.setup, {}
        for line in lines_of(self.cleaned_data["marks"]):
            name, *values = PARTS.split(line)
            values = [v for v in values if v]
            if not values:
                continue
            if name in found:
                raise ValidationError(_("“%s”写了两行。") % name)
            word = values[0] if len(values) == 1 else ""
            if word in marking.STATUSES:
                found[name] = ((), str(marking.STATUSES[word]))
                continue
            for value in values:
                try:
                    marking.value_of(value, setup)
                except Refused as no:
                    raise ValidationError(f"{name}：{no}") from no
            found[name] = (values, "ok")
        if not found:
            raise ValidationError(_("还没有写一个成绩。"))
        return found


def mark_line(competitor, setup) -> str:
    """What stands there now, as it would be typed."""
    words = dict(STATUSES).get(competitor.status, "") if competitor.status not in ("", "ok") else ""
    values = [marking.shown(a, setup) or "x" for a in competitor.attempts]
    return "｜".join([competitor.name, *values, *([str(words)] if words else [])])
