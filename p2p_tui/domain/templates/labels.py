"""The labels, titles and hints of the desk's templates: as the desk writes them, and as people do.

What people write is compared by its words alone: case, punctuation, plurals and little words such
as "and" make no difference, so ``CALL BACK DATE/TIME`` is ``Callback Dates and Times``.
"""

import re

from p2p_tui.domain.templates.forms import Kind

SPELLINGS: dict[str, str] = {
    "contact_name": """contact name and job title; contact name and title; contact name; contact;
        contact person; caller; caller name; caller name and job title; caller name and title;
        name and job title; name and title""",
    "job_title": """job title; title; contact job title; contact title; caller job title;
        caller title; position""",
    "phone": """contact phone; contact number; contact no; contact telephone; contact tel;
        contact ph; contact cell; phone; telephone; tel; cell; caller phone; caller number;
        caller no; callback number; callback no; callback phone; best contact number;
        ph; contact mobile; cell phone; mobile; best callback number; best number""",
    "pa_number": """pa; pa id; pa auth; pa auth id; pa authorization; pa case; pa case id;
        pa reference; case; case id; case id or pa auth; case id or pa; pa or case id; auth;
        authorization; prior auth; prior authorization""",
    "member_id": """member id; member; mbr; mbr id; mem id; member identification; medicaid id;
        patient id; recipient id; subscriber id""",
    "drug_name": """drug name; drug; drug name and strength; drug and strength; name of drug;
        drug requested; requested drug; medication; medication name; name of medication; med;
        med name; drug strength; drug name strength; drug dose""",
    "cntt": """cntt; cntt id; contact id; contact id cntt; cntt contact id; vue contact id;
        vue360rx contact id""",
    "denial_rationale": """denial rationale; denial reason; denial reason and rationale;
        denial rationale and reason; denial; rationale; rationale for denial; reason for denial;
        reason denied; denied for; denial rational; rational; rational for denial;
        denial rational reason""",
    "callback_words": """callback dates and times; callback times and dates; callback;
        callback date; callback time; callback window; callback request; callback requested;
        callback availability; requested callback; requested callback time;
        requested callback dates and times; preferred callback time; scheduled callback""",
    "best_time": """best time to call (date and time); best time to call; best time; best call time;
        best time for call; best time to call back; best time to reach; best callback time;
        best date and time to call""",
    "additional_info": """additional info given; additional info; additional info provided;
        additional information given; additional information; additional information provided;
        addl info given; addl info; add'l info given; add'l info; new information""",
    "reason_technician_cannot_approve": """reason why technician cannot approve;
        reason technician cannot approve; why technician cannot approve;
        reason why technician can't approve; reason technician can't approve;
        reason why technician could not approve; reason why tech cannot approve;
        reason tech cannot approve; why tech cannot approve; reason why tech can't approve;
        reason tech can't approve; why tech can't approve""",
    "denying_pharmacist": """name of denying pharmacist; denying pharmacist; denied by;
        denying pharmacist name; name of denying rph; denying rph; denying rph name;
        pharmacist who denied; pharmacist who denied the pa; denial pharmacist""",
    "reason_in_vue": """reason for denial on pa in vue; reason for denial on pa in vue360rx;
        reason for denial on pa; reason for denial in vue; reason for denial in vue360rx;
        denial reason on pa in vue; denial reason in vue; vue denial reason; reason in vue""",
    "prescriber_told": """
        information gathered from prescriber when asked the specific reason it was denied;
        info gathered from prescriber when asked the specific reason it was denied;
        information gathered from prescriber when asked specific reason for denial;
        information gathered from prescriber; info gathered from prescriber;
        information gathered from provider; info gathered from provider;
        information from prescriber; info from prescriber""",
}
TITLE_SPELLINGS: dict[Kind, str] = {
    "now": """peer to peer; p2p; peer to peer request; p2p request; peer to peer template;
        p2p template; immediate peer to peer; immediate p2p""",
    "callback": """scheduling a peer to peer; scheduling a p2p; schedule a peer to peer;
        schedule a p2p; scheduled peer to peer; scheduled p2p; peer to peer callback; p2p callback;
        callback template""",
    "rph": """p2p note for rph; peer to peer note for rph; p2p note; peer to peer note;
        p2p note for pharmacist; note for rph""",
}
FURNITURE = "to use when requesting a p2p in chat; field value; label value"

_WORD = re.compile(r"[^\W_]+|#")
_ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|xa[0-9a-f])")  # how clean() shows an invisible character
_LITTLE_WORDS = frozenset({"a", "an", "and", "of", "or", "please", "s", "the"})
_NUMBER_WORDS = frozenset({"#", "no", "num", "number"})
LABEL_LENGTH = 160  # the longest label with its hint has 115 characters, without it 82
BARE_LENGTH = 90

_TITLE_WORD = re.compile("p2p|peer|rph|template|value", re.I)  # every title has one of these


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` that tell one label from another, in one spelling."""
    found: list[str] = []
    for word in _WORD.findall(_ESCAPE.sub("", text).lower()):
        if word in _NUMBER_WORDS:
            if found:
                found.append("number")
        elif not found or word not in _LITTLE_WORDS:
            plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
            found.append(word[:-1] if plural else word)
    return found


def key_of(text: str) -> str:
    """Return what is compared of a label: its words without what makes no difference."""
    return "".join(words_of(text))


_FIELDS = {
    key_of(spelling): field
    for field, spellings in SPELLINGS.items()
    for spelling in spellings.split(";")
}
_TITLES: dict[str, Kind] = {
    key_of(spelling): kind
    for kind, spellings in TITLE_SPELLINGS.items()
    for spelling in spellings.split(";")
}
_FURNITURE_KEYS = frozenset(key_of(line) for line in FURNITURE.split(";"))
HINTS: dict[str, re.Pattern[str]] = {
    key_of("Denial Rationale"): re.compile(
        r"\s*[*_]*\(\s*if\s+(?:an?\s+)?(?:p2p|peer)\b[^()]*\bprovide\s+both\b[^()]*\)[*_]*\s*", re.I
    ),
    key_of("Best time to call"): re.compile(
        r"\s*[*_]*\(\s*dates?\s*(?:and|&|/)\s*times?\s*\)[*_]*\s*", re.I
    ),
}


def title_of(line: str) -> Kind | None:
    """Say which template's title ``line`` is, or None."""
    return _TITLES.get(key_of(line.replace("#", " "))) if _may_be_title(line) else None


def is_furniture(line: str) -> bool:
    """Say whether ``line`` belongs to a template but asks for nothing, such as a column heading."""
    return _may_be_title(line) and key_of(line) in _FURNITURE_KEYS


def _may_be_title(line: str) -> bool:
    return len(line) <= LABEL_LENGTH and _TITLE_WORD.search(line) is not None


def field_of(key: str) -> str | None:
    """Return the field that a label asks for, by the label's key, or None."""
    return _FIELDS.get(key) or _FIELDS.get(key.removesuffix("number"))
