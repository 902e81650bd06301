"""The desk's three templates exactly as it writes them: titles, labels, and their order."""

from typing import Literal

Kind = Literal["now", "callback", "rph"]
Form = Literal["table", "bullets", "plain"]

TITLES: dict[Kind, str] = {
    "now": "Peer to Peer",
    "callback": "Scheduling a Peer to Peer",
    "rph": "P2P Note for RPH",
}

_PEER_TO_PEER = (
    ("contact_name", "Contact name and job title:"),
    ("phone", "Contact phone #:"),
    ("pa_number", "PA # :"),
    ("member_id", "Member ID:"),
    ("drug_name", "Drug Name:"),
    ("cntt", "CNTT:"),
    (
        "denial_rationale",
        "Denial Rationale: (if a P2P or an appeals was conducted- provide both the original denial"
        " and P2P/Appeals denial)",
    ),
    ("callback_words", "Callback Dates and Times:"),
)
LABELS: dict[Kind, tuple[tuple[str, str], ...]] = {
    "now": _PEER_TO_PEER,
    "callback": _PEER_TO_PEER,
    "rph": (
        ("contact_name", "Contact name and job title:"),
        ("phone", "Contact number:"),
        ("best_time", "Best time to call (Date and Time):"),
        ("pa_number", "Case ID or PA Auth#:"),
        ("member_id", "Member ID:"),
        ("drug_name", "Drug name:"),
        ("denial_rationale", "Denial Reason:"),
        ("additional_info", "Additional info given:"),
        ("reason_technician_cannot_approve", "Reason why Technician cannot approve:"),
        ("denying_pharmacist", "Name of Denying Pharmacist:"),
        ("reason_in_vue", "Reason for Denial on PA in VUE:"),
        (
            "prescriber_told",
            "Information gathered from prescriber when asked the specific reason it was denied:",
        ),
    ),
}
"""Every template's fields in their order, each with its label word for word."""

MULTI_LINE = frozenset(
    {
        "denial_rationale",
        "additional_info",
        "reason_technician_cannot_approve",
        "reason_in_vue",
        "prescriber_told",
    }
)
"""The fields whose value may have several lines."""

TIMES = frozenset({"callback_words", "best_time"})
"""The fields that say when to call."""

RPH_ONLY = (MULTI_LINE - {"denial_rationale"}) | {"best_time", "denying_pharmacist"}
