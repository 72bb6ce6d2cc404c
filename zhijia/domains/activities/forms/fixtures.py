"""Scores and marks, made for thumbs: a row of two boxes for each game, a box for each try."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.refusals import Refused
from zhijia.ui.forms import ActionForm, form_for

from ..actions import fixtures as actions
from ..actions.fixtures.marks import seen_of
from ..contests import marking, scores
from ..contests.board import board_of
from ..models import Contest, Fixture
from ..models.fixtures import STATUSES
from .places import PARTS, area, lines_of

DIGITS = {"inputmode": "numeric", "pattern": "[0-9]*", "maxlength": "3", "autocomplete": "off"}


class ScoreRows(forms.Widget):
    """The boxes of a match: rubbers of games of (home, away)."""

    template_name = "activities/score_rows.html"
    use_fieldset = True

    def __init__(self, rubbers, sets, names):
        super().__init__()
        self.rubbers, self.sets, self.names = rubbers, sets, names

    def id_for_label(self, id_):
        return ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        held = value or []
        blocks = []
        for r in range(self.rubbers):
            rows = [self._row(name, held, r, g) for g in range(self.sets)]
            blocks.append({"label": _("第%d场") % (r + 1) if self.rubbers > 1 else "", "rows": rows})
        context["widget"] |= {"blocks": blocks, "names": self.names, "digits": DIGITS}
        return context

    def _row(self, name, held, r, g):
        games = held[r] if r < len(held) else []
        pair = games[g] if g < len(games) else ["", ""]
        where = _("第%d局") % (g + 1) if self.sets > 1 else _("比分")
        said = (_("第%d场") % (r + 1) if self.rubbers > 1 else "") + where
        boxes = [
            {"name": f"{name}-{r}-{g}-{side}", "value": pair[at], "label": f"{said} {self.names[at]}"}
            for at, side in enumerate("ab")
        ]
        return {"label": where, "boxes": boxes}

    def value_from_datadict(self, data, files, name):
        return [
            [[data.get(f"{name}-{r}-{g}-{side}", "").strip() for side in "ab"] for g in range(self.sets)]
            for r in range(self.rubbers)
        ]

    def value_omitted_from_data(self, data, files, name):
        return False


class ScoreField(forms.Field):
    """Cleaned to what a fixture keeps; empty rows at the end of a rubber are left out."""

    def clean(self, value):
        rubbers = [self._games(games) for games in value]
        while rubbers and not rubbers[-1]:
            rubbers.pop()
        return rubbers

    def _games(self, rows):
        filled = [row for row in rows if any(row)]
        if filled and rows[: len(filled)] != filled:
            raise ValidationError(_("前面有一局空着。"))
        for row in filled:
            if not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in row):
                raise ValidationError(
                    _("“%s”不完整：两边都要填整数。") % ":".join(part or "?" for part in row)
                )
        return [[int(part) for part in row] for row in filled]


class SureForm(ActionForm):
    """``sure`` is asked only where something stands that would be changed; ``seen`` is what stood
    there when the form was opened."""

    sure = forms.BooleanField(label=gettext_lazy("确认更正；因此对阵改变的场次，成绩作废重赛"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def ask(self, now):
        self.fields["seen"].initial = now
        if not now:
            del self.fields["sure"]


@form_for(actions.score)
class ScoreForm(SureForm):
    ended = forms.ChoiceField(
        label=gettext_lazy("怎样结束"), choices=Fixture.ENDED, initial="played",
        widget=forms.RadioSelect,
    )  # fmt: skip
    fault = forms.ChoiceField(label=gettext_lazy("哪一方弃权或退赛"), required=False)
    decided = forms.ChoiceField(
        label=gettext_lazy("平局后谁晋级"), required=False,
        help_text=gettext_lazy("点球、加赛或抽签的结果；分出胜负的不用选。"),
    )  # fmt: skip

    def prepare(self):
        fixture = self.subject
        contest, setup = fixture.contest, fixture.contest.setup
        names = [str(side or _("待定")) for side in (fixture.home, fixture.away)]
        widget = ScoreRows(setup.rubbers, setup.sets, names)
        label = _("%(a)s 对 %(b)s") % {"a": names[0], "b": names[1]}
        self.fields["score"] = ScoreField(label=label, widget=widget, initial=fixture.score)
        sides = [("home", names[0]), ("away", names[1])]
        self.fields["fault"].choices = [("", _("没有")), *sides, ("both", _("双方"))]
        self.fields["decided"].choices = [("", _("已分胜负")), *sides]
        self.fields["ended"].initial = fixture.ended or "played"
        self.fields["fault"].initial, self.fields["decided"].initial = fixture.fault, fixture.decided
        if fixture.in_table or contest.rule.draw is None:
            del self.fields["decided"]
        self.ask(scores.words(fixture))
        self.order_fields(["score", "ended", "fault", "decided", "sure"])

    def hints(self):
        contest = self.subject.contest
        said = []
        if self.subject.in_table and contest.rule.absence_withdraws:
            said.append(
                _("按%s规则，循环赛中弃权或退赛一场，全部成绩不计，也不排名次。") % contest.rule.name
            )
        if contest.sport == "chess":
            said.append(_("胜方填 1，负方填 0；和棋都填 0。"))
        return said

    def given(self):
        data = {"fault": "", "decided": "", "sure": False} | self.cleaned_data
        return data | {"score": data["score"], "reason": self._words(data)}

    def _words(self, data):
        """For the timeline: what stood there, and what was entered."""
        was = scores.words(self.subject)
        now = "；".join("、".join(f"{a}:{b}" for a, b in games) for games in data["score"])
        if data["ended"] != "played":
            now = f"{dict(Fixture.ENDED)[data['ended']]} {now}".strip()
        return (_("%(was)s 改为 %(now)s") % {"was": was, "now": now}) if was else now


@form_for(actions.take_back)
class TakeBackForm(ActionForm):
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200)
    sure = forms.BooleanField(
        label=gettext_lazy("确认：因此对阵改变的场次，成绩作废重赛"), required=False
    )

    def hints(self):
        return [_("现在登记的是 %s。") % scores.words(self.subject)]


@form_for(actions.mark)
class MarkForm(SureForm):
    """A box for each try or judge."""

    status = forms.ChoiceField(label=gettext_lazy("情况"), choices=STATUSES, initial="ok", required=False)

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
            return [_("%(judges)d 位评委，去掉 %(high)d 个最高分和 %(low)d 个最低分后平均。") % words]
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
