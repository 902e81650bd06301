"""What a seat starts with: an environment made from an allow-list, before Textual is imported.

Textual and Rich obey variables: they write to disk, import code, press keys, change colours. What
a client sends along with its session is hostile as any text is; what is not known is dropped.
"""

import os
import pwd
import re
from collections.abc import Collection, Mapping

LONGEST = 64
"""How many characters a value of the terminal may have."""
ESCAPE_MS = 350
"""How long Escape waits for the rest of a key that begins with it, in milliseconds.

Textual's 100 ms take an arrow apart whose bytes come in two packets. TCP sends a packet that was
lost again after 200 ms and the line's own time, so that 350 ms carry an arrow over one loss on
lines of up to 150 ms; longer would be felt by whoever presses Escape in an old terminal.
"""
_LOCALE = re.compile(r"(C|POSIX|[A-Za-z]{2,8}(_[A-Za-z0-9]{2,3})?)(\.[A-Za-z0-9-]+)?(@[A-Za-z]+)?")
_TERMINAL = {
    "TERM": re.compile(r"[A-Za-z0-9][A-Za-z0-9+._-]*"),
    "COLORTERM": re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*"),
    "NO_COLOR": re.compile(r"[A-Za-z0-9]+"),
    **dict.fromkeys(("LANG", "LC_ALL", "LC_CTYPE"), _LOCALE),
}
_SAFE_TERM = "xterm"
_PAGE = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
# Where the files of somebody who sits down under their own login are, and how the driver of a
# server finds its own: it opens connections for as long as the session lasts.
_OWN_PLACES = re.compile(r"HOME|TMPDIR|XDG_[A-Z_]+|PG[A-Z]+|KRB5[A-Z_0-9]+")


def of_session(environ: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a staff member's session: the terminal's values, checked, and no more.

    ``settings`` are the account's own, as whoever calls has sorted them out. The home is that of
    the account, as the system's list of accounts has it.
    """
    return _terminal(environ) | {"HOME": home()} | dict(settings)


def of_own_seat(environ: Mapping[str, str], known: Collection[str]) -> dict[str, str]:
    """The environment of somebody at their own terminal, under their own login.

    The same, with the settings of the names in ``known`` and with where that person's files are.
    """
    own = {
        name: value
        for name, value in environ.items()
        if _OWN_PLACES.fullmatch(name) or name in known
    }
    return _terminal(environ) | {"HOME": home()} | own


def of_browser(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a desk of made-up people whose terminal is a page of ``p2p serve``.

    That page draws every colour and letter. Nothing else is taken over than where files that are
    thrown away may be made: no setting, and nothing by which a driver finds a server.
    """
    kept = {name: environ[name] for name in ("TMPDIR",) if name in environ}
    return _terminal(_PAGE) | {"HOME": home()} | kept


def take_on(environment: Mapping[str, str]) -> None:
    """Make this the environment of this process."""
    os.environ.clear()
    os.environ.update(environment)


def home() -> str:
    """The account's home by its UID, not by ``$HOME``; the root where the system knows none."""
    try:
        return pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:
        return "/"


def _terminal(environ: Mapping[str, str]) -> dict[str, str]:
    found = {
        name: environ[name]
        for name, pattern in _TERMINAL.items()
        if len(environ.get(name, "")) <= LONGEST and pattern.fullmatch(environ.get(name, ""))
    }
    return {"TERM": _SAFE_TERM} | found | {"ESCDELAY": str(ESCAPE_MS)}
