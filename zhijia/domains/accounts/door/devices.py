"""Where a request comes from: its address, and the browser in words people know."""

from allauth.account.adapter import get_adapter

PROGRAMS = (
    ("wxwork", "企业微信"), ("DingTalk", "钉钉"), ("Lark", "飞书"), ("Feishu", "飞书"),
    ("MicroMessenger", "微信"), ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"),
    ("QQBrowser", "QQ 浏览器"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "安卓"),
    ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def address_of(request) -> str:
    """The client's address; behind proxies of our own, the one they saw (ZHIJIA_PROXIES)."""
    return get_adapter().get_client_ip(request)


def device_of(request) -> str:
    return device_in(request.META.get("HTTP_USER_AGENT", ""))


def device_in(agent: str) -> str:
    """「Windows · Chrome」; 「未知设备」 when nothing is recognised."""
    found = [
        next((word for mark, word in table if mark in agent), "") for table in (SYSTEMS, PROGRAMS)
    ]
    return " · ".join(filter(None, found)) or "未知设备"
