"""The fields of the form for a new request: their order, their labels, and what they hold."""

from collections.abc import Mapping
from typing import Any

from p2p_tui.domain.details import Denial, DenialKind, Details
from p2p_tui.domain.intake import LABELS
from p2p_tui.tui.drafts import Body

TOLD = "told"
FIRST = (
    "contact_name", "job_title", "phone", "pa_number", "member_id", "drug_name", "cntt",
    "denial_rationale", "p2p_denial", "appeal_denial", "callback_words",
)  # fmt: skip
MORE = (
    "denying_pharmacist", "practice", "additional_info", "prescriber_told", "reason_in_vue",
    "reason_technician_cannot_approve",
)  # fmt: skip
LINES = {
    "denial_rationale": 2, "not_understood": 3, "additional_info": 2, "prescriber_told": 2,
    "reason_technician_cannot_approve": 2, "reason_in_vue": 2,
}  # fmt: skip
FIELD_LABELS = {
    **LABELS,
    "p2p_denial": "P2P denial, if held",
    "appeal_denial": "Appeal denial, if held",
    "caller_verified": "caller verified",
    "contact_id_made": "Contact ID made",
    "pa_verified": "PA verified",
    TOLD: "caller told",
    "reason_technician_cannot_approve": "Why technician can't approve",
    "prescriber_told": "Asked why denied, they said",
    "reason_in_vue": "Reason for denial in VUE",
    "not_understood": "Kept beside the fields",
}
_LATER = ((DenialKind.P2P, "p2p_denial"), (DenialKind.APPEAL, "appeal_denial"))


def details_of(body: Mapping[str, Any]) -> Details:
    """What a form's fields say."""
    known = {name: value for name, value in body.items() if name in Details.model_fields}
    denials = [
        Denial(kind=kind, rationale=body[name])
        for kind, name in _LATER
        if str(body.get(name, "")).strip()
    ]
    return Details.model_validate({**known, "prior_denials": denials})


def body_of(details: Details) -> Body:
    """What a form's fields hold for these details."""
    body = details.model_dump(
        mode="json", include=set(Details.model_fields) - {"prior_denials", "best_time"}
    )
    for kind, name in _LATER:
        said = [one.rationale for one in details.prior_denials if one.kind is kind]
        body[name] = "; ".join(said)
    body["callback_words"] = details.callback_words or details.best_time
    return body


def merged(into: Mapping[str, Any], more: Mapping[str, Any], fields: frozenset[str]) -> Body:
    """Fields that are empty filled with more; what has no room of its own is kept beside them."""
    body, beside = dict(into), [str(more.get("not_understood", ""))]
    for name, value in more.items():
        if name == "not_understood" or name not in FIELD_LABELS:
            continue
        if value and not body.get(name) and name in fields:
            body[name] = value
        elif isinstance(value, str) and value.strip() and body.get(name) != value:
            beside.append(f"{FIELD_LABELS[name]}: {value}")
    kept = [str(body.get("not_understood", "")), *beside]
    return {**body, "not_understood": "\n".join(one for one in kept if one)}
