"""Lines of the menu, as apps declare them in their ``apps.py`` (so: no models here)."""

from dataclasses import dataclass

SECTIONS = ("年度工作", "民主管理", "服务关爱", "活动建功", "经费", "组织", "上级", "系统")


@dataclass(frozen=True)
class Entry:
    """A line of the menu; shown to those who hold ``power`` at the union they stand in.

    ``under``: the address of another line. Such a one stands as a tab above the pages of that
    family instead of making the menu longer.
    """

    section: str
    label: str
    url: str
    power: str
    order: int = 50
    phone: bool = False
    under: str = ""
