from django.apps import AppConfig

from zhijia.ui.menu import Entry


class BallotsConfig(AppConfig):
    name = "zhijia.domains.ballots"
    label = "ballots"
    verbose_name = "票决"
    menu = [
        Entry("民主管理", "投票表决", "/ballots/ballot/", "ballots.see", 40, phone=True),
    ]
