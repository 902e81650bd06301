"""``p2p backup``, ``restore``, ``rekey`` and ``migrate``."""

import argparse
import sys
from pathlib import Path

from p2p_tui.cli.main import OK
from p2p_tui.cli.showing import say
from p2p_tui.config import load
from p2p_tui.desk import keeping
from p2p_tui.desk.keeping import Place


def backup(args: argparse.Namespace) -> int:
    """Copy the whole database into a new file, and look through the copy."""
    made = keeping.backup(_place(), Path(args.file))
    opens = f"opens with the key {made.key} (in {made.key_file})" if made.key else "not encrypted"
    say(f"Backed up to {made.path}: {made.events} events, head {made.head[:16]}; {opens}")
    return OK


def restore(args: argparse.Namespace) -> int:
    """Put a backup in the desk's place."""
    found = keeping.restore(_place(), Path(args.file))
    kept = f"the desk before it is kept as {found.kept}" if found.kept else "there was none before"
    say(f"Restored {args.file}; {kept}")
    if found.pending:
        sys.stdout.write(f"It is of an older version (it lacks {found.pending[0]}): p2p migrate\n")
    return OK


def rekey(args: argparse.Namespace) -> int:
    """Encrypt the desk with a new key."""
    kept = keeping.rekey(_place())
    say(
        "The desk is encrypted with a new key; keep a copy of it elsewhere."
        f" The old one opens the backups made before: {kept}"
    )
    return OK


def migrate(args: argparse.Namespace) -> int:
    """Move the schema to what this program knows."""
    if args.roles:
        sys.stdout.write(keeping.roles_sql(_place(), args.owner_role, args.app_role))
        return OK
    found = keeping.migrate(_place(), app_role=args.app_role, backed_up=args.backed_up)
    if found.copy is not None:
        say(f"Backed up to {found.copy.path} first")
    steps = f"The schema has moved: {', '.join(found.steps)}" if found.steps else (
        "The schema is of this version already; nothing to do"
    )  # fmt: skip
    sys.stdout.write(f"{steps}\n")
    if found.granted:
        sys.stdout.write(f"{args.app_role} may do the desk's daily work\n")
    return OK


def _place() -> Place:
    settings = load()
    return Place(settings.database_url, settings.database_key_file)
