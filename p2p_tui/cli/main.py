"""``p2p``: runs a verb of the command line, each in a module that is imported when it runs."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence

from p2p_tui.cli.commands import NO, OK, UNUSABLE, USAGE, parser

__all__ = ["NO", "OK", "UNUSABLE", "USAGE", "UsageError", "main", "parser"]

FILES = ("file", "output", "keyfile")
"""Which arguments name files."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    from p2p_tui.access.cores import no_core_files

    args = parser().parse_args(argv)
    no_core_files()
    module, _, name = args.run.partition(":")
    verb: Callable[[argparse.Namespace], int] = getattr(
        importlib.import_module(f"p2p_tui.cli.{module}"), name
    )
    try:
        _check_text(args)
        code = verb(args)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Nobody reads on; what is still to be flushed at exit goes nowhere, and without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO
    except Exception as error:
        return _stopped(error)


class UsageError(Exception):
    """The command line asks for something that can't be."""


def _check_text(args: argparse.Namespace) -> None:
    """See that what was typed is text; the name of a file may be any bytes.

    Raises:
        UsageError: there are bytes in it that are no letters.
    """
    for name, value in vars(args).items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and name not in FILES:
                try:
                    one.encode()
                except UnicodeEncodeError:
                    raise UsageError(f"“{one}” is no text in UTF-8; type it again") from None


def _stopped(error: Exception) -> int:
    """Say what stopped a verb; what is needed to know it is imported only now."""
    from p2p_tui.config import SettingsError

    if isinstance(error, SettingsError | UsageError):
        return _fail(error, USAGE)
    from p2p_tui.desk import OfficeUnusableError
    from p2p_tui.domain.errors import DeskError

    if isinstance(error, OfficeUnusableError):
        return _fail(error, UNUSABLE)
    if isinstance(error, DeskError):
        return _fail(error, NO)
    return _incident(error)  # the last net: a fault tells a number, no values


def _fail(error: Exception, code: int) -> int:
    from p2p_tui.domain.text import one_line

    sys.stderr.write(f"p2p: {one_line(str(error))}\n")
    return code


def _incident(error: Exception) -> int:
    from datetime import UTC, datetime

    from p2p_tui.access.incidents import write_incident
    from p2p_tui.config import SettingsError, load

    try:
        number = write_incident(load().log_folder, error, datetime.now(UTC))
    except SettingsError:
        number = "(it could not be written down)"
    sys.stderr.write(f"p2p: stopped by a fault in it; tell who looks after it: incident {number}\n")
    return NO


if __name__ == "__main__":
    raise SystemExit(main())
