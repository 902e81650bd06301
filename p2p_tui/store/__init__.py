"""Where the desk keeps what it knows: tables, migrations, the event log and its chain, the feed.

One process serves one database at a time.
"""

import sys


def _import_peewee_alone() -> None:
    """Import Peewee without the drivers that it would import wherever they are installed.

    They cost 200 ms of every start; the engine that needs one brings it.
    """
    drivers = [name for name in ("psycopg", "psycopg2", "psycopg2cffi") if name not in sys.modules]
    absent: dict[str, None] = dict.fromkeys(drivers)
    sys.modules.update(absent)  # type: ignore[arg-type]  # as Python says that a module is not there
    try:
        import playhouse.migrations  # noqa: F401  # all of Peewee that looks for drivers
    finally:
        for name in drivers:
            del sys.modules[name]


_import_peewee_alone()
