"""Writing, amending, asking to second."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.ui.forms import ActionForm, FilesField, PeopleField, ReasonForm, form_for

from .. import actions
from ..models import Call, Category, Proposal, rules_of
from ..splitting import two_matters
from .parts import LeaderField, area, consent_field

form_for(actions.withdraw)(ReasonForm)


class Watched(forms.TextInput):
    """The title asks for similar proposals while it is written; without scripts a link does."""

    template_name = "proposals/watched.html"

    def __init__(self):
        super().__init__(attrs={
            "hx-post": "/proposals/similar/", "hx-trigger": "input changed delay:400ms, load",
            "hx-target": "#similar", "hx-include": "closest form",
        })  # fmt: skip


class Parted(forms.Textarea):
    """Reason and measures ask whether they speak of two matters; ``place``: the hint stands below."""

    def __init__(self, rows, place=False):
        self.template_name = "proposals/parted.html" if place else self.template_name
        super().__init__(attrs={
            "rows": rows, "hx-post": "/proposals/matters/", "hx-target": "#matters",
            "hx-trigger": "input changed delay:900ms" + (", load" if place else ""),
            "hx-include": "closest form",
        })  # fmt: skip


class WritingFields(ActionForm):
    purpose = "proposals.draft"
    title = forms.CharField(label=_("案名"), max_length=80, widget=Watched)
    reason = forms.CharField(label=_("案由"), widget=Parted(7))
    measures = forms.CharField(label=_("建议措施"), widget=Parted(6, place=True))
    about = forms.ChoiceField(label=_("类别"), choices=Category.choices, initial="other")
    co_proposers = PeopleField(_("联名提案人"), required=False)
    against = LeaderField(
        _("请回避的领导"), required=False,
        help_text=_("提案涉及的领导不批示、不审签，由其他校领导办理。"),
    )  # fmt: skip

    def prepare(self):
        rules = rules_of(self.subject)
        self.fields["co_proposers"].members(self.org)
        self.fields["against"].of(self.org)
        for name, more in (("reason", _("写清事实和理由")), ("measures", _("写清请谁做什么"))):
            least, most = getattr(rules, f"{name}_min"), getattr(rules, f"{name}_max")
            words = {"more": more, "least": least, "most": most}
            self.fields[name].help_text = _("%(more)s，%(least)d–%(most)d 字。") % words

    def hints(self):
        title = _("案名写成“关于……的提案”。") if rules_of(self.subject).title_pattern else ""
        return [_("一事一案：一件提案只写一件事，两件事请写成两件。%s") % title]


@form_for(actions.draft)
class DraftForm(WritingFields):
    intro = _("先写草稿，提交前只有提案人看得到。写到一半离开，本机会替您留着。")
    call = forms.ModelChoiceField(Call.objects.none(), label=_("征集"), empty_label=None)
    kind = forms.ChoiceField(label=_("提案方式"), choices=())
    first = ("call", "title", "reason", "measures", "about")
    field_order = [
        "call",
        "title",
        "reason",
        "measures",
        "about",
        "kind",
        "co_proposers",
        "against",
    ]

    def prepare(self):
        super().prepare()
        rules, kinds = rules_of(self.subject), Proposal.Kind
        self.fields["call"].queryset = Call.objects.of(self.org).open()
        out = {kinds.ALONE: not rules.alone_allowed, kinds.COLLECTIVE: not rules.collective_allowed,
               kinds.MOTION: not rules.motions_allowed}  # fmt: skip
        self.fields["kind"].choices = [c for c in kinds.choices if not out.get(c[0])]

    def given(self):
        return self.cleaned_data | {"matter": self.cleaned_data.pop("reason")}

    def hints(self):
        if not Call.objects.of(self.org).open().exists():
            return [_("现在没有正在进行的提案征集。平时的想法，可以先作为意见建议提出。")]
        return super().hints()


@form_for(actions.amend)
class AmendForm(WritingFields):
    def prepare(self):
        super().prepare()
        for name in ("title", "reason", "measures", "about", "against"):
            self.fields[name].initial = getattr(self.subject, name)
        self.fields["co_proposers"].initial = self.subject.co_proposers.all()
        for name, there in (("title", "similar"), ("reason", "matters"), ("measures", "matters")):
            asks = f"/proposals/{there}/?of={self.subject.pk}"
            self.fields[name].widget.attrs["hx-post"] = asks

    def given(self):
        return self.cleaned_data | {"matter": self.cleaned_data.pop("reason")}

    def hints(self):
        asked = self.subject.seconds.filter(state="agreed").count()
        if not asked:
            return super().hints()
        return [
            _("已有 %d 人附议；改动文字后会请他们重新确认，原文保留。") % asked,
            *super().hints(),
        ]


@form_for(actions.split)
class SplitForm(ActionForm):
    intro = _("一事一案，分开写更容易立案，也不会一件拖住另一件。后一件存为草稿，还可以再改。")
    title = forms.CharField(label=_("这一件的案名"), max_length=80)
    matter = area(_("这一件的案由"), rows=5)
    measures = area(_("这一件的建议措施"), rows=4)
    other_title = forms.CharField(label=_("另一件的案名"), max_length=80)
    other_matter = area(_("另一件的案由"), rows=5)
    other_measures = area(_("另一件的建议措施"), rows=4)

    def prepare(self):
        """What is noticed as the second matter has moved over already."""
        p = self.subject
        found = two_matters(p.title, p.reason, p.measures)
        given = {"title": p.title, "matter": p.reason, "measures": p.measures}
        if found:
            given |= {
                "matter": found.reason, "measures": found.measures, "other_title": found.other_title,
                "other_matter": found.other_reason, "other_measures": found.other_measures,
            }  # fmt: skip
        for name, words in given.items():
            self.fields[name].initial = words

    def hints(self):
        asked = self.subject.seconds.filter(state="agreed").count()
        return [_("已有 %d 人附议；改动文字后会请他们重新确认。") % asked] if asked else []


@form_for(actions.ask_second)
class AskForm(ActionForm):
    people = PeopleField(_("请谁附议"), required=False)

    def prepare(self):
        self.fields["people"].members(self.org)

    def hints(self):
        if rules_of(self.subject).visible_collecting:
            return [_("之后本会会员都能看到这件提案，也可以主动附议。")]
        return [_("只有被请的人能看到这件提案。")]


@form_for(actions.leave_proposal)
class LeaveForm(ActionForm):
    reason = area(_("理由"), rows=2, max_length=200, required=False)


@form_for(actions.add_files)
class FilesForm(ActionForm):
    files = FilesField(label=_("材料"))
    consent = consent_field()
