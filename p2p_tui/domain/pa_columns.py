"""Which column of an extract says what: the spellings of its headers, and the desk's own names."""

from collections.abc import Mapping
from typing import Any

from p2p_tui.domain.headings import Headings, header_key

__all__ = [
    "DATES", "FIELDS", "SPELLINGS", "columns", "field_named", "header_key", "spellings",
    "tell_change",
]  # fmt: skip

FIELDS: dict[str, str] = {
    "pa_number": "PA number",
    "member_id": "member ID",
    "drug_name": "drug name",
    "denial_rationale": "denial rationale",
    "denying_pharmacist": "denying pharmacist",
    "denied_on": "denied on",
    "plan": "plan",
    "appeal_filed_on": "appeal filed on",
    "p2p_held_on": "P2P held on",
    "p2p_until": "P2P until",
}
"""What an extract can say of a PA, with the words for it. The first is the one that it must say."""
DATES = frozenset({"denied_on", "appeal_filed_on", "p2p_held_on", "p2p_until"})
"""The fields that are dates."""

# The better name stands first: of a "PA number" and a "case" the number is taken. Words that often
# head a yes or no, such as "P2P" and "Appeal", are left out.
SPELLINGS: dict[str, str] = {
    "pa_number": """PA number; PA #; PA no; PA num; PA nbr; PA ID; PA auth #; PA auth number;
        PA auth ID; PA auth; prior auth number; prior auth #; prior auth ID; prior auth no;
        prior authorization number; prior authorization #; prior authorization ID;
        authorization number; authorization #; authorization ID; authorization no; auth number;
        auth #; auth ID; auth no; auth nbr; auth num; PA reference; PA reference number;
        PA case ID; PA case number; PA case #; case ID; case number; case #; case no; case nbr;
        case or PA number; case ID or PA auth #; PA request ID; request ID; request number;
        reference number; reference #; reference ID; tracking number; EOC ID; EOC;
        PA; prior auth; prior authorization; authorization; auth; case""",
    "member_id": """member ID; member #; member number; member no; member nbr; member id number;
        mbr ID; mbr #; mbr number; cardholder ID; cardholder #; cardholder number; card holder ID;
        card ID; card number; subscriber ID; subscriber number; subscriber #; patient ID;
        patient number; recipient ID; enrollee ID; beneficiary ID; insured ID; policy ID; MBI;
        HICN; medicaid ID; medicare ID; member identifier; member; cardholder; mbr""",
    "drug_name": """drug name; drug; label name; drug label name; product name; medication name;
        medication; med name; requested drug; drug requested; drug name requested; requested drug
        name; drug description; drug desc; product description; drug label; product; med;
        brand name; generic name; drug name and strength; drug and strength""",
    "denial_rationale": """denial rationale; denial reason; denial reason text; reason for denial;
        rationale for denial; denial reason description; denial reason desc; denial text;
        denial language; denial description; denial comment; denial comments; denial notes;
        decision rationale; decision reason; determination rationale; determination reason;
        clinical rationale; rationale; reason denied; denied for; denied reason; reason text;
        reason description; reason""",
    "denying_pharmacist": """denying pharmacist; denying pharmacist name; name of denying
        pharmacist; denying RPh; denied by; denied by name; pharmacist; pharmacist name; RPh;
        RPh name; clinical pharmacist; reviewing pharmacist; clinical reviewer; reviewer name;
        reviewer; reviewed by; decision by; decisioned by; decided by; determined by; decision
        user; decision maker; determination by; pharmacist ID; reviewer ID; user; user ID""",
    "denied_on": """denied on; date denied; denied date; denial date; date of denial; denial dt;
        denied dt; decision date; date of decision; decision dt; decision date time;
        determination date; date of determination; decisioned date; decisioned on; decided on;
        date decided; adverse determination date; denial date time; denied at; denied;
        review date; completed date; date completed; closed date; status date""",
    "plan": """plan; plan name; health plan; health plan name; plan description; benefit plan;
        client; client name; client plan; line of business; LOB; payer; payer name; carrier;
        carrier name; group name; sponsor; plan ID; plan code; account; account name; carrier ID;
        group; group ID""",
    "appeal_filed_on": """appeal filed on; appeal filed; appeal filed date; appeal file date;
        appeal date; date of appeal; date appeal filed; appeal received; appeal received date;
        appeal receipt date; appeal date received; appeal request date; appeal requested;
        appeal opened; appeal open date; appeal start date; appeal dt; appealed on;
        date appealed""",
    "p2p_held_on": """P2P held on; P2P held; P2P date; date of P2P; P2P held date; date P2P held;
        P2P conducted; P2P conducted on; P2P conducted date; P2P completed; P2P completed on;
        P2P completed date; P2P completion date; P2P call date; P2P done; P2P dt; peer to peer
        date; date of peer to peer; peer to peer held; peer to peer held on; peer to peer
        conducted; peer to peer completed; peer to peer completed date""",
    "p2p_until": """P2P until; P2P deadline; P2P due; P2P due date; P2P by; P2P by date; P2P window
        end; P2P window ends; P2P window end date; end of P2P window; P2P window; P2P expiration;
        P2P expiration date; P2P expires; P2P expires on; P2P end date; last day for P2P; last P2P
        date; P2P last day; P2P available until; P2P eligible until; P2P allowed until; peer to
        peer deadline; peer to peer until; peer to peer due date; peer to peer window end; peer to
        peer window; peer to peer expiration date; last day for peer to peer""",
}
"""How headers are spelled, by field. Case, spaces, dashes, ``_`` and dots make no difference."""

_KNOWN = Headings(FIELDS, SPELLINGS, what="an extract", where="pa_columns")
spellings = _KNOWN.spellings
field_named = _KNOWN.field_named
columns = _KNOWN.columns


def tell_change(before: Any, after: Any) -> str:
    """A change of the desk's own headers in words; empty where it can't be told."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping) or before == after:
        return ""
    told = [
        f"“{name}” is the {FIELDS.get(str(field), field)}" if field else f"“{name}” is not read"
        for name, field in after.items()
        if before.get(name) != field
    ]
    told += [f"“{name}” no longer" for name in before if name not in after]
    return f"changed the columns of the PA extract: {'; '.join(told)}"
