"""Times, counts, distances and judges' points: typed, kept as text, ranked by ``fixtures.ranks``."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from zhijia.kernel.refusals import Refused

from ..fixtures import Mark, Place, Status, best_of, judged, rank
from ..models import Contest

CLOCK = re.compile(r"(?:(\d{1,3})[:：'′分])?(\d{1,2}(?:\.\d{1,3})?)[\"″秒]?")
STATUSES = {
    "未完成": Status.DNF, "未参赛": Status.DNS, "缺席": Status.DNS, "取消资格": Status.DSQ, "犯规": Status.DSQ,
}  # fmt: skip
FOUL = ("", "x", "×", "X", "-", "失败")


def value_of(text: str, setup) -> str | None:
    """What was typed, as plain digits; None for a failed attempt. Times in seconds."""
    text = str(text).strip()
    if setup.graded and text:
        return _grade(text, setup)
    if text in FOUL:
        return None
    if setup.timed and (found := CLOCK.fullmatch(text)):
        if found[1] and Decimal(found[2]) >= 60:
            raise Refused(_("“%s”不是时间：秒数满 60 要进位。") % text)
        return str(int(found[1] or 0) * 60 + Decimal(found[2]))
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise Refused(
            _("“%s”不是成绩。") % text, _("时间写成 1:02.35 或 62.35。") if setup.timed else ""
        ) from error
    if not value.is_finite() or not 0 <= value < 1_000_000 or value.as_tuple().exponent < -3:
        raise Refused(_("“%s”不在成绩范围内，最多三位小数。") % text)
    return str(value)


def _grade(text, setup) -> str:
    """The number of a grade, 1 for the best."""
    if text in setup.grades:
        return str(setup.grades.index(text) + 1)
    raise Refused(_("“%s”不是这个项目的等级。") % text, _("请选：%s。") % "、".join(setup.grades))


def shown(value, setup) -> str:
    """A value as people read it: 1:02.35, 45 次, 一等奖."""
    if value is None:
        return ""
    value = Decimal(str(value))
    if setup.graded:
        at = int(value)
        return setup.grades[at - 1] if 0 < at <= len(setup.grades) else f"{value:f}"
    minutes, seconds = divmod(value, 60)
    if setup.timed and minutes:
        return f"{int(minutes)}:{'0' if seconds < 10 else ''}{seconds:f}"
    return f"{value:f}"


def is_done(competitor) -> bool:
    """Whether there is a mark, or a word that says why there is none."""
    return competitor.status not in ("", Status.OK) or bool(competitor.attempts)


def mark_of(competitor) -> Mark:
    contest, setup = competitor.contest, competitor.contest.setup
    if competitor.status in (Status.DNF, Status.DNS, Status.DSQ):
        return Mark(competitor.name, status=Status(competitor.status))
    values = [None if a is None else Decimal(a) for a in competitor.attempts]
    if contest.form == Contest.Form.JUDGED:
        return _judged(competitor.name, values, setup)
    return best_of(competitor.name, values, setup.less_is_better)


def by_judge(values, setup) -> list[list]:
    """The figures of each judge: one, or one an item."""
    width = max(len(setup.items), 1)
    return [list(values[at : at + width]) for at in range(0, len(values), width)]


def _judged(name, values, setup) -> Mark:
    """From the judges' sums; between equals the main item decides (rules 14.06)."""
    drop = setup.drop_high, setup.drop_low
    found = judged(name, [sum(own) for own in by_judge(values, setup)], *drop)
    if setup.main_item is None:
        return found
    main = judged(name, [own[setup.main_item] for own in by_judge(values, setup)], *drop)
    return Mark(name, found.value, (main.value,))


def item_means(competitor) -> list[tuple[str, Decimal]]:
    """(item, mean of the judges without the highest and the lowest), as the mark itself is made."""
    setup = competitor.contest.setup
    values = [Decimal(a) for a in competitor.attempts if a is not None]
    if not setup.items or len(values) != setup.marks:
        return []
    judges = by_judge(values, setup)
    drop = setup.drop_high, setup.drop_low
    return [
        (name, judged(name, [own[at] for own in judges], *drop).value)
        for at, (name, _most) in enumerate(setup.items)
    ]


def places(board) -> tuple[Place, ...]:
    """The places of those who have a mark so far; who left without one is left out."""
    less = board.contest.form == Contest.Form.MEASURED and board.setup.less_is_better
    return rank([mark_of(c) for c in board.drawn if is_done(c)], less)


def missing(board) -> list[str]:
    """Names of those who have neither a mark nor a word why not."""
    return [c.name for c in board.drawn if c.is_in and not is_done(c)]


def check(competitor) -> None:
    """Refuse marks that cannot be: too many attempts, or not one of every judge."""
    contest, setup, given = competitor.contest, competitor.contest.setup, competitor.attempts
    if competitor.status and competitor.status != Status.OK:
        return
    if contest.form == Contest.Form.JUDGED:
        _check_judged(competitor.name, given, setup)
    elif not given:
        raise Refused(
            _("%s还没有填成绩。") % competitor.name, _("没有成绩的请选择未参赛、未完成或取消资格。")
        )
    elif len(given) > setup.attempts:
        raise Refused(
            _("%(who)s最多 %(most)d 次成绩。") % {"who": competitor.name, "most": setup.attempts}
        )


def _check_judged(name, given, setup):
    if len(given) != setup.marks or None in given:
        there = len([g for g in given if g is not None])
        words = {"who": name, "judges": setup.judges, "given": there, "items": len(setup.items)}
        said = _("%(who)s要有 %(judges)d 位评委的打分，现有 %(given)d 个。")
        if setup.items:
            said = _("%(who)s要有 %(judges)d 位评委各 %(items)d 项的打分，现有 %(given)d 个。")
        raise Refused(said % words, _("请补齐打分；没有上场的请选择“未参赛”。"))
    for own in by_judge(given, setup) if setup.items else ():
        for value, (item, most) in zip(own, setup.items, strict=True):
            if Decimal(value) > most:
                raise Refused(
                    _("“%(item)s”最多 %(most)s 分，%(who)s写了 %(value)s 分。")
                    % {"item": item, "most": most, "who": name, "value": value}
                )
