"""Values and pastes that nobody would make up, and what a template has room for."""

import re
from typing import Any, get_args

from hypothesis import strategies as st

from p2p_tui.domain.details import Denial, DenialKind, Details
from p2p_tui.domain.templates import LABELS, TITLES, Form, Kind

KINDS: tuple[Kind, ...] = get_args(Kind)
FORMS: tuple[Form, ...] = get_args(Form)

HINT = (
    "(if a P2P or an appeals was conducted- provide both the original denial and"
    " P2P/Appeals denial)"
)

# --- anything that people could type into a field ---------------------------------------------

NASTY = (
    *(label for labels in LABELS.values() for _, label in labels),
    *TITLES.values(),
    *("|", "\\", "\\|", "<br>", "<BR/>", "**", "__", "==", "^^", "*", "`", "#", ":", ",", ";"),
    *("/", "(", ")", "-", " - ", "–", "—", "“", "”", "’", "\u00a0", "\u202f", "\u3000", " "),
    *("\n", "\n\n", "\r\n", "\t", "    ", "  ", "- ", "1. ", "---", "| --- |", "[", "]", "é"),
    *("Member ID: no", "\nMember ID: no", "PA: 1", "Now", "asap", "**Now**", "Tue 2 pm"),
    *("Original denial:", "P2P denial:", "Appeal denial: x", "P2P denial\\:", "P2P\u00a0denial :"),
    *("Thanks,", "Kim Osei, MA", "\u200b", "\u202e", "\x1b[31m", "\ufeff", "e" + "\u0301" * 12),
    *(
        "Kim RN",
        " MA",
        " PA-C",
        "____",
        "| ",
        ", PA: ",
        "; Drug: ",
        "| CNTT: ",
        "\\, PA: ",
        "| PA # | CNTT |",
    ),
    HINT,
    "(Date and Time)",
)
anything = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=8)), max_size=8).map("".join)
denials = st.builds(Denial, kind=st.sampled_from(DenialKind), rationale=anything)
details = st.builds(
    Details,
    **{name: anything for labels in LABELS.values() for name, _ in labels},
    job_title=anything,
    prior_denials=st.lists(denials, max_size=3).map(tuple),
)


def plain(text: str) -> str:
    return re.sub("[\u00a0\u2007\u202f]", " ", text)


def on_template(kind: Kind, details: Details) -> Details:
    """Return what of ``details`` that template has room for."""
    names = {name for name, _ in LABELS[kind]}
    kept: dict[str, Any] = {name: plain(getattr(details, name)) for name in names}
    kept["job_title"] = details.job_title
    kept["prior_denials"] = tuple(
        Denial(kind=denial.kind, rationale=plain(denial.rationale))
        for denial in details.prior_denials
        if denial.rationale
    )
    if kind == "now":
        kept["callback_words"] = ""
    elif kind == "callback":
        kept["callback_words"] = details.callback_words or details.best_time
    else:
        kept["best_time"] = details.best_time or details.callback_words
    return Details(**kept)
