"""Festivals a school union plans around, and the days off the State gives for seven of them.

Sources: 《全国年节及纪念日放假办法》 (2024 revision, in force 2025-01-01) and rules 3.20.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from lunar_python import Lunar, Solar

NOT_STATUTORY = "不属七个法定节日，不发节日慰问品"

SOLAR = {
    "元旦": (1, 1),
    "三八妇女节": (3, 8),
    "劳动节": (5, 1),
    "青年节": (5, 4),
    "儿童节": (6, 1),
    "建党节": (7, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "国庆节": (10, 1),
}
LUNAR = {
    "春节": (1, 1),
    "元宵节": (1, 15),
    "端午节": (5, 5),
    "中秋节": (8, 15),
    "重阳节": (9, 9),
}
STATUTORY = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")

NOTES = {
    "春节": "除夕至初三放假",
    "元宵节": NOT_STATUTORY,
    "三八妇女节": f"妇女放假半天；{NOT_STATUTORY}",
    "青年节": f"14至28周岁青年放假半天；{NOT_STATUTORY}",
    "儿童节": f"不满14周岁儿童放假一天；{NOT_STATUTORY}",
    "建党节": NOT_STATUTORY,
    "建军节": f"现役军人放假半天；{NOT_STATUTORY}",
    "教师节": f"不放假；{NOT_STATUTORY}",
    "重阳节": NOT_STATUTORY,
}

# Days off under the 2024 revision, as offsets from the festival: thirteen days in all.
DAYS_OFF = {
    "元旦": (0,),
    "春节": (-1, 0, 1, 2),
    "清明节": (0,),
    "劳动节": (0, 1),
    "端午节": (0,),
    "中秋节": (0,),
    "国庆节": (0, 1, 2),
}


@dataclass(frozen=True, order=True)
class Festival:
    """One festival of one year. ``statutory``: a day off for all citizens (rules 3.20)."""

    date: date
    name: str
    statutory: bool
    note: str = ""


def _of_lunar(year: int, month: int, day: int) -> date:
    """The solar day of a lunar one; a leap month never carries the festival."""
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def _qingming(year: int) -> date:
    """清明 is a solar term, the 4th, 5th or 6th of April."""
    term = Solar.fromYmd(year, 6, 1).getLunar().getJieQiTable()["清明"]
    return date(term.getYear(), term.getMonth(), term.getDay())


@lru_cache(maxsize=64)
def _days(year: int) -> dict[str, date]:
    days = {name: date(year, *day) for name, day in SOLAR.items()}
    days |= {name: _of_lunar(year, *day) for name, day in LUNAR.items()}
    days["清明节"] = _qingming(year)
    return days


def festivals(year: int) -> list[Festival]:
    """The festivals of a calendar year in the order they fall."""
    return sorted(
        Festival(day, name, name in STATUTORY, NOTES.get(name, ""))
        for name, day in _days(year).items()
    )


def festival_date(name: str, year: int) -> date:
    """The day of one festival, by its Chinese name."""
    return _days(year)[name]


@lru_cache(maxsize=64)
def statutory_days(year: int) -> Mapping[date, str]:
    """The thirteen days off and their names, without weekends and make-up arrangements.

    Two festivals may share a day (中秋 in the 国庆 week); the names are then joined.
    """
    days: dict[date, str] = {}
    for name in STATUTORY:
        for offset in DAYS_OFF[name]:
            day = _days(year)[name] + timedelta(days=offset)
            days[day] = f"{days[day]}、{name}" if day in days else name
    return MappingProxyType(dict(sorted(days.items())))
