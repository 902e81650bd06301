"""``p2p manual``: the manual page, from the same table of verbs as ``--help``.

It is written in the ``man`` macros, which groff and mandoc read, in ASCII alone.
"""

import argparse
from collections.abc import Iterator

from p2p_tui import __version__
from p2p_tui.cli.commands import CODES, parser
from p2p_tui.cli.examples import EXAMPLES, verbs_of
from p2p_tui.cli.main import OK
from p2p_tui.cli.showing import put

_WIDE = 10_000
"""How many columns a usage may take: who reads the page has a width of their own."""
_DESCRIPTION = (
    "The peer-to-peer desk of a pharmacy benefit manager, in a terminal: one live queue of the"
    " providers who want to talk a denied prior authorization over with a pharmacist. Without a"
    " verb p2p opens the desk as the account that one is logged in with; there, ? is the help.",
    "Verbs that act on requests act as that person. --as USERNAME acts for somebody else, and is"
    " for the account that owns the desk's file or its rights in the database; both are on"
    " record. Days are typed like 2026-11-01, Nov 1 or yesterday, spans like 45 min or 2 h.",
    "Errors are one line on stderr. --json prints one JSON document on stdout and nothing else.",
)
_FILES = (
    ("~/.config/p2p/config.toml", "the settings, unless P2P_CONFIG names another file"),
    ("~/.local/share/p2p/desk.db", "the desk, encrypted, unless P2P_DATABASE_URL names another"),
    ("~/.local/share/p2p/desk.key", "its key: who loses it loses the desk"),
    ("~/.ssh/authorized_keys", "whose key opens whose session over SSH"),
)


def manual(args: argparse.Namespace) -> int:
    """Print the page."""
    put(page())
    return OK


def page() -> str:
    """The manual page, whole."""
    return "\n".join(_lines(parser())) + "\n"


def _lines(whole: argparse.ArgumentParser) -> Iterator[str]:
    yield f'.TH P2P 1 "" "p2p {__version__}" "User Commands"'
    yield ".SH NAME"
    yield r"p2p \- the peer\-to\-peer desk"
    yield ".SH SYNOPSIS"
    yield _bold("p2p") + " [" + _italic("VERB") + " ...]"
    yield ".SH DESCRIPTION"
    yield from _paragraphs(_DESCRIPTION)
    yield ".SH VERBS"
    for words, told, verb in verbs_of(whole):
        if words and verb.get_default("run"):
            yield from _verb(words, told, verb)
    yield ".SH SETTINGS"
    yield from _settings()
    yield ".SH FILES"
    for name, meant in _FILES:
        yield from _tagged(_italic(name), meant)
    yield '.SH "EXIT STATUS"'
    for code, meant in CODES.items():
        yield from _tagged(_bold(str(code)), meant)
    yield '.SH "SEE ALSO"'
    yield _text("ssh(1), sshd_config(5), pg_dump(1); the desk's own help: ? in a session")


def _verb(words: str, told: str, verb: argparse.ArgumentParser) -> Iterator[str]:
    yield f'.SS "p2p {_quoted(words)}"'
    yield _text(_usage(verb))
    yield ".PP"
    yield _text(f"{told[:1].upper()}{told[1:]}.")
    for action in verb._actions:
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            yield from _tagged(_named(action), _meaning(action))
    rest = (verb.epilog or "").split("\n\nexample")[0]
    if rest and not rest.startswith("example"):
        yield ".PP"
        yield _text(" ".join(rest.split()))
    if words in EXAMPLES:
        yield from (".PP", ".RS 4", ".nf", *map(_text, EXAMPLES[words]), ".fi", ".RE")


def _usage(verb: argparse.ArgumentParser) -> str:
    formatter = argparse.RawDescriptionHelpFormatter(prog=verb.prog, width=_WIDE)
    formatter.add_usage(None, verb._actions, verb._mutually_exclusive_groups, prefix="")
    return formatter.format_help().strip().replace(" [-h]", "")


def _named(action: argparse.Action) -> str:
    """What of the command line is meant: an option with what it takes, or an argument."""
    takes = "" if action.nargs == 0 else _taken(action)
    if not action.option_strings:
        return _italic(takes)
    named = ", ".join(map(_bold, action.option_strings))
    return f"{named} {_italic(takes)}" if takes else named


def _taken(action: argparse.Action) -> str:
    if action.choices is not None:
        return "|".join(map(str, action.choices))
    return action.metavar if isinstance(action.metavar, str) else (
        action.dest.upper() if action.option_strings else action.dest
    )  # fmt: skip


def _meaning(action: argparse.Action) -> str:
    said = action.help or ""
    shown = isinstance(action.default, str) and action.default not in ("", "-")
    if shown and action.default != argparse.SUPPRESS and "default" not in said:
        said = f"{said}; default: {action.default}"
    return said


def _settings() -> Iterator[str]:
    from p2p_tui.config import PREFIX, Settings

    yield _text(
        "How to reach the desk: variables of the environment, or the names in small letters without"
        f" {PREFIX} in a file of TOML that {PREFIX}CONFIG names. What the desk has in common, its"
        " hours for instance, stands in its database. p2p config shows what is in force."
    )
    for name, field in Settings.model_fields.items():
        yield from _tagged(_bold(PREFIX + name.upper()), field.description or "")
    yield from _tagged(_bold(f"{PREFIX}CONFIG"), "The file with the settings")


def _paragraphs(told: tuple[str, ...]) -> Iterator[str]:
    for number, one in enumerate(told):
        if number:
            yield ".PP"
        yield _text(one)


def _tagged(tag: str, meant: str) -> Iterator[str]:
    yield from (".TP", tag, _text(meant))


def _bold(words: str) -> str:
    return rf"\fB{_quoted(words)}\fP"


def _italic(words: str) -> str:
    return rf"\fI{_quoted(words)}\fP"


def _text(words: str) -> str:
    """A line of text: what would begin a request of its own does not."""
    said = _quoted(words)
    return rf"\&{said}" if said.startswith((".", "'")) else said


_SPELT = {"\\": r"\e", "-": r"\-", "'": r"\(aq", '"': r"\(dq", "`": r"\(ga", "^": r"\(ha",
          "~": r"\(ti"}  # fmt: skip


def _quoted(words: str) -> str:
    """Words with each letter spelt so that it is drawn as it is, in ASCII."""
    return "".join(
        _SPELT.get(one) or (one if one.isascii() else rf"\[u{ord(one):04X}]") for one in words
    )
