"""Which record serves which plan item, and how far each item has come.

Rules, deterministic and independent of the order in which records arrive:

* an item with a metric takes every record of its months that carries the metric;
* an item without one takes the records whose title is like its own, in or beside its months; a
  record goes to the single best such item;
* what a person linked or refused by hand stands.
"""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from zhijia.kernel import bulk, records, waiting
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.records import DONE, Fact, Record

from .models import Link, PlanItem

COMMON = (
    "开展", "组织", "举行", "举办", "召开", "进行", "做好", "继续", "庆祝", "教职工", "教工", "职工", "教师",
    "全校", "学校", "工会", "活动", "工作", "系列", "“", "”", "、", "，", "(", ")", "（", "）", " ",
)  # fmt: skip
ALIKE = 0.45
OWN_KIND = "planning.item"


def essence(title: str) -> frozenset:
    """The title's character pairs, without the words every title has."""
    core = title
    for word in COMMON:
        core = core.replace(word, "")
    core = core or title
    return frozenset(core[i : i + 2] for i in range(max(len(core) - 1, 1)))


def likeness(one: frozenset, other: frozenset) -> float:
    """The share of the shorter title's pairs that stand in the other."""
    return len(one & other) / max(1, min(len(one), len(other)))


def near(item, month: int) -> bool:
    return item.month_from - 1 <= month <= item.month_to + 1


class Matcher:
    """The items of some unions and years, ready to be asked which of them a record serves."""

    def __init__(self, items):
        self.named, self.measured = defaultdict(list), defaultdict(list)
        self.best = {}  # titles come back month after month
        for item in items:
            pairs = essence(item.title)
            for month in range(1, 13):
                key = (item.org_id, item.year, month)
                if not item.metric and near(item, month):
                    self.named[key].append((pairs, item.pk))
                elif item.metric and item.month_from <= month <= item.month_to:
                    self.measured[key].append(item)

    def serve(self, record, codes) -> set[int]:
        """The ids of the items that the record serves; ``codes``: the metrics it carries."""
        key = (record.org_id, record.on.year, record.on.month)
        found = {item.pk for item in self.measured.get(key, ()) if item.metric in codes}
        asked = (*key, record.title)
        if asked not in self.best:
            self.best[asked] = self._most_like(record.title, self.named.get(key, ()))
        best = self.best[asked]
        return found | {best} if best else found

    @staticmethod
    def _most_like(title, items):
        """The item whose title is most like, the first of equals; None below the threshold."""
        best, score, core = None, ALIKE, essence(title)
        for pairs, item in items:
            like = likeness(pairs, core)
            if like > score or (like == score and best is None):
                best, score = item, like
        return best


def follow(changed, rebuilding=False) -> None:
    """Called with the records just written: bring links, attainment and item states up to date.

    While everything is derived again the items are left alone: their own turn comes last.
    """
    changed = [r for r in changed if r.kind != OWN_KIND]
    if not changed:
        return
    years = {(r.org_id, r.on.year) for r in changed}
    items = list(PlanItem.objects.filter(_in_years(years)))
    known = [r.pk for r in changed if not getattr(r, "fresh", False)]
    linked = Link.objects.filter(record__in=known) if known else Link.objects.none()
    before = set(linked.values_list("item", flat=True))
    if not items and not before:
        return
    touched = _relink(changed, Matcher(items)) | before
    if not rebuilding:
        refresh(touched)


def _in_years(years):
    by_year = defaultdict(set)
    for org, year in years:
        by_year[year].add(org)
    found = Q(pk__in=[])
    for year, orgs in by_year.items():
        found |= Q(year=year, org__in=orgs)
    return found


def _relink(changed, matcher) -> set[int]:
    """Write the machine's links of these records anew; the items touched are returned."""
    codes = _codes(changed)
    by_hand = _of_people(changed)
    sources = defaultdict(list)
    for record in changed:
        sources[record.kind].append(record.source_id)
    for kind, ids in sources.items():
        Link.objects.filter(by=None, kind=kind, source_id__in=ids).delete()
    fresh = []
    for record in changed:
        if record.stage != DONE:
            continue
        for item in matcher.serve(record, codes[record.pk]):
            if (item, record.kind, record.source_id) not in by_hand:
                fresh.append(link_of(item, record))
    _insert_links(fresh)
    return {link.item_id for link in fresh} | {item for item, _kind, _source in by_hand}


def _insert_links(links) -> None:
    names = ("item_id", "record_id", "kind", "source_id", "by_id", "refused")
    bulk.insert(Link, names, ([getattr(link, name) for name in names] for link in links))


def _codes(changed) -> dict:
    """Record → the metrics it carries; the kernel hands them over with what it just wrote."""
    codes = {r.pk: r.codes for r in changed if hasattr(r, "codes")}
    others = [r.pk for r in changed if r.pk not in codes]
    rows = Fact.objects.filter(record__in=others).values_list("record", "metric") if others else ()
    found = defaultdict(set)
    for record, code in rows:
        found[record].add(code)
    return defaultdict(frozenset, codes | found)


def link_of(item_id, record) -> Link:
    return Link(item_id=item_id, record=record, kind=record.kind, source_id=record.source_id)


def _of_people(changed) -> set:
    """(item, kind, source) that people decided; a link whose record was derived anew is tied again."""
    new = {(r.kind, r.source_id): r for r in changed}
    rows = Link.objects.filter(source_id__in=[r.source_id for r in changed]).exclude(by=None)
    found = [link for link in rows if (link.kind, link.source_id) in new]
    loose = [link for link in found if link.record_id is None]
    for link in loose:
        link.record = new[link.kind, link.source_id]
    Link.objects.bulk_update(loose, ["record"])
    return {(link.item_id, link.kind, link.source_id) for link in found}


def recount(items) -> None:
    """Recompute what these items have attained, and their states. What was put off or called off
    before it was done after all is so again when its record goes."""
    sums = _sums([i.pk for i in items])
    stale = []
    for item in items:
        before = (item.attained, item.state)
        item.attained = sums.get(item.pk, Decimal(0))
        if item.attained >= item.target > 0:
            if item.state != PlanItem.State.DONE:
                item.before_done = item.state
            item.state = PlanItem.State.DONE
        elif item.state == PlanItem.State.DONE:
            item.state = item.before_done
        if (item.attained, item.state) != before:
            stale.append(item)
    PlanItem.objects.bulk_update(stale, ["attained", "state", "before_done"], batch_size=200)


def refresh(pks) -> None:
    """Recount these items and bring their own records and waiting lines up to date."""
    items = list(PlanItem.objects.filter(pk__in=pks).select_related("org", "plan", "owner"))
    if not items:
        return
    recount(items)
    records.project(records.kinds[PlanItem], items)
    waiting.sync(*items)


def _sums(pks) -> dict[int, Decimal]:
    """Item → the sum of its metric over its done records, or their number without a metric."""
    live = Link.objects.filter(item__in=pks, refused=False, record__stage=DONE)
    found = defaultdict(Decimal)
    counted = live.filter(item__metric="").values_list("item").annotate(n=Count("pk"))
    for item, number in counted:
        found[item] = Decimal(number)
    measured = live.exclude(item__metric="").filter(record__facts__metric=F("item__metric"))
    for item, total in measured.values_list("item").annotate(total=Sum("record__facts__value")):
        found[item] = total
    return found


def relink_year(org, year: int) -> None:
    """After the plan itself changed: ask for every record of the year again which item it serves."""
    rows = Record.objects.of(org).filter(on__range=year_bounds(year)).exclude(kind=OWN_KIND)
    items = list(PlanItem.objects.filter(org=org, year=year))
    _relink(list(rows), Matcher(items))
    refresh([i.pk for i in items])
