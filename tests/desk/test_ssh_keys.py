"""Who says who signs in with a key, and what stands in the record of it."""

from collections.abc import Callable

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.desk.ssh_keys import put_on_record
from p2p_tui.domain.errors import Refused
from p2p_tui.domain.story import KEY_AUTHORIZED, KEY_REVOKED, Happening, tell
from p2p_tui.store.models import EventRow
from tests.house import ACCOUNT, FRIDAY
from tests.keys import ED25519_PRINT


def test_a_lead_an_admin_and_the_desk_s_own_account_say_who_signs_in(
    office: Office, desk_of: Callable[[str], Desk]
) -> None:
    before = EventRow.select().count()
    for who in (desk_of("lena").me, desk_of("adam").me, None):
        put_on_record(office, KEY_AUTHORIZED, "ana", ED25519_PRINT, by=who, account=ACCOUNT)
    for username in ("tina", "ana"):
        with pytest.raises(Refused, match="may not look after staff"):
            put_on_record(
                office, KEY_REVOKED, "ana", ED25519_PRINT, by=desk_of(username).me, account=ACCOUNT
            )
    rows = list(EventRow.select().order_by(EventRow.seq).offset(before))
    assert [row.actor for row in rows] == ["lena", "adam", ACCOUNT]
    assert {(row.account, row.move) for row in rows} == {(ACCOUNT, KEY_AUTHORIZED)}
    assert office.verify().first_bad is None


@pytest.mark.parametrize(
    ("move", "said"),
    [
        (KEY_AUTHORIZED, f"let ana sign in with the key {ED25519_PRINT}"),
        (KEY_REVOKED, f"took the key {ED25519_PRINT} of ana away"),
    ],
)
def test_the_record_tells_of_keys(office: Office, move: str, said: str) -> None:
    given = {"username": "ana", "fingerprint": ED25519_PRINT}
    event = Happening(seq=1, at=FRIDAY, actor="lena", move=move, given=given)
    assert tell(event, office.roster()) == said
