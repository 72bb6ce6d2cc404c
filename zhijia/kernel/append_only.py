"""Steps and looks are written once: the models refuse to change them, and so does the database.

The triggers are laid after every ``migrate``, since SQLite drops them when
a later migration rebuilds a table. Two things stay possible: the copied path of a union that moves
in the tree, and throwing looks away once they are older than the law asks (rules 13.08, 13.14).
"""

from datetime import timedelta

from django.db import connections

from . import clock
from .privacy import Look

LOOK_YEARS = 3
FROZEN = {
    "kernel_step": (
        "id", "org_id", "created", "source", "source_id", "verb", "label", "by_id", "acting_for_id", "was", "became",
        "note", "changed",
    ),
    "kernel_look": ("id", "by_id", "about_id", "what", "source", "at"),
}  # fmt: skip
YOUNG = {
    "sqlite": f"OLD.at > datetime('now', '-{LOOK_YEARS} years')",
    "postgresql": f"OLD.at > now() - interval '{LOOK_YEARS} years'",
}


def statements(vendor):
    """What lays the triggers; laying them twice does no harm."""
    postgres = vendor == "postgresql"
    if postgres:
        yield (
            "CREATE OR REPLACE FUNCTION zhijia_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table, columns in FROZEN.items():
        names = ", ".join(f'"{column}"' for column in columns)
        young = YOUNG[vendor] if table == "kernel_look" else ""
        for name, deed, when in (("change", f"UPDATE OF {names}", ""), ("delete", "DELETE", young)):
            on = f" ON {table}" if postgres else ""
            yield f"DROP TRIGGER IF EXISTS {table}_no_{name}{on}"
            head = f"CREATE TRIGGER {table}_no_{name} BEFORE {deed} ON {table} FOR EACH ROW "
            head += f"WHEN ({when}) " if when else ""
            if postgres:
                yield head + "EXECUTE FUNCTION zhijia_append_only()"
            else:
                yield head + f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def lay(using="default") -> None:
    connection = connections[using]
    if connection.vendor not in YOUNG:
        return
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def prune_looks() -> int:
    """Throw away the looks older than the term; the database itself refuses younger ones."""
    old = Look.objects.filter(at__lt=clock.now() - timedelta(days=366 * LOOK_YEARS))
    return old._raw_delete(old.db)
