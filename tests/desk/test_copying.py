"""A request leaves by the clipboard: on record first, and only where the desk allows it."""

from collections.abc import Callable

import pytest

from p2p_tui.desk import Desk, Office, OfficeUnusableError
from p2p_tui.domain.errors import DeskError, NotFound, Refused
from p2p_tui.domain.safety import Safety
from p2p_tui.store import chain, requests
from p2p_tui.store.engines import DatabaseUnusableError
from tests.house import KIM

DeskOf = Callable[[str], Desk]


def copies(ref: str) -> list[tuple[str, str]]:
    return [
        (one.actor, one.given.get("as", ""))
        for one in requests.history(ref)
        if one.move == "copied"
    ]


def switch_off(lena: Desk) -> None:
    now = lena.office.read_in_common()
    safety = Safety(copying=False)
    lena.set_common(now.common.model_copy(update={"safety": safety}), now.version)


def test_what_may_be_copied_is_given_once_it_is_on_record(desk_of: DeskOf, office: Office) -> None:
    placed = desk_of("tina").place(KIM)
    assert desk_of("ana").to_copy(placed.ref.lower(), "Peer to Peer") == placed
    assert copies(placed.ref) == [("ana", "the template Peer to Peer")]
    assert [one.move for one in desk_of("ana").history(placed.ref)] == ["place"]
    assert office.verify().problem == ""


def test_the_same_act_is_on_record_once(desk_of: DeskOf) -> None:
    placed = desk_of("tina").place(KIM)
    for _ in range(2):
        assert desk_of("ana").to_copy(placed.ref, act_id="one") == placed
    assert copies(placed.ref) == [("ana", "")]


def test_where_copying_is_off_nothing_is_given_and_it_says_who_sets_it(desk_of: DeskOf) -> None:
    placed = desk_of("tina").place(KIM)
    switch_off(desk_of("lena"))
    with pytest.raises(DeskError, match="switched off on this desk; a lead sets"):
        desk_of("tina").to_copy(placed.ref)
    assert copies(placed.ref) == []


def test_who_may_not_see_it_may_not_copy_it(desk_of: DeskOf) -> None:
    placed = desk_of("tina").place(KIM)
    with pytest.raises(Refused):
        desk_of("adam").to_copy(placed.ref)
    with pytest.raises(NotFound):
        desk_of("tina").to_copy("P2P-9999")
    assert copies(placed.ref) == []


def test_what_cannot_be_put_on_record_is_not_given(
    desk_of: DeskOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = desk_of("tina").place(KIM)

    def full(_: chain.NewEvent) -> None:
        raise DatabaseUnusableError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(chain, "append", full)
        with pytest.raises(OfficeUnusableError):
            desk_of("tina").to_copy(placed.ref)
    assert copies(placed.ref) == []
