"""The labels, titles and hints of the desk's templates: as the desk writes them, and as people do.

What people write is compared by its words alone: case, punctuation, plurals and little words such
as "and" make no difference, so ``CALL BACK DATE/TIME`` is ``Callback Dates and Times``.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["now", "callback", "rph"]
Shape = Literal["row", "bullet", "plain"]
"""How a line stands: as a row of a table, behind a bullet or number, or by itself."""

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
"""The fields that no template but the *P2P Note for RPH* has."""

_SPELLINGS: dict[str, str] = {
    "contact_name": """contact name and job title; contact name and title; contact name; contact;
        contact person; caller; caller name; caller name and job title; caller name and title;
        name and job title; name and title""",
    "job_title": """job title; title; contact job title; contact title; caller job title;
        caller title; position""",
    "phone": """contact phone; contact number; contact no; contact telephone; contact tel;
        contact ph; contact cell; phone; telephone; tel; cell; caller phone; caller number;
        caller no; callback number; callback no; callback phone; best contact number""",
    "pa_number": """pa; pa id; pa auth; pa auth id; pa authorization; pa case; pa case id;
        pa reference; case; case id; case id or pa auth; case id or pa; pa or case id; auth;
        authorization; prior auth; prior authorization""",
    "member_id": """member id; member; member identification; medicaid id; patient id;
        recipient id; subscriber id""",
    "drug_name": """drug name; drug; drug name and strength; drug and strength; name of drug;
        drug requested; requested drug; medication; medication name; name of medication; med;
        med name""",
    "cntt": """cntt; cntt id; contact id; contact id cntt; cntt contact id; vue contact id;
        vue360rx contact id""",
    "denial_rationale": """denial rationale; denial reason; denial reason and rationale;
        denial rationale and reason; denial; rationale; rationale for denial; reason for denial;
        reason denied; denied for""",
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
_TITLE_SPELLINGS: dict[Kind, str] = {
    "now": """peer to peer; p2p; peer to peer request; p2p request; peer to peer template;
        p2p template; immediate peer to peer; immediate p2p""",
    "callback": """scheduling a peer to peer; scheduling a p2p; schedule a peer to peer;
        schedule a p2p; scheduled peer to peer; scheduled p2p; peer to peer callback; p2p callback;
        callback template""",
    "rph": """p2p note for rph; peer to peer note for rph; p2p note; peer to peer note;
        p2p note for pharmacist; note for rph""",
}
_FURNITURE = "to use when requesting a p2p in chat; field value; label value"

_WORD = re.compile(r"[^\W_]+|#")
_ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|xa[0-9a-f])")  # how clean() shows an invisible character
_LITTLE_WORDS = frozenset({"a", "an", "and", "of", "or", "please", "s", "the"})
_NUMBER_WORDS = frozenset({"#", "no", "num", "number"})
_LABEL_LENGTH = 160  # the longest label with its hint has 115 characters, without it 82
_BARE_LENGTH = 90

_COLON = re.compile("[:：]")
_DASH = re.compile(r"\s[-–—=]\s")
_NUMBERED = re.compile(r"([^:#]{1,40}#)\s*(\S*\d\S*)\s*")
_BRACKET = re.compile(r"\([^()]*\)[\W_]*$")
_MARKS = re.compile(r"\*{1,3}|_{1,3}|==|\^\^|~~|`")
_TITLE_WORD = re.compile("p2p|peer|rph|template|value", re.I)  # every title has one of these
_RULER = re.compile(r"[-=_*~`|:+\s]+")
_BAR_OR_BREAK = re.compile(r"(?<!\\)(\\*+)(\||<br ?/?>)", re.I)
_LINE_END = re.compile(r"(?<!\\)(\\*+)\n")
_BULLET = re.compile(r"(?:[-*•–—+·◦▪‣●○■>]|\(?\d{1,2}[.)])\s+")


_NOW = re.compile(
    r"[\W_]*(?:now|right\s(?:now|away)|asap|immediate(?:ly)?|as\ssoon\sas\spossible|stat)"
    r"(?![^\W_])(?:,?\splease\b)?[\W_]*",
    re.I,
)
_TIME = re.compile(
    r"\b\d{1,2}\s?[ap]\.?m\b|\b\d{1,2}[:/]\d\d?\b|\b\d{1,2}\s?(?:-|–|to)\s?\d{1,2}\b"
    r"|\b(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?:day|nesday|urday)?s?\b"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\b\.?\s\d"
    r"|\b(?:january|february|march|april|august|september|october|november|december)\b"
    r"|\b(?:today|tomorrow|tonight|morning|afternoon|evening|noon|lunch|anytime|week)\b",
    re.I,
)
_SIGN_OFF = re.compile(
    r"(?:(?:many|with|best|kind|warm)\s)?"
    r"(?:thanks|thank\syou|thx|regards|sincerely|cheers)\b[^.:]{0,25}[.!]?\s*",
    re.I,
)
_OTHER_LABEL = re.compile(r"[|\s]*[A-Za-z][A-Za-z /#&'’.-]{1,39}:(?:\s|$)")


def _words(text: str) -> list[str]:
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


def _key(text: str) -> str:
    return "".join(_words(text))


_FIELDS = {
    _key(spelling): field
    for field, spellings in _SPELLINGS.items()
    for spelling in spellings.split(";")
}
_TITLES: dict[str, Kind] = {
    _key(spelling): kind
    for kind, spellings in _TITLE_SPELLINGS.items()
    for spelling in spellings.split(";")
}
_FURNITURE_KEYS = frozenset(_key(line) for line in _FURNITURE.split(";"))
_HINTS = {
    _key("Denial Rationale"): re.compile(
        r"\s*[*_]*\(\s*if\s+(?:an?\s+)?(?:p2p|peer)\b[^()]*\)[*_]*\s*", re.I
    ),
    _key("Best time to call"): re.compile(
        r"\s*[*_]*\(\s*dates?\s*(?:and|&|/)\s*times?\s*\)[*_]*\s*", re.I
    ),
}


@dataclass(frozen=True)
class Labelled:
    """A value behind its label.

    ``hint`` is the template's own hint that may still stand before the value. ``odd`` says that the
    label has words in brackets which are not the template's.
    """

    field: str
    value: str
    hint: re.Pattern[str] | None = None
    odd: bool = False


@dataclass(frozen=True)
class Line:
    """One line of a paste: the labelled values in it, or else its text without bullet and bars."""

    shape: Shape
    labels: tuple[Labelled, ...]
    text: str
    open_row: bool
    """A row that does not end on its line: the cell has line ends in it."""


def title_of(line: str) -> Kind | None:
    """Say which template's title ``line`` is, or None."""
    return _TITLES.get(_key(line.replace("#", " "))) if _may_be_title(line) else None


def is_furniture(line: str) -> bool:
    """Say whether ``line`` belongs to a template but asks for nothing, such as a column heading."""
    return _may_be_title(line) and _key(line) in _FURNITURE_KEYS


def _may_be_title(line: str) -> bool:
    return len(line) <= _LABEL_LENGTH and _TITLE_WORD.search(line) is not None


def is_ruler(line: str) -> bool:
    """Say whether ``line`` is drawn and not written: ``| --- |``, ``=====``, a code fence."""
    return _RULER.fullmatch(line) is not None


def is_sign_off(line: str) -> bool:
    """Say whether ``line`` is where somebody says thanks and signs."""
    return _SIGN_OFF.fullmatch(line) is not None


def is_other_label(line: str) -> bool:
    """Say whether ``line`` starts like a labelled value, such as ``Plan: Medicaid``."""
    return _OTHER_LABEL.match(_without_bullet(line)) is not None


def has_time(words: str) -> bool:
    """Say whether ``words`` name a day or a time of day."""
    return _TIME.search(words) is not None


def is_now(words: str) -> bool:
    """Say whether a callback's ``words`` ask for the call now, and for no other time."""
    now = _NOW.match(words)
    return now is not None and not _TIME.search(words, now.end())


def is_only_now(words: str) -> bool:
    """Say whether a callback's ``words`` say now, in whatever words, and nothing else."""
    return _NOW.fullmatch(words) is not None


def to_cell(text: str) -> str:
    """Return ``text`` as it stands in a table's cell, from which ``line_of`` reads it back."""
    text = _BAR_OR_BREAK.sub(lambda mark: f"{mark[1] * 2}\\{mark[2]}", text)
    return _LINE_END.sub(lambda end: end[1] * 2 + "<br>", text)


def line_of(text: str) -> Line:
    """Find the labels in one line, which may be a row, a bullet or a line of a spreadsheet.

    A line of nothing but three or more empty labels heads columns: it has no values of its own.
    """
    body, shape = text.lstrip(), _shape(text)
    if shape == "row":
        cells = _cells(body)
    elif "\t" in body:
        cells = [cell.strip() for cell in _without_bullet(body).split("\t") if cell.strip()]
    else:
        cells = [_without_bullet(body)]
    row = body.rstrip()
    labels = () if len(cells) > 2 and all(map(_is_empty_label, cells)) else _labels(cells)
    open_row = shape == "row" and (not row.endswith("|") or row.endswith("\\|"))
    return Line(shape, labels, ": ".join(cells), open_row)


def _shape(line: str) -> Shape:
    body = line.lstrip()
    first, bar, _ = body.partition("|")
    if bar and (not first or _bare_label(first)):
        return "row"
    return "bullet" if _BULLET.match(body) else "plain"


def _cells(row: str) -> list[str]:
    cells: list[str] = []
    start = 0
    for mark in _BAR_OR_BREAK.finditer(row):
        if mark[2] == "|" and len(mark[1]) % 2 == 0:
            cells.append(row[start : mark.end() - 1])
            start = mark.end()
    cells.append(row[start:])
    return [_BAR_OR_BREAK.sub(_in_cell, cell.strip()) for cell in cells if cell.strip()]


def _in_cell(mark: re.Match[str]) -> str:
    halves, literal = divmod(len(mark[1]), 2)
    return "\\" * halves + (mark[2] if literal else "\n")


def _labels(cells: list[str]) -> tuple[Labelled, ...]:
    """Return the labels in ``cells`` with their values; none where the first is not a label."""
    labels: list[Labelled] = []
    values: list[list[str]] = []
    for cell in cells:
        found = None
        if not labels or values[-1]:
            text = _without_bullet(cell)
            found = _labelled(text) or _bare_label(text, words=1 if len(cells) > 1 else 2)
        if found:
            labels.append(found)
            values.append([found.value] if found.value else [])
        elif labels:
            values[-1].append(cell)
        else:
            break
    return tuple(
        replace(label, value=" ".join(value)) for label, value in zip(labels, values, strict=True)
    )


def _without_bullet(line: str) -> str:
    """Return ``line`` without the bullet, number or quotation mark that it starts with."""
    bullet = _BULLET.match(line)
    return line[bullet.end() :] if bullet else line


def _is_empty_label(cell: str) -> bool:
    found = _labelled(cell) or _bare_label(cell)
    return found is not None and not found.value


def _bare_label(text: str, words: int = 1) -> Labelled | None:
    """Return the label that is all of ``text``, without a colon and with so many words."""
    if len(text) > _BARE_LENGTH or _COLON.search(text) or len(_words(text)) < words:
        return None
    return _label(text, "")


def _labelled(text: str) -> Labelled | None:
    """Return the value and the field whose label ``text`` starts with, or None."""
    colon = _COLON.search(text, 0, _LABEL_LENGTH)
    found = _label(text[: colon.start()], text[colon.end() :]) if colon else None
    if found is not None:
        return found
    dash = _DASH.search(text, 0, _LABEL_LENGTH)
    if dash and len(_words(text[: dash.start()])) > 1:
        return _label(text[: dash.start()], text[dash.end() :])
    numbered = _NUMBERED.fullmatch(text, 0, _LABEL_LENGTH) if len(text) < _LABEL_LENGTH else None
    return _label(numbered[1], numbered[2]) if numbered else None


def _label(label: str, value: str) -> Labelled | None:
    key = _key(label)
    field, bracket = _field(key), ""
    if field is None and (found := _BRACKET.search(label)):
        bracket, key = found[0], _key(label[: found.start()])
        field = _field(key)
    if field is None:
        return None
    hint = _HINTS.get(key)
    if any(known.match(bracket) for known in _HINTS.values()):
        hint, bracket = None, ""
    value = _without_marks(label, value).lstrip()
    if hint and (found := hint.match(value)):
        hint, value = None, value[found.end() :]
    return Labelled(field, value, hint, odd=bool(bracket))


def _field(key: str) -> str | None:
    return _FIELDS.get(key) or _FIELDS.get(key.removesuffix("number"))


def _without_marks(label: str, value: str) -> str:
    """Return ``value`` without the end of a bold or highlight that began before its label."""
    marks = _MARKS.match(label.lstrip())
    if not marks or label.rstrip().endswith(marks[0]):
        return value
    if value.lstrip().startswith(marks[0]):
        return value.lstrip().removeprefix(marks[0])
    return value.rstrip().removesuffix(marks[0])
