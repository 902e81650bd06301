"""What a terminal sends, as text: bytes that are no UTF-8, and pastes that would press keys."""

import codecs
from types import ModuleType
from typing import Any

from textual.drivers import linux_driver

PASTE, PASTED = "\x1b[200~", "\x1b[201~"
"""Between these a terminal sends what was pasted."""


class Decoder:
    """Decodes what a terminal sends. An é from one set to Latin-1 is a mark, and no end.

    Textual takes what stands behind an escape for keys, within a paste too: text that somebody
    copied elsewhere could quit, or acknowledge. In a paste an escape is therefore written out as
    ``clean`` would write it; what ends a paste is the terminal's to keep out of it.
    """

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._pasting = False
        self._before = ""
        """The last that was typed: a paste may begin in it."""
        self._held = ""
        """The last of a paste: it may be the beginning of its end."""

    def decode(self, data: bytes, final: bool = False) -> str:
        """The text of what came now."""
        text, told = self._decoder.decode(data, final), ""
        while text:
            told, text = (self._pasted if self._pasting else self._typed)(told, text)
        return told

    def _typed(self, told: str, text: str) -> tuple[str, str]:
        seen = self._before + text
        at = seen.find(PASTE)
        self._pasting = at >= 0
        if not self._pasting:
            self._before = seen[1 - len(PASTE) :]
            return told + text, ""
        end = at + len(PASTE) - len(self._before)
        self._before = ""
        return told + text[:end], text[end:]

    def _pasted(self, told: str, text: str) -> tuple[str, str]:
        pasted, end, rest = (self._held + text).partition(PASTED)
        self._pasting, self._held = not end, ""
        if not end:
            begun = next(
                (n for n in range(len(PASTED) - 1, 0, -1) if pasted.endswith(PASTED[:n])), 0
            )
            cut = len(pasted) - begun
            pasted, self._held = pasted[:cut], pasted[cut:]
        return told + pasted.replace("\x1b", r"\x1b") + end, rest


def forgive_bytes(driver: ModuleType = linux_driver) -> None:
    """Let Textual read what a terminal sends as ``Decoder`` does; its own would end the session."""

    def forgiving(encoding: str) -> Any:
        return lambda: Decoder(encoding)

    vars(driver)["getincrementaldecoder"] = forgiving
