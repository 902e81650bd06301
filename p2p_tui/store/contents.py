"""What a database holds that is not the open one: a copy, looked through before it is trusted."""

from dataclasses import dataclass
from typing import Any

from playhouse.migrations import Runner

from p2p_tui.store import chain, in_common, store
from p2p_tui.store.engines.base import DatabaseUnusableError, Errors
from p2p_tui.store.models import TABLES, InCommonRow


@dataclass(frozen=True)
class Contents:
    """How far a database's schema has come, and its record."""

    schema: str
    """The newest step of the schema that was made."""
    events: int
    head: str


def contents(database: Any, errors: Errors) -> Contents:
    """Look through a database that holds a desk, and walk its whole record.

    The models are bound to it meanwhile: for a process that does nothing else at that time.
    ``errors`` says what its errors mean.

    Raises:
        DatabaseUnusableError: it holds no desk, a newer one, one for training, or its record does
            not hold.
    """
    with database.bind_ctx(list(TABLES), bind_refs=False, bind_backrefs=False):
        runner = Runner(database, str(store.MIGRATIONS))
        store.pending_steps(runner)
        made = sorted(runner.applied())
        if not made:
            raise DatabaseUnusableError("there is no desk in it")
        tables = database.get_tables()
        if InCommonRow._meta.table_name in tables and in_common.is_made_up():
            raise DatabaseUnusableError("it is a desk for training, with nobody real in it")
        verdict = chain.verify(errors=errors)
    if verdict.problem:
        raise DatabaseUnusableError(f"its record does not hold: {verdict.problem}")
    return Contents(made[-1], verdict.events, verdict.head)
