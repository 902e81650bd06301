"""What a conversation is documented with: all that each determination needs, and nothing else."""

from typing import Any

from p2p_tui.domain.request import Determination

_PA = {"new_pa": "88130001", "valid_from": "today", "valid_until": "in 12 months"}
_NEEDED: dict[Determination, dict[str, Any]] = {
    Determination.APPROVED: _PA,
    Determination.CHANGED: {
        **_PA, "changed_to": "1 mg weekly", "rationale": "Dose within the label",
    },
    Determination.UPHELD: {"appeal_rights_told": True, "rationale": "Criterion 2 is not met"},
    Determination.ALTERNATIVE: {"alternative": "Trulicity 1.5 mg"},
    Determination.MORE_INFORMATION: {
        "promised": "The labs", "promised_by": "Kim Osei", "promised_until": "in 5 days",
    },
    Determination.WITHDRAWN: {"in_their_words": "We try the other one first"},
}  # fmt: skip


def needed(determination: Determination | str) -> dict[str, Any]:
    """The determination with what it needs."""
    chosen = Determination(determination)
    return {"determination": chosen.value, **_NEEDED.get(chosen, {})}


APPROVED = needed(Determination.APPROVED)
DISCUSSED: dict[str, Any] = {"none_offered": True, "determination": Determination.DISCUSSION.value}
