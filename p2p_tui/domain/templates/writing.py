"""The templates written as the desk writes them."""

from p2p_tui.domain.details import Details
from p2p_tui.domain.templates.cells import join_guarded, to_cell
from p2p_tui.domain.templates.forms import LABELS, TITLES, Form, Kind
from p2p_tui.domain.templates.values import (
    INDENT,
    guarded,
    join_contact,
    join_denials,
    with_plain_spaces,
)


def write(kind: Kind, details: Details, form: Form) -> str:
    """Write ``details`` as the desk writes that template: labels, order and wording are its own."""
    entries = [
        (name, f"{label} {_written(kind, details, name, form)}".rstrip())
        for name, label in LABELS[kind]
    ]
    if form == "table":
        rows = [TITLES[kind], "---", *(to_cell(entry) for _, entry in entries)]
        return "\n".join(f"| {row} |" for row in rows)
    bullet = "- " if form == "bullets" else ""
    return "\n".join([TITLES[kind], *(bullet + _indented(*entry) for entry in entries)])


def _written(kind: Kind, details: Details, name: str, form: Form) -> str:
    if name == "contact_name":
        value = join_contact(details.contact_name, details.job_title)
    elif name == "denial_rationale":
        value = join_denials(details)
    elif name == "best_time":
        value = details.best_time or details.callback_words
    elif name == "callback_words":
        if kind == "now":
            return "**Now**" if form == "table" else "Now"
        value = details.callback_words or details.best_time
    else:
        value = str(getattr(details, name))
    return guarded(with_plain_spaces(value))


def _indented(name: str, entry: str) -> str:
    first, *rest = entry.split("\n")
    first = join_guarded(first, name)
    return "\n".join([first, *(INDENT + line if line else "" for line in rest)])
