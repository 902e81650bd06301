"""A bare app with a stock table and a stock input, to hold the desk's screens against.

Usage: python tests/bench/bare_table.py ROWS [--ticking]

`c` changes a row, `i` goes to the input; with --ticking one cell is changed each second.
"""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Input

COLUMNS = ("state", "age", "ref", "drug", "contact", "whose")
LAST = "the last row"


class BareTable(App[None]):
    """A table with as many rows as the desk has requests."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "change", "change a row"),
        Binding("i", "type", "go to the input"),
    ]

    def __init__(self, rows: int, *, ticking: bool) -> None:
        super().__init__()
        self._rows, self._ticking = rows, ticking
        self._count = 0

    def compose(self) -> ComposeResult:
        """Table and input."""
        yield DataTable(cursor_type="row")
        yield Input()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        for name in COLUMNS:
            table.add_column(name, key=name, width=15)
        for number in range(self._rows):
            last = number == self._rows - 1
            cells = (
                "scheduled",
                "0:00",
                f"P2P-{number}",
                "Ozempic",
                "Kim Osei, MA",
                "for the desk",
            )
            table.add_row(*cells[:-1], LAST if last else cells[-1], key=str(number))
        table.focus()
        if self._ticking:
            self.set_interval(1.0, self._tick)

    def action_change(self) -> None:
        """Change all of a row."""
        self._count += 1
        for name in COLUMNS:
            self.query_one(DataTable).update_cell("2", name, f"changed {self._count}")

    def action_type(self) -> None:
        """Type from here on."""
        self.query_one(Input).focus()

    def _tick(self) -> None:
        self._count += 1
        minutes, seconds = divmod(self._count, 60)
        self.query_one(DataTable).update_cell("2", "age", f"{minutes}:{seconds:02}")


if __name__ == "__main__":
    BareTable(int(sys.argv[1]), ticking="--ticking" in sys.argv).run()
