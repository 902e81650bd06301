"""The digest of an event is the same by the fast way as by the definition, whatever stands there.

Digests of records that were written years ago are among them: neither way may ever change.
"""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from p2p_tui.store.digests import CHAINED, chained_text, chained_text_of, event_digest

TEXT = st.text(st.characters(codec=None)) | st.sampled_from(
    ['"', "\\", "\x00", "\x1b[2J", "\u2028", "\ud800", "🙂", "null", '","seq":1,"x":"', "é\u202e"]
)
NUMBER = st.none() | st.integers()
ANYTHING = st.one_of(
    TEXT, NUMBER, st.booleans(), st.floats(), st.binary(), st.lists(st.integers(), max_size=2)
)
AS_WRITTEN = (TEXT,) * 7 + (NUMBER, st.integers(), NUMBER)


@given(st.tuples(*AS_WRITTEN) | st.tuples(*(ANYTHING,) * len(CHAINED)))
@example(("os:tests", "a1", "tina", "2026", "place", "ab", "cd", 1001, 8, None))
@example(("os:tests", "a1", "tina", "2026", "place", "ab", "cd", True, 8, 1.0))
def test_both_ways_give_the_same_text(row: tuple[Any, ...]) -> None:
    assert chained_text_of((*row, "digest", "salt", "body")) == chained_text(
        dict(zip(CHAINED, row, strict=True))
    )


def test_the_digest_of_an_event_is_what_it_always_was() -> None:
    event = {
        "seq": 8, "act_id": "a1", "at": "2026-11-20T19:31:07.000000Z", "actor": "tina",
        "account": "os:tests", "move": "place", "request_id": 1001, "version": 1,
        "payload_digest": "ab" * 32, "previous": "0" * 64,
    }  # fmt: skip
    assert event_digest(event) == (
        "86a16e92759c0980665b46501688411f33234578574831ada0c14cd50edbc5f5"
    )
