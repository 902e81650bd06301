"""The doctor in this process, and desks in a file and on a server for it to look at."""

import contextlib
import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from p2p_tui.cli.main import main
from p2p_tui.store.engines import engine_for
from p2p_tui.store.store import Store
from tests import servers
from tests.house import ENGINES, Address, furnish

PASSWORD = "Quillfeather-40917"


@dataclass(frozen=True)
class Told:
    """What the doctor said: its findings, and its exit code."""

    found: list[dict[str, str]]
    code: int

    def of(self, what: str) -> dict[str, str]:
        """The worst finding about something."""
        order = ["bad", "warning", "good"]
        about = [one for one in self.found if one["what"] == what]
        assert about, (what, [one["what"] for one in self.found])
        return min(about, key=lambda one: order.index(one["health"]))

    @property
    def wrong(self) -> dict[str, str]:
        """What is bad, by what it is about."""
        return {one["what"]: one["says"] for one in self.found if one["health"] == "bad"}

    @property
    def noted(self) -> set[str]:
        return {one["what"] for one in self.found if one["health"] == "warning"}


@dataclass(frozen=True)
class Doctor:
    """The verb in this process, for the desk that the environment names."""

    capfd: pytest.CaptureFixture[str]
    set_env: Callable[[str, str], None]

    def at(self, address: Address) -> Told:
        self.set_env("P2P_DATABASE_URL", address.url)
        if address.key_file:
            self.set_env("P2P_DATABASE_KEY_FILE", str(address.key_file))
        return self()

    def __call__(self) -> Told:
        code = main(["doctor", "--json"])
        out, err = self.capfd.readouterr()
        assert err == ""
        assert Store._open is None
        assert PASSWORD not in out
        found = json.loads(out)
        for one in found:
            assert set(one) == {"what", "health", "says", "mend"}
            if one["health"] != "good":
                assert one["mend"], one
        return Told(found, code)

    def text(self) -> str:
        main(["doctor"])
        out, err = self.capfd.readouterr()
        assert err == ""
        assert PASSWORD not in out
        return out


@pytest.fixture
def doctor(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Doctor:
    """The doctor of an account that has no settings of its own."""
    for name in list(os.environ):
        if name.startswith(("P2P_", "XDG_", "PG")) and not name.startswith("P2P_TEST_"):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    return Doctor(capfd, monkeypatch.setenv)


@pytest.fixture
def file_desk() -> Iterator[Address]:
    """A desk with its people in the kind of file that a desk has by default."""
    with ENGINES["sqlcipher"]() as address:
        furnish(address.open()).close()
        yield address


@pytest.fixture(scope="session")
def server() -> Iterator[servers.Server]:
    """A server that keeps what is saved, as a desk's is."""
    with servers.server(durable=True) as made:
        yield made


class ServerDesk:
    """An empty database of a real server, and the two roles that a desk has there."""

    def __init__(self, server: servers.Server, name: str) -> None:
        self.server, self.name = server, name
        self.owner, self.app = f"{name}_owner", f"{name}_app"

    def url(self, user: str = "postgres", **parameters: str) -> str:
        return self.server.url(self.name, user) + "".join(
            f"&{name}={value}" for name, value in parameters.items()
        )

    def address(self, user: str = "postgres") -> Address:
        return Address("postgresql", self.url(user))

    def run(self, *statements: str, database: str | None = None) -> None:
        """As the superuser of the server."""
        at = self.server.url(database or self.name)
        with psycopg.connect(at, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def furnish_with_roles(self) -> Address:
        """The desk as ``p2p migrate --roles`` has it; the address of the role that works there."""
        engine = engine_for(self.url(), None)
        self.run(engine.roles_sql(self.owner, self.app))
        office = furnish(self.address(self.owner).open())
        assert office.store.engine.grant(self.app)
        office.close()
        return self.address(self.app)


_databases = iter(range(1000))


@pytest.fixture
def server_desk(server: servers.Server) -> Iterator[ServerDesk]:
    """A database of its own for each test."""
    made = ServerDesk(server, f"desk_{next(_databases)}")
    made.run(f"CREATE DATABASE {made.name} TEMPLATE template0", database="postgres")
    yield made
    made.run(f"DROP DATABASE IF EXISTS {made.name} WITH (FORCE)", database="postgres")


def seen(folder: Path) -> dict[str, tuple[Any, ...]]:
    """All that stands in a folder, with modes, owners and what is in it."""
    found = {}
    for path in sorted([folder, *folder.rglob("*")]):
        state = path.lstat()
        # The -shm holds marks of who reads where, not what anybody wrote.
        kept = stat.S_ISREG(state.st_mode) and not path.name.endswith("-shm")
        read = path.read_bytes() if kept else b""
        digest = hashlib.sha256(read).hexdigest()
        found[str(path)] = (oct(state.st_mode), state.st_uid, state.st_ino, digest)
    return found


def everything(url: str) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return {
            name: sorted(map(str, connection.execute(f"SELECT * FROM {name}".encode()).fetchall()))
            for (name,) in names
        }


@contextlib.contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    """Looking makes nothing and changes nothing."""
    before = seen(folder)
    yield
    assert seen(folder) == before
