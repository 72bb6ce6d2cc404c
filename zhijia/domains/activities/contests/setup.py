"""The settings of a contest: how it is played, on which courts, in which hours. Kept as JSON."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.refusals import Refused

from ..fixtures import Court, Window

TIME = "time"  # the unit whose values are typed 1:02.35 and kept in seconds
LABELS = {
    "sets": gettext_lazy("每场局数"), "rubbers": gettext_lazy("一次团体赛的场数"), "groups": gettext_lazy("分几组"),
    "through": gettext_lazy("每组出线"), "best": gettext_lazy("另加的成绩最好的"),
    "attempts": gettext_lazy("每人几次机会"), "judges": gettext_lazy("评委人数"),
    "drop_high": gettext_lazy("去掉的最高分"), "drop_low": gettext_lazy("去掉的最低分"),
    "times": gettext_lazy("团体计分倍数"), "minutes": gettext_lazy("每场分钟"), "rest": gettext_lazy("两场之间的时段"),
}  # fmt: skip
GRADE = "grade"  # the unit whose values are words, the best first, kept as their number
UNITS = {
    TIME: gettext_lazy("时间（分:秒）"), "次": gettext_lazy("次"), "个": gettext_lazy("个"),
    "米": gettext_lazy("米"), "厘米": gettext_lazy("厘米"), "环": gettext_lazy("环"),
    "分": gettext_lazy("分"), "票": gettext_lazy("票"), GRADE: gettext_lazy("评等级（一等奖、二等奖……）"),
}  # fmt: skip


@dataclass(frozen=True)
class Setup:
    """``sets``: games of a match at most (1: a single score); ``rubbers``: single matches in a team
    match. ``through`` of each group go on, and the ``best`` of the next place; 0 is tables only.

    ``minutes`` a match takes, the change included; ``rest`` free slots between two of one team;
    ``windows``: (start, end) in ISO. ``scale``: team points by place, counted ``times`` over.
    ``panel``: names of the judges; ``items``: (what is judged, points at most), the main one parting
    equals (rules 14.06); ``grades``: the words of a contest for grades.
    """

    sets: int = 1
    rubbers: int = 1
    double: bool = False
    third: bool = False
    groups: int = 4
    through: int = 2
    best: int = 0
    unit: str = "次"
    ascending: bool = False
    attempts: int = 1
    judges: int = 5
    drop_high: int = 1
    drop_low: int = 1
    panel: tuple = ()
    items: tuple = ()
    grades: tuple = ("一等奖", "二等奖", "三等奖", "未获奖")
    scale: tuple = ()
    times: int = 1
    minutes: int = 30
    rest: int = 0
    courts: tuple = ()
    windows: tuple = ()

    @classmethod
    def of(cls, given: dict) -> "Setup":
        """From JSON; what is missing has its usual value."""
        known = {f.name for f in fields(cls)}
        kept = {k: tuple(v) if isinstance(v, list) else v for k, v in given.items() if k in known}
        return cls(**kept)

    def kept(self) -> dict:
        return asdict(self)

    @property
    def legs(self) -> int:
        return 2 if self.double else 1

    @property
    def timed(self) -> bool:
        return self.unit == TIME

    @property
    def graded(self) -> bool:
        return self.unit == GRADE

    @property
    def less_is_better(self) -> bool:
        return self.timed or self.graded or self.ascending

    @property
    def marks(self) -> int:
        """How many figures a judged competitor has: one of every judge, for every item."""
        return self.judges * max(len(self.items), 1)

    @property
    def main_item(self) -> int | None:
        """Which item decides between equals: the one with most points, the first of such."""
        most = [points for _name, points in self.items]
        return most.index(max(most)) if most else None

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def court_list(self) -> tuple[Court, ...]:
        return tuple(Court(name) for name in self.courts)

    def window_list(self) -> tuple[Window, ...]:
        """In the school's time zone."""
        moments = [
            [timezone.make_aware(datetime.fromisoformat(m)) for m in w] for w in self.windows
        ]
        return tuple(Window(start, end) for start, end in moments)

    def checked(self) -> "Setup":
        """Itself; refused for what cannot be played, whoever asks for it."""
        least = {
            "sets": 1, "rubbers": 1, "groups": 1, "through": 0, "best": 0, "attempts": 1, "judges": 1,
            "drop_high": 0, "drop_low": 0, "times": 1, "minutes": 1, "rest": 0,
        }  # fmt: skip
        most = {"sets": 7, "rubbers": 9, "groups": 26, "attempts": 6, "judges": 20, "rest": 20}
        for name, low in least.items():
            if not low <= getattr(self, name) <= most.get(name, 600):
                raise Refused(
                    _("“%(what)s”超出范围，应为 %(low)d 到 %(most)d。")
                    % {"what": LABELS[name], "low": low, "most": most.get(name, 600)}
                )
        if self.sets % 2 == 0:
            raise Refused(_("局数要是单数，才分得出胜负。"), _("请选 1、3、5 或 7 局。"))
        if self.drop_high + self.drop_low >= self.judges:
            raise Refused(_("去掉最高分和最低分后没有分数了。"), _("请增加评委或少去掉几个分。"))
        if self.panel and len(self.panel) != self.judges:
            raise Refused(
                _("评委人数填了 %(count)d，名单里有 %(names)d 位。")
                % {"count": self.judges, "names": len(self.panel)},
                _("请改成一致。"),
            )
        if self.graded and len(set(self.grades)) < max(len(self.grades), 2):
            raise Refused(_("等级至少两个，不能重复。"))
        if self.best and not self.through:
            raise Refused(_("小组不出线时不能再设“成绩最好的”名额。"), _("请先填每组出线几名。"))
        return self
