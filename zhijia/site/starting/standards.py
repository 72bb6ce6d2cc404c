"""Step three: which standards hold here, each with its source; the union's own figures beside them."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel import clock
from zhijia.kernel.policy import PolicyRow
from zhijia.ui.forms import date_field, money_field

from . import packs


def shown(org, asked, ticked=None):
    """What the page shows of one choice of region: groups of rows to take, and rows left open.

    ``ticked``: the boxes of a form sent back; otherwise what holds already, or, before the first
    choice, every row that is sure.
    """
    on = clock.today()
    held = {(row.code, row.source) for row in packs.adopted(org, on)}
    regions = packs.regions(on)
    chosen = asked if asked in dict(regions) else _region_held(regions, held, asked)
    regional = packs.lines_of(chosen, on) if chosen else []
    taken = {line.row.code for line in regional if line.sure and not packs.is_cap(line.row.code)}
    lines = regional + [
        line for line in packs.lines_of(packs.NATION, on) if line.row.code not in taken
    ]
    sure = [line for line in lines if line.sure]
    if ticked is None:
        fresh = not held or (asked and asked != _region_held(regions, held, None))
        ticked = {line.key for line in sure if fresh or (line.row.code, line.row.source) in held}
    return {
        "regions": regions, "chosen": chosen, "groups": packs.grouped(sure), "ticked": ticked,
        "doubtful": [line for line in lines if not line.sure], "count": len(sure), "held": len(held),
    }  # fmt: skip


def _region_held(regions, held, asked):
    """The region whose rows hold already; none where only the nation was asked for."""
    if asked == packs.NATION:
        return ""
    known = {source for _code, source in held}
    return next((pack for pack, source in regions if source in known), "")


class OwnForm(forms.Form):
    """Ceilings from the union's own document; an empty field changes nothing."""

    source = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=120,
        help_text=gettext_lazy("文件名称，如：本校工会慰问办法（2026年会员大会通过）。"),
    )
    starts = date_field(
        gettext_lazy("施行日期"), required=False, help_text=gettext_lazy("不填表示一直按这个标准。")
    )

    def __init__(self, org, data=None):
        super().__init__(data, label_suffix="", prefix="own", use_required_attribute=False)
        self.org, on = org, clock.today()
        held = {row.code: row for row in packs.own(org, on)}
        reach = _ceilings(org, on)
        for code, label in packs.cap_codes().items():
            help_text = _("已采用：%s") % reach[code] if code in reach else ""
            field = money_field(_("%s（元）") % label, required=False, help_text=help_text)
            field.initial = held[code].value if code in held else None
            self.fields[self.name_of(code)] = field
        last = next(iter(held.values()), None)
        self.initial = {"source": last.source, "starts": last.valid_from} if last else {}

    @staticmethod
    def name_of(code):
        return code.replace(".", "_")

    def caps(self):
        return [self[self.name_of(code)] for code in packs.cap_codes()]

    def clean(self):
        given = super().clean()
        if not self.figures():
            raise forms.ValidationError(_("还没有填任何一项标准。"))
        return given

    def figures(self):
        found = {code: self.cleaned_data.get(self.name_of(code)) for code in packs.cap_codes()}
        return {code: amount for code, amount in found.items() if amount is not None}

    def given(self):
        return {
            "source": self.cleaned_data["source"], "starts": self.cleaned_data["starts"],
            "figures": self.figures(),
        }  # fmt: skip


def _ceilings(org, on) -> dict[str, str]:
    """Code → the ceiling taken over from a pack, in words."""
    rows = packs.adopted(org, on).filter(code__startswith=packs.OWN_CAPS)
    return {row.code: packs.words_of(row) for row in rows}


def own_rows(org):
    rows = packs.own(org, clock.today()).order_by("code")
    return [(row, packs.words_of(row)) for row in rows]


def tones():
    """The legend: what the marks of confidence mean."""
    return [(packs.TONES[c.value], c.label) for c in PolicyRow.Confidence]
