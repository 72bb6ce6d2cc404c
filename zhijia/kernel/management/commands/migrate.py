"""Django's ``migrate``, but an empty database is made in one go (see ``kernel.tables``)."""

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from zhijia.kernel import tables

PARTIAL = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--replay", action="store_true", help="Run every migration, on an empty database too."
        )

    def handle(self, *args, **options):
        whole = not options.get("replay") and not any(options.get(name) for name in PARTIAL)
        connection = connections[options["database"]]
        if whole and not connection.introspection.table_names():
            tables.make_all(connection, MigrationLoader(connection))
        super().handle(*args, **options)
