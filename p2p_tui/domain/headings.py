"""Which column of a table says what: how the headers of its fields are spelled."""

from collections.abc import Mapping, Sequence

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.text import one_line

_LONGEST = 60


def header_key(header: str) -> str:
    """By what headers are compared: letters and digits, with ``#`` for "number"."""
    text = one_line(header).casefold().replace("#", "number").replace("peer2peer", "p2p")
    return "".join(char for char in text if char.isalnum())


class Headings:
    """The fields that a kind of table can say, by name, and how their headers are spelled."""

    def __init__(
        self, fields: Mapping[str, str], spelled: Mapping[str, str], *, what: str, where: str
    ) -> None:
        """``fields`` have the words for each, ``spelled`` its headers, the best first, parted by
        ``;``. ``what`` is the kind of table, ``where`` names what a message is about."""
        self.fields, self._what, self._where = fields, what, where
        self._spelled = {
            field: tuple(" ".join(one.split()) for one in told.split(";"))
            for field, told in spelled.items()
        }
        self._ranked = {
            header_key(spelling): (rank, field)
            for field, told in self._spelled.items()
            for rank, spelling in reversed(list(enumerate(told)))
        }

    def spellings(self, field: str) -> tuple[str, ...]:
        """The usual headers of a field, the best first."""
        return self._spelled[field]

    def field_named(self, words: str) -> str:
        """The field that somebody means by its name, its words or a usual header; none by no words.

        Raises:
            Mistyped: there is no such field; the message names those there are.
        """
        key = header_key(words)
        if not words.strip():
            return ""
        for field, label in self.fields.items():
            if key in (header_key(field), header_key(label)):
                return field
        if key in self._ranked:
            return self._ranked[key][1]
        raise Mistyped(
            f"“{one_line(words)[:_LONGEST]}” is nothing that {self._what} can say; say one of:"
            f" {', '.join(self.fields.values())}",
            self._where,
        )

    def columns(self, header: Sequence[str], own: Mapping[str, str]) -> dict[str, int]:
        """In which column each field stands, by the headers; ``own`` go before the usual ones.

        A header that ``own`` gives no field is not read. Of several columns that could say the
        same, the better named one is taken; of equals the first.
        """
        named = {header_key(name): field for name, field in own.items()}
        found: dict[str, tuple[int, int]] = {}
        for index, name in enumerate(header):
            key = header_key(name)
            rank, field = (-1, named[key]) if key in named else self._ranked.get(key, (0, ""))
            if field and (field not in found or (rank, index) < found[field]):
                found[field] = (rank, index)
        return {field: found[field][1] for field in self.fields if field in found}
