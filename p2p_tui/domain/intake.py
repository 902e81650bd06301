"""What is still to get while the caller is on the line: a list to fill in, never a gate (R7)."""

from p2p_tui.domain.details import STEPS, Details
from p2p_tui.domain.request import Kind, Request

LABELS: dict[str, str] = {
    "contact_name": "Contact name",
    "job_title": "Job title",
    "practice": "Practice",
    "phone": "Contact phone #",
    "pa_number": "PA #",
    "member_id": "Member ID",
    "drug_name": "Drug name",
    "cntt": "CNTT",
    "denial_rationale": "Denial rationale",
    "prior_denials": "P2P / appeal denial",
    "callback_words": "Callback dates and times",
    "best_time": "Best time to call",
    "additional_info": "Additional info given",
    "reason_technician_cannot_approve": "Reason why technician cannot approve",
    "denying_pharmacist": "Name of denying pharmacist",
    "reason_in_vue": "Reason for denial on PA in VUE",
    "prescriber_told": "Prescriber, asked the specific reason",
    "caller_verified": "Caller verified",
    "contact_id_made": "Contact ID made",
    "pa_verified": "PA pulled up and verified",
    "not_understood": "Not understood in the paste",
}
"""How each field of a request is called on screens, in the words of the desk's templates."""

_WANTED = (
    "contact_name", "job_title", "phone", "pa_number", "member_id", "drug_name", "cntt",
    "denial_rationale",
)  # fmt: skip


def to_get(details: Details) -> tuple[str, ...]:
    """The labels of what is still missing, in the order of the template (R1-R4)."""
    missing = [LABELS[name] for name in _WANTED if not getattr(details, name)]
    missing += [LABELS[name] for name in STEPS if not getattr(details, name)]
    if isinstance(details, Request) and details.kind is Kind.CALLBACK and details.time_to_confirm:
        missing.append("the callback time, confirmed with the caller")
    return tuple(missing)


def what_to_say(*, callback: bool, advice: str | None) -> str:
    """What the technician can truthfully tell the caller (R14, R17)."""
    if callback:
        return "“A pharmacist will call you back during the time that you asked for.”"
    if advice:
        return advice
    return "“I am getting a pharmacist for you now; please stay on the line.”"
