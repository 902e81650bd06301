"""A window over a list that is longer than a session holds: some pages of it, read by key."""

from collections.abc import Sequence

from p2p_tui.domain.request import Request

PAGE = 200
"""How many requests are read at a time."""
MOST = 3 * PAGE
"""How many are held: those around the selection."""


class Window:
    """A stretch of the tracker, newest first, of which one knows whether it reaches the ends."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.newest = True
        """Whether nothing newer is left out."""
        self.oldest = True

    def start(self, page: Sequence[Request], limit: int) -> None:
        """The newest page."""
        self.requests, self.newest, self.oldest = list(page), True, len(page) < limit

    def finish(self, page: Sequence[Request], limit: int) -> None:
        """The oldest page of all."""
        self.requests, self.oldest, self.newest = list(page), True, len(page) < limit

    def lengthen(self, page: Sequence[Request], by: int) -> None:
        """A page more, below (1) or above (-1); what is far from it is let go."""
        new = self._new(page)
        if by > 0:
            self.oldest = len(page) < PAGE
            every = [*self.requests, *new]
            self.newest = self.newest and len(every) <= MOST
            self.requests = every[-MOST:]
        else:
            self.newest = len(page) < PAGE
            every = [*new, *self.requests]
            self.oldest = self.oldest and len(every) <= MOST
            self.requests = every[:MOST]

    def ends(self, by: int) -> bool:
        """Whether it reaches the end there."""
        return self.oldest if by > 0 else self.newest

    def edge(self, by: int) -> str:
        """The reference at that end of it."""
        return self.requests[-1 if by > 0 else 0].ref

    def replace(self, changed: Sequence[Request]) -> bool:
        """Show as they are now those in it that changed; say whether there were any."""
        new = {one.ref: one for one in changed}
        found = [new.get(one.ref, one) for one in self.requests]
        differs = found != self.requests
        self.requests = found
        return differs

    def _new(self, page: Sequence[Request]) -> list[Request]:
        known = {one.ref for one in self.requests}
        return [one for one in page if one.ref not in known]
