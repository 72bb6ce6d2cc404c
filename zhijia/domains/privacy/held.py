"""What the kernel, the accounts and the meetings hold of a person; and the purposes people agree to.

Models of other apps are named by their labels: a domain that grows a ``held.py`` of its own takes
its lines along.
"""

from zhijia.kernel.consent import Basis, purpose
from zhijia.kernel.held import Item, holds, keeps

from .models import Correction

ROLL = "建立会员名册，办理入会离会，保障会员的权利。"

holds(
    "kernel.person", "个人档案", "pk",
    (
        Item("name"), Item("sex"), Item("staff_no", purpose="同名的人靠工号区分。"),
        Item("birthday", purpose="生日祝福、退休提醒。"), Item("retires", purpose="荣休欢送。"),
        Item("phone", "手机号", purpose="有急事时联系。", basis=Basis.CONSENT),
        Item("id_number", purpose="会员实名登记，防止同名混淆。"),
        Item("politics", purpose="换届选举对候选人结构有要求。"), Item("title"),
        Item("establishment", purpose="不同用工形式的会员待遇不同。"), Item("category"),
        Item("spouse", "配偶（也是会员的）", purpose="双职工家庭的慰问只办一次。", basis=Basis.CONSENT),
    ),
    ROLL, years=None, since="在会期间；离会后可申请注销",
)  # fmt: skip
holds(
    "kernel.membership", "会籍", "person",
    (Item("org", "工会"), Item("group", "小组"), "member_no", "starts", "ends", "entered", "left"),
    ROLL, years=None, since="长期（会籍档案）",
)  # fmt: skip
holds(
    "kernel.appointment", "任职", "person", (Item("org", "工会"), "post", "duty", "starts", "ends"),
    "谁在什么职务上、能办什么事。", years=None, since="长期（组织档案）",
)  # fmt: skip
holds(
    "kernel.account", "账号", "person", ("username", Item("last_login", "上次登录"), Item("is_active", "可用")),
    "登录系统；网络安全法要求实名并留存日志。", since="账号注销前",
)  # fmt: skip
holds(
    "kernel.consent", "同意记录", "person", ("purpose", "given", "withdrawn"),
    "证明您同意过什么、什么时候撤回。", years=3, since="撤回",
)  # fmt: skip
holds(
    "kernel.step", "我办过的事", "by", (Item("label", "办了什么"), Item("created", "时间")),
    "系统操作日志，网络安全法要求留存。", since="长期（不能改动）",
)  # fmt: skip
holds(
    "committees.meeting", "参加的会议", ("attended", "invited"), ("title", "on"),
    "通知开会，记录到会。", years=None, since="长期（会议档案）",
)  # fmt: skip
holds(
    "worklog.event", "参加的活动", "people", ("title", "on"), "记录活动和参加人数。",
    years=None, since="长期（工作档案）",
)  # fmt: skip
holds(
    "privacy.correction", "更正申请", "person", ("label", "right", "why", "answer", "state"),
    "办理您的更正申请。", years=3, since="办结", erased=("right", "why", "answer"),
)  # fmt: skip

WE = "本校工会处理，不提供给其他人。"

purpose(
    "members.apply", "入会申请", "用于审批入会、建立会员名册和办理会员待遇。" + WE,
    kinds="姓名、性别、工号、出生日期、入会日期", keeps="在会期间；离会后按会籍档案保存",
)  # fmt: skip
purpose(
    "photos.publish", "照片公开", "活动中拍到我的照片，可以用在本会的公开栏、简报、光荣榜和学校网站。不同意不影响参加活动，拍到您的照片不对外用。",
    basis=Basis.CONSENT, kinds="照片（肖像）", keeps="公开期间；撤回后不再使用，已印出的除外", asks=True,
)  # fmt: skip
purpose(
    "honour.publish", "光荣榜与公示", "评优、表彰公示里写我的姓名和事迹；依规定必须公示的不以同意为条件。",
    basis=Basis.CONSENT, kinds="姓名、所在小组、事迹", keeps="公示期满后存档", asks=True,
)  # fmt: skip
purpose(
    "children.care", "子女信息", "我作为监护人，同意工会为办“六一”、托管、助学等活动使用子女的信息。",
    basis=Basis.CONSENT, kinds="子女姓名、出生年月、就读情况", keeps="活动结束后 1 年内删除", asks=True,
    sensitive="不满十四周岁未成年人的信息是敏感个人信息，只在该项活动中使用，由专人保管；不同意只是不能报这类活动。",
)  # fmt: skip
purpose(
    "share.above", "提供给上级工会", "为申报上级的帮扶、疗休养、荣誉，把我的有关信息提供给上级工会。每次提供前会告诉您给谁、给什么。",
    basis=Basis.CONSENT, kinds="姓名、工号、申报事项需要的内容", keeps="提供记录保存 3 年", asks=True,
    shared="本会的上级工会（区、市教育工会），每次提供前告知经办人和联系方式",
)  # fmt: skip
purpose(
    "share.insurer", "提供给保险和互助机构", "为我参加的职工互助保障、意外险投保和理赔，把必要的信息提供给承办机构。",
    basis=Basis.CONSENT, kinds="姓名、身份证号、银行卡号、理赔材料", keeps="提供记录保存 3 年", asks=True,
    shared="所参加险种的承办机构，名称和电话写在参保通知里",
    sensitive="身份证号、银行卡号、病历属于敏感个人信息，泄露可能造成财产损失；不同意只是不能由工会代办。",
)  # fmt: skip


@keeps
def open_corrections(person) -> str:
    asked = Correction.objects.filter(person=person, state=Correction.State.ASKED).exists()
    return "还有没答复的更正申请。" if asked else ""
