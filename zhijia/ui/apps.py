from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "zhijia.ui"
    label = "ui"
    verbose_name = "界面"

    def ready(self):
        from . import bundle

        bundle.refresh()
