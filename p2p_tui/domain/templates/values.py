"""How a field's value stands in a template: a name with its title, a rationale with denials."""

import re

from p2p_tui.domain.details import Denial, DenialKind, Details

INDENT = "    "
"""What stands before the second and further lines of a value in bullets and plain lines."""

_HARD_SPACES = str.maketrans("\u00a0\u2007\u202f", "   ")
_TITLES = (
    r"(?-i:MA|RMA|CMA|CNA|LPN|LVN|RN|NP|FNP|APRN|ARNP|CRNP|PA-C|PA|MD|DNP|BSN|MSN|PharmD|RPh|CPhT)"
)
"""Job titles that are known by themselves, and so need no comma."""
_SEPARATOR = r"(?:(?:\\*\s)?\\*[,/](?:\\*\s)?|\\*\s)"
"""What stands between two titles; where a template was written, each part with its backslashes."""
_NAME_END = re.compile(
    r"(?<!\\)(\\*+)(\s?[–—]\s?|\s-\s?|-\s|[,;(]|(?<!\b[cnw])/"
    rf"|\s(?={_TITLES}(?:{_SEPARATOR}{_TITLES})*\Z))",
    re.I,
)
_DENIAL = re.compile(
    r"(?<!\w)(?:\*\*)?(original|initial|p2p\s?/\s?appeals?|p2p|peer[ -]to[ -]peer|appeals?)"
    r"(\s{1,3}denials?(?:\s(?:reason|rationale))?(?:\*\*)?\s?)(\\*+):(?:\*\*)?",
    re.I,
)
_DENIAL_LABELS = {
    DenialKind.ORIGINAL: "Original denial:",
    DenialKind.P2P: "P2P denial:",
    DenialKind.APPEAL: "Appeal denial:",
}
_WRAPS = ("**", "__", "==", "^^", "`")
_LEFT_BLANK = re.compile(r"_{3,}")


def with_plain_spaces(text: str) -> str:
    """Return ``text`` with its hard spaces as spaces."""
    return text.translate(_HARD_SPACES)


def guarded(value: str) -> str:
    """Return ``value`` with a backslash before it, where it would be read as something else."""
    return "\\" + value if _needs_guard(value.lstrip("\\")) else value


def unwrapped(value: str) -> str:
    """Return ``value`` without the bold or highlight around all of it; no more than a line drawn
    to be filled is nothing.
    """
    bare = value.lstrip("\\")
    if not _needs_guard(bare):
        return value
    if bare != value:
        return value[1:]
    wrap = len(_wrap(bare))
    return "" if _LEFT_BLANK.fullmatch(bare) else value[wrap : len(value) - wrap]


def _needs_guard(bare: str) -> bool:
    drawn = bare.startswith("|") or _LEFT_BLANK.fullmatch(bare) is not None
    return drawn or _wrap(bare) != ""


def _wrap(value: str) -> str:
    wrap = value[:1] if value.startswith("`") else value[:2]
    size = len(wrap)
    if len(value) <= 2 * size or wrap not in _WRAPS or not value.endswith(wrap):
        return ""
    return "" if wrap in value[size:-size] else wrap


def join_contact(name: str, title: str) -> str:
    """Return name and job title as one value: ``Kim Osei, MA``."""
    plain = f"{name}, {title}" if title else name
    if split_contact(plain) == (name, title):
        return plain
    name = _NAME_END.sub(lambda end: f"{end[1] * 2}\\{end[2]}", name)
    if not title:
        return name
    return name + "\\" * (len(name) - len(name.rstrip("\\"))) + ", " + title


def split_contact(text: str) -> tuple[str, str]:
    """Return name and job title: ``Kim Osei, MA``, ``Kim Osei - MA``, ``Kim Osei (MA)``."""
    bracket = text.rfind("(")
    bracketed = text.find(")", bracket) == len(text) - 1
    for end in _NAME_END.finditer(text):
        escaped = len(end[1]) % 2 == 1
        inside = end[2] == "("
        if escaped or (inside and not (bracketed and end.start(2) == bracket)):
            continue
        title = text[end.end() : -1 if inside else None].strip()
        name = _plain_name(text[: end.start()]) + "\\" * (len(end[1]) // 2)
        return name.strip(), title
    return _plain_name(text), ""


def _plain_name(text: str) -> str:
    return _NAME_END.sub(lambda end: "\\" * (len(end[1]) // 2) + end[2], text)


def join_denials(details: Details) -> str:
    """Return the rationale with the later denials behind it, each with its label (R5)."""
    original = _escaped_denial(details.denial_rationale)
    later = [denial for denial in details.prior_denials if denial.rationale]
    if not later:
        return original
    parts = [f"{_DENIAL_LABELS[DenialKind.ORIGINAL]} {original}".rstrip()]
    parts += [f"{_DENIAL_LABELS[one.kind]} {_escaped_denial(one.rationale)}" for one in later]
    return " ".join(parts)


def _escaped_denial(text: str) -> str:
    return _DENIAL.sub(lambda mark: _with_backslashes(mark, len(mark[3]) + 1), text)


def _plain_denial(text: str) -> str:
    plain = _DENIAL.sub(lambda mark: _with_backslashes(mark, max(len(mark[3]) - 1, 0)), text)
    return plain.strip()


def _with_backslashes(mark: re.Match[str], count: int) -> str:
    before, after = mark.span(3)
    return mark.string[mark.start() : before] + "\\" * count + mark.string[after : mark.end()]


def starts_denial(text: str) -> bool:
    """Say whether ``text`` starts with the label of a denial: ``P2P denial:``."""
    mark = _DENIAL.match(text)
    return mark is not None and not mark[3]


def split_denials(text: str) -> tuple[str, tuple[Denial, ...]]:
    """Return the original rationale and the denials that came later, those with words to them."""
    marks = [mark for mark in _DENIAL.finditer(text) if not mark[3]]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    rationale = _plain_denial(text[: marks[0].start()] if marks else text)
    later: list[Denial] = []
    for mark, end in zip(marks, ends, strict=False):
        kind, words = _denial_kind(mark[1]), _plain_denial(text[mark.end() : end])
        if mark is marks[0] and kind is DenialKind.ORIGINAL:
            rationale = f"{rationale}\n{words}".strip()
        elif words:
            later.append(Denial(kind=kind, rationale=words))
    return rationale, tuple(later)


def _denial_kind(word: str) -> DenialKind:
    kinds = {"i": DenialKind.ORIGINAL, "o": DenialKind.ORIGINAL, "a": DenialKind.APPEAL}
    return kinds.get(word[0].lower(), DenialKind.P2P)
