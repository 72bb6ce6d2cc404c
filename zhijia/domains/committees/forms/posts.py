"""Forms of offices and of standing in."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.settings import settings_for
from zhijia.ui.forms import ActionForm, PersonField, ReasonForm, date_field, form_for

from .. import actions, standards
from ..models import CommitteesSettings
from ..models.posts import NAMED

form_for(actions.take_back)(ActionForm)


@form_for(actions.appoint)
class AppointForm(ActionForm):
    intro = _("主席、委员随选举产生，组长在小组里定；这里登记不经选举的职务。")
    person = PersonField(_("人员"))
    post = forms.ChoiceField(label=_("职务"), choices=[(p.value, p.label) for p in NAMED])
    duty = forms.CharField(
        label=_("说明"), required=False, max_length=30, help_text=_("如：出纳；书记任法定代表人的，写“法定代表人”。"),
    )  # fmt: skip
    starts = date_field(_("任职日期"))

    def prepare(self):
        self.fields["person"].members(self.org)
        self.fields["starts"].initial = clock.today()

    def hints(self):
        return [
            gettext(
                "经审委员不能经手钱物；校长、法定代表人及其配偶不能在委员会任职（规则2.14、8.09）。"
            )
        ]


@form_for(actions.relieve)
class RelieveForm(ReasonForm):
    ends = date_field(_("离任日期"))
    field_order = ["ends", "reason"]

    def prepare(self):
        self.fields["ends"].initial = clock.today()


@form_for(actions.delegate)
class DelegateForm(ActionForm):
    intro = _("代理期间，代理人有同样的权限；全体会员都看得到谁在代理、到哪一天。随时可以收回。")
    person = PersonField(_("代理人"))
    starts = date_field(_("从哪天"))
    ends = date_field(_("到哪天"))
    reason = forms.CharField(label=_("原因"), max_length=60, help_text=_("如：外出培训"))

    def prepare(self):
        today = clock.today()
        full = standards.full_members(self.org, today).values("person")
        field = self.fields["person"].members(self.org)
        field.queryset = field.queryset.filter(pk__in=full).exclude(pk=self.subject.person_id)
        self.fields["starts"].initial, self.fields["ends"].initial = (
            today,
            today + timedelta(days=6),
        )

    def hints(self):
        longest = settings_for(self.org, CommitteesSettings).deputy_days
        return [gettext("一次最长 %d 天；与这一职务不相容的人不能代理。") % longest]
