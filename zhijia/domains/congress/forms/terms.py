"""Setting up a term, units, elections in them, delegations, vacancies."""

from django import forms
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.people import Group, Membership, Person
from zhijia.ui.forms import ActionForm, ReasonForm, date_field, form_for

from .. import actions, standards
from ..models import Body, Congress, Delegate
from .parts import (
    LARGEST,
    SEATS,
    SPLIT,
    OneDelegateField,
    area,
    lines_of,
    numbered,
    once,
    short,
    wrong,
)


@form_for(actions.set_up)
class SetUpForm(ActionForm):
    body = forms.ChoiceField(label=_("会议"), choices=Body.choices, help_text=_(
        "教代会的代表由全体教职工选举，工会会员代表大会的由会员选举：两个名册，两个法定人数。"))  # fmt: skip
    whole = forms.BooleanField(label=_("人少，开全体大会，不选代表"), required=False)
    number = forms.IntegerField(label=_("第几届"), min_value=1, max_value=99)
    starts = date_field(_("任期起"))
    years = forms.IntegerField(label=_("届期（年）"), min_value=1, max_value=5, initial=5)
    people = forms.IntegerField(
        label=_("教职工（会员）总数"), required=False, min_value=1, max_value=LARGEST,
        help_text=_("不填就按今天的会员名册计。"),
    )  # fmt: skip
    seats = forms.IntegerField(
        label=_("代表名额"),
        required=False,
        min_value=1,
        max_value=SEATS,
        help_text=_("不填就按本校设置的比例计。"),
    )
    reason = forms.CharField(
        label=_("理由"), required=False, max_length=300, help_text=_("形式与人数不合时填写。")
    )
    first = ("body", "number", "starts", "years")

    def prepare(self):
        self.fields["starts"].initial = clock.today()
        last = Congress.objects.of(self.org).order_by("-number").first()
        self.fields["number"].initial = last.number + 1 if last else 1


@form_for(actions.divide)
class DivideForm(ActionForm):
    units = area(
        _("选举单位和人数"),
        rows=10,
        help_text=_("一行一个单位：名称和人数，如“语文组 32”。名额按最大余数分配。"),
    )

    def prepare(self):
        own = list(self.subject.units.values_list("name", "people")) or _groups(self.org)
        self.fields["units"].initial = "\n".join(f"{name} {n}" for name, n in own)

    def hints(self):
        return [
            gettext("共 %d 个名额，最大余数法：先取整数，余下的给余数大的；每个单位至少 1 名。")
            % self.subject.seats
        ]

    def clean_units(self):
        return [(name, n) for _at, name, n in numbered(self.cleaned_data["units"], "语文组 32")]


def _groups(org):
    spells = Membership.objects.of(org).live().full()
    counts: dict[int, int] = {}
    for group in spells.values_list("group", flat=True):
        counts[group] = counts.get(group, 0) + 1
    return [(g.name, counts.get(g.pk, 0)) for g in Group.objects.of(org) if counts.get(g.pk)]


@form_for(actions.form_delegations)
class DelegationsForm(ActionForm):
    lines = area(_("代表团"), rows=6, help_text=_("一行一个：“第一代表团：语文组、数学组”。"))

    def prepare(self):
        rows = self.subject.delegations.prefetch_related("units")
        self.fields["lines"].initial = "\n".join(
            f"{d.name}：{'、'.join(u.name for u in d.units.all())}" for d in rows
        ) or "第一代表团：" + "、".join(self.subject.units.values_list("name", flat=True))

    def clean_lines(self):
        found, seen, placed = [], {}, {}
        known = set(self.subject.units.values_list("name", flat=True))
        for at, line in lines_of(self.cleaned_data["lines"]):
            name, _sep, rest = line.replace(":", "：").partition("：")
            parts, name = [p.strip() for p in SPLIT.split(rest) if p.strip()], name.strip()
            if not name or not parts:
                words = gettext("看不懂“%s”，请写成“第一代表团：语文组、数学组”。")
                raise wrong(at, words % line)
            once(at, short(at, name), seen)
            for part in parts:
                if part not in known:
                    words = gettext("没有选举单位“%s”。请照选举单位的名称写，用顿号分开。")
                    raise wrong(at, words % part)
                once(at, part, placed)
            found.append((name, parts))
        return found

    def given(self):
        return {"delegations": self.cleaned_data["lines"]}


@form_for(actions.approve)
class ApproveForm(ActionForm):
    reason = forms.CharField(
        label=_("理由"), required=False, max_length=300, help_text=_("有比例不合时填写。")
    )

    def hints(self):
        return [f.sentence for f in standards.composition(self.subject, clock.today())]


@form_for(actions.record_vote)
class RecordVoteForm(ActionForm):
    on = date_field(_("日期"))
    entitled = forms.IntegerField(label=_("应参加人数"), min_value=1, max_value=LARGEST)
    voted = forms.IntegerField(label=_("实际参加人数"), min_value=0, max_value=LARGEST)
    candidates = area(
        _("候选人得票"),
        rows=6,
        help_text=_("一行一人：姓名和票数，如“王小红 28”；重名的在姓名后加工号。"),
    )
    reason = forms.CharField(label=_("理由"), required=False, max_length=300)
    first = ("on", "entitled", "voted", "candidates")

    def prepare(self):
        self.fields["on"].initial = clock.today()
        self.fields["entitled"].initial = self.subject.people

    def hints(self):
        left = self.subject.seats - self.subject.delegates.in_office().count()
        return [gettext("本单位还要选 %d 名；三分之二以上参加，得全体的过半数票才能当选。") % left]

    def clean_candidates(self):
        found, seen = [], {}
        for at, name, votes in numbered(self.cleaned_data["candidates"], "王小红 28"):
            person = self.person_of(at, name)
            once(at, name, seen, key=person.pk)
            found.append((person, votes))
        return found

    def person_of(self, at, words):
        name, *number = words.split(maxsplit=1)
        rows = Person.objects.members_of(self.org).filter(name=name)
        found = list((rows.filter(staff_no=number[0]) if number else rows)[:2])
        if not found:
            raise wrong(at, gettext("名册里没有“%s”，请核对姓名和工号。") % words)
        if len(found) > 1:
            raise wrong(at, gettext("有几位“%s”，请在姓名后空一格写工号。") % words)
        return found[0]


@form_for(actions.leave)
class LeaveForm(ActionForm):
    left = forms.ChoiceField(
        label=_("原因"), choices=[c for c in Delegate.Left.choices if c[0] != "recalled"]
    )
    on = date_field(_("日期"))

    def prepare(self):
        self.fields["on"].initial = clock.today()


@form_for(actions.recall)
class RecallForm(ReasonForm):
    entitled = forms.IntegerField(label=_("本单位全体人数"), min_value=1, max_value=LARGEST)
    votes = forms.IntegerField(label=_("赞成罢免"), min_value=0, max_value=LARGEST)
    field_order = ["entitled", "votes", "reason"]

    def prepare(self):
        if self.subject.unit:
            self.fields["entitled"].initial = self.subject.unit.people


@form_for(actions.name_head)
class HeadForm(ActionForm):
    head = OneDelegateField(_("团长"))

    def prepare(self):
        self.fields["head"].among(
            Delegate.objects.in_office().filter(unit__delegation=self.subject)
        )


@form_for(actions.end)
class EndForm(ActionForm):
    on = date_field(_("日期"), required=False)
