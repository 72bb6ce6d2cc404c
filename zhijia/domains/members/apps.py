from django.apps import AppConfig

from zhijia.ui.menu import Entry


class MembersConfig(AppConfig):
    name = "zhijia.domains.members"
    label = "members"
    verbose_name = "会员"
    menu = [Entry("组织", "会员", "/members/member/", "members.see", 10)]
