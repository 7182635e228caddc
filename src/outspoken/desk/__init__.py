"""The desk: what people decided, in a relational database through Django's ORM.

Machines' work lives in the lake and can be made again; what is here cannot. `connect` opens the
desk of one workspace; `outspoken.desk.text` writes it out as plain text and reads it back.
"""

from __future__ import annotations

from pathlib import Path


def connect(path: Path) -> None:
    """Open the desk at `path` (made and migrated where needed) for this process.

    One desk is open at a time; connecting to another closes the first. Import
    `outspoken.desk.models` only after this.
    """
    import django
    from django.conf import settings

    if not settings.configured:
        from outspoken.desk import settings as desk_settings

        settings.configure(
            **{name: getattr(desk_settings, name) for name in dir(desk_settings) if name.isupper()}
        )
        django.setup()
    from django.db import connections

    default = connections["default"]
    if default.settings_dict["NAME"] != str(path):
        default.close()
        default.settings_dict["NAME"] = str(path)
    _migrate()


def _migrate() -> None:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        executor.migrate(executor.loader.graph.leaf_nodes())
