"""Handling, answering, rating, promises."""

import re
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.ui.forms import ActionForm, FilesField, date_field, form_for

from .. import actions
from ..actions.drafting import current
from ..models import Contact, Grade, ReplyKind, rules_of
from .parts import area, consent_field

DATED = re.compile(r"^\s*(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?[\s：:，,]*(.+)$")


@form_for(actions.contribute)
class OpinionForm(ActionForm):
    opinion = area(_("协办意见"), rows=5, max_length=3000)


@form_for(actions.contact)
class ContactForm(ActionForm):
    on = date_field(_("日期"))
    way = forms.ChoiceField(label=_("方式"), choices=Contact.Way.choices)
    words = area(_("沟通情况"), rows=3, max_length=1000)

    def prepare(self):
        self.fields["on"].initial = clock.today()

    def hints(self):
        kinds = rules_of(self.subject).face_to_face_required
        return [_("%s 类答复须面复（面谈、现场或座谈）。") % "、".join(kinds)] if kinds else []


@form_for(actions.clarify)
class ClarifyForm(ActionForm):
    question = area(_("请提案人说明什么"), rows=3, max_length=500)

    def hints(self):
        return [_("提案人说明之前，答复期限停止计算。")]


@form_for(actions.explain)
class ExplainForm(ActionForm):
    words = area(_("说明"), rows=4, max_length=500)

    def hints(self):
        return [self.subject.question] if self.subject.question else []


@form_for(actions.draft_reply)
class ReplyForm(ActionForm):
    kind = forms.ChoiceField(label=_("答复类型"), choices=ReplyKind.choices)
    text = area(_("答复内容"), rows=8, max_length=5000)
    measures = area(_("已采取的措施"), rows=3, max_length=2000, required=False)
    promised = area(
        _("承诺事项"), rows=3, max_length=2000, required=False,
        help_text=_("一行一件，以日期开头，如“2027-03-01 更换三楼饮水机”。到期由工会跟踪，向全体会员公开。"),
    )  # fmt: skip

    def prepare(self):
        if reply := current(self.subject):
            for name in ("kind", "text", "measures"):
                self.fields[name].initial = getattr(reply, name)
            lines = [f"{p['due']} {p['text']}" for p in reply.promised]
            self.fields["promised"].initial = "\n".join(lines)

    def hints(self):
        parts = self.subject.assignments.filter(ended=None, role="assist").exclude(opinion="")
        said = [f"{p.department}：{p.opinion}" for p in parts.select_related("department")]
        return [_("A 写明措施，B 写明承诺和日期，C、D 把原因说清楚。"), *said]

    def clean_promised(self):
        found = []
        for line in filter(str.strip, self.cleaned_data["promised"].splitlines()):
            match = DATED.match(line)
            try:
                year, month, day, words = match.groups()
                found.append(
                    {"due": date(int(year), int(month), int(day)), "text": words.strip()[:200]}
                )
            except (AttributeError, ValueError):
                raise forms.ValidationError(_("“%s”没有以日期开头。") % line.strip()[:30]) from None
        return found


GRADES = [(g.value, g.label) for g in (Grade.SATISFIED, Grade.BASIC, Grade.UNSATISFIED)]


@form_for(actions.rate)
class RateForm(ActionForm):
    attitude = forms.ChoiceField(label=_("办理态度"), choices=GRADES, widget=forms.RadioSelect)
    result = forms.ChoiceField(label=_("办理结果"), choices=GRADES, widget=forms.RadioSelect)
    words = area(_("意见"), rows=3, max_length=1000, required=False,
                 help_text=_("不满意的，请写明哪里还没有解决。"))  # fmt: skip

    def prepare(self):
        if rules_of(self.subject).rating_scale == "two":
            for name in ("attitude", "result"):
                self.fields[name].choices = [GRADES[0], GRADES[2]]

    def hints(self):
        return [_("态度和结果分开评价。您不评价，不会被算作满意。")]


@form_for(actions.report_promise)
class ReportForm(ActionForm):
    evidence = area(_("落实情况"), rows=4, max_length=1000)
    files = FilesField(label=_("照片或材料"), required=False)
    consent = consent_field()


@form_for(actions.postpone_promise)
class PostponeForm(ActionForm):
    due = date_field(_("新的期限"))
    reason = area(_("原因"), rows=2, max_length=500, help_text=_("向会员公开。"))
