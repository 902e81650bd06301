"""Each determination, documented by a pharmacist at a real terminal, and found in the tracker."""

from typing import Any

import pytest

from p2p_tui.domain.documenting import LABELS, NEEDS, Asked, asked
from p2p_tui.domain.needs import Form
from p2p_tui.domain.request import Determination
from tests.documented import needed
from tests.house import KIM, sit, through
from tests.journeys.premises import Premises, select
from tests.journeys.terminal import SMALL, WIDE, Size, Terminal

pytestmark = pytest.mark.journey

CALL = ("acknowledge", "ready", "transfer", "end_call")


def owed(premises: Premises, count: int) -> list[str]:
    """Calls that Ana Ruiz has held, and owes to the tracker."""
    with premises.office() as office:
        tina = sit(office, "tina", here=False)
        return [
            through(lambda who: sit(office, who, here=False), tina.place(KIM), *CALL).ref
            for _ in range(count)
        ]


def document(pharmacist: Terminal, ref: str, determination: Determination) -> None:
    """Document a call with all that the determination needs, field by field."""
    given: dict[str, Any] = needed(determination)
    select(pharmacist, ref)
    pharmacist.press("d")
    pharmacist.wait_for_cursor_on(LABELS["reason_given"])
    pharmacist.type("They had no chart")
    pharmacist.press("tab")
    pharmacist.type(f"A1c of 8.4 {determination.name.lower()}")
    pharmacist.press("tab", "tab")
    number = list(Determination).index(determination) + 1
    pharmacist.press(str(number))
    pharmacist.wait_for_cursor_on(f"● {number} {determination.value}")
    names = [need.name for need in NEEDS]
    later = NEEDS[names.index("determination") + 1 :]
    shown = [one for one in later if asked(determination.value, one.name) is not Asked.NOT]
    for need in shown:
        if not given.keys() & {one.name for one in shown[shown.index(need) :]}:
            break
        pharmacist.press("tab")
        pharmacist.wait_for_cursor_on(need.label)
        if need.name in given and need.form is Form.YES:
            pharmacist.press("space")
        elif need.name in given:
            pharmacist.type(given[need.name])
    pharmacist.press("ctrl+s")
    pharmacist.line_with(f"{ref}: documented and closed")


@pytest.mark.few(1)
@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("engine", "size", "which"),
    [
        ("sqlcipher", SMALL, list(Determination)[:5]),
        ("postgresql", WIDE, list(Determination)[5:]),
    ],
    ids=["sqlcipher-80x24", "postgresql-120x40"],
    indirect=["engine"],
)
def test_each_determination_is_documented_and_found(
    premises: Premises, size: Size, which: list[Determination]
) -> None:
    refs = owed(premises, len(which))
    pharmacist = premises.sit("ana", size)
    pharmacist.line_with(f"✎ {len(refs)} owed")
    for ref, determination in zip(refs, which, strict=True):
        document(pharmacist, ref, determination)
    pharmacist.wait_for("Nobody is waiting")
    pharmacist.press("3")
    for ref, determination in zip(refs, which, strict=True):
        found = premises.json("show", ref)
        assert found["determination"] == determination.value
        said = found["documentation"]
        assert said["heard"] == f"A1c of 8.4 {determination.name.lower()}"
        for name in needed(determination):
            assert said[name], (determination, name)
        pharmacist.line_with(ref, determination.value[:15])
    pharmacist.press("/")
    pharmacist.type(f"{which[2].name.lower()} status:closed ")
    pharmacist.line_with(" closed × ")
    pharmacist.wait_gone(refs[0])
    pharmacist.line_with(refs[2], "Ozempic")
    assert "The record holds" in premises.run("audit", "verify")
