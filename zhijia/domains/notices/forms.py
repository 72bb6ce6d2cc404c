from django import forms
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.channels import modules
from zhijia.kernel.channels.models import in_force
from zhijia.kernel.contacts import Channel, Preference, Way, wrong_code
from zhijia.kernel.notices import Sort
from zhijia.ui.forms import ActionForm, TimeInput, form_for

from . import actions

WORDS = {
    Sort.URGENT: _("紧急"),
    Sort.TODO: _("要我办的事（有日期）"),
    Sort.KNOW: _("让我知道的事"),
    Sort.PUBLIC: _("公示"),
}
INBOX = [(Way.NOW.value, _("提醒")), (Way.NEVER.value, _("不提醒"))]


def open_channels(org):
    """[(channel, label)] of what the union can send by, in the order of preference."""
    names, there = modules(), in_force([org.path])
    return [(c.value, c.label) for c in Channel if c in names and (org.path, c) in there]


@form_for(actions.keep)
class KeepForm(ActionForm):
    intro = _("填好后会收到一个六位验证码，填回来就能用。")
    purpose = "notices.contact"
    channel = forms.ChoiceField(label=_("方式"))
    address = forms.CharField(
        label=_("邮箱、手机号或账号"), max_length=120,
        help_text=_("企业微信、钉钉填通讯录里的账号（userid）。加密保存，只用来给您发通知。"),
    )  # fmt: skip

    def prepare(self):
        self.fields["channel"].choices = open_channels(self.org)

    def hints(self):
        if self.fields["channel"].choices:
            return []
        return [gettext("本会还没有开通站外通知，消息都在收件箱里。请联系工会主席开通。")]


@form_for(actions.verify)
class VerifyForm(ActionForm):
    code = forms.CharField(
        label=_("六位验证码"), max_length=6, min_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip

    def hints(self):
        to = gettext("验证码已发到 %(address)s，十分钟内有效。") % {"address": self.subject.shown}
        return [gettext("没有发出去：%s") % self.subject.answer if self.subject.answer else to]

    def clean_code(self):
        """A wrong try counts even though nothing else is kept of it."""
        code, contact = self.cleaned_data["code"], self.subject
        if contact.code_stands and not contact.fits(code):
            left = wrong_code(contact)
            raise forms.ValidationError(gettext("验证码不对，还可以试 %d 次。") % left)
        return code


class WishForm(forms.Form):
    """How one person wants to hear: a choice a sort and way, quiet hours, the digest."""

    quiet_from = forms.TimeField(label=_("免打扰从"), widget=TimeInput())
    quiet_to = forms.TimeField(label=_("到第二天"), widget=TimeInput())
    urgent_passes = forms.BooleanField(label=_("紧急的事，免打扰时也发给我"), required=False)
    digest = forms.BooleanField(label=_("每天发一封小结（没有事就不发）"), required=False)
    digest_at = forms.TimeField(label=_("小结时间"), widget=TimeInput())

    def __init__(self, *args, wish, channels, **kwargs):
        names = ("quiet_from", "quiet_to", "urgent_passes", "digest", "digest_at")
        kwargs["initial"] = {name: getattr(wish, name) for name in names}
        super().__init__(*args, label_suffix="", **kwargs)
        self.sorts = []
        for sort in Sort:
            names = [self._inbox(sort, wish)] if sort not in actions.LOCKED else []
            names += [self._way(sort, channel, label, wish) for channel, label in channels]
            self.sorts.append((sort, WORDS[sort], sort in actions.LOCKED, names))

    def _inbox(self, sort, wish):
        said = wish.routes.get(sort, {}).get("inbox", Way.NOW)
        field = forms.ChoiceField(label=_("收件箱"), choices=INBOX, initial=said)
        self.fields[f"{sort}-inbox"] = field
        return f"{sort}-inbox"

    def _way(self, sort, channel, label, wish):
        given = {"choices": Way.choices, "initial": wish.way(sort, channel)}
        self.fields[f"{sort}-{channel}"] = forms.ChoiceField(label=label, **given)
        return f"{sort}-{channel}"

    def groups(self):
        """(label, whether the inbox always has it, bound fields) of each sort."""
        return [
            (label, locked, [self[n] for n in names]) for _s, label, locked, names in self.sorts
        ]

    def rest(self):
        return [self[n] for n in ("quiet_from", "quiet_to", "urgent_passes", "digest", "digest_at")]

    def given(self):
        routes, plain = {}, {}
        for name, value in self.cleaned_data.items():
            sort, _dash, way = name.partition("-")
            if way:
                routes.setdefault(sort, {})[way] = value
            else:
                plain[name] = value
        return {"routes": routes, **plain}


def wish_of(person):
    return Preference.objects.filter(person=person).first() or Preference()


class ChannelForm(forms.Form):
    """What a channel needs, by its module's own list; secrets are never shown again."""

    on = forms.BooleanField(label=_("启用"), required=False)

    def __init__(self, module, held, *args, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)
        self.module, values = module, held.values if held else {}
        self.fields["on"].initial = held.on if held else True
        for f in module.FIELDS:
            self.fields[f.name] = self._field(f, values)

    def _field(self, f, values):
        """What is switched off need not be complete, and a secret once kept need not be typed again."""
        off = self.is_bound and not self.data.get("on")
        kept = f.secret and values.get(f.name)
        given = {
            "label": f.label,
            "help_text": f.help,
            "required": f.required and not off and not kept,
        }
        if f.choices:
            given["required"] = True
            return forms.ChoiceField(
                choices=f.choices, initial=values.get(f.name, f.default), **given
            )
        if f.secret:
            given["help_text"] = gettext("已保存；不改就留空。") if kept else f.help
            widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
            return forms.CharField(max_length=300, widget=widget, **given)
        return forms.CharField(max_length=300, initial=values.get(f.name, f.default), **given)

    def given(self):
        values = {f.name: self.cleaned_data[f.name].strip() for f in self.module.FIELDS}
        return {"on": self.cleaned_data["on"], "values": values}


class TrialForm(forms.Form):
    address = forms.CharField(label=_("发到哪里"), max_length=120)

    def __init__(self, module, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.module = module
        self.fields["address"].label = module.ADDRESS

    def clean_address(self):
        address = self.cleaned_data["address"].strip()
        if why := self.module.wrong_address(address):
            raise forms.ValidationError(why)
        return address
