"""``p2p pa import`` and ``p2p pa columns``."""

import argparse
import io
import json
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

from p2p_tui.cli.doors import desk_of, office
from p2p_tui.cli.files import mapped, read_file, text_of
from p2p_tui.cli.main import NO, OK, UsageError
from p2p_tui.cli.showing import WIDTH, put
from p2p_tui.desk.denied_pas import Imported
from p2p_tui.domain.in_common import InCommon
from p2p_tui.domain.pa_columns import FIELDS, field_named, header_key, spellings

LONGEST = 500_000_000
"""How many bytes ``import`` reads; two million denied PAs are fewer."""
TOLD = 20
"""How many rows that were not read are listed; ``--json`` lists all."""
_NAME = 20


def load(args: argparse.Namespace) -> int:
    """Load denied PAs from an extract of the PA system; loading it again updates them."""
    own = mapped(args.map, field_named, '"Auth Ref=PA number"')
    with office() as opened:
        desk = desk_of(opened, args.username)
        source = "stdin" if args.file == "-" else Path(args.file).name
        text = io.StringIO(
            text_of(read_file(args.file, LONGEST, "the extract"), args.file), newline=None
        )
        done = desk.import_pas(text, source, columns=own)
    if args.json:
        _json(_document(done))
    else:
        put("\n".join(_lines(done)) + "\n")
    return NO if done.bad and not done.loaded + done.updated else OK


def columns(args: argparse.Namespace) -> int:
    """The headers that are known, and the desk's own, which ``--map`` and ``--forget`` change."""
    told_now = mapped(args.map, field_named, '"Auth Ref=PA number"')
    changing = bool(told_now or args.forget)
    with office() as opened:
        desk = desk_of(opened, args.username, reading=not changing)
        now = opened.read_in_common()
        if changing:
            kept = now.common.pa_columns
            gone = {header_key(name) for name in (*told_now, *args.forget)}
            unknown = [
                name for name in args.forget if header_key(name) not in map(header_key, kept)
            ]
            if unknown:
                raise UsageError(f"“{unknown[0]}” is none of the desk's own; see: p2p pa columns")
            own = {name: field for name, field in kept.items() if header_key(name) not in gone}
            common = {**now.common.model_dump(), "pa_columns": {**own, **told_now}}
            now = desk.set_common(InCommon.model_validate(common), now.version)
    own = dict(now.common.pa_columns)
    if args.json:
        _json({"own": own, "usual": {field: spellings(field) for field in FIELDS}})
        return OK
    told = [_row(FIELDS[field], ", ".join(spellings(field))) for field in FIELDS]
    told += [
        _row("the desk's own", f"“{name}”: {FIELDS[field] if field else 'not read'}")
        for name, field in own.items()
    ]
    put("\n".join(told) + "\n")
    return OK


def _lines(done: Imported) -> Iterable[str]:
    head = f"{done.loaded:,} loaded, {done.updated:,} updated"
    bad = len(done.bad)
    rows = f", {bad:,} {'row' if bad == 1 else 'rows'} not read:" if bad else ""
    yield head + rows
    for one in done.bad[:TOLD]:
        yield f"line {one.line}: {one.reason}"
    if bad > TOLD:
        yield f"and {bad - TOLD:,} more; --json lists all"
    if done.not_read:
        yield _wrapped(f"Columns not read: {', '.join(f'“{name}”' for name in done.not_read)}")


def _document(done: Imported) -> dict[str, object]:
    return {
        "source": done.source,
        "loaded": done.loaded,
        "updated": done.updated,
        "not_read": [{"line": one.line, "reason": one.reason} for one in done.bad],
        "columns": dict(done.columns),
        "columns_not_read": list(done.not_read),
    }


def _row(name: str, says: str) -> str:
    return _wrapped(f"{name:<{_NAME}}{says}", " " * _NAME)


def _wrapped(text: str, indent: str = "  ") -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent=indent, break_on_hyphens=False)


def _json(document: object) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
