"""Boxes and letters; the form of an anonymous letter belongs to no verb."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.people import Person
from zhijia.ui.forms import ActionForm, FilesField, PeopleField, PersonField, form_for

from .. import actions
from ..models import Channel, Message, rules_of
from ..routing import order_in_words
from ..talk import LONGEST, PICTURES

ABOUT = _("勾选后，这封信不会到他手上，他在任何清单和数字里也看不到。")
PHOTOS = (
    _("jpg、png 图片或 PDF，合起来最多 %d 页。PDF 按页转成图片；作者、拍摄地点等信息都会去掉。")
    % PICTURES
)
URGENT = _("有人身安全危险、需要马上处理。会立即通知收信人和书记、主席。")


def area(label, rows=4, **more):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class OwnersField(forms.ModelMultipleChoiceField):
    """The owners of the box, to tick whom the letter is about."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(Person.objects.none(), label=_("信里涉及哪位收信人"), required=False,
                         help_text=ABOUT, **kwargs)  # fmt: skip

    def of(self, channel):
        self.queryset = Person.objects.filter(pk__in=channel.owners.values("pk"))


class ChannelFields(ActionForm):
    title = forms.CharField(label=_("名称"), max_length=40)
    words = area(_("说明"), rows=3, max_length=500, required=False)
    owners = PeopleField(_("收信人"))
    answer_days = forms.IntegerField(label=_("答复期限（工作日）"), min_value=1, max_value=60)
    keep_months = forms.IntegerField(label=_("办结后保留（月）"), min_value=1, max_value=120)
    anonymous = forms.BooleanField(label=_("接收匿名信"), required=False, initial=True)

    def prepare(self):
        rules = rules_of(self.subject)
        self.fields["owners"].members(self.org)
        self.fields["answer_days"].initial = rules.answer_days
        self.fields["keep_months"].initial = rules.keep_months

    def hints(self):
        return [_("请至少选两位收信人。%s") % order_in_words()]


@form_for(actions.open_channel)
class OpenChannelForm(ChannelFields):
    kind = forms.ChoiceField(label=_("类别"), choices=Channel.Kind.choices)
    field_order = ["kind", "title"]


@form_for(actions.amend_channel)
class AmendChannelForm(ChannelFields):
    def prepare(self):
        super().prepare()
        for name in ("title", "words", "answer_days", "keep_months", "anonymous"):
            self.fields[name].initial = getattr(self.subject, name)
        self.fields["owners"].initial = self.subject.owners.all()


class Letter(forms.Form):
    """What a letter consists of, whoever sends it."""

    text = area(_("想说的话"), rows=9, max_length=LONGEST)
    about = OwnersField()
    files = FilesField(label=_("图片或 PDF"), required=False, help_text=PHOTOS)
    urgent = forms.BooleanField(label=_("紧急"), required=False, help_text=URGENT)


@form_for(actions.send)
class SendForm(Letter, ActionForm):
    purpose = "voice.send"

    def prepare(self):
        self.fields["about"].of(self.subject)

    def hints(self):
        days = _("收信后 %d 个工作日内答复。") % self.subject.answer_days
        return [days, _("紧急时请先打电话：%s") % rules_of(self.subject).help_lines]


class SlipForm(Letter):
    """An anonymous letter: the code is on the page, the mark says when the page was opened."""

    code = forms.CharField(widget=forms.HiddenInput)
    mark = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, channel, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["about"].of(channel)


class TalkForm(ActionForm):
    text = area(_("内容"), rows=6, max_length=LONGEST)


form_for(actions.ask, actions.write_on, actions.object_aside)(TalkForm)


@form_for(actions.answer)
class AnswerForm(TalkForm):
    def hints(self):
        if self.subject.same_as_id:
            return [_("和另一封信是同一件事，这位写信人也要得到答复。")]
        return []


@form_for(actions.hand_over)
class HandOverForm(ActionForm):
    person = PersonField(_("交给谁"))
    words = area(_("为什么转交"), rows=2, max_length=200)

    def prepare(self):
        self.fields["person"].members(self.org)
        about = self.subject.about.values("pk")
        self.fields["person"].queryset = self.fields["person"].queryset.exclude(pk__in=about)

    def hints(self):
        return [_("接手的人成为首问责任人，答复期限不变。")]


@form_for(actions.publish)
class PublishForm(ActionForm):
    said = area(_("您说"), rows=2, max_length=120, help_text=_("换成自己的话，看不出是谁写的。"))
    done = area(_("我们做"), rows=3, max_length=160)

    def prepare(self):
        for name in ("said", "done"):
            self.fields[name].initial = getattr(self.subject, name)


@form_for(actions.mark_same)
class SameForm(ActionForm):
    other = forms.ModelChoiceField(Message.objects.none(), label=_("和哪一封是同一件事"))

    def prepare(self):
        rows = Message.objects.visible_to(self.person).filter(channel=self.subject.channel_id)
        self.fields["other"].queryset = rows.exclude(pk=self.subject.pk).select_related("channel")

    def hints(self):
        return [_("只是互相关联：这封信仍要答复，期限不变。")]


@form_for(actions.call_abuse)
class AbuseForm(ActionForm):
    words = area(_("为什么认为是恶意"), rows=3, max_length=500)

    def hints(self):
        return [
            _(
                "批评得不对、说得难听都不是恶意。要另一位认定才搁置，书记和经审委员会看到，写信人可以提出异议；信不会被删除。"
            )
        ]
