"""Forms of the verbs of ways in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.ui.forms import ActionForm, form_for

from ..models import WayIn
from . import actions

form_for(actions.switch_on, actions.switch_off, actions.untie)(ActionForm)


class WayFields(ActionForm):
    label = forms.CharField(
        label=_("按钮文字"), max_length=30, help_text=_("显示在登录页上，如“学校统一身份认证”。")
    )
    server = forms.CharField(
        label=_("服务地址"), required=False, max_length=200,
        help_text=_("CAS 填到 /cas 为止，OpenID Connect 填签发者地址；企业微信、钉钉、飞书一般不填。"),
    )  # fmt: skip
    client_id = forms.CharField(
        label=_("应用标识"), required=False, max_length=120,
        help_text=_("企业微信填企业 ID，钉钉填 Client ID，飞书填 App ID；CAS 不填。"),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("应用密钥"), required=False, max_length=200, help_text=_("加密保存，保存后不再显示。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    agent = forms.CharField(
        label=_("应用编号"),
        required=False,
        max_length=40,
        help_text=_("只有企业微信要填（AgentId）。"),
    )
    attribute = forms.CharField(
        label=_("工号字段"), required=False, max_length=60,
        help_text=_("对方返回的数据里哪一项是工号，如 employee_no；CAS 的登录名就是工号时不填。"),
    )  # fmt: skip
    auto_tie = forms.BooleanField(
        label=_("工号一致时自动绑定"), required=False,
        help_text=_("工号在本会是唯一的才会自动绑定；姓名不一致、在上级工会任职的，仍由本人绑定。"),
    )  # fmt: skip

    def clean_server(self):
        return self.cleaned_data["server"].strip().rstrip("/")


@form_for(actions.connect)
class ConnectForm(WayFields):
    intro = _(
        "接入学校已有的统一身份认证，教职工就不必再记一个密码。绑定只对名册上的人有效，不会新增人员。"
    )
    kind = forms.ChoiceField(label=_("接入方式"), choices=WayIn.Kind.choices)
    field_order = ["kind"]


@form_for(actions.amend)
class AmendForm(WayFields):
    intro = _("换了服务地址或应用标识的，原来的绑定全部解除，由本人重新绑定。")

    def prepare(self):
        for name in ("label", "server", "client_id", "agent", "attribute", "auto_tie"):
            self.fields[name].initial = getattr(self.subject, name)
        self.fields["secret"].help_text = _("不改就留空。")
