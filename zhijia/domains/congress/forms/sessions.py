"""Calling a session and preparing it; what the chair and tellers enter in the hall."""

from django import forms
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from zhijia.domains.ballots.models import Grade
from zhijia.kernel import clock
from zhijia.ui.forms import ActionForm, PeopleField, ReasonForm, TimeInput, date_field, form_for

from .. import actions, standards
from ..models import Attendee, Congress, Session
from .parts import DelegatesField, area

form_for(actions.call_off)(ReasonForm)


class CongressesField(forms.ModelMultipleChoiceField):
    def __init__(self, label, **kwargs):
        super().__init__(
            Congress.objects.none(), label=label, widget=forms.CheckboxSelectMultiple, **kwargs
        )


class WhenFields(ActionForm):
    on = date_field(_("日期"))
    at = forms.TimeField(label=_("时间"), required=False, widget=TimeInput())
    place = forms.CharField(label=_("地点"), required=False, max_length=60)
    ground = forms.CharField(
        label=_("召开理由"),
        required=False,
        max_length=300,
        help_text=_("临时会议要写明由谁提议、为什么。"),
    )


@form_for(actions.call)
class CallForm(WhenFields):
    congresses = CongressesField(
        _("哪个会"), help_text=_("两个都选就是“双代会”：各有名册，各算人数，分别表决。")
    )
    kind = forms.ChoiceField(
        label=_("类别"), choices=Session.Kind.choices, initial=Session.Kind.REGULAR
    )
    title = forms.CharField(
        label=_("名称"), required=False, max_length=120, help_text=_("不填就按届次起名。")
    )
    field_order = ["congresses", "kind", "on", "at", "place"]
    first = ("congresses", "kind", "on", "at", "place")

    def prepare(self):
        rows = Congress.objects.of(self.org).filter(state=Congress.State.SITTING)
        self.fields["congresses"].queryset = rows
        self.fields["congresses"].initial = rows[:1]


@form_for(actions.amend)
class AmendForm(WhenFields):
    title = forms.CharField(label=_("名称"), max_length=120)
    field_order = ["title"]

    def prepare(self):
        for name in self.fields:
            self.fields[name].initial = getattr(self.subject, name)


@form_for(actions.invite)
class InviteForm(ActionForm):
    role = forms.ChoiceField(
        label=_("身份"), choices=[c for c in Attendee.Role.choices if c[0] != "delegate"]
    )
    people = PeopleField(_("请哪些人"), help_text=_("可以发言，不参加表决，不计入到会人数。"))

    def prepare(self):
        self.fields["people"].members(self.org)


class FromDelegates(ActionForm):
    people = DelegatesField(_("人选"))

    def prepare(self):
        self.fields["people"].of(self.subject)
        self.fields["people"].initial = getattr(self.subject, self.what).all()


@form_for(actions.name_presidium)
class PresidiumForm(FromDelegates):
    what = "presidium"
    reason = forms.CharField(label=_("理由"), required=False, max_length=300)

    def hints(self):
        have = list(self.subject.presidium.all())
        return [f.sentence for f in standards.presidium_fits(self.subject, have)] if have else [
            gettext("主席团由代表产生，包括学校和工会主要负责人，教师占多数。")]  # fmt: skip


@form_for(actions.name_tellers)
class TellersForm(FromDelegates):
    what = "tellers"


@form_for(actions.send_papers)
class SendForm(ActionForm):
    reason = forms.CharField(
        label=_("理由"), required=False, max_length=300, help_text=_("来不及提前送达时填写。")
    )

    def hints(self):
        self.subject.papers_sent = clock.today()
        said = standards.papers_in_time(self.subject).sentence
        self.subject.papers_sent = None
        return [said]


@form_for(actions.count_hands)
class HandsForm(ActionForm):
    yes = forms.IntegerField(label=_("赞成"), min_value=0)
    no = forms.IntegerField(label=_("反对"), min_value=0, initial=0)
    abstain = forms.IntegerField(label=_("弃权"), min_value=0, initial=0)
    notes = area(_("讨论记录"), required=False, max_length=8000)
    first = ("yes", "no", "abstain")

    def hints(self):
        part = self.subject.part
        total = part.due_number
        return [gettext("全体%(who)s %(n)d 人，%(need)d 人以上赞成才通过；在场 %(there)d 人。") % {
            "who": part.congress.voters, "n": total, "need": total // 2 + 1, "there": part.present()}]  # fmt: skip


@form_for(actions.start_vote)
class StartVoteForm(ActionForm):
    grade = forms.ChoiceField(
        label=_("方式"), choices=[c for c in Grade.choices if c[0] != "named"], initial=Grade.SECRET
    )

    def hints(self):
        return [self.subject.part.gate().sentence]


@form_for(actions.finish_hearing)
class HeardForm(ActionForm):
    notes = area(_("讨论记录"), required=False, max_length=8000)


@form_for(actions.adjourn)
class AdjournForm(ActionForm):
    reason = forms.CharField(label=_("理由"), required=False, max_length=200)


form_for(actions.call_off_vote)(ReasonForm)
