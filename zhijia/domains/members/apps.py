from django.apps import AppConfig

from zhijia.ui.menu import Entry


class MembersConfig(AppConfig):
    name = "zhijia.domains.members"
    label = "members"
    verbose_name = "会员"
    menu = [
        Entry("组织", "会员", "/members/member/", "members.see", 10),
        Entry("组织", "某日名册", "/members/roll/", "members.see", 11, under="/members/member/"),
        Entry(
            "组织",
            "会员统计",
            "/members/statistics/",
            "members.count",
            12,
            under="/members/member/",
        ),
        Entry(
            "组织", "入会申请", "/members/application/", "members.see", 13, under="/members/member/"
        ),
        Entry(
            "组织", "会籍转出", "/members/transfer/", "members.see", 14, under="/members/member/"
        ),
        Entry("组织", "会籍转入", "/members/arrival/", "members.see", 15, under="/members/member/"),
        Entry(
            "组织", "教职工子女", "/members/child/", "members.family", 16, under="/members/member/"
        ),
    ]
