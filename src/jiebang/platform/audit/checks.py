"""System checks: the guards stand, and the embedded SQLite is a safe one."""

from __future__ import annotations

from django.core.checks import Error, Tags, register
from django.db import connections

from jiebang.platform.audit.seal import present, trigger_names

SAFE_SQLITE = (3, 51, 3)  # first release without the WAL-reset corruption fault


@register(Tags.database)
def record_is_sealed(app_configs, databases=None, **kwargs) -> list[Error]:
    found: list[Error] = []
    for alias in databases or []:
        connection = connections[alias]
        if "audit_entry" not in connection.introspection.table_names():
            continue
        missing = trigger_names(connection.vendor) - present(connection)
        if missing:
            found.append(Error(f"audit triggers missing: {sorted(missing)}", id="jiebang.E001"))
    return found


@register(Tags.database)
def sqlite_is_safe(app_configs, databases=None, **kwargs) -> list[Error]:
    for alias in databases or []:
        if connections[alias].vendor != "sqlite":
            continue
        version = connections[alias].Database.sqlite_version_info
        if version < SAFE_SQLITE:
            return [Error(f"SQLite {version} may corrupt a WAL database", id="jiebang.E002",
                          hint="install pysqlite3 as requirements/base.txt names it")]  # fmt: skip
    return []
