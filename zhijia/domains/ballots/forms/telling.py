"""Forms of the tellers: closing, paper ballots, the seal."""

from django import forms
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from zhijia.ui.forms import ActionForm, ReasonForm, form_for

from .. import actions, handing
from ..actions.batches import LARGEST
from ..models import Slip

form_for(actions.withdraw)(ReasonForm)


@form_for(actions.hand_over)
class HandForm(ActionForm):
    private = forms.CharField(
        label=_("封条"), max_length=64, widget=forms.HiddenInput, required=False
    )
    code = forms.CharField(label=_("封条码"), max_length=40, required=False, help_text=_(
        "投票前做封条时抄下的码；只在您的浏览器里换算，不会发出去。"))  # fmt: skip

    def given(self):
        return {"private": self.cleaned_data["private"]}


@form_for(actions.close)
class CloseForm(ActionForm):
    left = forms.IntegerField(
        label=_("剩下的凭条"), min_value=0, max_value=100_000,
        help_text=_("没有发出的、印坏的都算，当着监票人的面数清、销毁。"),
    )  # fmt: skip

    def prepare(self):
        self.printed = Slip.objects.filter(ballot=self.subject.pk).count()
        if not self.printed:
            del self.fields["left"]

    def hints(self):
        ways = handing.ways_of(self.subject)
        said = [gettext("名册 %(roll)d 人，已领票 %(out)d 人。截止后不能再领票，领出的票五分钟内仍可投。") % {
            "roll": self.subject.roll.count(), "out": sum(ways.values())}]  # fmt: skip
        if self.printed:
            said.append(gettext("凭条印 %(n)d 张，发出 %(out)d 张，应剩 %(left)d 张。") % {
                "n": self.printed, "out": ways["slip"], "left": self.printed - ways["slip"]})  # fmt: skip
        return said


@form_for(actions.start_batch)
class BatchForm(ActionForm):
    size = forms.IntegerField(
        label=_("这一批有几张"), min_value=1, max_value=LARGEST,
        help_text=_("开箱后先混匀，再在每张上盖 1、2、3…… 的编号；编号与谁投的无关。"),
    )  # fmt: skip
    klass = forms.ChoiceField(label=_("评议人类别"), required=False)

    def prepare(self):
        classes = [(k.klass, k.label or k.klass) for k in self.subject.keys.all()]
        self.fields["klass"].choices = classes
        if len(classes) < 2:
            del self.fields["klass"]

    def given(self):
        return {"klass": self.subject.keys.first().klass} | self.cleaned_data
