"""Terminals that do not speak UTF-8."""

import codecs
import functools
from typing import Any

from textual.drivers import linux_driver


def forgive_bytes() -> None:
    """Read bytes that are no UTF-8 as a mark in the text; Textual's driver would end the session.

    An é from a terminal set to Latin-1 is such a byte.
    """

    def forgiving(encoding: str) -> Any:
        return functools.partial(codecs.getincrementaldecoder(encoding), errors="replace")

    vars(linux_driver)["getincrementaldecoder"] = forgiving
