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


def judge_words(setup) -> list[str]:
    """What each figure of a judged contest is called: 李校长·课堂教学."""
    names = setup.panel or [_("评委%d") % n for n in range(1, setup.judges + 1)]
    items = [item for item, _most in setup.items]
    return [f"{name}·{item}" for name in names for item in items] if items else list(names)


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
        words = judge_words(setup) if judged else (
            [_("第%d次") % n for n in range(1, setup.attempts + 1)] if setup.attempts > 1 else [_("成绩")]
        )  # fmt: skip
        self.boxes = [f"attempt{n}" for n in range(1, len(words) + 1)]
        for n, name in enumerate(self.boxes, 1):
            held = one.attempts[n - 1] if n <= len(one.attempts) else ""
            self.fields[name] = forms.CharField(
                label=words[n - 1], max_length=12, required=False,
                initial=marking.shown(held, setup) if held else "x" if held is None else "",
                widget=forms.TextInput(attrs={"inputmode": "text" if setup.timed or setup.graded else "decimal",
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
        if setup.graded:
            return [_("等级：%s。") % "、".join(setup.grades)]
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


@form_for(actions.comment)
class CommentForm(ActionForm):
    comments = area(
        gettext_lazy("评语"), rows=6,
        help_text=gettext_lazy("一行一位：评委或听课人｜评语，如“王主任｜目标明确，板书规范”。只给组织者和本人看。"),
    )  # fmt: skip

    def prepare(self):
        lines = (f"{one['by']}｜{one['words']}" for one in self.subject.comments)
        self.fields["comments"].initial = "\n".join(lines)

    def clean_comments(self):
        found = []
        for line in lines_of(self.cleaned_data["comments"]):
            who, words = [*PARTS.split(line, maxsplit=1), ""][:2]
            if not who or len(who) > 40 or not words:
                raise ValidationError(_("这一行没有写清谁说的、说了什么：%s") % line[:80])
            found.append({"by": who, "words": words[:500]})
        return found


@form_for(actions.nominate)
class NominateForm(ActionForm):
    names = forms.MultipleChoiceField(
        label=gettext_lazy("推荐谁"), widget=forms.CheckboxSelectMultiple
    )
    to = forms.CharField(
        label=gettext_lazy("参加哪项比赛"), max_length=80,
        help_text=gettext_lazy("如“区教师教学竞赛”。"),
    )  # fmt: skip

    def prepare(self):
        ranked = sorted((c for c in board_of(self.subject).drawn if c.rank), key=lambda c: c.rank)
        names = [(c.name, f"{c.name}（{c.rank_words}）") for c in ranked]
        self.fields["names"].choices = names
        there = [c for c in ranked if c.nominated]
        self.fields["names"].initial = [c.name for c in there]
        self.fields["to"].initial = there[0].nominated if there else ""


def mark_line(competitor, setup) -> str:
    """What stands there now, as it would be typed."""
    words = dict(STATUSES).get(competitor.status, "") if competitor.status not in ("", "ok") else ""
    values = [marking.shown(a, setup) or "x" for a in competitor.attempts]
    return "｜".join([competitor.name, *values, *([str(words)] if words else [])])
