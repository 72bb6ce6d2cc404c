"""Scores, made for thumbs: a row of two boxes for each game."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.ui.forms import ActionForm, form_for

from ..actions import fixtures as actions
from ..contests import scores
from ..models import Fixture

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
            blocks.append(
                {"label": _("第%d场") % (r + 1) if self.rubbers > 1 else "", "rows": rows}
            )
        context["widget"] |= {"blocks": blocks, "names": self.names, "digits": DIGITS}
        return context

    def _row(self, name, held, r, g):
        games = held[r] if r < len(held) else []
        pair = games[g] if g < len(games) else ["", ""]
        where = _("第%d局") % (g + 1) if self.sets > 1 else _("比分")
        said = (_("第%d场") % (r + 1) if self.rubbers > 1 else "") + where
        boxes = [
            {
                "name": f"{name}-{r}-{g}-{side}",
                "value": pair[at],
                "label": f"{said} {self.names[at]}",
            }
            for at, side in enumerate("ab")
        ]
        return {"label": where, "boxes": boxes}

    def value_from_datadict(self, data, files, name):
        return [
            [
                [data.get(f"{name}-{r}-{g}-{side}", "").strip() for side in "ab"]
                for g in range(self.sets)
            ]
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

    sure = forms.BooleanField(
        label=gettext_lazy("确认更正；因此对阵改变的场次，成绩作废重赛"), required=False
    )
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
        self.fields["fault"].initial, self.fields["decided"].initial = (
            fixture.fault,
            fixture.decided,
        )
        if fixture.in_table or contest.rule.draw is None:
            del self.fields["decided"]
        self.ask(scores.words(fixture))
        self.order_fields(["score", "ended", "fault", "decided", "sure"])

    def hints(self):
        contest = self.subject.contest
        said = []
        if self.subject.in_table and contest.rule.absence_withdraws:
            said.append(
                _("按%s规则，循环赛中弃权或退赛一场，全部成绩不计，也不排名次。")
                % contest.rule.name
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
