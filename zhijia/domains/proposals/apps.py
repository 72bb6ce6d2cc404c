from django.apps import AppConfig

from zhijia.ui.menu import Entry


class ProposalsConfig(AppConfig):
    name = "zhijia.domains.proposals"
    label = "proposals"
    verbose_name = "提案"
    does = {"proposals": "/proposals/proposal/draft/"}  # where a plan's item is acted on
    menu = [
        Entry("民主管理", "提案", "/proposals/proposal/", "proposals.see", 20),
        Entry("民主管理", "批量办理", "/proposals/batch/", "proposals.batch", 21, under="/proposals/proposal/"),
        Entry("民主管理", "公开栏", "/proposals/board/", "proposals.see", 21, under="/proposals/proposal/"),
        Entry("民主管理", "承诺落实", "/proposals/promise/", "proposals.see", 22, under="/proposals/proposal/"),
        Entry("民主管理", "征集", "/proposals/call/", "proposals.see", 23, under="/proposals/proposal/"),
        Entry("民主管理", "承办部门", "/proposals/department/", "proposals.see", 24, under="/proposals/proposal/"),
    ]  # fmt: skip

    def ready(self):
        from zhijia.kernel import records

        from .actions.polls import follow
        from .actions.tabling import hear

        for listener in (follow, hear):
            if listener not in records.after_sync:
                records.after_sync.append(listener)
