"""The server goes away in the middle of the work, and comes back: nothing is lost or done twice."""

import contextlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from p2p_tui.desk import Desk
from tests import servers
from tests.conftest import note_engine
from tests.house import ACCOUNT, KIM, Address
from tests.journeys.premises import TEMPLATE, Premises, furnished, new_request, select
from tests.journeys.terminal import Terminal
from tests.journeys.test_main_job import document, placed

pytestmark = [pytest.mark.journey, pytest.mark.both]

AWAY = "AS OF"
BACK_WITHIN = 5.0
"""How many seconds after the server is there again the screens are current again."""


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """These are stories of a server."""
    return note_engine(request, "postgresql")


@pytest.fixture
def server(engine: str) -> Iterator[servers.Server]:
    """A server that this story alone stops and starts."""
    with servers.server() as made:
        made.make_database("desk")
        yield made


@pytest.fixture
def premises(server: servers.Server) -> Iterator[Premises]:
    """A desk on that server."""
    with (
        tempfile.TemporaryDirectory(prefix="p2p-j-") as home,
        contextlib.ExitStack() as open_things,
    ):
        yield furnished(
            Premises(Address("postgresql", server.url("desk")), Path(home), open_things)
        )


def comes_back(server: servers.Server, *terminals: Terminal) -> None:
    """The server is there again, and so is, soon, every terminal."""
    server.start()
    since = time.monotonic()
    for terminal in terminals:
        terminal.wait_gone(AWAY, within=BACK_WITHIN)
    assert time.monotonic() - since < BACK_WITHIN


def crashes(server: servers.Server, *terminals: Terminal) -> None:
    """The server is gone at once, and every terminal says so."""
    server.stop("immediate")
    for terminal in terminals:
        terminal.line_with(AWAY, "reconnecting. Type on.")


def moves(premises: Premises, ref: str) -> list[str]:
    """What was done with a request, as it stands in the record."""
    with premises.office() as office:
        desk = Desk(office, "lena", account=ACCOUNT)
        return [one.move for one in desk.history(ref)]


def test_a_caller_is_handed_over_across_a_crash_of_the_server(
    premises: Premises, server: servers.Server
) -> None:
    technician, pharmacist = premises.sit("tina"), premises.sit("noor")
    for terminal in (technician, pharmacist):
        terminal.wait_for("Nobody is waiting")

    new_request(technician)
    technician.paste(TEMPLATE)
    technician.wait_for("Read from the paste")
    crashes(server, technician, pharmacist)
    technician.press("shift+tab")
    technician.type("Upheld in June")
    technician.line_with("Appeal denial", "Upheld in June")
    technician.press("ctrl+s")
    technician.wait_for("Waiting for the desk's database")
    comes_back(server, technician, pharmacist)
    ref = placed(technician)
    pharmacist.line_with("○ waiting", ref, "Kim Osei")

    select(pharmacist, ref)
    pharmacist.press("a")
    technician.line_with("◐ acknowledged", ref, "Noor Haddad")
    crashes(server, technician, pharmacist)
    pharmacist.press("r")
    pharmacist.wait_for("Extension to transfer to")
    pharmacist.type("4455")
    pharmacist.line_with("Extension to transfer to", "4455")
    comes_back(server, technician, pharmacist)
    pharmacist.press("ctrl+s")
    technician.line_with("◆ READY", ref, "→ ext. 4455")

    select(technician, ref)
    crashes(server, technician, pharmacist)
    technician.press("t")
    comes_back(server, technician, pharmacist)
    pharmacist.line_with("● on call", ref)
    server.restart()
    pharmacist.press("e")
    pharmacist.line_with("✎ to document", ref)
    document(pharmacist)
    technician.wait_for("Nobody is waiting")
    assert moves(premises, ref) == [
        "place", "acknowledge", "ready", "transfer", "end_call", "document",
    ]  # fmt: skip
    assert [one["ref"] for one in premises.json("queue")] == []
    assert "The record holds" in premises.run("audit", "verify")


def test_a_draft_that_can_not_be_kept_is_held_until_it_can(
    premises: Premises, server: servers.Server
) -> None:
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    crashes(server, technician)
    new_request(technician)
    technician.type("Dr. Amara Bello-Quist")
    technician.wait_for("draft not kept yet")
    technician.press("escape")
    technician.wait_for("Nobody is waiting")
    new_request(technician)
    technician.line_with("Contact name", "Dr. Amara Bello-Quist")
    technician.press("escape")
    technician.wait_for("Nobody is waiting")
    technician.press("q")
    technician.wait_for("q again leaves it behind")
    comes_back(server, technician)
    technician.wait_for("answers again")
    premises.wait_for_draft("tina", "Dr. Amara Bello-Quist")
    technician.press("q")
    assert technician.ended() == 0
    (draft,) = premises.drafts("tina")
    assert draft["contact_name"] == "Dr. Amara Bello-Quist"


def test_the_session_can_be_left_while_the_server_is_away(
    premises: Premises, server: servers.Server
) -> None:
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    crashes(server, technician)
    technician.press("q")
    assert technician.ended(within=5.0) == 0
    assert technician.echoes()
    server.start()


def test_an_act_that_the_server_never_comes_back_for_is_given_back_with_what_was_typed(
    premises: Premises, server: servers.Server
) -> None:
    (request,) = premises.place(KIM)
    pharmacist = premises.sit("ana")
    pharmacist.line_with("▌", request.ref)
    crashes(server, pharmacist)
    pharmacist.press("m")
    pharmacist.wait_for("MESSAGE")
    pharmacist.type("She holds the line")
    pharmacist.press("ctrl+s")
    pharmacist.line_with("not saved")
    pharmacist.line_with("She holds the line")
    comes_back(server, pharmacist)
    pharmacist.press("ctrl+s")
    pharmacist.line_with("message")
    pharmacist.wait_gone("MESSAGE")
    assert moves(premises, request.ref) == ["place", "message"]


def test_a_session_holds_two_connections(premises: Premises, server: servers.Server) -> None:
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    new_request(technician)
    technician.type("Kim")
    technician.wait_for("draft kept")
    count = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'desk'"
    until = time.monotonic() + BACK_WITHIN
    with servers.connect(server.url("postgres")) as admin:
        # A sign of life takes a third for a moment.
        while admin.execute(count).fetchone() != (2,):
            assert time.monotonic() < until, "it holds more than two"


def test_a_session_that_an_administrator_ends_at_the_server_goes_on(
    premises: Premises, server: servers.Server
) -> None:
    refs = [one.ref for one in premises.place(KIM, KIM)]
    pharmacist = premises.sit("ana")
    pharmacist.line_with("▌", refs[0])
    for ref in refs:
        select(pharmacist, ref)
        with servers.connect(server.url("postgres")) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = 'desk'"
            )
        pharmacist.press("a")
        pharmacist.line_with("◐ acknowledged", ref)
    for ref in refs:
        assert moves(premises, ref) == ["place", "acknowledge"]
