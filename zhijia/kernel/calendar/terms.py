"""Where a day lies in the school's year: school year, term or vacation, half of the year.

Congress frequency, proposals and audits go by school year and term (rules 1.06, Appendix D);
plans and money go by calendar year and half.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from .festivals import festival_date

YEAR_STARTS = (9, 1)


class Term(Enum):
    """A stretch of the school year; the value is its Chinese name."""

    AUTUMN = "秋季学期"
    WINTER_BREAK = "寒假"
    SPRING = "春季学期"
    SUMMER_BREAK = "暑假"


@dataclass(frozen=True)
class SchoolTerms:
    """The terms of one school year. Every date is the school's to set; see ``default``."""

    starts: date
    autumn: tuple[date, date]
    spring: tuple[date, date]

    def __post_init__(self):
        days = (self.starts, *self.autumn, *self.spring, self.ends)
        if any(later < earlier for earlier, later in zip(days, days[1:], strict=False)):
            raise ValueError("学年、学期的起止日期前后颠倒")

    @property
    def ends(self) -> date:
        """The last day of the school year."""
        return self.starts.replace(year=self.starts.year + 1) - timedelta(days=1)

    @property
    def name(self) -> str:
        return f"{self.starts.year}—{self.starts.year + 1}学年"

    def __contains__(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    @classmethod
    def default(cls, year: int) -> "SchoolTerms":
        """The usual dates: 9-1 to late January, eight days before 春节 at the latest;
        mid-February, after 元宵 when 春节 is late, to 7-5."""
        starts = date(year, *YEAR_STARTS)
        winter = min(date(year + 1, 1, 31), festival_date("春节", year + 1) - timedelta(days=8))
        spring = max(date(year + 1, 2, 15), festival_date("元宵节", year + 1) + timedelta(days=1))
        return cls(starts, (starts, winter), (spring, date(year + 1, 7, 5)))


def school_year(day: date) -> int:
    """The calendar year in which the day's school year began (by the usual 1 September)."""
    return day.year if (day.month, day.day) >= YEAR_STARTS else day.year - 1


def term_of(day: date, terms: SchoolTerms | None = None) -> Term:
    """The term or vacation of a day; the default dates hold where the school gave none."""
    terms = terms or SchoolTerms.default(school_year(day))
    if day not in terms:
        raise ValueError(f"{day} 不在{terms.name}内")
    if terms.autumn[0] <= day <= terms.autumn[1]:
        return Term.AUTUMN
    if terms.spring[0] <= day <= terms.spring[1]:
        return Term.SPRING
    return Term.WINTER_BREAK if terms.autumn[1] < day < terms.spring[0] else Term.SUMMER_BREAK


def half_of(day: date) -> int:
    """1 for 上半年, 2 for 下半年."""
    return 1 if day.month <= 6 else 2
