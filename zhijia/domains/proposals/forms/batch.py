"""What one decision on several proposals needs to know."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..batches import DECISIONS
from ..models import Ground, Proposal, rules_of
from .parts import DepartmentField, area


class BatchForm(forms.Form):
    """Ticked proposals of one state, the decision, and what that decision asks for."""

    required_css_class = "required"
    what = forms.ChoiceField(label=_("一起怎么办"), choices=(), widget=forms.RadioSelect)
    picked = forms.ModelMultipleChoiceField(
        Proposal.objects.none(), error_messages={"required": _("请先勾选要一起办的提案。")}
    )
    lead = DepartmentField(_("主办部门"), required=False)
    ground = forms.ChoiceField(label=_("不立案的理由"), choices=(), required=False)
    reason = area(_("向提案人说明"), rows=2, max_length=500, required=False)
    instruction = area(_("批示"), rows=2, max_length=500, required=False)

    def __init__(self, org, state, rows, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        found = [d for d in DECISIONS.values() if d.state == state]
        self.fields["what"].choices = [(d.code, d.label) for d in found]
        self.fields["picked"].queryset = rows
        self.fields["lead"].of(org)
        known = rules_of_org(org).refuse_grounds
        grounds = [(value, label) for value, label in Ground.choices if value in known]
        self.fields["ground"].choices = [("", "—"), *grounds]
        asked = {name for d in found for name in d.asks}
        for name in ("lead", "ground", "reason", "instruction"):
            if name not in asked:
                del self.fields[name]
        if len(found) == 1:
            self.fields["what"].initial = found[0].code
        if state == "review":
            self.fields["lead"].label = _("主办部门（立案交办时）")
            self.fields["lead"].help_text = _("先只立案、以后再交办的不选。")
            self.fields["ground"].label = _("理由（不立案时）")
            self.fields["reason"].label = _("向提案人说明（转意见建议、不立案时）")

    @property
    def decision(self):
        return DECISIONS[self.cleaned_data["what"]]

    def clean(self):
        """What the decision cannot do without."""
        given = super().clean()
        decision = DECISIONS.get(given.get("what"))
        for name in decision.asks if decision else ():
            optional = (decision.code, name) in (("file", "lead"), ("refer", "reason"))
            if not given.get(name) and not optional and name not in self.errors:
                self.add_error(name, _("“%s”要填这一项。") % decision.label)
        return given

    def given(self) -> dict:
        """The verb's arguments."""
        return {name: self.cleaned_data[name] for name in self.decision.asks}


def rules_of_org(org):
    return rules_of(Proposal(org=org))
