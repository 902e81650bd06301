"""The JSON documents that other programs read: their keys are a promise."""

from typing import Any

from p2p_tui.domain.request import Request

JSON_DOCUMENT = "a JSON document"
"""How it is told in the record that one was given out."""


def request_document(request: Request) -> dict[str, Any]:
    """A request as other programs read it: times in UTC, people by username."""
    document: dict[str, Any] = request.model_dump(mode="json")
    document["determination"] = request.determination.value if request.determination else None
    return document
