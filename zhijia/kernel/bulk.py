"""Many plain rows into one table, without a model object a row: rebuilds and large imports."""

import gc
import json
from contextlib import contextmanager
from functools import lru_cache

from django.db import connection, models, transaction


def insert(model, names, rows) -> int:
    """Insert tuples of values for the fields ``names`` (``org_id``, not ``org``); how many.

    COPY on PostgreSQL, ``executemany`` on SQLite. Nothing is validated, encrypted, rounded or
    filled in with a default: the caller hands over what the column holds. Every other column must have a
    default of its own in the database or take NULL.
    """
    rows = list(rows)
    if not rows:
        return 0
    fields = [_field(model, name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(f.column) for f in fields)
    table = quote(model._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            dumps = [
                (at, json.dumps) for at, f in enumerate(fields) if isinstance(f, models.JSONField)
            ]
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in _adapted(rows, dumps):
                    copy.write_row(row)
        else:
            adapters = [(at, made) for at, f in enumerate(fields) if (made := _adapter(f))]
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})", _adapted(rows, adapters)
            )
    return len(rows)


def _field(model, name):
    return next(f for f in model._meta.concrete_fields if f.attname == name)


def _adapter(field):
    """What turns a value into what the driver takes; None where it takes the value as it is."""
    ops = connection.ops
    if isinstance(field, models.DateTimeField):
        # thousands of rows share the moment they were written
        return lru_cache(maxsize=64)(
            lambda value: ops.adapt_datetimefield_value(value) if value else None
        )
    if isinstance(field, models.JSONField):
        return json.dumps
    return None


def _adapted(rows, adapters):
    """The rows with the columns in ``adapters`` [(place, function)] turned."""
    if not adapters:
        return rows
    return (_turned(list(row), adapters) for row in rows)


def _turned(row, adapters):
    for at, turn in adapters:
        row[at] = turn(row[at])
    return row


def update(model, name, pairs, **same) -> None:
    """Set ``name`` of each row to its own value, ``pairs`` [(value, key)], and ``same`` on all:
    one statement on PostgreSQL, one prepared statement on SQLite. Whole numbers only."""
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    column = quote(_field(model, name).column)
    others = "".join(f", {quote(_field(model, n).column)} = %s" for n in same)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            values, keys = [v for v, _k in pairs], [k for _v, k in pairs]
            cursor.execute(
                f"UPDATE {table} AS t SET {column} = given.v{others} "
                "FROM unnest(%s::bigint[], %s::bigint[]) AS given(v, k) "
                f"WHERE t.{key} = given.k",
                [*same.values(), values, keys],
            )
            return
        cursor.executemany(
            f"UPDATE {table} SET {column} = %s{others} WHERE {key} = %s",
            [(value, *same.values(), at) for value, at in pairs],
        )


@contextmanager
def few_collections():
    """Let the garbage collector rest: among hundreds of thousands of rows that all live as long as
    their batch it looks through everything again and again and finds nothing. Rows hold no cycles,
    so counting references frees them meanwhile."""
    resting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if resting:
            gc.enable()


def reserve(model, count: int) -> list[int]:
    """So many fresh primary keys, for rows that refer to one another before they are written.

    Called inside the transaction that writes them: on SQLite that one holds the only pen.
    """
    table, key = model._meta.db_table, model._meta.pk.column
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [quote(table), key, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute(f"SELECT max({quote(key)}) FROM {quote(table)}")
        highest = cursor.fetchone()[0] or 0
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        used = cursor.fetchone()
    first = max(highest, used[0] if used else 0) + 1
    return list(range(first, first + count))
