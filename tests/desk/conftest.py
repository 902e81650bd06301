"""What stories of old requests start from."""

import pytest

from p2p_tui.store import retention
from tests.desk.long_ago import THEN, DeskOf, closed
from tests.house import FRIDAY, FixedClock


@pytest.fixture
def then(clock: FixedClock) -> FixedClock:
    """The clock, set back by seven years until a test sets it to ``FRIDAY``."""
    clock.now = THEN
    return clock


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests, or notes, at a time."""
    monkeypatch.setattr(retention, "BATCH", 2)
    monkeypatch.setattr(retention, "_PIECE", 4)
    monkeypatch.setattr(retention, "PLAIN_BATCH", 2)


@pytest.fixture
def five(desk_of: DeskOf, then: FixedClock) -> list[str]:
    """Five requests that are old by now."""
    refs = [closed(desk_of).ref for _ in range(5)]
    then.now = FRIDAY
    return refs
