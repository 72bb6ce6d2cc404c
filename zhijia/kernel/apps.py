from importlib import import_module

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.module_loading import module_has_submodule

PARTS = ("access", "actions", "records", "documents", "waiting", "imports", "held", "jobs")


class KernelConfig(AppConfig):
    name = "zhijia.kernel"
    label = "kernel"
    verbose_name = "内核"

    def ready(self):
        """Fill the registries: powers, verbs, kinds, papers, waiting lists, what is held of people."""
        import_module("zhijia.kernel.upkeep")
        post_migrate.connect(lay_tables, sender=self)
        for config in apps.get_app_configs():
            if not config.name.startswith("zhijia."):
                continue
            for part in PARTS:
                if config.name != self.name and module_has_submodule(config.module, part):
                    import_module(f"{config.name}.{part}")


def lay_tables(using="default", **_given):
    """What Django's own tables leave out; sent when the tables of every app are there."""
    from . import append_only, tables

    tables.lay(using)
    append_only.lay(using)
