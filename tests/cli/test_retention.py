"""``p2p hold`` and ``p2p purge``, as a lead runs them on the account that owns the desk."""

import contextlib
import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from p2p_tui.cli.main import main
from p2p_tui.desk import Desk
from p2p_tui.desk.retention import Purged
from tests.cli.conftest import P2P
from tests.forks import Fork, run
from tests.house import KIM, FixedClock, sit, through

LENA = ("--as", "lena")
LONG_AGO = datetime(2005, 11, 18, 19, 31, 7, tzinfo=UTC)
CLOSED = ("acknowledge", "ready", "transfer", "end_call", "document")
OLD = ("purge", "--older-than", "6y", *LENA)


@pytest.fixture
def old(p2p: P2P) -> P2P:
    """The command at a desk with two requests of long ago, one of them held, and one of now."""
    clock = FixedClock(LONG_AGO)
    office = p2p.address.open(clock)
    for _ in range(3):
        through(lambda who: sit(office, who), sit(office, "tina").place(KIM), *CLOSED)
    sit(office, "lena").import_pas(["PA #,Drug\n", "1,x\n"], "then.csv")
    clock.now = datetime.now(UTC)
    sit(office, "tina").place(KIM)
    office.close()
    assert p2p("hold", "P2P-1002", "--why", "Osei v. Plan", *LENA) == (
        "P2P-1002 is on legal hold: Osei v. Plan\n"
    )
    return p2p


def test_what_would_go_is_said_and_stays(old: P2P) -> None:
    said = old(*OLD, "--dry-run")
    assert re.fullmatch(
        r"From before \w+ \d+, 20\d\d: 2 requests, the words of 12 events, 1 denied PA\n"
        r"These requests were closed from Nov 18, 2005 to Nov 18, 2005\n"
        r"Kept: 1 request on legal hold\n",
        said,
    ), said
    planned = old.json(*OLD, "--dry-run")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", planned.pop("before"))
    assert planned == {
        "dry_run": True,
        "requests": 2,
        "payloads": 12,
        "loose": 0,
        "denied_pas": 1,
        "first_closed": "2005-11-18",
        "last_closed": "2005-11-18",
        "kept": {"on_hold": 1, "followed_up": 0, "changed_since": 0},
    }
    assert old.json("show", "P2P-1001", *LENA)["status"] == "closed"
    assert old("purge", "--older-than", "99y", *LENA, "--dry-run").endswith(
        ": 0 requests, the words of 0 events, 0 denied PAs\n"
    )


def test_what_is_old_is_removed_and_the_record_holds(old: P2P) -> None:
    said = old(*OLD, "--yes")
    assert re.fullmatch(
        r"Removed for good, from before \w+ \d+, 20\d\d:"
        r" 2 requests, the words of 12 events, 1 denied PA\n",
        said,
    ), said
    assert old.json("audit", "verify")["ok"] is True
    assert "P2P-1001 was kept as long as records are kept" in old("show", "P2P-1001", *LENA, code=1)
    assert "On legal hold" in old("show", "P2P-1002", *LENA)
    # Nothing is left to be confirmed.
    done = old.json(*OLD)
    assert (done["requests"], done["denied_pas"], done["wiped"]) == (0, 0, True)


def test_the_desks_own_account_removes_what_is_old_from_cron(old: P2P) -> None:
    assert old.json("purge", "--older-than", "72m", "--yes")["requests"] == 2


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_a_hold_is_put_listed_and_released(old: P2P) -> None:
    assert re.fullmatch(
        r"P2P-1002  since \w+ \d+, 20\d\d by Lena Ortiz: Osei v\. Plan\n", old("hold", *LENA)
    )
    (held,) = old.json("hold")
    assert (held["ref"], held["legal_hold"]["why"]) == ("P2P-1002", "Osei v. Plan")
    assert "is on legal hold already" in old("hold", "1002", "--why", "x", *LENA, code=1)
    released = ("hold", "P2P-1002", "--release", "--why", "settled", *LENA)
    assert old(*released) == "P2P-1002 is no longer on legal hold\n"
    assert "is not on legal hold" in old(*released, code=1)
    assert old("hold") == "Nothing is on legal hold.\n"
    assert old.json("hold", "1001", "--why", "x", *LENA)["legal_hold"]["by"] == "lena"
    assert old.json(*OLD, "--dry-run")["requests"] == 2
    assert "Lena Ortiz put it on legal hold: Osei v. Plan" in old("show", "1002", *LENA)


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_what_stops_it_is_said_in_a_line(old: P2P) -> None:
    assert "look with --dry-run, then confirm it with --yes" in old(*OLD, code=2)
    assert "required: --older-than" in old("purge", code=2)
    assert "--older-than: “6” is no span" in old("purge", "--older-than", "6", *LENA, code=2)
    assert "longer than the calendar" in old("purge", "--older-than", "9999y", *LENA, code=2)
    for who in ("tina", "ana", "adam"):
        no = old("purge", "--older-than", "6y", "--yes", "--as", who, code=1)
        assert "may not dispose of records or hold them; ask a lead" in no
        assert "may not dispose of" in old("hold", "1001", "--why", "x", "--as", who, code=1)
    assert "Say why: p2p hold REF --why WORDS" in old("hold", "1001", *LENA, code=2)
    assert "Say why" in old("hold", "1001", "--why", " ", *LENA, code=2)
    assert "Name the request" in old("hold", "--why", "x", *LENA, code=2)
    assert "There is no request P2P-77" in old("hold", "P2P-77", "--why", "x", *LENA, code=1)
    assert "is not on this desk" in old("hold", "1001", "--why", "x", code=1)
    assert old.json(*OLD, "--dry-run")["requests"] == 2


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "code", "left"), [("2\n", 0, 0), ("3\n", 1, 2), ("\n", 1, 2), ("\x04", 1, 2)]
)
def test_at_a_terminal_the_number_is_asked_for(old: P2P, typed: str, code: int, left: int) -> None:
    returned, said = at_a_terminal(old, *OLD, typed=typed)
    assert returned == code, said
    assert "This is for good. Type the number of requests to remove them: " in said
    if code:
        assert "That is another number; nothing was removed" in said
    else:
        assert "2 of 2 requests\x1b[K" in said
        assert "Removed for good, from before" in said
    assert old.json(*OLD, "--dry-run")["requests"] == left


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_progress_stands_only_on_a_terminal(old: P2P) -> None:
    returned, out, err = run((*OLD, "--yes"), b"", old.home, old.environment)
    assert (returned, err) == (0, "")
    assert "Removed for good" in out


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_who_stops_it_is_told_how_far_it_came(
    old: P2P, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def stop(desk: Desk, before: date, told: Callable[[Purged], None]) -> Purged:
        told(Purged(requests=1))
        raise KeyboardInterrupt

    monkeypatch.setattr(Desk, "purge", stop)
    for name, value in old.environment.items():
        monkeypatch.setenv(name, value)
    assert main([*OLD, "--yes"]) == 130
    said = "p2p: Stopped: 1 of 2 requests removed; run it again to go on\n"
    assert capfd.readouterr() == ("", said)


def at_a_terminal(p2p: P2P, *arguments: str, typed: str) -> tuple[int | None, str]:
    """Run the command at a terminal and type something; its exit code and all that was shown."""
    ours, theirs = os.openpty()
    process = Fork(arguments, p2p.home, p2p.environment, theirs)
    os.close(theirs)
    said = b""
    with contextlib.suppress(OSError):  # how a terminal says that nobody is there any more
        while more := os.read(ours, 4096):
            said += more
            if typed and b"remove them: " in said:
                os.write(ours, typed.encode())
                typed = ""
    os.close(ours)
    return process.wait(60), said.decode()
