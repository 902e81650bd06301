"""The public holidays of the United States, and those that a state keeps, by their names (R17).

They come from the ``holidays`` library. It is imported where a date is asked about and nowhere
else: what needs no hours does not pay for it.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache, partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

STATES = frozenset((
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN",
    "KS", "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ",
    "NM", "NV", "NY", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA",
    "WI", "WV", "WY", "AS", "GU", "MP", "PR", "VI",
))  # fmt: skip
"""The states by their two letters, with the District of Columbia and the inhabited territories."""


def public_holiday(on: date, *, federal: bool, state: str) -> str | None:
    """Return the name of the public holiday on a date, or None: "Independence Day, observed".

    ``federal`` says whether those of the United States count; ``state`` is the state whose own
    count as well, by its two letters, or empty.
    """
    name = holidays_of(on.year).get(on) if federal else None
    return name or (holidays_of(on.year, state).get(on) if state else None)


@lru_cache(maxsize=128)
def holidays_of(year: int, state: str = "") -> Mapping[date, str]:
    """Return the public holidays of a year: the federal ones, or those that a state keeps."""
    found = _united_states()(subdiv=state or None, years=year, expand=False, language="en_US")
    return {on: _plain(name) for on, name in found.items()}


def _plain(name: str) -> str:
    """The name without brackets or breaks, so that it can stand in the middle of a sentence."""
    return name.replace(" (", ", ").replace(")", "").replace("; ", " and ")


@lru_cache(maxsize=1)
def _united_states() -> Any:
    """Return the library's calendar of the United States.

    It is loaded from its own file where that is found: through its package the calendars of all
    countries would come along, which takes three times as long.
    """
    import holidays

    file = Path(holidays.__path__[0], "countries", "united_states.py")
    spec = spec_from_file_location("united_states_alone", file) if file.is_file() else None
    if spec is None or spec.loader is None:
        return partial(holidays.country_holidays, "US")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.UnitedStates
