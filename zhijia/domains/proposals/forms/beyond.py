"""What is passed upward, followed, and looked at again at year's end."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.ui.forms import ActionForm, PersonField, date_field, form_for

from .. import actions
from ..actions.forwarding import sent
from ..clocks import check_points
from ..models import Forwarding, ReplyKind
from ..turns import followers_of
from .parts import area


@form_for(actions.forward)
class ForwardForm(ActionForm):
    to = forms.ChoiceField(label=_("转送给"), choices=Forwarding.To.choices)
    name = forms.CharField(label=_("机关名称"), max_length=60, help_text=_("如“区教育局人事科”。"))
    reason = area(_("为什么学校办不了"), rows=3, max_length=500)

    def prepare(self):
        if self.org.parent:
            self.fields["name"].initial = self.org.parent.name

    def hints(self):
        words = _("上级工会在系统里只看到件数和类别，看不到案由和提案人；公文请另行报送。")
        return [words, _("转送期间不算答复期限；上级答复到了，由提案委转告提案人。")]


@form_for(actions.relay)
class RelayForm(ActionForm):
    on = date_field(_("上级答复日期"))
    kind = forms.ChoiceField(label=_("答复类型"), choices=ReplyKind.choices)
    text = area(_("答复内容"), rows=8, max_length=5000)

    def prepare(self):
        self.fields["on"].initial = clock.today()

    def hints(self):
        return (
            [_("原样转告提案人，由提案人评价。答复由%s作出。") % away.name]
            if (away := sent(self.subject))
            else []
        )


@form_for(actions.look_in)
class LookForm(ActionForm):
    reason = area(_("办到哪一步"), rows=3, max_length=500)

    def hints(self):
        days = "、".join(f"{d.month}月{d.day}日" for d in check_points(self.subject))
        return [_("一共看三次：%s。写下的话留在办理过程里。") % days]


@form_for(actions.change_follower)
class FollowerForm(ActionForm):
    follower = PersonField(_("跟踪委员"))

    def prepare(self):
        self.fields["follower"].queryset = followers_of(self.subject)


@form_for(actions.check_promise)
class CheckForm(ActionForm):
    reason = area(_("办到哪一步，能不能按期"), rows=4, max_length=500)

    def hints(self):
        return [
            _("期限是 %s。已经做到的，请用“报告落实”；办不到按期的，另用“顺延”。")
            % self.subject.due
        ]
