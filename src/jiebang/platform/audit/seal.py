"""The database's own refusal to change the record.

Installed after every `migrate`, not inside a migration: SQLite rebuilds a table on ALTER and
drops its triggers silently, so a trigger of migration 0001 would not survive 0002.
"""

from __future__ import annotations

TABLES = ("audit_entry", "audit_leaf", "audit_checkpoint")
_ENDS = {"sqlite": ("no_update", "no_delete"), "postgresql": ("immutable", "no_truncate")}


def _sqlite_create(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is immutable'); END"
        for verb in ("update", "delete")
    ]


def _postgresql_create(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_immutable BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "EXECUTE FUNCTION audit_refuse()",
    ]


def trigger_names(vendor: str) -> frozenset[str]:
    return frozenset(f"{t}_{end}" for t in TABLES for end in _ENDS[vendor])


def unseal(connection) -> None:
    """Take the guards away: for `seal` itself and for tests that must empty the tables."""
    on = " ON {table}" if connection.vendor == "postgresql" else ""
    _run(
        connection,
        [
            f"DROP TRIGGER IF EXISTS {table}_{end}" + on.format(table=table)
            for table in TABLES
            for end in _ENDS[connection.vendor]
        ],
    )


def seal(connection) -> None:
    unseal(connection)
    if connection.vendor == "sqlite":
        _run(connection, [s for t in TABLES for s in _sqlite_create(t)])
        return
    function = (
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the record is immutable'; END $$"
    )
    _run(connection, [function, *(s for t in TABLES for s in _postgresql_create(t))])


def present(connection) -> frozenset[str]:
    """Triggers that stand guard now."""
    if connection.vendor == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        sql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return frozenset(row[0] for row in cursor.fetchall())


def _run(connection, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
