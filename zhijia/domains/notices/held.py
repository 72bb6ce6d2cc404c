"""What notices hold of a person: where to reach them, and what they were told."""

from zhijia.kernel.consent import Basis, purpose
from zhijia.kernel.held import Item, holds

holds(
    "kernel.contact", "联系方式", "person", ("channel", Item("address", "地址"), "state"),
    "给您发通知。", basis=Basis.CONSENT, since="您停用前",
)  # fmt: skip
holds(
    "kernel.notice", "收到的通知", "person", ("title", "created", "read"), "把该知道的事告诉您。",
    years=2, since="已读",
)  # fmt: skip

purpose(
    "notices.contact", "联系方式", "只用来给您发通知和验证码，发出的内容只有标题和链接；随时可以停用。",
    basis=Basis.CONSENT, kinds="邮箱、手机号、企业微信或钉钉账号", keeps="您停用前",
)  # fmt: skip
