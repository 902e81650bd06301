"""A made-up desk for tests: its people, a clock that stands still, a database of each engine."""

import contextlib
import functools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.details import Details
from p2p_tui.domain.people import Role, Staff
from p2p_tui.domain.request import Request
from tests import copies, servers
from tests.documented import APPROVED

FRIDAY = datetime(2026, 11, 20, 19, 31, 7, tzinfo=UTC)
"""Friday afternoon, 2:31 pm at the desk."""
ACCOUNT = "os:tests"

_T, _P, _L, _A = Role.TECHNICIAN, Role.PHARMACIST, Role.LEAD, Role.ADMIN

STAFF = (
    Staff(username="lena", name="Lena Ortiz", roles=frozenset({_L})),
    Staff(username="tina", name="Tina Park", roles=frozenset({_T}), credentials="CPhT"),
    Staff(username="raj", name="Raj Patel", roles=frozenset({_T})),
    Staff(username="ana", name="Ana Ruiz", roles=frozenset({_P}), extension="4412"),
    Staff(username="ben", name="Ben Cole", roles=frozenset({_P}), extension="4420"),
    Staff(username="maya", name="Maya Singh", roles=frozenset({_P}), extension="4431"),
    Staff(username="adam", name="Adam Reyes", roles=frozenset({_A})),
)
NAMES = {one.username: one.name for one in STAFF}

KIM = Details(
    contact_name="Kim Osei",
    job_title="MA",
    phone="(614) 555-0142",
    pa_number="88120417",
    member_id="H10024471",
    drug_name="Ozempic",
    cntt="5530192",
    denial_rationale="No A1c within 90 days",
    caller_verified=True,
    contact_id_made=True,
    pa_verified=True,
)
"""A caller of whom everything is known."""


@dataclass
class FixedClock:
    """A clock that stands still until it is set on. Second processes get a copy."""

    now: datetime = FRIDAY

    def __call__(self) -> datetime:
        return self.now

    def on(self, **by: float) -> None:
        """Set it on, by ``minutes=5`` for instance."""
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Address:
    """Where a desk's database is: all that a second process needs to open it too."""

    engine: str
    url: str
    key_file: Path | None = None
    file: Path | None = field(default=None, compare=False)
    """The database file, for engines that have one."""

    def open(
        self, clock: Callable[[], datetime] | None = None, new_id: Callable[[], str] | None = None
    ) -> Office:
        """Open the desk's database."""
        return Office.open(
            self.url, self.key_file, clock=clock or FixedClock(), new_id=new_id, made_up=True
        )

    @property
    def path(self) -> Path:
        """The file of an engine that keeps its database in one."""
        assert self.file is not None
        return self.file


@contextlib.contextmanager
def _in_a_file(scheme: str) -> Iterator[Address]:
    with tempfile.TemporaryDirectory(prefix="p2p-") as folder:
        yield file_address(scheme, Path(folder) / "desk")


def file_address(scheme: str, folder: Path, name: str = "desk.db") -> Address:
    """An address for a database file in a folder, which need not be there yet."""
    key = folder / "desk.key" if scheme == "sqlcipher" else None
    return Address(scheme, f"{scheme}://{folder / name}", key, folder / name)


@contextlib.contextmanager
def _on_a_server() -> Iterator[Address]:
    with copies.empty() as name:
        yield _at_server(name)


def _at_server(name: str) -> Address:
    return Address("postgresql", servers.shared_url(name))


FILE_ENGINES = ("sqlcipher", "sqlite")
ENGINES: dict[str, Callable[[], AbstractContextManager[Address]]] = {
    "sqlcipher": lambda: _in_a_file("sqlcipher"),
    "sqlite": lambda: _in_a_file("sqlite"),
    "postgresql": _on_a_server,
}
"""Each engine with what makes an empty database of it, gone again at the end."""


def furnish(office: Office) -> Office:
    """Put the made-up people on an empty desk."""
    office.found(STAFF[0], account=ACCOUNT)
    office.put_staff(STAFF[1:], by=None, account=ACCOUNT)
    return office


Copies = Callable[[], AbstractContextManager[Address]]
"""What gives copies of a database, each gone again at its end."""


@contextlib.contextmanager
def copies_of(address: Address) -> Iterator[Copies]:
    """Copies of a database that nobody has open."""
    if address.file is None:
        with copies.of(_database_of(address)) as one:

            @contextlib.contextmanager
            def another() -> Iterator[Address]:
                with one() as name:
                    yield _at_server(name)

            yield another
    else:
        folder = address.path.parent

        @contextlib.contextmanager
        def another() -> Iterator[Address]:
            with _in_a_file(address.engine) as copy:
                shutil.copytree(folder, copy.path.parent)
                yield copy

        yield another


@contextlib.contextmanager
def told_once(story: Callable[[Office], object]) -> Iterator[Callable[[str], Copies]]:
    """What gives copies of a desk on an engine on which a story happened: told once an engine."""
    with contextlib.ExitStack() as told:

        @functools.cache
        def copies_on(engine: str) -> Copies:
            address = told.enter_context(ENGINES[engine]())
            office = furnish(address.open())
            try:
                story(office)
            finally:
                office.close()
            return told.enter_context(copies_of(address))

        yield copies_on


def unguard(office: Office) -> None:
    """Take away what keeps the record from being changed, as somebody with the key could."""
    on_a_server = office.store.engine.name == "postgresql"
    guards = ("is_append_only",) if on_a_server else ("no_update", "no_delete", "no_replace")
    for table in ("event", "payload"):
        for guard in guards:
            on = f" ON {table}" if on_a_server else ""
            office.store.engine.database.execute_sql(f"DROP TRIGGER {table}_{guard}{on}")


def end_every_connection(address: Address) -> None:
    """End all sessions of a database at its server, as an administrator can."""
    servers.end_connections(_database_of(address))


def _database_of(address: Address) -> str:
    return address.url.split("?")[0].rpartition("/")[2]


def sit(office: Office, username: str, *, here: bool = True) -> Desk:
    """Somebody's desk; ``here`` says that they have a session which is alive."""
    desk = Desk(office, username, account=ACCOUNT)
    if here:
        desk.heartbeat()
    return desk


def callback(words: str) -> Details:
    """What Kim Osei says who wants to be called back."""
    return KIM.model_copy(update={"callback_words": words})


def through(desk_of: Callable[[str], Desk], request: Request, *moves: str) -> Request:
    """The request after moves of the ordinary kind, each made by whoever it is for."""
    for name in moves:
        who, given = _ORDINARY[name]
        request = desk_of(who).make(name, request.ref, request.version, given)
    return request


_ORDINARY: dict[str, tuple[str, dict[str, str | bool]]] = {
    "acknowledge": ("ana", {}),
    "ready": ("ana", {"extension": "4412"}),
    "transfer": ("tina", {}),
    "reached": ("ana", {}),
    "end_call": ("ana", {}),
    "document": (
        "ana",
        {**APPROVED, "heard": "A1c of 8.4 last week", "spoke_with": "Dr. Abara"},
    ),
    "close": (
        "tina",
        {"reason": "the caller withdrew", "said_by": "Kim Osei", "words": "We appeal instead"},
    ),
}
