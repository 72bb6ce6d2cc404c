from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule


class KernelConfig(AppConfig):
    name = "zhijia.kernel"
    label = "kernel"
    verbose_name = "内核"

    def ready(self):
        """Fill the registries: every app's powers, verbs, kinds, papers and waiting lists."""
        for config in apps.get_app_configs():
            if not config.name.startswith("zhijia."):
                continue
            for part in ("access", "actions", "records", "documents", "waiting", "imports"):
                if config.name != self.name and module_has_submodule(config.module, part):
                    import_module(f"{config.name}.{part}")
