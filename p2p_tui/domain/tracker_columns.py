"""What the columns of an old tracker say, and with which words it tells how a request ended."""

from collections.abc import Mapping

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.headings import Headings, header_key
from p2p_tui.domain.request import ClosingReason, Determination
from p2p_tui.domain.text import one_line

FIELDS: dict[str, str] = {
    "placed_on": "date",
    "placed_time": "time",
    "placed_by": "technician",
    "contact_name": "caller",
    "job_title": "title",
    "practice": "practice",
    "phone": "phone",
    "pa_number": "PA number",
    "member_id": "member ID",
    "drug_name": "drug name",
    "cntt": "CNTT",
    "denying_pharmacist": "denying pharmacist",
    "denial_rationale": "denial rationale",
    "additional_info": "additional info",
    "reason_technician_cannot_approve": "why the technician cannot approve",
    "reason_in_vue": "reason in VUE",
    "prescriber_told": "prescriber said of the denial",
    "callback_words": "callback time",
    "best_time": "best time to call",
    "pharmacist": "pharmacist",
    "called_on": "call date",
    "spoke_with": "spoke with",
    "credentials": "credentials",
    "npi": "NPI",
    "reason_given": "asked why denied",
    "heard": "new information",
    "determination": "determination",
    "new_pa": "new PA number",
    "valid_from": "valid from",
    "valid_until": "valid until",
    "changed_to": "approved instead",
    "appeal_rights_told": "appeal rights told",
    "alternative": "alternative accepted",
    "promised": "promised information",
    "promised_by": "promised by",
    "promised_until": "promised until",
    "rationale": "rationale",
    "criterion": "criterion",
    "in_their_words": "withdrawn, in their words",
    "closed_as": "closed without a P2P",
    "said_by": "said by",
    "words": "in these words",
    "documented_on": "documented on",
    "documented_by": "documented by",
    "closed_by": "closed by",
    "notes": "notes",
}
"""What an old tracker can say of a request, with the words for it."""
NUMBERS = ("phone", "pa_number", "member_id", "cntt", "npi", "new_pa")
"""The fields that are numbers, which a spreadsheet may have rounded."""
DAYS = ("valid_from", "valid_until", "promised_until")
"""The fields that are days, beside those on which things happened."""

# The better name stands first. A header that could mean two of them is left out: a person says so.
SPELLINGS: dict[str, str] = {
    "placed_on": """placed at; placed on; date; date of request; request date; requested on;
        date requested; date received; received date; received on; received; date of call;
        P2P date; date of P2P; P2P request date; date placed; created; created on; created at;
        date created; opened; opened on; entry date; date entered; date time; date and time;
        timestamp; start time; request date time; log date""",
    "placed_time": """time; time of request; request time; time received; received time;
        time placed; time of call; time requested; P2P time""",
    "placed_by": """placed by; technician; tech; technician name; tech name; taken by; intake by;
        entered by; created by; submitted by; requested by technician; help desk; agent;
        agent name; CSR; intake technician; tech initials; logged by""",
    "contact_name": """caller; contact name; contact name and job title; caller name; contact;
        name of caller; contact person; requester; requestor; requested by; office contact;
        provider contact; contact name and title""",
    "job_title": "title; job title; caller title; contact title; contact job title; role",
    "practice": """practice; practice name; office; office name; clinic; clinic name; facility;
        facility name; provider office; group practice""",
    "phone": """phone; contact phone #; contact phone; contact number; phone number; phone #;
        callback number; call back number; callback phone; callback #; call back #; telephone;
        tel; number to call; provider phone; provider phone number; contact phone number""",
    "pa_number": """PA number; PA #; PA no; PA num; PA ID; PA; PA auth #; case ID or PA auth #;
        PA auth number; prior auth number; prior auth #; prior authorization number;
        prior authorization #; auth number; auth #; auth ID; authorization number; case ID;
        case number; case #; EOC ID; EOC; reference number; case; PA case number; PA case #""",
    "member_id": """member ID; member #; member number; member; cardholder ID; cardholder #;
        subscriber ID; patient ID; mbr ID; member id number; card ID; recipient ID""",
    "drug_name": """drug; drug name; medication; medication name; med; drug requested;
        requested drug; product; product name; drug name and strength; label name""",
    "cntt": "CNTT; contact ID; CNTT #; CNTT number; contact ID number; CNTT ID; contact ID #",
    "denying_pharmacist": """denying pharmacist; name of denying pharmacist; denying RPh; denied by;
        denying pharmacist name; original pharmacist; original RPh; decisioned by; PA pharmacist""",
    "denial_rationale": """denial rationale; denial reason; reason for denial; reason denied;
        original denial rationale; original denial reason; rationale for denial; denial""",
    "additional_info": """additional info; additional info given; additional information;
        additional information given; info given; information given""",
    "reason_technician_cannot_approve": """why the technician cannot approve;
        reason why technician cannot approve; reason technician cannot approve;
        reason tech cannot approve; why tech cannot approve""",
    "reason_in_vue": """reason in VUE; reason for denial on PA in VUE; VUE reason;
        denial reason in VUE; reason for denial in VUE""",
    "prescriber_told": """prescriber said of the denial; information gathered from prescriber when
        asked the specific reason it was denied; information gathered from prescriber;
        information gathered""",
    "callback_words": """callback times as said; callback time; callback dates and times; callback;
        call back; callback date; callback date and time; callback date time; call back time;
        call back date and time; callback requested; scheduled for; scheduled time; P2P scheduled;
        scheduled; appointment; callback window; callback windows""",
    "best_time": "best time to call; best time to call (date and time); best time",
    "pharmacist": """pharmacist; pharmacist name; RPh; RPh name; P2P pharmacist; completed by;
        handled by; P2P completed by; P2P done by; taken by pharmacist; pharmacist completing P2P;
        pharmacist assigned; assigned to; assigned pharmacist; covering pharmacist;
        pharmacist taking call; clinician""",
    "called_on": """connected at; call date; date of P2P call; P2P completed; P2P completed on;
        P2P completed date; P2P held on; P2P call date; called on; called at; date completed;
        completed on; completed date; completed; completion date; completed at; date called;
        date P2P completed; P2P conducted on; completion time; date of conversation""",
    "spoke_with": """on the line; spoke with; spoke to; who was on the line; provider;
        provider name; prescriber; prescriber name; physician; physician name;
        doctor; doctor name; MD; MD name;
        prescribing provider; peer; peer name; requesting provider""",
    "credentials": "credentials; provider credentials; credential; provider title; specialty",
    "npi": "NPI; provider NPI; prescriber NPI; NPI #; NPI number",
    "reason_given": "asked why denied; asked why denied, they said; reason given",
    "heard": """new information; new information heard; new info; information heard;
        clinical information; clinical info; information provided; info provided;
        additional clinical; new clinical information; new clinical info; discussion;
        what was discussed; discussion notes; clinical discussion; P2P discussion""",
    "determination": """determination; P2P determination; outcome; P2P outcome; result; P2P result;
        decision; P2P decision; final decision; final determination; disposition; resolution;
        final outcome; call outcome; outcome of P2P; result of P2P; overturned or upheld;
        approved or denied; approved/denied; upheld/overturned; overturned/upheld; final status;
        P2P status""",
    "new_pa": "new PA number; new PA #; new PA; new auth number; new auth #; approved PA #",
    "valid_from": """valid from; approved from; approval start; approval start date;
        effective date; start date; approval from""",
    "valid_until": """valid until; approved until; approval end; approval end date;
        approved through; approved thru; expiration date; end date; valid through;
        approval through""",
    "changed_to": "approved instead; changed to; modified to; approved as",
    "appeal_rights_told": """appeal rights told; appeal rights were told; appeal rights;
        appeal rights given; appeal rights provided; appeal offered""",
    "alternative": """alternative accepted; alternative; alternative drug; alternate drug;
        formulary alternative; alternative agreed; alternative accepted drug""",
    "promised": """promised information; information promised; pending information;
        information requested; info requested; records requested""",
    "promised_by": "promised by; promised by whom; info from",
    "promised_until": "promised until; promised by when; info due; information due; due by",
    "rationale": """rationale; determination rationale; decision rationale; reason for decision;
        P2P rationale; clinical rationale; rationale for decision; reason for determination;
        reason for approval; approval reason; reason""",
    "criterion": "criterion; criteria; criteria used; guideline; policy; criteria cited",
    "in_their_words": "withdrawn, in their words",
    "closed_as": "closed without a P2P; reason closed; closing reason; closed as; close reason",
    "said_by": "said by; closed, said by; withdrawn by; cancelled by; canceled by",
    "words": "in these words; closing words; closing comments",
    "documented_on": """documented at; documented on; date documented; documented date; closed at;
        closed on; date closed; closed date; closed; date of documentation""",
    "documented_by": "documented by; entered on tracker by; documenting pharmacist",
    "closed_by": "closed by; ended by",
    "notes": """notes; note; comments; comment; remarks; P2P notes; pharmacist notes; call notes;
        pharmacist comments; RPh notes; RPh comments; additional notes; additional comments;
        documentation; P2P comments; technician notes; tech notes""",
}
"""How headers are spelled, by field. Case, spaces, dashes, ``_`` and dots make no difference."""
HEADINGS = Headings(FIELDS, SPELLINGS, what="an old tracker", where="columns")

Ending = Determination | ClosingReason
_D, _C = Determination, ClosingReason
_SAID: dict[Ending, str] = {
    _D.APPROVED: """approved; approve; approval; overturned; overturn; denial overturned;
        overturned approved; approved overturned; approved after P2P; P2P approved; approved P2P;
        PA approved; fully approved; full approval; denial reversed; reversed; decision overturned;
        granted; overturned - approved; approved (overturned)""",
    _D.CHANGED: """approved in part; partial; partially approved; partial approval; modified;
        approved with changes; approved with modification; approved with modifications;
        modified approval; partially overturned; partial overturn; approved as modified""",
    _D.UPHELD: """upheld; denied; deny; denial; uphold; denial upheld; upheld denial; denied upheld;
        upheld denied;
        remains denied; still denied; not approved; not overturned; maintained;
        denial maintained; denial stands; denial sustained; sustained; P2P denied; denied after P2P;
        remained denied; decision upheld; original denial upheld""",
    _D.ALTERNATIVE: """alternative; alternative accepted; alternate; alternate accepted;
        alternative drug; alternate drug; formulary alternative; formulary alternative accepted;
        alternative agreed; changed to alternative; switched to alternative; alternative drug
        accepted; agreed to alternative""",
    _D.MORE_INFORMATION: """more information; more info; more information needed; more info needed;
        additional information needed; additional info needed; needs more information;
        pending information; pending info; pending additional information; pending additional info;
        awaiting information; awaiting info; awaiting records; pending records;
        information requested; info requested; additional information requested""",
    _D.RECONSIDERATION: """reconsideration; recon; for reconsideration; sent for reconsideration;
        sent to reconsideration; reconsider; back to reconsideration""",
    _D.APPEAL: """appeal; appeals; sent to appeal; sent to appeals; referred to appeal;
        referred to appeals; to appeal; to appeals; directed to appeal; directed to appeals""",
    _D.DISCUSSION: """discussion; discussion only; information only; info only; informational;
        informational only; education; education only; consult only; consultation only;
        no determination; no decision""",
    _D.WITHDRAWN: """withdrawn during the call; withdrawn during call; withdrawn on the call;
        provider withdrew during the call; provider withdrew on the call; withdrew during call""",
    _C.WITHDREW: """caller withdrew; withdrawn before the call; withdrawn before call;
        withdrawn by caller; request withdrawn by caller; cancelled by caller; canceled by caller;
        cancelled by provider; canceled by provider; cancelled by prescriber;
        canceled by prescriber; cancelled by office; canceled by office; cancelled by MD office;
        provider cancelled; provider canceled; caller cancelled; caller canceled; office cancelled;
        office canceled""",
    _C.RESOLVED: """already resolved; resolved; resolved already; already approved;
        approved before P2P; approved prior to P2P; resolved before P2P; resolved prior to P2P;
        no longer needed; P2P no longer needed; P2P not needed; not needed""",
    _C.DUPLICATE: """duplicate; dup; dupe; duplicate request; duplicate P2P; duplicate of another;
        duplicate entry""",
}
_ENDINGS = {
    header_key(words): ending
    for ending, told in _SAID.items()
    for words in (ending.value, *told.split(";"))
}
_LONGEST = 60


def ending(words: str, own: Mapping[str, Ending]) -> Ending | None:
    """How a request ended, by the words of a tracker; None where they can't be read for certain.

    ``own`` are the words of that tracker, by their key; they go before the usual ones. All that
    stands there must be understood: "approved, then withdrawn" is neither.
    """
    key = header_key(words)
    return own.get(key) or _ENDINGS.get(key)


def ending_named(words: str) -> Ending:
    """The ending that somebody names: ``approved``, ``upheld``, ``already resolved``.

    Raises:
        Mistyped: there is none of that name; the message names those there are.
    """
    found = _ENDINGS.get(header_key(words))
    if found is None:
        known = ", ".join(one.value for one in (*Determination, *ClosingReason))
        raise Mistyped(
            f"“{one_line(words)[:_LONGEST]}” is no ending of a request; say one of: {known}",
            "means",
        )
    return found
