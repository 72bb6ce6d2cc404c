"""What the accounts hold about a person, and the words they read before they open one."""

from zhijia.kernel.consent import purpose
from zhijia.kernel.held import Item, holds

SAFETY = "保护账号：让您自己看得到谁来过；网络安全法要求留存登录日志不少于六个月。"

holds(
    "accounts.entrance", "登录记录", "account__person",
    (Item("what", "经过"), Item("how", "方式"), Item("address", "网络地址"), Item("device", "设备"),
     Item("at", "时间")),
    SAFETY, since="账号注销前",
)  # fmt: skip
holds(
    "accounts.browser", "信任的浏览器", "account__person",
    (Item("device", "设备"), Item("address", "网络地址"), Item("since", "起"), Item("until", "止")),
    "在您信任的浏览器里不再要求二次验证。", since="三十天",
)  # fmt: skip
holds(
    "accounts.invitation", "登录凭条", "person", ("expires", "used", "state"),
    "让您第一次进入，或重设密码。", years=3, since="使用或作废",
)  # fmt: skip
holds(
    "accounts.identity", "外部身份", "account__person", (Item("way", "认证"), "subject", "tied", "state"),
    "让您用学校已有的账号登录。", since="解除绑定",
)  # fmt: skip

JOIN = purpose(
    "accounts.join", "开通账号",
    "账号只用来核对您是谁，让您办理和查看工会事务；不用于考勤和评价。密码只存不可还原的摘要。"
    "以后可以在“我的”里查看、更正、导出自己的信息，也可以要求停用账号；离会之后账号不再能办理任何事。",
    kinds="姓名、工号、用户名；登录的时间、网络地址和设备种类，只有您自己能看到",
    keeps="账号注销前；登录记录不少于六个月",
)  # fmt: skip
