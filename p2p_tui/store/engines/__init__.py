"""What differs between database engines, behind one small interface.

``base`` says what an engine does; every other module here is one engine. Nowhere else in the
program is an engine's name known.
"""

from pathlib import Path
from typing import Any

from p2p_tui.store.engines.base import (
    Copy,
    DatabaseAwayError,
    DatabaseDamagedError,
    DatabaseReplacedError,
    DatabaseUnusableError,
    Engine,
    Finding,
    Health,
    NotOwnedError,
    NotThisEngineError,
    OutcomeUnknownError,
)

__all__ = [
    "Copy",
    "DatabaseAwayError",
    "DatabaseDamagedError",
    "DatabaseReplacedError",
    "DatabaseUnusableError",
    "Engine",
    "Finding",
    "Health",
    "NotOwnedError",
    "NotThisEngineError",
    "OutcomeUnknownError",
    "engine_for",
    "engine_of",
]

POSTGRES_MISSING = "PostgreSQL needs one more package: pip install 'p2p-tui[postgres]'"

_ENGINES: dict[int, Engine] = {}


def engine_for(url: str, key_file: Path | None) -> Engine:
    """The engine that serves a database URL, not yet connected.

    Raises:
        DatabaseUnusableError: no engine serves such a URL.
    """
    scheme = url.partition("://")[0]
    if scheme in ("sqlite", "sqlcipher"):
        from p2p_tui.store.engines.sqlite import SqliteEngine

        engine: Engine = SqliteEngine(url, key_file)
    elif scheme in ("postgresql", "postgres"):
        try:
            from p2p_tui.store.engines.postgres import PostgresEngine
        except ImportError:
            raise DatabaseUnusableError(POSTGRES_MISSING) from None
        engine = PostgresEngine(url, key_file)
    else:
        # Of what is no URL nothing is repeated: a password may stand in it.
        named = f"{scheme}://…" if "://" in url else "what is no URL"
        raise DatabaseUnusableError(
            f"No database can be opened at {named}: use sqlcipher:///PATH, sqlite:///PATH"
            " or postgresql://USER@HOST/DATABASE"
        )
    _ENGINES[id(engine.database)] = engine
    return engine


def engine_of(database: Any) -> Engine:
    """The engine behind an open database: what a migration asks for what differs."""
    return _ENGINES[id(database)]
