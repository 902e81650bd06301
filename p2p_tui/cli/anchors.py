"""The head of the record as it is printed: who keeps it can prove later what the record was."""

from typing import Any

from p2p_tui.desk.anchoring import Anchor
from p2p_tui.domain.wording import moment_text


def anchor_lines(head: Anchor) -> list[str]:
    """For people: a line each, as a digest is nearly as long as one."""
    return [
        f"  {'events':<8}{head.seq}, at {moment_text(head.at)}",
        f"  {'head':<8}{head.digest}",
        f"  {'desk':<8}{head.desk}",
    ]


def anchor_document(head: Anchor | None) -> dict[str, Any] | None:
    """For programs."""
    if head is None:
        return None
    return {
        "at": moment_text(head.at), "seq": head.seq, "digest": head.digest, "desk": head.desk,
    }  # fmt: skip
