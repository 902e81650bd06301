"""The clock of a lesson: it begins when the lesson says, and is set on where the script says."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


class LessonClock:
    """What time it is in a lesson. May be read by any thread."""

    def __init__(
        self, at: datetime, speed: float = 1.0, runs: Callable[[], float] = time.monotonic
    ) -> None:
        self._at, self.speed, self.runs = at.astimezone(UTC), speed, runs
        self._since = runs()
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """The time in UTC."""
        with self._lock:
            return self._at + timedelta(seconds=(self.runs() - self._since) * self.speed)

    def set_on(self, to: datetime) -> bool:
        """Set it on to a later time; never back. Says whether it was set."""
        now = self()
        with self._lock:
            if to <= now:
                return False
            self._at, self._since = to.astimezone(UTC), self.runs()
            return True

    def set_back_to(self, at: datetime) -> None:
        """Stand at an earlier time: the past of a lesson is made so, before it begins."""
        with self._lock:
            self._at, self._since = at.astimezone(UTC), self.runs()


def moment(wall: datetime, zone: str) -> datetime:
    """What the desk's clock says, as a moment."""
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
