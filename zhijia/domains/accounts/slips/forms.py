"""Forms of the verbs of slips."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.people import Account, Group, Membership
from zhijia.ui.forms import ActionForm, PeopleField, ReasonForm, form_for

from ..own.actions import has_first
from . import actions

form_for(actions.rest)(ReasonForm)
form_for(actions.wake, actions.withdraw)(ActionForm)
VALID_FOR = _("凭条 14 天内有效，只能用一次；重发以后旧的作废。")


@form_for(actions.invite)
class InviteForm(ActionForm):
    intro = _("给还没有账号的人发一次性凭条：打印出来，剪开交给本人。")
    whom = forms.ChoiceField(
        label=_("发给谁"), widget=forms.RadioSelect, initial="all",
        choices=[("all", _("全体未开通账号的人")), ("group", _("一个工会小组")), ("people", _("选几个人"))],
    )  # fmt: skip
    group = forms.ModelChoiceField(Group.objects.none(), label=_("工会小组"), required=False)
    people = PeopleField(_("选人"), required=False)

    def prepare(self):
        self.fields["group"].queryset = Group.objects.of(self.org)
        self.fields["people"].queryset = actions.without_account(self.org)

    def hints(self):
        count = self.fields["people"].queryset.count()
        return [_("本会现有 %d 人还没有账号。") % count + str(VALID_FOR)]


@form_for(actions.invite_group)
class InviteGroupForm(ActionForm):
    intro = _("只能发给本组还没有账号的会员。")
    people = PeopleField(_("选人"))

    def prepare(self):
        groups = actions.groups_led(self.person)
        spells = Membership.objects.filter(group__in=groups).on(clock.today())
        rows = actions.without_account(self.org).filter(pk__in=spells.values("person"))
        self.fields["people"].queryset = rows

    def hints(self):
        return [VALID_FOR]


@form_for(actions.reissue, actions.renew)
class ReissueForm(ActionForm):
    clear_second = forms.BooleanField(
        label=_("同时清除二次验证"), required=False,
        help_text=_("只在手机和恢复码都丢了时勾选；请先当面核对是本人。本人会收到通知。"),
    )  # fmt: skip

    def prepare(self):
        account = Account.objects.filter(person=self.subject.person_id).first()
        allowed = account and can(self.person, "accounts.clear", self.subject)
        if not allowed or not has_first(account):
            del self.fields["clear_second"]

    def hints(self):
        return [VALID_FOR]
