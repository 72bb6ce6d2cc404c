"""Forms of a term; each shows the rules that govern it."""

from django import forms
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.ui.forms import ActionForm, date_field, form_for

from .. import actions, fitness, standards
from ..models import Committee
from .parts import CandidateField, CandidatesField, choice_field, count_field, text_field


def term_field(**kwargs):
    return forms.CharField(
        label=_("届次"), required=False, max_length=20, help_text=_("如：第五届"), **kwargs
    )


def rules_field():
    help_text = _("多久开一次会、怎样通知、怎样议决；可不填。")
    return text_field(_("议事规则"), 4, 4000, required=False, help_text=help_text)


@form_for(actions.found)
class FoundForm(ActionForm):
    intro = _("先登记有哪个委员会；选举以后再登记选举结果，任期从选举之日算起。")
    name = forms.CharField(label=_("名称"), max_length=60)
    kind = forms.ChoiceField(label=_("类别"), choices=Committee.Kind.choices)
    term = term_field()
    rules = rules_field()
    first = ("name", "kind", "term")

    def hints(self):
        members, women = standards.counts(self.org, clock.today())
        first = standards.rule("women_from", self.org, clock.today())
        words = gettext(
            "本会会员 %(n)d 人，其中女会员 %(w)d 人；女会员 %(from)s 人以上设女职工委员会（%(source)s）。"
        )
        return [words % {"n": members, "w": women, "from": first.value, "source": first.cited}]


@form_for(actions.amend)
class AmendForm(ActionForm):
    name = forms.CharField(label=_("名称"), max_length=60)
    term = term_field()
    places = count_field(_("委员名额"), required=False)
    starts = date_field(
        _("任期起"), required=False, help_text=_("改动后，当日就任的委员一并改动。")
    )
    until = date_field(_("任期止"), required=False)
    rules = rules_field()

    def prepare(self):
        if self.subject.state != Committee.State.CURRENT:
            del self.fields["starts"], self.fields["until"]
        for name in self.fields:
            self.fields[name].initial = getattr(self.subject, name)


@form_for(actions.open_term)
class OpenForm(ActionForm):
    starts = date_field(_("选举日期"), help_text=_("任期从这一天算起。"))
    term = term_field()
    years = forms.TypedChoiceField(label=_("任期"), coerce=int, empty_value=None)
    chair = CandidateField(_("主席"))
    vices = CandidatesField(_("副主席"), required=False)
    members = CandidatesField(_("委员"), required=False, help_text=_("主席、副主席不必再勾。"))
    until = date_field(_("任期止"), required=False, help_text=_("不填则与工会委员会同时届满。"))
    places = count_field(_("委员名额"), required=False, help_text=_("不填则按当选人数。"))
    elected_by = choice_field(_("产生方式"), Committee.ElectedBy.choices, none=_("未写明"))
    entitled = count_field(_("应到人数"), required=False)
    present = count_field(_("实到人数"), required=False)
    why = forms.CharField(
        label=_("人数超出规定的理由"), required=False, max_length=200,
        help_text=_("系统提示人数不合规定时再填。"),
    )  # fmt: skip
    first = ("starts", "term", "years", "chair", "vices", "members")

    def prepare(self):
        committee, today, fields = self.subject, clock.today(), self.fields
        main = committee.kind == Committee.Kind.COMMITTEE
        for name in ("chair", "vices", "members"):
            fields[name].of(self.org, today)
        fields["chair"].label = committee.chair_word
        fields["vices"].label = gettext("副%s") % committee.chair_word
        fields["chair"].required = main
        fields["starts"].initial, fields["term"].initial = today, committee.term
        fields["places"].initial = committee.places
        years, _row = standards.term_years(self.org, today)
        none = [] if main else [("", _("与工会委员会相同"))]
        fields["years"].choices = none + [(n, gettext("%d 年") % n) for n in years]
        fields["years"].required = main
        if main:
            del fields["until"]

    def hints(self):
        words, span = [], standards.span(self.subject, clock.today())
        if span.row:
            size = gettext("委员 %(low)d 至 %(high)d 人（%(source)s）。")
            words.append(size % {"low": span.low, "high": span.high, "source": span.row.cited})
        if self.subject.previous:
            words.append(
                gettext("登记以后，%s在前一天届满，任职和权限同时终止。") % self.subject.previous
            )
        barred = fitness.heads_of(self.org, clock.today())
        if barred:
            who = "、".join(dict.fromkeys(barred.values()))
            words.append(gettext("名单里没有：%s，以及保留会籍的人员（规则8.09、2.23）。") % who)
        return words


@form_for(actions.note_approval)
class ApprovalForm(ActionForm):
    approval = forms.CharField(label=_("批复文号"), max_length=60)
    approved_on = date_field(_("批复日期"))


@form_for(actions.close_term)
class CloseForm(ActionForm):
    ends = date_field(_("届满日期"))

    def prepare(self):
        self.fields["ends"].initial = min(self.subject.until or clock.today(), clock.today())

    def hints(self):
        words = [gettext("所有席位和随之而来的任职、权限在这一天终止。")]
        if self.subject.kind == Committee.Kind.COMMITTEE:
            words.append(
                gettext("换届的，请用“换届”：登记新一届选举结果时，上一届自动届满，不会出现空档。")
            )
        return words


@form_for(actions.renew)
class RenewForm(ActionForm):
    intro = _("先筹备，选举以后登记结果；在此之前，本届照常履职。")
    term = forms.CharField(label=_("届次"), max_length=20, help_text=_("如：第六届"))

    def prepare(self):
        self.fields["term"].initial = standards.next_term(self.subject.term)
