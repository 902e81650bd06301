"""What somebody looked at or took a copy of, put on record: reading waits for no lock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from p2p_tui.desk.office import Office
from p2p_tui.store import requests

Write = Callable[["Note"], None]


@dataclass(frozen=True)
class Note:
    """That somebody looked at something, or took a copy of it."""

    what: str
    number: int | None
    """The number of the request, where it is one."""
    at: datetime
    act_id: str
    given: Mapping[str, Any]


class Notes:
    """The notes of one person. One that can't be written goes with the next, at its own time."""

    def __init__(self, office: Office, write: Write) -> None:
        """``write`` appends a note's event, inside the transaction that it is called in."""
        self._office, self._write = office, write
        self._pending: list[Note] = []

    def take(self, what: str, number: int | None, given: Mapping[str, Any] | None = None) -> None:
        """Write a note down.

        Raises:
            OfficeUnusableError: it can't be written now; it is not lost.
        """
        note = Note(what, number, self._office.clock(), self._office.new_id(), given or {})
        self._pending.append(note)
        pending = tuple(self._pending)

        def write() -> None:
            for one in pending:
                if requests.act(one.act_id) is None:
                    self._write(one)

        self._office.once(pending[-1].act_id, write, lambda _: None, patience=0.0)
        del self._pending[: len(pending)]
