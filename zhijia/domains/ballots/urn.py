"""The urn: papers without a person, a time, a number or an address. Only casting and counting open it.

A paper's key is the token that its voter's device drew, so the table is in an order that nobody chose.
What a database keeps beside its rows is stirred as well: on PostgreSQL each paper that falls also
rewrites some of its neighbours, and the roll does the same with its marks, so that neither hidden
transaction numbers nor places on disk tell who came with whom; after the close everything is written
anew in one stroke. On SQLite the table has no row numbers at all.

What this does not do: whoever can watch the running server in the very second sees who asks.
"""

import secrets

from django.db import connection, models

from zhijia.kernel.stirring import stir


class Paper(models.Model):
    """One paper as it fell: the token, the signature under it, and what is on it (maybe sealed)."""

    ORDERLESS = True

    token = models.CharField(primary_key=True, max_length=64)
    ballot = models.BigIntegerField(db_index=True)
    klass = models.CharField(max_length=4)
    prefix = models.CharField(max_length=64)
    signature = models.TextField()
    body = models.TextField()

    class Meta:
        app_label = "ballots"
        ordering = ["token"]


def drop(ballot: int, klass, token, prefix, signature, body) -> str:
    """Let a paper fall: ``new``, ``same`` where this very paper lies there already, ``other`` where
    the token was used for another one (which is refused)."""
    row = Paper(
        token=token, ballot=ballot, klass=klass, prefix=prefix, signature=signature, body=body
    )
    Paper.objects.bulk_create([row], ignore_conflicts=True)
    there = Paper.objects.get(token=token)
    if (there.ballot, there.body, there.signature) != (ballot, body, signature):
        return "other"
    stir_papers(ballot)
    return "new"


def papers_of(ballot: int):
    """Every paper of the ballot, by token: an order that says nothing."""
    return Paper.objects.filter(ballot=ballot).order_by("token")


def stir_papers(ballot: int) -> None:
    """Write some neighbours anew, from a place drawn at random; whoever is busy is left alone."""
    stir("ballots_paper", "token", "body", "ballot", ballot, "%s", secrets.token_hex(32))


def stir_roll(ballot: int) -> None:
    """The same for the marks on the roll."""
    somewhere = "(SELECT min(id) + floor(random() * (max(id) - min(id))) FROM ballots_voter WHERE ballot_id = %s)"
    stir("ballots_voter", "id", "marked", "ballot_id", ballot, somewhere, ballot)


def shuffle(ballot: int) -> None:
    """Write all papers and all lines of the roll anew, in one transaction and in an order drawn now."""
    if connection.vendor == "postgresql":
        columns = "token, ballot, klass, prefix, signature, body"
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH taken AS (DELETE FROM ballots_paper WHERE ballot = %s RETURNING {columns}) "
                "SELECT * FROM taken",
                [ballot],
            )
            rows = cursor.fetchall()
            secrets.SystemRandom().shuffle(rows)
            marks = ", ".join(["%s"] * 6)
            cursor.executemany(f"INSERT INTO ballots_paper ({columns}) VALUES ({marks})", rows)
            cursor.execute(
                "UPDATE ballots_voter SET marked = marked WHERE ballot_id = %s", [ballot]
            )


def tidy() -> None:
    """Throw away what earlier versions of rows left on disk. Outside any transaction, after the close."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in ("ballots_paper", "ballots_voter"):
                cursor.execute(f"VACUUM FULL {table}")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
