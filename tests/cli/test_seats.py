"""Sitting down: every seat starts from the same allow-list."""

import argparse
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from p2p_tui.access.environment import ESCAPE_MS
from p2p_tui.access.signin import account, os_login
from p2p_tui.cli import seats, sitting
from p2p_tui.domain.people import Role, Staff
from tests.house import ACCOUNT, Address, furnish

OBEYED = ("TEXTUAL_LOG", "TEXTUAL_DRIVER", "PYTHONPATH", "BROWSER", "PATH", "SSH_CONNECTION")


@pytest.fixture
def environ() -> Iterator[None]:
    """Whatever becomes of the environment, it is back afterwards."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.mark.usefixtures("environ")
@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
@pytest.mark.parametrize(
    ("seat", "given"),
    [
        (seats.open_desk, {}),
        (seats.session, {"username": os_login()}),
        (seats.demo, {"seat": "technician", "live": False}),
    ],
    ids=["desk", "session", "demo"],
)
def test_every_seat_starts_from_the_allow_list(
    address: Address,
    monkeypatch: pytest.MonkeyPatch,
    seat: Callable[[argparse.Namespace], int],
    given: dict[str, Any],
) -> None:
    office = furnish(address.open())
    me = Staff(username=os_login(), name="Max Roe", roles=frozenset({Role.LEAD}))
    office.put_staff([me], by=None, account=ACCOUNT)
    office.close()
    settings = {"P2P_DATABASE_URL": address.url, "P2P_DATABASE_KEY_FILE": str(address.key_file)}
    for name in (*OBEYED, "TERM"):
        monkeypatch.setenv(name, "10.0.0.7 1 10.0.0.1 22")
    found: list[dict[str, str]] = []
    accounts: list[str] = []

    def run(*_: Any, account: str = "", **__: Any) -> int:
        found.append(dict(os.environ))
        accounts.append(account)
        return 0

    monkeypatch.setattr(sitting, "run", run)
    monkeypatch.setattr(seats, "need_terminal", lambda: None)
    if seat is seats.session:
        for name in [one for one in os.environ if one.startswith("PYTHON")]:
            monkeypatch.delenv(name)
        given = given | {"settings": [f"{name}={value}" for name, value in settings.items()]}
    else:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
    assert seat(argparse.Namespace(**given)) == 0
    (environment,) = found
    assert not environment.keys() & set(OBEYED)
    assert (environment["TERM"], environment["ESCDELAY"]) == ("xterm", str(ESCAPE_MS))
    assert environment.items() >= settings.items()
    # Only sshd's forced command says where somebody came from.
    came = account("10.0.0.7 1 10.0.0.1 22") if seat is seats.session else ""
    assert accounts == [came]
