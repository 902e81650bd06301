"""``p2p completion``: a script by which a shell completes p2p, from the table of its verbs."""

import argparse

from p2p_tui.cli.commands import parser
from p2p_tui.cli.examples import verbs_of
from p2p_tui.cli.main import FILES, OK
from p2p_tui.cli.showing import put


def completion(args: argparse.Namespace) -> int:
    """Print the script for a shell. It opens no desk, and neither does what it prints."""
    put(script(args.shell))
    return OK


def script(shell: str) -> str:
    """The script for a shell: verbs, options and their choices, and files where files are meant."""
    import shtab

    whole = parser()
    for _, _, verb in verbs_of(whole):
        for action in verb._actions:
            if action.dest in FILES:
                action.complete = shtab.FILE  # type: ignore[attr-defined]
    return shtab.complete(whole, shell).rstrip("\n") + "\n"
