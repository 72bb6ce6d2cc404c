"""What a vote of the best needs to know."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.domains.congress.models import Session
from zhijia.kernel import clock
from zhijia.ui.forms import ActionForm, PeopleField, form_for, moment_field

from .. import actions
from ..actions.best import most_awards
from ..actions.polls import concluded_in, departments_in
from ..models import Poll, rules_of
from ..sessions import sat


@form_for(actions.hold_poll)
class PollForm(ActionForm):
    of = forms.ChoiceField(label=_("评选什么"), choices=Poll.Of.choices, widget=forms.RadioSelect)
    seats = forms.IntegerField(label=_("名额"), min_value=1, max_value=99)
    candidates = forms.MultipleChoiceField(
        label=_("候选"), choices=(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("不选就是全部结案的提案，或全部答复过提案的部门。"),
    )  # fmt: skip
    tellers = PeopleField(_("监票人"), help_text=_("至少两位；他们签字确认之后，投票才有结果。"))
    closes = moment_field(_("截止时间"), required=False, help_text=_("不填就由组织者手动截止。"))

    def prepare(self):
        call = self.subject
        self.proposals = {f"p{p.pk}": p for p in concluded_in(call)}
        self.departments = {f"d{d.pk}": d for d in departments_in(call)}
        self.fields["candidates"].choices = [
            (
                _("结案的提案"),
                [(key, f"{p.number} {p.title}") for key, p in self.proposals.items()],
            ),
            (_("答复过提案的部门"), [(key, d.name) for key, d in self.departments.items()]),
        ]
        self.fields["tellers"].members(self.org)
        self.fields["of"].initial = Poll.Of.PROPOSALS
        self.fields["seats"].initial = most_awards(call)

    def hints(self):
        words = _(
            "由本会全体有表决权的会员无记名投票；得票过半数的，按得票多少当选。优秀提案最多 %d 件。"
        )
        return [
            words % most_awards(self.subject),
            *(
                [_("结果由主席团审定，再在大会上公布。")]
                if rules_of(self.subject).confirm_best
                else []
            ),
            _("保存之后还没有开始：到投票页看过票面，再点“开始投票”。"),
        ]

    def clean(self):
        given = super().clean()
        closes = given.get("closes")
        if closes and closes <= clock.now():
            self.add_error("closes", _("截止时间已经过去。"))
        return given

    def clean_tellers(self):
        tellers = list(self.cleaned_data["tellers"])
        if len(tellers) < 2:
            raise forms.ValidationError(_("至少要有两位监票人。"))
        return tellers

    def given(self):
        """Only what is of the kind that is voted for."""
        known = self.proposals if self.cleaned_data["of"] == Poll.Of.PROPOSALS else self.departments
        picked = [known[key] for key in self.cleaned_data["candidates"] if key in known]
        return self.cleaned_data | {"candidates": picked}


@form_for(actions.announce_best)
class AnnounceForm(ActionForm):
    session = forms.ModelChoiceField(
        Session.objects.none(), label=_("在哪次会议上公布"), required=False,
        help_text=_("还没有开会就公布的不选。"),
    )  # fmt: skip

    def prepare(self):
        self.fields["session"].queryset = sat(self.org)
        self.fields["session"].initial = sat(self.org).first()

    def hints(self):
        named = "、".join(str(a) for a in self.subject.awards.filter(state="confirmed"))
        return [_("公布：%s。公布后列在公开栏，并通知全体会员。") % named] if named else []
