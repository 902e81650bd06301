"""``p2p guide``: the guide's documents and their versions, and putting in the desk's own."""

import argparse
import json
import sys
from collections.abc import Sequence

from p2p_tui.cli.doors import desk_of, office
from p2p_tui.cli.files import read_file, text_of
from p2p_tui.cli.main import OK, UsageError
from p2p_tui.cli.showing import put, say
from p2p_tui.desk import Desk
from p2p_tui.domain.errors import Mistyped, NotFound
from p2p_tui.domain.guide import MOST_LETTERS, Version, usual_key, with_keys
from p2p_tui.domain.wording import dated, local

_LONGEST = 4 * MOST_LETTERS
"""How many bytes a document's file may have."""


def guide(args: argparse.Namespace) -> int:
    """List the documents, print one or its versions, or put in the desk's own."""
    if args.document is None and (args.file or args.versions or args.number or args.over):
        raise UsageError("Of which document? See: p2p guide")
    if args.over is not None and args.file is None:
        raise UsageError("--over goes with --set FILE: over which version it is put in")
    with office() as opened:
        desk = desk_of(opened, args.username, reading=args.file is None)
        if args.file is not None:
            return _set(desk, args)
        if args.document is None:
            return _list(desk, desk.guide(), as_json=args.json)
        versions = desk.guide_versions(args.document)
        if args.versions:
            return _list(desk, versions, as_json=args.json)
        return _print(desk, _numbered(versions, args.number), as_json=args.json)


def _numbered(versions: Sequence[Version], number: int | None) -> Version:
    """The version with a number, or the newest.

    Raises:
        NotFound: there is none.
    """
    if number is None:
        return versions[0]
    for one in versions:
        if one.number == number:
            return one
    newest = versions[0]
    raise NotFound(f"“{newest.document}” has no version {number}; the newest is {newest.label}")


def _set(desk: Desk, args: argparse.Namespace) -> int:
    text = text_of(read_file(args.file, _LONGEST, "the document"), args.file)
    over = args.over or desk.guide_versions(args.document)[0].number
    try:
        now = desk.set_guide(args.document, text, over)
    except Mistyped as no:
        raise UsageError(str(no)) from None
    if args.json:
        return _json(_told(desk, now))
    changed = "is in force for everybody" if now.number > over else "says the same already"
    say(f"{now.title}: version {now.label} {changed}")
    return OK


def _list(desk: Desk, versions: Sequence[Version], *, as_json: bool) -> int:
    if as_json:
        return _json([_told(desk, one) for one in versions])
    rows = [
        (one.document, one.label, _on(desk, one), one.author(desk.office.roster()), one.title)
        for one in versions
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(4)]
    lines = (
        "  ".join((*(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)), row[4]))
        for row in rows
    )
    put("".join(f"{line}\n" for line in lines))
    return OK


def _print(desk: Desk, version: Version, *, as_json: bool) -> int:
    if as_json:
        return _json({**_told(desk, version), "text": version.text})
    if not sys.stdout.isatty():
        # As it is put in again: with the names of keys.
        put(f"{version.text}\n")
        return OK
    said = f"version {version.label}, {version.author(desk.office.roster())}, {_on(desk, version)}"
    put(f"{with_keys(version.text, usual_key)}\n\n{said}\n")
    return OK


def _on(desk: Desk, version: Version) -> str:
    return dated(local(version.at, desk.office.hours.zone).date())


def _told(desk: Desk, one: Version) -> dict[str, object]:
    return {
        "document": one.document,
        "title": one.title,
        "version": one.label,
        "number": one.number,
        "author": one.author(desk.office.roster()),
        "username": one.by or None,
        "at": one.at.isoformat().replace("+00:00", "Z"),
    }


def _json(told: object) -> int:
    json.dump(told, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
    return OK
