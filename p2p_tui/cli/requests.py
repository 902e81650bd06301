"""``p2p submit``, ``queue``, ``show`` and ``template``."""

import argparse
import json
import sys
from typing import Any

from p2p_tui.cli.documents import JSON_DOCUMENT, request_document
from p2p_tui.cli.doors import desk_of, office
from p2p_tui.cli.files import read_file
from p2p_tui.cli.main import OK
from p2p_tui.cli.showing import put
from p2p_tui.desk import Desk
from p2p_tui.domain import templates
from p2p_tui.domain.details import Details, Template
from p2p_tui.domain.due import due
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.intake import to_get
from p2p_tui.domain.page import as_html, as_text, page
from p2p_tui.domain.request import Kind, Request
from p2p_tui.domain.sections import sections
from p2p_tui.domain.wording import age_words, window_words

LONGEST = 4_000_000
"""How many bytes ``submit`` reads; a day's templates are far fewer."""


def submit(args: argparse.Namespace) -> int:
    """Place a request for each template found; words without a template are placed as they are."""
    text = read_file(args.file, LONGEST, "the filled template").decode(
        "utf-8-sig", errors="backslashreplace"
    )
    found = templates.read(text)
    if not found:
        if not text.strip():
            raise DeskError("There is nothing in it to place; paste a filled template")
        found = (Template(kind="now", details=Details(not_understood=text)),)
    with office() as opened:
        desk = desk_of(opened, args.username)
        placed = [desk.place(one.details, callback=one.kind == "callback") for one in found]
        if args.json:
            _json([request_document(one) for one in placed])
            return OK
        for one in placed:
            sys.stdout.write(f"{one.ref} placed: {one.kind.value}, {_state(desk, one)}\n")
            missing = to_get(one)
            if missing:
                sys.stdout.write(f"  to get from the caller: {' · '.join(missing)}\n")
    return OK


def queue(args: argparse.Namespace) -> int:
    """The open requests, in sections as they ask something of whoever runs it."""
    with office() as opened:
        desk = desk_of(opened, args.username, reading=True)
        now = desk.snapshot()
        if args.json:
            given = [one for one in now.requests if one.open]
            desk.copied_many([one.ref for one in given], JSON_DOCUMENT)
            _json([request_document(one) for one in given])
            return OK
        parts = sections(now.requests, desk.me, now.roster, desk.clock(), opened.hours)
        if not parts:
            sys.stdout.write("Nothing is open.\n")
        for part in parts:
            sys.stdout.write(f"{part.title}\n")
            for one in part.requests:
                holder = now.roster.name(one.holder) if one.holder else ""
                state = _state(desk, one)
                line = f"  {one.ref:<9} {state:<30} {one.drug_name:<18.18} {one.contact:<26.26}"
                sys.stdout.write(f"{line} {holder}".rstrip() + "\n")
    return OK


def show(args: argparse.Namespace) -> int:
    """One request with everything known and its story, on one page."""
    with office() as opened:
        desk = desk_of(opened, args.username, reading=True)
        request = desk.request(args.ref)
        desk.look(request.ref)
        if args.json:
            desk.copied(request.ref, JSON_DOCUMENT)
            _json(request_document(request))
            return OK
        told = page(request, desk.history(request.ref), opened.roster(), opened.hours)
        if args.html:
            desk.copied(request.ref, "a page to be printed")
        put(as_html(told) if args.html else as_text(told))
    return OK


def template(args: argparse.Namespace) -> int:
    """A request as one of the desk's templates."""
    with office() as opened:
        desk = desk_of(opened, args.username, reading=True)
        request = desk.request(args.ref)
        desk.look(request.ref)
        desk.copied(request.ref, f"the template {args.kind}")
        details = Details.model_validate(
            {name: getattr(request, name) for name in Details.model_fields}
        )
        sys.stdout.write(templates.write(args.kind, details, args.form).rstrip("\n") + "\n")
    return OK


def _state(desk: Desk, request: Request) -> str:
    if request.kind is Kind.CALLBACK and request.holder is None and request.open:
        standing = due(request, desk.clock()).value
        windows = request.callback_windows
        when = window_words(windows[0], desk.office.hours.zone) if windows else ""
        return f"{standing} {when}".strip()
    since = (desk.clock() - request.since).total_seconds()
    return f"{request.status.words} {age_words(since)}" if request.open else "closed"


def _json(document: Any) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
