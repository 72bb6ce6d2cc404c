"""The verbs of the set-up; each is the chair's, and stands in the union's own timeline."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.domains.committees import actions as committees
from zhijia.domains.committees.models import Committee
from zhijia.domains.members import actions as members
from zhijia.domains.unions.models import Union
from zhijia.kernel import clock
from zhijia.kernel.actions import Step, action, validate
from zhijia.kernel.policy import PolicyRow, code_labels, rows_in_force
from zhijia.kernel.refusals import Refused
from zhijia.kernel.settings import OrgSetting

from . import packs
from .progress import MAY_WAIT, SHEET, marks_of

DAY = timedelta(days=1)


# --- what cannot be derived ----------------------------------------------------------------------


def _mark(org, **given):
    values = marks_of(org) | given
    OrgSetting.objects.update_or_create(org=org, name=SHEET, defaults={"values": values})


@action(Union, may="site.start", label="这一步以后再说", hidden=True)
def put_off(union, *, by, step):
    if step not in MAY_WAIT:
        raise Refused(_("没有这一步。"))
    _mark(union, put_off=sorted({*marks_of(union).get("put_off", ()), step}))


@action(Union, may="site.start", label="重新办理这一步", hidden=True)
def take_up(union, *, by, step):
    left = [key for key in marks_of(union).get("put_off", ()) if key != step]
    _mark(union, put_off=left, dismissed=False)


@action(Union, may="site.start", label="不再显示“开始使用”", hidden=True)
def dismiss(union, *, by):
    _mark(union, dismissed=True)


# --- people --------------------------------------------------------------------------------------


class Rows(Refused):
    """What speaks against some of the rows: number → sentence. Nothing was saved."""

    def __init__(self, wrong):
        self.wrong = wrong
        super().__init__(_("有 %d 行还不能登记，都没有保存。") % len(wrong))


def admit_rows(org, *, by, rows) -> int:
    """Each row through the roll's own verb; all of them, or none with every reason at once."""
    wrong = {}
    with transaction.atomic():
        for number, row in rows:
            try:
                with transaction.atomic():
                    members.admit(org, by=by, **row)
            except Refused as no:
                wrong[number] = str(no)
        if wrong:
            raise Rows(wrong)
    return len(rows)


# --- standards -----------------------------------------------------------------------------------


@action(Union, may="site.start", label="采用地区标准", hidden=True)
def adopt_standards(union, *, by, keys, reason=""):
    """Take over the chosen rows of the packs, and take back those chosen before and no longer.

    Doubtful rows are refused. Where a region and the nation speak of the same thing, and it is no
    ceiling, the region's word is taken.
    """
    today = clock.today()
    wanted = _chosen(keys, today)
    held = {(row.code, row.source): row for row in packs.adopted(union, today)}
    for row in [row for key, row in held.items() if key not in wanted]:
        _take_back(union, row, today)
    for key, line in wanted.items():
        if key not in held:
            _take_over(union, line.row, today)


def _chosen(keys, today):
    """(code, source) → line, of what may be taken over."""
    known, regional, wanted = packs.all_lines(today), {}, {}
    for key in dict.fromkeys(keys):
        line = known.get(key)
        if line is None or not line.sure:
            raise Refused(_("待确认的标准不能直接采用。"), _("请核对原文后按本会标准录入。"))
        if line.pack != packs.NATION:
            if regional.setdefault("pack", line.pack) != line.pack:
                raise Refused(_("只能采用一个地区的标准。"))
            regional[line.row.code] = line
    for key in dict.fromkeys(keys):
        line = known[key]
        if (
            line.pack == packs.NATION
            and line.row.code in regional
            and not packs.is_cap(line.row.code)
        ):
            continue
        wanted[line.row.code, line.row.source] = line
    return wanted


def _take_over(union, row, today):
    row.org = union
    before = PolicyRow.objects.filter(org=union, code=row.code, source=row.source)
    if before.exists():  # given up some day and taken over again: it holds from now on
        row.valid_from = today
    validate(row)
    row.save()


def _take_back(union, row, today):
    """On the day of the first choice it was a slip of the hand; later it held until yesterday."""
    earlier = Step.objects.about(union).filter(verb=adopt_standards.action.name)
    if earlier.filter(created__date__lt=today).exists() and (row.valid_from or today - DAY) < today:
        row.valid_to = today - DAY
        row.save()
    else:
        row.delete()


@action(Union, may="site.start", label="录入本会标准", hidden=True)
def set_own_standards(union, *, by, source, figures, starts=None):
    """The union's own ceilings from its own document: stricter than those above, never looser."""
    today = clock.today()
    if source in packs.sources():
        raise Refused(_("这是地区标准的依据。"), _("请写本会自己的文件名称。"))
    if starts and starts > today:
        raise Refused(_("施行日期不能晚于今天。"))
    for code, amount in figures.items():
        if code not in packs.cap_codes():
            raise Refused(_("没有这一项标准。"))
        standing = [r for r in rows_in_force(code, union, today) if not _is_own(r, union)]
        _refuse_looser(code, amount, standing)
        _write_own(union, code, amount, source, starts)


def _is_own(row, union):
    return row.org_id == union.pk and row.source not in packs.sources()


def _refuse_looser(code, amount, standing):
    for row in standing:
        if amount > Decimal(row.value):
            words = {"what": code_labels()[code], "cap": packs.words_of(row), "source": row.cited}
            raise Refused(_("%(what)s不能高于 %(cap)s（%(source)s），下级只能更严。") % words)


def _write_own(union, code, amount, source, starts):
    value = f"{amount.normalize():f}"
    for old in packs.own(union, clock.today()).filter(code=code):
        if (old.value, old.source, old.valid_from) == (value, source, starts):
            return
        if starts and (old.valid_from is None or old.valid_from < starts):
            old.valid_to = starts - DAY
            old.save()
        else:
            old.delete()
    row = PolicyRow(
        org=union, code=code, value=value, unit="元", strength=PolicyRow.Strength.REASON,
        source=source, valid_from=starts, confidence=PolicyRow.Confidence.V,
    )  # fmt: skip
    validate(row)
    row.save()


# --- the committee -------------------------------------------------------------------------------


def seat_committee(org, *, by, **elected):
    """The committee and the result of its election in one go: both, or neither."""
    with transaction.atomic():
        name, kind = _("工会委员会"), Committee.Kind.COMMITTEE
        made = committees.found(org, by=by, name=name, kind=kind, term=elected.get("term", ""))
        return committees.open_term(made, by=by, **elected)
