"""Many plain rows into one table, without a model object a row: rebuilds and large imports."""

import gc
import json
from contextlib import contextmanager
from itertools import chain, islice

from django.db import connection, models, transaction

TOGETHER = 500  # rows handed to the driver at once


def insert(model, names, rows) -> int:
    """Insert tuples of values for the fields ``names`` (``org_id``, not ``org``); how many.

    COPY on PostgreSQL, statements of many rows on SQLite. Nothing is validated, encrypted, rounded or
    filled in with a default: the caller hands over what the column holds. Every other column must
    have a default of its own in the database or take NULL. ``rows`` may be a generator that asks
    the database nothing: PostgreSQL stores what it has while the next rows are made.
    """
    rows = iter(rows)
    first = tuple(islice(rows, TOGETHER))
    if not first:
        return 0
    fields = [_field(model, name) for name in names]
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(f.column) for f in fields)})"
    blocks = chain([first], iter(lambda: tuple(islice(rows, TOGETHER)), ()))
    write = _copy if connection.vendor == "postgresql" else _execute
    # both ways go past the cursor that would wrap the driver's errors
    with (
        transaction.atomic(savepoint=False),
        connection.cursor() as cursor,
        connection.wrap_database_errors,
    ):
        return write(cursor, into, fields, blocks)


def _field(model, name):
    return next(f for f in model._meta.concrete_fields if f.attname == name)


def _each(turn, column, key=None):
    """The values turned, every different one once: many rows share a day, a moment, an amount."""
    keys = column if key is None else list(map(key, column))
    known = dict(zip(keys, column, strict=True))
    known = {mark: None if value is None else turn(value) for mark, value in known.items()}
    return [known[mark] for mark in keys]


# --- PostgreSQL ----------------------------------------------------------------------------------

ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
NULL = r"\N"


def _copy(cursor, into, fields, blocks) -> int:
    """COPY as text, made a column at a time; the driver's way, value by value, is slower than the
    server."""
    count = 0
    with cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for block in blocks:
            columns = map(_texts, fields, zip(*block, strict=True))
            lines = map("\t".join, zip(*columns, strict=True))
            copy.write("\n".join(lines) + "\n")
            count += len(block)
    return count


def _texts(field, column):
    """What COPY reads as the values of a column."""
    if isinstance(field, models.JSONField):
        column = _each(json.dumps, column, key=repr)
    same = column.count(column[0]) == len(column)  # one union, one day, one word for many rows
    return _said(field, column[:1]) * len(column) if same else _said(field, column)


def _said(field, column):
    if isinstance(field, models.BinaryField):
        return [NULL if value is None else rf"\\x{value.hex()}" for value in column]
    if isinstance(field, (models.DateField, models.DecimalField)):
        column = _each(str, column)
    if None in column:
        return [NULL if value is None else str(value).translate(ESCAPES) for value in column]
    texts = list(map(str, column))
    whole = "".join(texts)
    if any(mark in whole for mark in "\\\t\n\r"):
        return [text.translate(ESCAPES) for text in texts]
    return texts


# --- SQLite --------------------------------------------------------------------------------------


def _execute(cursor, into, fields, blocks) -> int:
    """``TOGETHER`` rows a statement, the rest row by row. OR FAIL spares SQLite the notes by which
    it would take back half a statement: the transaction around is taken back whole."""
    turns = [_turn(field) for field in fields]
    marks = f"({', '.join('?' * len(fields))})"
    many = f"INSERT OR FAIL INTO {into} VALUES {', '.join([marks] * TOGETHER)}"
    one = f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(fields))})"
    count = 0
    for block in blocks:
        columns = zip(*block, strict=True)
        columns = [turn(c) if turn else c for turn, c in zip(turns, columns, strict=True)]
        rows = zip(*columns, strict=True)
        if len(block) < TOGETHER:
            cursor.executemany(one, rows)
        else:
            connection.connection.execute(many, list(chain.from_iterable(rows)))
        count += len(block)
    return count


def _turn(field):
    """What turns a column into what the driver takes at once; None where it does as it is."""
    if isinstance(field, models.JSONField):
        return lambda column: _each(json.dumps, column, key=repr)
    if isinstance(field, models.DateTimeField):
        return lambda column: _each(connection.ops.adapt_datetimefield_value, column)
    if isinstance(field, (models.DateField, models.DecimalField)):
        return lambda column: _each(str, column)
    return None


def among(model, names, key, values) -> list[tuple]:
    """The columns ``names`` of the rows whose ``key`` is one of many values, as the database holds
    them. The values go over as one parameter: thousands of them would be read one by one."""
    if not values:
        return []
    quote = connection.ops.quote_name
    columns = ", ".join(quote(_field(model, name).column) for name in names)
    column = quote(_field(model, key).column)
    if connection.vendor == "postgresql":
        fits, values = f"{column} = ANY(%s)", list(values)
    else:
        fits, values = f"{column} IN (SELECT value FROM json_each(%s))", json.dumps(list(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM {quote(model._meta.db_table)} WHERE {fits}", [values]
        )
        return cursor.fetchall()


def update(model, name, pairs, **same) -> None:
    """Set ``name`` of each row to its own value, ``pairs`` [(value, key)], and ``same`` on all:
    one statement on PostgreSQL, one prepared statement on SQLite. Whole numbers only."""
    if not pairs:
        return
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    column = quote(_field(model, name).column)
    others = "".join(f", {quote(_field(model, n).column)} = %s" for n in same)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            values, keys = map(_array, zip(*pairs, strict=True))
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


def _array(numbers) -> str:
    """Whole numbers as PostgreSQL writes them; the driver would turn each by itself."""
    return f"{{{','.join('NULL' if n is None else str(n) for n in numbers)}}}"


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
            # OFFSET 0: the sequence is looked up once, not once a number
            cursor.execute(
                "SELECT nextval(found.name) FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass "
                "AS name OFFSET 0) AS found, generate_series(1, %s)",
                [quote(table), key, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute(f"SELECT max({quote(key)}) FROM {quote(table)}")
        highest = cursor.fetchone()[0] or 0
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        used = cursor.fetchone()
    first = max(highest, used[0] if used else 0) + 1
    return list(range(first, first + count))
