from django.apps import AppConfig

from zhijia.ui.menu import Entry


class CongressConfig(AppConfig):
    name = "zhijia.domains.congress"
    label = "congress"
    verbose_name = "教代会"
    does = {"congress": "/congress/session/call/"}  # where a plan's item is acted on
    menu = [
        Entry("民主管理", "教代会", "/congress/session/", "congress.see", 10),
        Entry("民主管理", "届次和代表", "/congress/congress/", "congress.see", 11, under="/congress/session/"),
        Entry("民主管理", "代表名册", "/congress/delegate/", "congress.see", 12, under="/congress/session/"),
        Entry("民主管理", "议题和制度", "/congress/agendaitem/", "congress.see", 13, under="/congress/session/"),
        Entry("民主管理", "代表意见", "/congress/opinion/", "congress.see", 14, under="/congress/session/"),
        Entry("民主管理", "决议落实", "/congress/resolution/", "congress.see", 15, under="/congress/session/"),
    ]  # fmt: skip

    def ready(self):
        from . import eligibility  # noqa: F401  registers who may vote
