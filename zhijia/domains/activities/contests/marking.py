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


def shown(value, setup) -> str:
    """A value as people read it: 1:02.35, 45 次."""
    if value is None:
        return ""
    value = Decimal(str(value))
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
        return judged(competitor.name, values, setup.drop_high, setup.drop_low)
    return best_of(competitor.name, values, setup.less_is_better)


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
        if len(given) != setup.judges or None in given:
            raise Refused(
                _("%(who)s要有 %(judges)d 位评委的打分，现有 %(given)d 个。")
                % {"who": competitor.name, "judges": setup.judges, "given": len([g for g in given if g is not None])},
                _("请补齐打分；没有上场的请选择“未参赛”。"),
            )  # fmt: skip
    elif not given:
        raise Refused(
            _("%s还没有填成绩。") % competitor.name, _("没有成绩的请选择未参赛、未完成或取消资格。")
        )
    elif len(given) > setup.attempts:
        raise Refused(
            _("%(who)s最多 %(most)d 次成绩。") % {"who": competitor.name, "most": setup.attempts}
        )
