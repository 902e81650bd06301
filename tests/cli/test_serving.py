"""``p2p serve``: made-up people on loopback, for the page itself alone, and nothing outlives it."""

import asyncio
import contextlib
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from textual_serve.download_manager import DownloadManager

from p2p_tui.cli import in_browser, serving, web_page
from p2p_tui.cli.main import UsageError, main, parser
from p2p_tui.cli.web_server import LARGEST, MOST_SEATS, Seat, within
from p2p_tui.tui.decoding import PASTE, PASTED
from tests.cli.test_hostile_arguments import EACH, TYPED
from tests.hostile import hostile_in
from tests.serving import GONE_WITHIN, Serving
from tests.serving import serving as started

CHILD = (sys.executable, "-I", "-m", "p2p_tui.cli.in_browser")


@pytest.fixture
def home() -> Iterator[Path]:
    # A short name: the sockets by which sessions ring each other stand below it.
    with tempfile.TemporaryDirectory(prefix="p2p-b-") as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    """One that tests have in common."""
    with (
        tempfile.TemporaryDirectory(prefix="p2p-b-") as folder,
        started(Path(folder)) as running,
    ):
        yield running


async def asked(
    server: Serving, path: str = "", *, headers: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """What an address answers, below the one that was said."""
    async with (
        aiohttp.ClientSession() as client,
        client.get(server.address + path, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def test_it_says_its_address_and_its_page_says_what_it_is(server: Serving) -> None:
    assert server.said == f"The demo desk is at {server.address}\nCtrl+C ends it\n"
    status, page = await asked(server)
    assert status == 200
    assert "<title>DEMO · P2P desk, made-up people only</title>" in page
    assert "everybody here is made up" in page


def test_it_is_on_loopback_and_no_option_says_otherwise(server: Serving) -> None:
    for address in ("127.0.0.2", "::1"):
        with pytest.raises(OSError, match=r"refused|assign|unreachable|supported"):
            socket.create_connection((address, server.port), timeout=5).close()
    (verbs,) = (one for one in parser()._actions if one.dest == "==SUPPRESS==" and one.choices)
    assert verbs.choices is not None
    (verb,) = (one for name, one in dict(verbs.choices).items() if name == "serve")
    options = {option for one in verb._actions for option in one.option_strings}
    assert options == {"-h", "--help", "--port", "--seat", "--live"}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "localhost:{port}", ""])
async def test_another_name_for_loopback_is_turned_away(server: Serving, host: str) -> None:
    told = {"Host": host.format(port=server.port)}
    assert await asked(server, headers=told) == (
        403, f"This desk is at {server.host} and nowhere else.\n",
    )  # fmt: skip


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1", "{no}", ""])
async def test_another_page_of_the_same_browser_is_turned_away(
    server: Serving, origin: str
) -> None:
    told = {} if origin == "" else {"Origin": origin.format(no=f"http://localhost:{server.port}")}
    async with aiohttp.ClientSession() as client:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.ws_connect(f"{server.address}ws", headers=told)
    assert refused.value.status == 403
    if told:
        said = (403, "Another page may not reach this desk.\n")
        for path in ("", "page.js", "static/js/textual.js"):
            assert await asked(server, path, headers=told) == said
    assert server.desks() == {}


async def test_whoever_was_not_told_the_address_is_turned_away(server: Serving) -> None:
    key = server.address.split("/")[-2]
    async with aiohttp.ClientSession() as client:
        for path in ("", "ws", key[:-1] + "/", key.lower() + "/", "static/js/textual.js", "é/"):
            async with client.get(f"{server.origin}/{path}") as answer:
                said = (answer.status, await answer.text())
                assert said == (403, "Open the address that p2p serve has said.\n"), path
    for path in ("download/x", "static/", "static/../../../etc/passwd", "other"):
        assert (await asked(server, path))[0] in (403, 404), path


async def test_the_page_asks_no_other_host_and_is_framed_by_nobody(server: Serving) -> None:
    elsewhere = re.compile(r"(?:https?:|wss?:)?//[\w.]+[^\s\"'`]*")
    for path in ("", "page.css", "page.js"):
        status, text = await asked(server, path)
        code = re.sub(r"^\s*// .*$", "", text, flags=re.M)
        assert status == 200
        assert all(server.host in one for one in elsewhere.findall(code)), path
    for path in ("", "page.js", "static/js/textual.js", "nowhere"):
        async with aiohttp.ClientSession() as client, client.get(server.address + path) as answer:
            for name, value in web_page.headers(server.port).items():
                assert answer.headers[name] == value, (path, name)
    policy = web_page.headers(server.port)["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert set(re.findall(r"[\w.]+:\d+", policy)) == {server.host}
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize(
    "asked_for",
    [("session", "tina"), ("desk",), ("demo", "demo"), ("queue",), ("",), ("P2P_DATABASE_URL=x",)],
)
def test_anything_but_made_up_people_is_refused_in_a_line(
    asked_for: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", *asked_for]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("p2p: a browser is shown made-up people only, never the desk itself")
    assert said.err.count("\n") == 1


@pytest.mark.few(1)
@pytest.mark.parametrize("told", ["{}", "--port={}", "--seat={}", "--{}"])
def test_what_is_told_to_it_can_be_hostile(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    for kind, value in (TYPED | EACH).items():
        if told.format(value) == "--":  # which ends the options, as everywhere
            continue
        try:
            code = main(["serve", told.format(value)])
        except SystemExit as left:
            code = int(left.code or 0)
        said = "".join(capsys.readouterr())
        assert (code, hostile_in(said), said.count("\n")) == (2, "", 1), (kind, said)


@pytest.mark.parametrize(
    "arguments",
    [
        ("session", "tina"), ("--log-folder=x",), ("demo",), ("demo", "tina", "--log-folder=x"),
        ("demo", "--log-folder=x", "--database-url=sqlite:///x"),
        ("demo", "--log-folder=x", "P2P_DATABASE_URL=sqlite:///x"),
    ],
)  # fmt: skip
def test_a_seat_in_a_browser_takes_the_name_of_no_database(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        in_browser.parse(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().out == ""


def test_what_a_browser_is_shown_can_not_read_where_the_real_desk_is() -> None:
    script = (
        "import sys\n"
        "import p2p_tui.cli.in_browser, p2p_tui.cli.made_up, p2p_tui.cli.page_driver\n"
        "import p2p_tui.tui.app, p2p_tui.training.colleagues, p2p_tui.training.synthetic\n"
        "print(*sorted({'p2p_tui.config', 'p2p_tui.cli.doors', 'p2p_tui.cli.seats'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"


@contextlib.contextmanager
def real_desk(engine: str, home: Path) -> Iterator[tuple[dict[str, str], socket.socket]]:
    """The settings of a desk that would be made, or asked for, by whoever looks for it."""
    with socket.create_server(("127.0.0.1", 0)) as knocked_at:
        port = knocked_at.getsockname()[1]
        url = {
            "sqlcipher": f"sqlcipher://{home}/real/desk.db",
            "postgresql": f"postgresql://tina:secret@127.0.0.1:{port}/desk?sslmode=disable",
        }[engine]
        settings = home / "config.toml"
        settings.write_text(f'database_url = "{url}"\n')
        told = {
            "P2P_DATABASE_URL": url, "P2P_CONFIG": str(settings), "XDG_CONFIG_HOME": str(home),
            "P2P_DATABASE_KEY_FILE": str(home / "real" / "desk.key"), "PGPORT": str(port),
            "TEXTUAL_DRIVER": "no_such_module:Driver", "BROWSER": "/nowhere",
        }  # fmt: skip
        yield told, knocked_at


def nobody_came(home: Path, knocked_at: socket.socket) -> bool:
    return not select.select([knocked_at], [], [], 0)[0] and not (home / "real").exists()


@pytest.mark.long
async def test_the_real_desk_is_never_served(home: Path, engine: str) -> None:
    with real_desk(engine, home) as (told, knocked_at):
        with started(home, "--seat", "lead", environment=told) as server:
            async with aiohttp.ClientSession() as client:
                tab = await server.sit(client, "DEMO S seat")
                (desk,) = server.desks()
                if (environ := Path(f"/proc/{desk}/environ")).exists():
                    names = {one.split(b"=")[0] for one in environ.read_bytes().split(b"\0")}
                    assert names - {b""} == {
                        b"TERM", b"COLORTERM", b"LANG", b"ESCDELAY", b"HOME", b"TMPDIR",
                    }  # fmt: skip
                await asyncio.to_thread(server.end)
                await tab.close()
        assert nobody_came(home, knocked_at)


def test_a_seat_in_a_browser_obeys_no_variable(home: Path, engine: str) -> None:
    with real_desk(engine, home) as (told, knocked_at):
        environment = {"TMPDIR": str(home), "PYTHONPATH": "/nowhere", **told}
        seat = subprocess.Popen(
            [*CHILD, "demo", f"--log-folder={home}"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=home,
        )  # fmt: skip
        with seat:
            assert seat.stdout is not None
            drawn = b""
            while b"YOUR CALLERS" not in drawn:
                more = os.read(seat.stdout.fileno(), 65536)
                assert more, (drawn, seat.stderr and seat.stderr.read())
                drawn += more
            # Whoever starts it goes away.
            _, complained = seat.communicate(timeout=GONE_WITHIN)
        assert complained == b""
        assert seat.returncode == 128 + signal.SIGTERM
        assert nobody_came(home, knocked_at)
        assert sorted(one.name for one in home.iterdir()) == ["config.toml"]


@pytest.mark.few(1)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
async def test_no_desk_outlives_the_server(home: Path, number: int) -> None:
    with started(home) as server:
        async with aiohttp.ClientSession() as client:
            tabs = [await server.sit(client)]
            # One that has only just begun to furnish its desk.
            tabs.append(await server.sit(client, ""))
            await asyncio.to_thread(server.wait_for_desks, len(tabs))
            ended = await asyncio.to_thread(server.end, number)
        assert ended == (-9 if number == signal.SIGKILL else 0, "", "")
        await asyncio.to_thread(server.wait_for_desks, 0)
        assert server.left_behind() == []
        assert list(home.rglob("incidents.log")) == []


@pytest.mark.long
async def test_a_desk_that_hangs_is_ended(home: Path) -> None:
    with started(home) as server:
        async with aiohttp.ClientSession() as client:
            tab = await server.sit(client)
            (desk,) = server.desks()
            os.kill(desk, signal.SIGSTOP)
            assert await asyncio.to_thread(server.end) == (0, "", "")
            assert not tab.closed
        assert server.desks() == {}


async def test_a_desk_ends_with_its_tab_and_a_tab_hears_of_the_end_of_its_desk(
    server: Serving,
) -> None:
    async with aiohttp.ClientSession() as client:
        first, second = await server.sit(client), await server.sit(client)
        ours = set(server.desks())
        await first.close()
        await asyncio.to_thread(server.wait_for_desks, 1)
        (left,) = server.desks()
        assert left in ours
        os.kill(left, signal.SIGKILL)
        async with asyncio.timeout(GONE_WITHIN):
            async for _ in second:
                pass
        assert second.closed


@pytest.mark.long
async def test_no_more_tabs_than_a_machine_can_bear_have_a_desk(
    server: Serving,
) -> None:
    async with aiohttp.ClientSession() as client:
        lines = [await server.sit(client, "") for _ in range(MOST_SEATS)]
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await server.sit(client, "")
        assert refused.value.status == 503
        for line in lines:
            await line.close()
    await asyncio.to_thread(server.wait_for_desks, 0)


async def test_what_is_pasted_into_a_page_presses_no_key(server: Serving) -> None:
    async with aiohttp.ClientSession() as client:
        tab = await server.sit(client)
        await tab.send_json(["stdin", "n"])
        await server.shows(tab, "NEW REQUEST")
        await tab.send_json(["stdin", f"{PASTE}Kim\x1bq\x1b[5mOsei{PASTED}"])
        await server.shows(tab, r"Kim\x1bq\x1b[5mOsei")
        await tab.close()
    await asyncio.to_thread(server.wait_for_desks, 0)


async def test_a_page_is_told_of_the_end_and_of_nothing_else() -> None:
    said: list[object] = []

    class Page(web.WebSocketResponse):
        async def send_str(self, data: str, compress: int | None = None) -> None:
            said.append(data)

        async def close(self, **_: object) -> bool:
            said.append("closed")
            return True

    seat = Seat([], {}, Page(), DownloadManager())
    asked: list[dict[str, object]] = [
        {"type": "open_url", "url": "http://evil.example/exit", "new_tab": True},
        {"type": "deliver_file_start", "key": "exit", "path": "/etc/passwd", "mime_type": "",
         "open_method": "browser", "encoding": ""},
    ]  # fmt: skip
    for one in asked:
        await seat.on_meta(json.dumps(one).encode())
    assert said == []
    await seat.on_meta(b'{"type": "exit"}')
    assert said == ["closed"]


def test_a_window_is_drawn_in_as_far_as_anybody_has_one() -> None:
    assert within((100, 30)) == (100, 30)
    assert within((10**9, -5)) == (LARGEST[0], 1)


def test_where_what_serves_is_not_installed_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [one for one in sys.modules if one.startswith("p2p_tui.cli.web_server")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual_serve.app_service", None)
    with pytest.raises(UsageError, match=re.escape("pip install 'p2p-tui[serve]'")):
        serving.serve(parser().parse_args(["serve"]))


def test_a_port_that_can_not_be_had_is_said_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for number in (port, 70000, -1):
            assert main(["serve", "--port", str(number)]) == 2
            said = capsys.readouterr().err
            assert said.startswith(f"p2p: port {number} can't be had: ")
            assert said.count("\n") == 1
