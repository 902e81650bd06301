"""The guide as a session read it last: it is read when somebody wants it, and again after news."""

from p2p_tui.desk import News
from p2p_tui.domain.guide import SET, Version, in_force


class Shelf:
    """Every document of the guide. Until it was read, and without a database, the shipped ones."""

    def __init__(self) -> None:
        self._read: tuple[Version, ...] = ()
        self._fresh = False
        self.changes = 0
        """How often it was heard that a version was put in."""

    @property
    def fresh(self) -> bool:
        """Whether no version was put in since it was read."""
        return self._fresh

    @property
    def versions(self) -> tuple[Version, ...]:
        """The documents, as they were read last."""
        return self._read or in_force({})

    def hear(self, news: News) -> None:
        """Know that it is to be read again, where a version was put in."""
        if any(one.move == SET for one in news.happenings):
            self.changes += 1
            self._fresh = False

    def put(self, read: tuple[Version, ...], changes: int) -> None:
        """Keep what was read when so many changes had been heard of."""
        self._read, self._fresh = read, changes == self.changes
