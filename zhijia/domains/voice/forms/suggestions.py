"""Suggestions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.domains.proposals.models import Call
from zhijia.ui.forms import ActionForm, PersonField, date_field, form_for

from .. import actions
from ..models import Category, Suggestion, rules_of
from .letters import area

S = Suggestion.State
VERDICTS = [(S.ADOPTED, _("采纳")), (S.PARTLY, _("部分采纳")), (S.DECLINED, _("不采纳"))]


@form_for(actions.suggest)
class SuggestForm(ActionForm):
    purpose = "voice.suggest"
    title = forms.CharField(label=_("一句话说清建议"), max_length=80)
    text = area(_("现在怎样，建议怎样做"), rows=6, max_length=3000)
    category = forms.ChoiceField(label=_("类别"), choices=Category.choices, initial="other")
    named = forms.BooleanField(label=_("公布时署我的名"), required=False, initial=True)
    joins = forms.BooleanField(required=False)

    def prepare(self):
        if campaign := rules_of(self.subject).campaign.strip():
            self.fields["joins"].label = _("参加“%s”活动") % campaign
        else:
            del self.fields["joins"]

    def hints(self):
        return [
            _("全年都可以提，不用等教代会；受理后 %d 个工作日内答复。")
            % rules_of(self.subject).suggestion_days
        ]


@form_for(actions.thank)
class ThankForm(ActionForm):
    handler = PersonField(_("请谁答复"))
    due = date_field(_("答复期限"), required=False)

    def prepare(self):
        self.fields["handler"].members(self.org)
        days = rules_of(self.subject).suggestion_days
        self.fields["due"].help_text = _("不填为 %d 个工作日后。") % days


@form_for(actions.adopt, actions.adopt_partly, actions.decline)
class AnswerForm(ActionForm):
    answer = area(
        _("答复"),
        rows=5,
        max_length=3000,
        help_text=_("写明理由和做法，建议人和全体教职工都看得到。"),
    )


@form_for(actions.show_result)
class ResultForm(ActionForm):
    result = area(_("成效"), rows=4, max_length=1000)


@form_for(actions.award)
class PrizeForm(ActionForm):
    prize = forms.CharField(label=_("奖项"), max_length=20, help_text=_("如：一等奖、金点子奖。"))


@form_for(actions.send_up)
class UpForm(ActionForm):
    reason = area(_("为什么请上级工会解决"), rows=3, max_length=500)

    def hints(self):
        return [
            _("上级工会看得到这条建议和理由，不看建议人；答复后告诉建议人，并向全体教职工公开。")
        ]


@form_for(actions.answer_up)
class UpAnswerForm(AnswerForm):
    verdict = forms.ChoiceField(label=_("意见"), choices=VERDICTS, widget=forms.RadioSelect)
    field_order = ["verdict", "answer"]


@form_for(actions.promote)
class PromoteForm(ActionForm):
    call = forms.ModelChoiceField(Call.objects.none(), label=_("征集"), empty_label=None)
    title = forms.CharField(label=_("案名"), max_length=80)
    matter = area(_("案由"), rows=5)
    measures = area(_("建议措施"), rows=5)

    def prepare(self):
        self.fields["call"].queryset = Call.objects.of(self.org).open()
        self.fields["title"].initial = f"关于{self.subject.title}的提案"
        self.fields["matter"].initial = self.fields["measures"].initial = self.subject.text

    def hints(self):
        if not Call.objects.of(self.org).open().exists():
            return [_("现在没有正在进行的提案征集，可以继续按建议办理。")]
        return [_("转过去是一份草稿，由您请人附议后提交；这条建议到此为止，不再另行答复。")]
