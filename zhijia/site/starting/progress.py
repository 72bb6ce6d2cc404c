"""How far a union has come: read from its data at every look, in one query for the first page."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from zhijia.desks.planning.models import PlanItem
from zhijia.domains.accounts.models import Batch
from zhijia.domains.committees.models import Committee
from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.actions import Step
from zhijia.kernel.orgs import Org, lineage
from zhijia.kernel.people import Membership
from zhijia.kernel.policy import PolicyRow
from zhijia.kernel.settings import OrgSetting

SHEET = "start"  # no sheet of settings: what one union put off says nothing about those below
STEPS = (
    ("union", _("工会"), _("单位类别、名称、主席账号")),
    ("people", _("人员"), _("会员名册：Excel 导入，或者先填几个人")),
    ("standards", _("地区标准"), _("慰问、活动的标准，每条都有依据")),
    ("plan", _("今年的计划"), _("读入现成的计划，或者从日历里选")),
    ("invite", _("委员会和邀请"), _("登记谁任什么职，给大家发登录凭条")),
)
MAY_WAIT = tuple(key for key, _label, _about in STEPS if key != "union")


@dataclass(frozen=True)
class Part:
    """One of the five steps as it stands now."""

    key: str
    label: str
    about: str
    number: int
    done: bool
    put_off: bool

    @property
    def open(self):
        return not self.done and not self.put_off

    @property
    def url(self):
        return f"/start/{self.key}/"

    @property
    def badge(self):
        """(tone, word)."""
        if self.done:
            return "done", _("已完成")
        return ("plan", _("以后再说")) if self.put_off else ("due", _("待办"))


@dataclass(frozen=True)
class Progress:
    parts: list = field(default_factory=list)
    dismissed: bool = False

    @property
    def done(self):
        return sum(part.done for part in self.parts)

    @property
    def left(self):
        return sum(part.open for part in self.parts)

    @property
    def next(self):
        """The next thing to do, or None."""
        return next((part for part in self.parts if part.open), None)

    def after(self, key):
        """The step that follows, whatever its state; None behind the last."""
        keys = [part.key for part in self.parts]
        at = keys.index(key) + 1
        return self.parts[at] if at < len(keys) else None

    def part(self, key):
        return next(part for part in self.parts if part.key == key)


def marks_of(org) -> dict:
    row = OrgSetting.objects.filter(org=org, name=SHEET).first()
    return row.values if row else {}


def progress(org, person) -> Progress:
    """One query, however old the union is."""
    here = {"org": OuterRef("pk")}
    others = Membership.objects.filter(**here).on(clock.today()).exclude(person=person)
    reach = Q(org=None) | Q(org_path__in=lineage(org.path))
    seated = Committee.objects.current().filter(kind=Committee.Kind.COMMITTEE, **here)
    marks = OrgSetting.objects.filter(name=SHEET, **here).values("values")[:1]
    found = Org.objects.filter(pk=org.pk).values(
        people_=Exists(others), standards_=Exists(PolicyRow.objects.filter(reach)),
        plan_=Exists(PlanItem.objects.filter(**here)), seated_=Exists(seated),
        given_=Exists(Batch.objects.filter(**here)),
        inside_=Exists(others.exclude(person__account=None)), marks_=Subquery(marks),
    ).get()  # fmt: skip
    invited = found["seated_"] and (found["given_"] or found["inside_"])
    done = {
        "union": True, "people": found["people_"], "standards": found["standards_"],
        "plan": found["plan_"], "invite": invited,
    }  # fmt: skip
    marks = found["marks_"] or {}
    put_off = set(marks.get("put_off", ()))
    parts = [
        Part(key, label, about, number, done[key], key in put_off and not done[key])
        for number, (key, label, about) in enumerate(STEPS, 1)
    ]
    return Progress(parts, bool(marks.get("dismissed")))


def card(org, person) -> Progress | None:
    """What the first page shows to chair and vice chair until all is done, put off or dismissed."""
    if not can(person, "site.start", org) or not org.is_base:
        return None
    now = progress(org, person)
    return now if now.left and not now.dismissed else None


def begun(org):
    """When the union came into this house: its first step."""
    return Step.objects.filter(org=org).order_by("pk").values_list("created", flat=True).first()


def minutes_since(moment) -> int | None:
    """Minutes of a set-up still under way; None once a day is over and minutes say nothing."""
    if moment is None or clock.now() - moment >= timedelta(days=1):
        return None
    return int((clock.now() - moment).total_seconds() // 60)
