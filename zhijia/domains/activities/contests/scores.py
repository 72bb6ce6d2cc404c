"""What one match came to: from what was typed to a :class:`Result`, and into words."""

from django.utils.translation import gettext as _

from zhijia.kernel.refusals import Refused

from ..fixtures import Ended, Result

Rubbers = list[list[list[int]]]  # rubbers of games of (home, away)


def names_at_fault(fixture) -> tuple[str, ...]:
    sides = {"home": [fixture.home], "away": [fixture.away], "both": [fixture.home, fixture.away]}
    return tuple(side.name for side in sides.get(fixture.fault, ()))


def result_of(fixture) -> Result:
    """For the tables. The fixture has a result and both its sides."""
    home, away, score = fixture.home.name, fixture.away.name, fixture.score
    setup = fixture.contest.setup
    if fixture.ended == Ended.FORFEIT:
        return Result.forfeit(home, away, *names_at_fault(fixture))
    more = {"ended": Ended(fixture.ended), "fault": names_at_fault(fixture)}
    if setup.rubbers > 1:
        return Result.of_matches(home, away, [[tuple(g) for g in games] for games in score], **more)
    games = [tuple(game) for game in (score[0] if score else [])]
    if setup.sets > 1:
        return Result.of_games(home, away, games, **more)
    return Result.of_points(home, away, games[0] if games else (0, 0), **more)


def winner_of(fixture) -> str:
    """The name of who won; of a level score in a knock-out, who goes on. "" for nobody."""
    found = result_of(fixture)
    if found.winner or found.fault or not fixture.decided:
        return found.winner
    return (fixture.home if fixture.decided == "home" else fixture.away).name


def check(fixture) -> None:
    """Refuse what cannot be the outcome of this match."""
    if fixture.ended != Ended.PLAYED:
        if not fixture.fault:
            raise Refused(_("没有写明是哪一方弃权或退赛。"), _("请选择弃权或退赛的一方。"))
        return
    if not any(fixture.score):
        raise Refused(_("还没有填比分。"), _("没有打的场次请选择“弃权”。"))
    setup = fixture.contest.setup
    if len(fixture.score) > setup.rubbers:
        raise Refused(_("一次团体赛最多 %d 场。") % setup.rubbers)
    for number, games in enumerate(fixture.score, 1):
        where = _("第%d场") % number if setup.rubbers > 1 else ""
        _check_games(games, setup.sets, where)
    _check_winner(fixture)


def _check_games(games, most, where):
    """Of several games the match ends with the one that gives somebody the majority."""
    if most == 1:
        if len(games) > 1:
            raise Refused(_("%s只有一个比分。") % where)
        return
    need, won = most // 2 + 1, [0, 0]
    for number, (a, b) in enumerate(games, 1):
        if need in won:
            raise Refused(
                _("%(where)s打到第%(last)d局已分胜负，第%(number)d局多余。")
                % {"where": where, "last": number - 1, "number": number},
                _("请删去多填的局。"),
            )
        if a == b:
            raise Refused(_("%(where)s第%(number)d局打成平分。") % {"where": where, "number": number},
                          _("请核对这一局的比分。"))  # fmt: skip
        won[a < b] += 1
    if games and need not in won:
        raise Refused(
            _("%(where)s打成 %(a)d:%(b)d，%(most)d局%(need)d胜还没有分出胜负。")
            % {"where": where, "a": won[0], "b": won[1], "most": most, "need": need},
            _("请补填后面的局；没有打完的请选择“中途退赛”。"),
        )


def _check_winner(fixture):
    rule, level = fixture.contest.rule, not result_of(fixture).winner
    if not level:
        fixture.decided = ""
    elif rule.draw is None:
        raise Refused(_("打成平局，%s不设平局。") % rule.name, _("请登记加时或决胜局后的结果。"))
    elif not fixture.in_table and fixture.decided not in ("home", "away"):
        raise Refused(_("淘汰赛打成平局，还要写明谁晋级。"), _("请选择平局后晋级的一方。"))


def total(fixture) -> tuple[int, int] | None:
    """The deciding score, home first; None for one not played."""
    if not fixture.has_result or fixture.ended == Ended.FORFEIT:
        return None
    return result_of(fixture).deciding


def words(fixture) -> str:
    """2:1（21:15、18:21、21:19）; 弃权 and 退赛 say whose."""
    if not fixture.has_result:
        return ""
    at_fault = "、".join(names_at_fault(fixture))
    if fixture.ended == Ended.FORFEIT:
        return _("%s弃权") % at_fault
    a, b = total(fixture)
    said = f"{a}:{b}"
    if detail := details(fixture):
        said += f"（{detail}）"
    if at_fault:
        said += _("，%s中途退赛") % at_fault
    if fixture.decided:
        said += _("，%s晋级") % (fixture.home if fixture.decided == "home" else fixture.away)
    return said


def details(fixture) -> str:
    """The games, of a team match rubber by rubber; "" where the total says it all."""
    setup = fixture.contest.setup
    if setup.sets == 1 and setup.rubbers == 1:
        return ""
    rubbers = ["、".join(f"{a}:{b}" for a, b in games) for games in fixture.score if games]
    return "；".join(rubbers)


def clear(fixture) -> None:
    """As if it had not been played."""
    fixture.score, fixture.ended, fixture.fault, fixture.decided = [], "", "", ""
    fixture.scored_by = None
