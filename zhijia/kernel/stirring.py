"""Rows that must not tell when they came: what a database keeps beside its rows is stirred.

Rows written in one transaction share PostgreSQL's hidden transaction number and lie side by side on
disk. Whoever writes a row that nobody may join to another one rewrites some of its neighbours too,
from a place drawn at random, so that neither the numbers nor the places say who came with whom.

On SQLite there is nothing to stir where a table has a drawn key and no row numbers (``WITHOUT ROWID``).
"""

from django.db import connection

NEIGHBOURS = 24  # rows written anew with each row that falls


def stir(table: str, key: str, touched: str, within: str, scope: int, start: str, *given) -> None:
    """Write some rows of ``scope`` anew, in the order of ``key`` from ``start`` (SQL, may hold ``%s``
    for ``given``); rows that somebody holds are left alone. The names are the caller's own, never input."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {touched} = {touched} WHERE {key} IN (SELECT {key} FROM {table} "
            f"WHERE {within} = %s AND {key} >= {start} ORDER BY {key} LIMIT {NEIGHBOURS} "
            "FOR UPDATE SKIP LOCKED)",
            [scope, *given],
        )
