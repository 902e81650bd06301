"""Whether news arrives: a session rings the bell and hears it itself."""

import threading
import time

import peewee

from p2p_tui.store.engines.base import DatabaseUnusableError, Engine, Finding, Health, Listener

PATIENCE_SECONDS = 2.0
"""How long a ring is waited for; a session that hears none looks for itself every second."""
LOOK_SECONDS = 1.0


class Deaf:
    """What a session has for an ear that can't be rung: it looks for itself every second."""

    def __init__(self) -> None:
        self._woken = threading.Event()

    def wait(self, seconds: float) -> bool:
        """Wait so long, and say that there may be something."""
        self._woken.wait(min(seconds, LOOK_SECONDS))
        self._woken.clear()
        return True

    def wake(self) -> None:
        """End a wait from another thread."""
        self._woken.set()

    def close(self) -> None:
        """Nothing is held."""


def listen(engine: Engine) -> Listener:
    """An ear for a session; where none can be had it works all the same, and the doctor says so."""
    try:
        return engine.listen()
    except (OSError, DatabaseUnusableError):
        return Deaf()


def feed(engine: Engine) -> Finding:
    """Listen in this thread, ring from another as another session would, and take the time."""
    try:
        took = _ring_and_hear(engine)
    except (OSError, DatabaseUnusableError) as error:
        return _deaf(str(error))
    except peewee.PeeweeException as error:
        return _deaf(str(engine.explain(error)))
    if took is None:
        return _deaf(f"a ring was not heard within {PATIENCE_SECONDS:.0f} s")
    return Finding("news", Health.GOOD, f"a ring is heard after {took * 1000:.1f} ms")


def _deaf(why: str) -> Finding:
    return Finding(
        "news", Health.BAD, f"{why}; sessions learn of each other's moves late or not at all",
        "mend what is named above first, then: p2p doctor",
    )  # fmt: skip


def _ring_and_hear(engine: Engine) -> float | None:
    """Seconds from the ring until it was heard; None where it was not."""
    rung: list[float] = []
    trouble: list[Exception] = []

    def ring() -> None:
        try:
            engine.database.connect(reuse_if_open=True)
            rung.append(time.monotonic())
            engine.ring()
        except (OSError, peewee.PeeweeException) as error:
            trouble.append(error)
        finally:
            engine.database.close()

    listener = engine.listen()
    try:
        # The first wait only begins to listen; it may say that something changed.
        listener.wait(0.01)
        ringer = threading.Thread(target=ring, name="ring")
        ringer.start()
        began = time.monotonic()
        heard = 0.0
        while not (rung and heard > rung[0]) and not trouble:
            left = began + PATIENCE_SECONDS - time.monotonic()
            if left <= 0:
                break
            # Of a busy desk others may be heard too: any ring after this one will do.
            heard = time.monotonic() if listener.wait(left) else heard
        ringer.join()
    finally:
        listener.close()
    if trouble:
        raise trouble[0]
    return heard - rung[0] if rung and heard > rung[0] else None
