from django.apps import AppConfig

from zhijia.ui.menu import Entry


class AccountsConfig(AppConfig):
    name = "zhijia.domains.accounts"
    label = "accounts"
    verbose_name = "账号"
    menu = [
        Entry("组织", "登录账号", "/accounts/holder/", "accounts.invite", 60),
        Entry(
            "组织", "登录凭条", "/accounts/batch/", "accounts.give", 61, under="/accounts/holder/"
        ),
        Entry("系统", "统一身份认证", "/accounts/wayin/", "accounts.configure", 40),
    ]

    def ready(self):
        from zhijia.kernel.privacy import also_sealed

        from .own.actions import seal_again

        also_sealed.append(seal_again)
