"""Money: Decimal yuan, always to the cent; accounting subjects as data."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


class Subject:
    """Sub-accounts of the union's spending (union accounting system of 2022; rules 3.02–3.04).

    The printed account codes are uncertain in our source (rules 3.42), so none is stored here.
    """

    SENDING_WARMTH = "维权支出-送温暖费"
    MEMBER_ACTIVITIES = "职工活动支出-会员活动费"
    SPORTS_CULTURE = "职工活动支出-文体活动费"
    EDUCATION = "职工活动支出-职工教育费"
    PUBLICITY = "职工活动支出-宣传活动费"
    MEETINGS = "业务支出-会议费"
    TRAINING = "业务支出-培训费"
    OTHER = "业务支出-其他业务费"


def cents(value) -> Decimal:
    """``value`` in yuan, rounded half up to the cent."""
    return Decimal(value or 0).quantize(CENT, ROUND_HALF_UP)


def yuan(value) -> str:
    """``1234.5`` as ``1,234.50`` (no sign: the caller prints ¥ or 元)."""
    return f"{cents(value):,.2f}"
