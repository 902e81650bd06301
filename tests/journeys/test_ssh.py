"""The desk as staff reach it: through a real OpenSSH server, with a key each, and nothing else."""

import contextlib
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from p2p_tui.domain.story import KEY_AUTHORIZED
from p2p_tui.store.models import EventRow
from tests import sshd
from tests.house import KIM
from tests.journeys.premises import TEMPLATE, Premises, new_request, select
from tests.journeys.terminal import Terminal
from tests.journeys.test_main_job import document, placed
from tests.sshd import ACCOUNT, CARELESS, Server

ROOT = Path(__file__).parents[2]
DOCUMENTED = sshd.documented(ROOT / "docs" / "ssh.md")
GONE_WITHIN = 5.0
KEYSTROKES = 20
one_engine = pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
pytestmark = pytest.mark.journey
if reason := sshd.left_out():
    pytest.skip(reason, allow_module_level=True)

Serve = Callable[[str], Server]


@pytest.fixture
def serve(premises: Premises) -> Iterator[Serve]:
    """What starts a server with a configuration, at which tina and ana may sit down."""
    with contextlib.ExitStack() as running:

        def start(block: str) -> Server:
            folder = premises.home / "ssh"
            folder.mkdir(mode=0o700)
            server = running.enter_context(sshd.running(folder, block))
            for username in ("tina", "ana"):
                let_in(premises, server, username)
            return server

        yield start


def let_in(premises: Premises, server: Server, username: str) -> None:
    public = f"{server.key(username)}.pub"
    premises.run(
        "ssh", "authorize", username, public, "--install", "--file", str(server.authorized_keys)
    )


def sit(
    premises: Premises, server: Server, username: str, *options: str, **environment: str
) -> Terminal:
    """Sit down through the server; what stands in ``environment`` is sent along."""
    line = server.ssh(username, "-tt", *options, sends=list(environment))
    return premises.start(*line, "127.0.0.1", environment=environment)


def wait_until_gone(server: Server, within: float = GONE_WITHIN) -> None:
    until = time.monotonic() + within
    while left := server.processes():
        assert time.monotonic() < until, left
        time.sleep(0.05)


def test_the_main_job_is_done_by_two_who_sign_in_with_their_keys(
    premises: Premises, serve: Serve, engine: str, request: pytest.FixtureRequest
) -> None:
    server = serve(DOCUMENTED)
    technician, pharmacist = sit(premises, server, "tina"), sit(premises, server, "ana")
    technician.wait_for("Nobody is waiting")
    pharmacist.wait_for("Nobody is waiting")
    assert len(server.sessions()) == 2

    new_request(technician)
    technician.paste(TEMPLATE)
    technician.wait_for("Read from the paste")
    technician.press("ctrl+s")
    ref = placed(technician)
    select(pharmacist, ref)
    pharmacist.press("a")
    technician.line_with("◐ acknowledged", ref, "Ana Ruiz")
    # Neither key stops a session that somebody else waits for.
    technician.press("ctrl+z", "ctrl+backslash", "ctrl+c")
    pharmacist.press("r")
    technician.line_with("◆ READY", ref, "→ ext. 4412")
    technician.press("t")
    pharmacist.line_with("● on call", ref)
    pharmacist.press("e")
    pharmacist.line_with("✎ to document", ref)
    document(pharmacist)
    technician.press("3")
    technician.line_with("✓ approved", ref)

    if engine == "sqlcipher":
        here = premises.start(sys.executable, "-I", "-m", "p2p_tui", "session", "raj")
        here.wait_for("Nobody is waiting")
        technician.press("1")
        technician.wait_for("Nobody is waiting")
        said = f"a key is painted after {keystroke(here):.0f} ms in a terminal, after"
        said += f" {keystroke(technician):.0f} ms over SSH on loopback (median of {KEYSTROKES})"
        request.node.user_properties.append(("report", said))
        here.press("escape")
        here.wait_gone("NEW REQUEST")
        assert here.leave() == 0
        technician.press("escape")
        technician.wait_gone("NEW REQUEST")
    assert (technician.leave(), pharmacist.leave()) == (0, 0)
    for terminal in (technician, pharmacist):
        assert b"\x1b[?1049l" in terminal.raw
        assert terminal.echoes()
    wait_until_gone(server)
    assert "The record holds" in premises.run("audit", "verify")
    with premises.office():
        acts = EventRow.select().where(EventRow.move.in_(("place", "acknowledge", "document")))
        assert {(row.actor, row.account) for row in acts} == {
            ("tina", f"ssh:{ACCOUNT}@127.0.0.1"), ("ana", f"ssh:{ACCOUNT}@127.0.0.1"),
        }  # fmt: skip
        assert EventRow.select().where(EventRow.move == KEY_AUTHORIZED).count() == 2


def keystroke(terminal: Terminal) -> float:
    """The median time from a letter's key to the letter on the screen, in milliseconds."""
    new_request(terminal)
    took = []
    for number in range(KEYSTROKES):
        terminal.wait_quiet(0.05)
        typed = "abcdefghij"[number % 10]
        before = len(terminal.raw)
        began = time.perf_counter()
        terminal.type(typed)
        terminal.wait_for(lambda _, before=before: len(terminal.raw) > before)  # type: ignore[misc]
        took.append((time.perf_counter() - began) * 1000)
    terminal.line_with("Contact name", "abcdefghij" * (KEYSTROKES // 10))
    return statistics.median(took)


@pytest.mark.long
@one_engine
def test_whoever_asks_for_anything_but_the_desk_is_told_so_in_one_line(
    premises: Premises, serve: Serve
) -> None:
    server = serve(CARELESS)
    canary = premises.home / "canary"
    for options, command in (
        ((), (f"touch {canary}",)),
        (("-tt",), ("/bin/sh", "-i")),
        (("-tt",), (f"session ana; touch {canary}",)),
        (("-s",), ("sftp",)),
    ):
        done = server.run("tina", *options, command=command)
        assert done.returncode == 2, done
        said = (done.stdout + done.stderr).splitlines()
        # What a subsystem complains of goes nowhere.
        assert len(said) == (0 if options == ("-s",) else 1), said
        assert all("this key opens the desk and runs no commands" in one for one in said)
    copy = subprocess.run(
        [*server.ssh("tina", "-O", program="scp"), "/etc/hostname", f"127.0.0.1:{canary}"],
        capture_output=True, text=True, check=False, env={"PATH": os.defpath},
    )  # fmt: skip
    assert copy.returncode != 0
    done = server.run("tina", "-T")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("p2p: the desk needs a terminal and stdin is none")
    assert len(done.stderr.splitlines()) == 1
    assert not canary.exists()
    wait_until_gone(server)


@pytest.mark.few(1)
@one_engine
@pytest.mark.parametrize("block", [DOCUMENTED, CARELESS], ids=["documented", "careless"])
def test_nothing_is_forwarded(premises: Premises, serve: Serve, block: str) -> None:
    """The documented server forwards nothing for a key that may all; a careless one not for ours.

    There stand two walls, and each is tried alone.
    """
    server = serve(block)
    if block == DOCUMENTED:
        lines = server.authorized_keys.read_text().replace("restrict,pty,", "")
        server.authorized_keys.write_text(lines)
    with socket.create_server(("127.0.0.1", 0)) as inside, \
            socket.create_server(("127.0.0.1", 0)) as free:  # fmt: skip
        there, here = inside.getsockname()[1], free.getsockname()[1]
        free.close()
        done = server.run("tina", "-W", f"127.0.0.1:{there}")
        assert done.returncode != 0
        assert "forwarding failed" in done.stderr, done
        never = ("-N", "-o", "ExitOnForwardFailure=yes")
        for one in (f"{here}:127.0.0.1:{there}", f"{premises.home}/sock:127.0.0.1:{there}"):
            done = server.run("tina", *never, "-R", one)
            assert done.returncode == 255, done
            assert "forwarding failed" in done.stderr, done
        for options in (("-L", f"{here}:127.0.0.1:{there}"), ("-D", f"{here}")):
            _a_tunnel_carries_nothing(server, options, here, there)
        inside.settimeout(0.1)
        with pytest.raises(TimeoutError):
            inside.accept()
    assert not (premises.home / "sock").exists()


def _a_tunnel_carries_nothing(
    server: Server, options: tuple[str, ...], here: int, there: int
) -> None:
    """The client listens, as that is its own; the server opens nothing behind it."""
    client = subprocess.Popen(
        [*server.ssh("tina", "-N", "-v", *options), "-o", "LogLevel=DEBUG1", "127.0.0.1"],
        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={"PATH": os.defpath},
    )  # fmt: skip
    try:
        assert client.stderr is not None
        until = time.monotonic() + GONE_WITHIN
        while True:
            with contextlib.suppress(ConnectionRefusedError), \
                    socket.create_connection(("127.0.0.1", here), timeout=5) as tunnel:  # fmt: skip
                if options[0] == "-D":
                    tunnel.sendall(b"\x04\x01" + there.to_bytes(2) + bytes((127, 0, 0, 1, 0)))
                else:
                    tunnel.sendall(b"knock")
                answer = b""
                with contextlib.suppress(ConnectionResetError):
                    answer = tunnel.recv(64)
                assert answer[:2] in (b"", b"\x00\x5b"), answer
                return
            assert time.monotonic() < until
            time.sleep(0.02)
    finally:
        client.kill()
        client.wait()
        assert client.stderr is not None
        client.stderr.close()


@pytest.mark.long
@one_engine
def test_what_a_client_sends_along_does_nothing(premises: Premises, serve: Serve) -> None:
    server = serve(CARELESS)
    (request,) = premises.place(KIM)
    evil, canary = premises.home / "evil", premises.home / "canary"
    evil.mkdir()
    touch = f"import pathlib\npathlib.Path({str(canary)!r}).touch()\n"
    for name in ("sitecustomize", "usercustomize", "canary_driver", "p2p_tui"):
        (evil / f"{name}.py").write_text(touch)
    browser = evil / "browser"
    browser.write_text(f"#!/bin/sh\ntouch {canary}\n")
    browser.chmod(0o755)
    config = evil / "p2p" / "config.toml"
    config.parent.mkdir()
    config.write_text("database_url = 'sqlite:////nowhere/desk.db'\n")
    terminal = sit(
        premises, server, "tina", "-A", "-X",
        TERM="../../evil\x1b]52;c;aGk=\x07", LANG="../../x", LC_ALL="C.UTF-8", LC_MESSAGES="$(id)",
        PYTHONPATH=str(evil), PYTHONSTARTUP=str(evil / "sitecustomize.py"), PYTHONINSPECT="1",
        PYTHONHOME=str(evil), PYTHONUSERBASE=str(evil), PYTHONDEBUG="1", PYTHONVERBOSE="1",
        TEXTUAL_DRIVER="canary_driver:Driver", TEXTUAL_LOG=str(canary), TEXTUAL_PRESS="w",
        TEXTUAL_SCREENSHOT="0", TEXTUAL_SCREENSHOT_LOCATION=str(premises.home), TEXTUAL_DEBUG="1",
        TEXTUAL_SCREENSHOT_FILENAME="canary", TEXTUAL="debug,devtools", BROWSER=str(browser),
        HOME=str(evil), XDG_CONFIG_HOME=str(evil), XDG_DATA_HOME=str(evil),
        XDG_STATE_HOME=str(evil), ESCDELAY="60000", NO_COLOR="1", COLUMNS="9999", LINES="1",
        TERMINFO=str(evil), PGHOST="nowhere", PGPASSFILE=str(evil / "pass"), TMPDIR=str(evil),
    )  # fmt: skip
    terminal.line_with("○ waiting", request.ref)
    terminal.press("?")
    terminal.wait_for("On a request, when it is time")
    terminal.press("escape")
    terminal.wait_gone("On a request, when it is time")
    (session,) = server.sessions()
    if Path("/proc/self/environ").exists():
        began_with = Path(f"/proc/{session}/environ").read_bytes().split(b"\0")
        names = {one.partition(b"=")[0] for one in began_with}
        assert b"TEXTUAL_DRIVER" in names, "the server was not as careless as it was to be"
        assert not names & {b"SSH_AUTH_SOCK", b"DISPLAY"}, "an agent or a screen was forwarded"
    assert terminal.leave() == 0
    assert not canary.exists()
    assert not list(premises.home.glob("canary*"))
    assert b"\x1b[38;" not in terminal.raw, "NO_COLOR is one of the few that count"
    wait_until_gone(server)

    for name, value in (("P2P_DATABASE_URL", f"sqlite://{evil}/desk.db"), ("P2P_CONFIG", config)):
        # What the line itself names stands; what it does not, a client can't add.
        done = server.run("tina", sends=[name], environment={name: str(value)})
        assert done.returncode == 2, done
        says = "came with the session" if name == "P2P_CONFIG" else "needs a terminal"
        assert says in done.stderr, done
    assert not (evil / "desk.db").exists()


@pytest.mark.long
@one_engine
def test_a_line_hangs_up_in_the_middle_of_a_form(premises: Premises, serve: Serve) -> None:
    server = serve(DOCUMENTED)
    for end in (_the_client_dies, _the_client_says_goodbye, _the_session_is_told_to_end):
        technician = sit(premises, server, "tina")
        technician.wait_for("Nobody is waiting")
        new_request(technician)
        technician.type(f"Dr. Amara Bello-Quist {end.__name__}")
        technician.line_with("Contact name", end.__name__)
        (session,) = server.sessions()
        began = time.monotonic()
        end(technician, session)
        wait_until_gone(server, GONE_WITHIN - (time.monotonic() - began))
        (draft,) = premises.drafts("tina")
        assert draft["contact_name"] == f"Dr. Amara Bello-Quist {end.__name__}"
        assert premises.present() == frozenset()
        _forget_drafts(premises)


def _the_client_dies(technician: Terminal, session: int) -> None:
    technician.kill()


def _the_client_says_goodbye(technician: Terminal, session: int) -> None:
    """As somebody does whose line hangs: the terminal echoes again, though it looks as it did."""
    technician.type("\r~.")
    technician.ended(within=GONE_WITHIN)
    assert technician.echoes()


def _the_session_is_told_to_end(technician: Terminal, session: int) -> None:
    os.kill(session, signal.SIGTERM)
    assert technician.ended(within=GONE_WITHIN) == 128 + signal.SIGTERM
    assert b"\x1b[?1049l" in technician.raw
    assert b"\x1b[?1003l" in technician.raw
    assert technician.echoes()


def _forget_drafts(premises: Premises) -> None:
    with premises.office() as office:
        office.store.engine.database.execute_sql("DELETE FROM draft")


@one_engine
def test_somebody_who_was_taken_off_the_desk_or_lost_their_key_stays_out(
    premises: Premises, serve: Serve
) -> None:
    server = serve(DOCUMENTED)
    premises.run("staff", "disable", "tina")
    premises.run("ssh", "revoke", "ana", "--file", str(server.authorized_keys))
    terminal = sit(premises, server, "tina")
    assert terminal.ended() == 1
    assert "Tina Park is disabled" in terminal.text.replace("\n", "")
    done = server.run("ana")
    assert done.returncode == 255
    assert "Permission denied (publickey)" in done.stderr
