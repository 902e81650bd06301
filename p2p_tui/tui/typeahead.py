"""Keys do what they are for in the order in which they were pressed, however fast they come.

Textual hands a key to whatever has the focus when the key arrives. Over a slow line keys arrive in
bursts: a tab and the word after it, ctrl+s right behind the last digit, a name typed before its
form is there. Here a key waits until the one before it has done what it does.
"""

import asyncio
import time
from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.widget import Widget

LOOK_AGAIN_SECONDS = 0.02
"""How often it is looked whether keys that wait can go on."""
LOST_SECONDS = 2.0
"""After how long keys go on although nothing says that what came before is done."""


class KeyDone(Message):
    """Follows a key from widget to widget: where it comes home, the key was there before it."""


class LookAgain(Message):
    """Keys are waiting."""


class KeysInOrder(App[int]):
    """An app whose keys wait for each other, for verbs that keys began, and for their screen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keys: deque[events.Event] = deque()
        self._on_its_way: tuple[Widget, float] | None = None
        self._holds = 0
        self._held_since = 0.0
        self._looking = False

    def hold_keys(self) -> None:
        """Let keys wait: what they are for is not there yet. As many holds, as many releases."""
        self._holds += 1
        self._held_since = time.monotonic()

    def release_keys(self) -> None:
        """Let keys go on, behind what was set off until now: a change of the focus for instance."""
        self.call_later(self._released)

    def forget_keys(self) -> None:
        """Drop the keys that wait: what they were for is not there any more."""
        self._keys.clear()

    async def _released(self) -> None:
        self._holds -= 1
        await self._go_on()

    async def on_event(self, event: events.Event) -> None:
        """Line keys and pastes up; everything else goes its way."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._keys.append(event)
            await self._go_on()
        else:
            await super().on_event(event)

    def on_key_done(self, message: KeyDone) -> None:
        """Go on behind what the key set off."""
        message.stop()
        self._on_its_way = None
        if self._keys:
            self.post_message(LookAgain())

    async def on_look_again(self, message: LookAgain) -> None:
        """See whether the keys can go on now."""
        message.stop()
        self._looking = False
        await self._go_on()

    async def _go_on(self) -> None:
        while self._keys and self._takes_keys():
            key = self._keys.popleft()
            await super().on_event(key)
            if key.is_forwarded:
                target = self.focused or self.screen
                if target.post_message(KeyDone()):
                    self._on_its_way = (target, time.monotonic())
        if self._keys and not self._looking:
            self._looking = True
            loop = asyncio.get_running_loop()
            loop.call_later(LOOK_AGAIN_SECONDS, self.post_message, LookAgain())

    def _takes_keys(self) -> bool:
        if not self.screen_stack:
            return False
        if self._holds and time.monotonic() - self._held_since < LOST_SECONDS:
            return False
        if self._on_its_way is not None:
            target, since = self._on_its_way
            if target.is_attached and time.monotonic() - since < LOST_SECONDS:
                return False
            self._on_its_way = None
        return bool(getattr(self.screen, "takes_keys", True))
