"""An empty database made in one go has the very tables that the migrations, run in turn, come to."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.utils import names_digest

from zhijia.kernel import tables

ROOT = Path(__file__).parents[1]
PARTS = {
    "columns": "SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, "
    "numeric_scale, is_nullable, column_default, is_identity, collation_name "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass::text, pg_get_constraintdef(c.oid) FROM pg_constraint c "
    "JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "room": "SELECT relname, reloptions::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
    "AND relkind = 'r'",
}


def pieces(sql):
    """What stands between the outer brackets, cut at its commas; and what stands behind them."""
    opened, depth, cuts = sql.index("("), 0, []
    for place, sign in enumerate(sql):
        depth += (sign == "(") - (sign == ")")
        if place == opened or (sign == "," and depth == 1):
            cuts.append(place)
        if sign == ")" and depth == 0:
            cuts.append(place)
            break
    inner = [sql[a + 1 : b].strip() for a, b in zip(cuts, cuts[1:], strict=False)]
    return sorted(inner), sql[cuts[-1] + 1 :].strip()


def sqlite_schema(conn):
    with conn.cursor() as cursor:
        cursor.execute("SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        found = {"tables": [], "others": []}
        for kind, table, sql in cursor.fetchall():
            if table.startswith("sqlite_"):
                continue
            if kind == "table":
                found["tables"].append((table, *pieces(sql)))
            else:
                named = re.sub(r'^(CREATE (UNIQUE )?(INDEX|TRIGGER)) "?\w+"?', r"\1", sql)
                found["others"].append((table, named))
    return {part: sorted(map(repr, rows)) for part, rows in found.items()}


def postgres_schema(conn):
    found = {}
    with conn.cursor() as cursor:
        for part, sql in PARTS.items():
            cursor.execute(sql)
            rows = [
                tuple(re.sub(r"^(CREATE (UNIQUE )?INDEX) \w+", r"\1", str(value)) for value in row)
                for row in cursor.fetchall()
            ]
            found[part] = sorted(map(repr, rows))
    return found


def schema(conn):
    return (postgres_schema if conn.vendor == "postgresql" else sqlite_schema)(conn)


@pytest.fixture
def replayed(tmp_path, django_db_blocker):
    """A database of its own on which another process ran every migration in turn."""
    given = connection.settings_dict
    skip = ("ZHIJIA_TEST", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    env = {k: v for k, v in os.environ.items() if k not in skip} | {"ZHIJIA_DATA": str(tmp_path)}
    name = f"zhijia_replay_{names_digest(str(tmp_path), length=8)}"
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {name}")
            who = f"{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT'] or 5432}"
            env["DATABASE_URL"] = f"postgresql://{who}/{name}"
        else:
            name = str(tmp_path / "zhijia.sqlite3")
        command = [sys.executable, ROOT / "manage.py", "migrate", "--replay", "--verbosity", "0"]
        connections.settings["replayed"] = {**given, "NAME": name}
        try:
            subprocess.run(command, env=env, check=True)
            yield connections["replayed"]
        finally:
            connections["replayed"].close()
            if hasattr(connection, "close_pool"):
                connections["replayed"].close_pool()
            del connections["replayed"], connections.settings["replayed"]
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.django_db(transaction=True)
def test_made_in_one_go_or_by_every_migration_the_tables_are_the_same(replayed):
    ours, theirs = schema(connection), schema(replayed)
    assert len(set(connection.introspection.table_names())) > len(apps.get_app_configs())
    for part in ours:
        assert sorted(set(ours[part]) ^ set(theirs[part])) == [], part


@pytest.mark.django_db(transaction=True)
def test_every_migration_is_noted_as_done():
    call_command("migrate", check_unapplied=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_table_that_got_row_numbers_loses_them_again_with_its_rows():
    from zhijia.domains.ballots.urn import Paper

    table, fields = Paper._meta.db_table, {"klass": "A", "prefix": "p", "signature": "s", "body": "b"}
    with connection.schema_editor() as editor:
        editor.delete_model(Paper)
        editor.create_model(Paper)
    for token in ("c", "a", "b"):
        Paper.objects.create(token=token, ballot=1, **fields)
    tables.lay()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        assert cursor.fetchone()[0].endswith("WITHOUT ROWID")
        cursor.execute(f"SELECT count(*) FROM sqlite_master WHERE tbl_name = '{table}' AND type = 'index' "
                       "AND sql IS NOT NULL")  # fmt: skip
        assert cursor.fetchone()[0] == 1
    assert [paper.token for paper in Paper.objects.filter(ballot=1)] == ["a", "b", "c"]
