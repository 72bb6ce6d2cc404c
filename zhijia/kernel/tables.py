"""What a model says of its table that Django has no word for; laid after every ``migrate``.

``ORDERLESS = True``: on SQLite the table keeps no row numbers (``WITHOUT ROWID``), which would tell in
what order its rows came; PostgreSQL has none. ``FILLFACTOR = n``: PostgreSQL fills each page to n per
cent only, so that a row that is soon changed once finds room beside itself.

An empty database is made in one go from what the migrations come to: replaying each of them on nothing
takes ten times as long and ends with the same tables (``tests/test_schema.py`` compares them).
"""

from django.apps import apps
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder


def lay(using="default") -> None:
    connection = connections[using]
    present = set(connection.introspection.table_names())
    for model in apps.get_models():
        table = model._meta.db_table
        if table not in present:
            continue
        if connection.vendor == "sqlite" and getattr(model, "ORDERLESS", False):
            _take_row_numbers_away(connection, table)
        if connection.vendor == "postgresql" and (filled := getattr(model, "FILLFACTOR", None)):
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE {table} SET (fillfactor = {int(filled)})")


def _take_row_numbers_away(connection, table) -> None:
    """SQLite has no ALTER for it: the table is made anew, its rows in the order of their keys."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
        found = cursor.fetchall()
    made = next(sql for kind, sql in found if kind == "table")
    if made.rstrip().upper().endswith("WITHOUT ROWID"):
        return
    name = connection.ops.quote_name(table)
    key = connection.introspection.get_primary_key_column(connection.cursor(), table)
    with connection.schema_editor() as editor:
        rows = editor.execute
        rows(f"CREATE TEMPORARY TABLE held_rows AS SELECT * FROM {name} ORDER BY {key}", None)
        rows(f"DROP TABLE {name}", None)
        rows(f"{made} WITHOUT ROWID", None)
        rows(f"INSERT INTO {name} SELECT * FROM held_rows", None)
        rows("DROP TABLE held_rows", None)
        for kind, sql in found:
            if kind != "table":
                rows(sql, None)


def make_all(connection, loader) -> None:
    """Every table of an empty database, and each of the loader's migrations noted as done, in one piece."""
    state = loader.project_state().apps
    with connection.schema_editor() as editor:
        for model in state.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        recorder = MigrationRecorder(connection)
        editor.create_model(recorder.Migration)
        recorder.Migration.objects.using(connection.alias).bulk_create(
            recorder.Migration(app=app, name=name) for app, name in sorted(loader.graph.nodes)
        )
