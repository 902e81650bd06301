"""What is a server's alone: encryption on the way, two roles, a connection that is lost."""

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import peewee
import pytest
from playhouse.migrations import Runner

from p2p_tui.desk import Office
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.in_common import InCommon
from p2p_tui.store import chain, requests
from p2p_tui.store.engines import DatabaseAwayError, DatabaseUnusableError, Health
from p2p_tui.store.engines.postgres_listening import CHANNEL
from p2p_tui.store.store import Store
from tests import servers
from tests.conftest import note_engine
from tests.house import KIM, Address, FixedClock, end_every_connection, furnish, sit

OWNER, APP = "p2p_owner", "p2p_app"


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """These are stories of a server."""
    return note_engine(request, "postgresql")


@pytest.fixture(scope="module")
def server() -> Iterator[servers.Server]:
    """A server of this module's own: roles and encryption are the whole server's."""
    with servers.server(durable=False) as made:
        yield made


def at(url: str) -> Address:
    return Address("postgresql", url)


def sql(url: str, script: str) -> None:
    """What a superuser feeds to psql."""
    with servers.connect(url) as connection:
        connection.execute(script)


# -- two roles


@pytest.fixture
def two_roles(engine: str, server: servers.Server) -> Iterator[tuple[str, str]]:
    """Where the owner of the schema signs in, and where the desk does, once the tables are made."""
    server.make_database("roles")
    with_it = server.url("roles")
    store = Store.open(server.url("postgres"))
    script = store.engine.roles_sql(OWNER, APP)
    store.close()
    sql(with_it, script)
    owner, app = server.url("roles", OWNER), server.url("roles", APP)
    store = Store.open(owner)
    assert store.engine.grant(APP)
    store.close()
    yield owner, app
    server.drop_database("roles")
    for role in (OWNER, APP):
        sql(server.url("postgres"), f"DROP ROLE {role}")


def test_the_desk_is_run_by_a_role_that_can_not_rewrite_its_record(
    two_roles: tuple[str, str], clock: FixedClock
) -> None:
    office = furnish(at(two_roles[1]).open(clock))
    tina = sit(office, "tina")
    placed = tina.place(KIM)
    tina.keep_draft("d", "new request", {"phone": "614"})
    tina.drop_draft("d")
    tina.sign_out()
    lena = sit(office, "lena")
    assert lena.tracker("osei") == (placed,)
    for seen, zone in enumerate(("America/Chicago", "America/Denver")):
        lena.set_common(InCommon(hours=DeskHours(zone=zone)), seen)
    assert office.hours.zone == "America/Denver"
    assert office.verify().problem == ""
    assert office.owned(), "the desk's own account"
    database = office.store.engine.database
    for statement in (
        "UPDATE event SET actor = 'ben'",
        "DELETE FROM event",
        "TRUNCATE event",
        "UPDATE payload SET body = '{}'",
        "DELETE FROM payload WHERE seq = 1",
        "DELETE FROM request",
        "DELETE FROM staff",
        "DELETE FROM in_common",
        "DROP TRIGGER event_is_append_only ON event",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "ALTER TABLE event OWNER TO CURRENT_USER",
        "DROP TABLE event",
        "SET session_replication_role = replica",
        "CREATE TABLE more (id integer)",
        "CREATE OR REPLACE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN RETURN NULL; END $$",
        "UPDATE schema_migration SET name = '0000'",
    ):
        with pytest.raises(peewee.ProgrammingError, match=r"permission denied|must be owner"):
            database.execute_sql(statement)
    assert office.verify().problem == ""
    assert _health(office)["rights"] is Health.GOOD
    office.close()


def test_the_owner_of_the_schema_is_told_that_it_could_rewrite_the_record(
    two_roles: tuple[str, str],
) -> None:
    office = at(two_roles[0]).open()
    assert _health(office)["rights"] is Health.WARNING
    office.close()


def test_only_the_owner_of_the_schema_disposes_of_what_is_on_record(
    two_roles: tuple[str, str], clock: FixedClock
) -> None:
    owner, app = two_roles
    office = furnish(at(app).open(clock))
    words = {"reason": "the caller withdrew", "said_by": "Kim Osei", "words": "We appeal"}
    tina = sit(office, "tina")
    tina.make("close", tina.place(KIM).ref, 1, words)
    clock.on(days=400)
    lena, before = sit(office, "lena"), clock().date()
    assert lena.due_for_disposal(before).requests == 1
    with pytest.raises(DatabaseUnusableError, match=r"as that one: P2P_DATABASE_URL=.*p2p_owner@"):
        lena.purge(before)
    assert lena.due_for_disposal(before).requests == 1
    assert office.verify().problem == ""
    office.close()
    office = at(owner).open(clock)
    lena = sit(office, "lena")
    assert lena.purge(before).requests == 1
    assert office.verify().problem == ""
    with pytest.raises(peewee.PeeweeException, match="payload is append-only"):
        office.store.engine.database.execute_sql("DELETE FROM payload")
    office.close()


def test_a_login_of_ones_own_works_at_the_desk_and_owns_nothing(
    two_roles: tuple[str, str], server: servers.Server, clock: FixedClock
) -> None:
    furnish(at(two_roles[1]).open(clock)).close()
    sql(server.url("postgres"), f"CREATE ROLE tina LOGIN; GRANT {APP} TO tina")
    office = at(server.url("roles", "tina")).open(clock)
    try:
        assert sit(office, "tina").place(KIM).ref == "P2P-1001"
        assert not office.owned()
    finally:
        office.close()
        sql(server.url("postgres"), "DROP ROLE tina")


def test_the_desks_role_makes_no_tables_where_there_are_none(server: servers.Server) -> None:
    server.make_database("bare")
    visitor = "CREATE ROLE visitor LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    sql(server.url("bare"), visitor)
    with pytest.raises(DatabaseUnusableError, match=r"permission denied.*p2p migrate --roles"):
        Store.open(server.url("bare", "visitor"))
    server.drop_database("bare")


@pytest.mark.parametrize("name", ["", "p2p app", "Robert'); DROP TABLE event; --", 'a"b', "Ä", "1"])
def test_a_role_has_a_plain_name(two_roles: tuple[str, str], name: str) -> None:
    store = Store.open(two_roles[0])
    try:
        with pytest.raises(DatabaseUnusableError, match="can't be the name of a role"):
            store.engine.roles_sql("p2p_owner", name)
    finally:
        store.close()


# -- encryption on the way


def test_what_the_url_says_of_tls_is_done(engine: str, tmp_path: Path) -> None:
    try:
        servers.installed_with_tls()
    except servers.NoServerError as none:
        pytest.skip(str(none))
    key, cert, other = tmp_path / "key", tmp_path / "cert", tmp_path / "other"
    for where, name in ((cert, "localhost"), (other, "elsewhere")):
        make = (
            f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={name}"
            f" -addext subjectAltName=DNS:{name} -keyout {key}.{name} -out {where}"
        )
        subprocess.run(make.split(), check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    tls = servers.Tls(port, cert, Path(f"{key}.localhost"))
    with servers.server(durable=False, tls=tls) as server:
        url = f"postgresql://postgres@localhost:{port}/postgres?hostaddr=127.0.0.1"
        office = at(f"{url}&sslmode=verify-full&sslrootcert={cert}").open()
        assert _health(office)["encryption on the way"] is Health.GOOD
        said = {one.what: one.says for one in office.store.engine.findings()}
        assert said["encryption on the way"].startswith("TLSv1.")
        office.close()
        with pytest.raises(DatabaseAwayError, match="certificate verify failed"):
            Store.open(f"{url}&sslmode=verify-full&sslrootcert={other}")
        server.reconfigure("ssl=off")
        with pytest.raises(DatabaseAwayError, match="server does not support SSL"):
            Store.open(f"{url}&sslmode=require")


# -- a lost connection


def test_a_connection_that_was_ended_meanwhile_is_made_anew_unseen(
    office: Office, address: Address
) -> None:
    tina = sit(office, "tina")
    placed = tina.place(KIM)
    end_every_connection(address)
    assert tina.request(placed.ref) == placed
    end_every_connection(address)
    assert tina.place(KIM).ref == "P2P-1002"


def test_a_host_that_takes_the_call_and_says_nothing_is_given_up(engine: str) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        start = time.monotonic()
        with pytest.raises(DatabaseAwayError, match=r"can't be reached: .*timeout"):
            Store.open(f"postgresql://tina@127.0.0.1:{silent.getsockname()[1]}/desk")
        assert time.monotonic() - start < 8


def test_a_server_that_takes_writes_again_is_written_to(office: Office, address: Address) -> None:
    engine, tina = office.store.engine, sit(office, "tina")
    read_only = f"ALTER DATABASE {engine.database.database} SET default_transaction_read_only"
    with servers.connect(address.url) as admin:
        admin.execute(f"{read_only} = on")
        engine.database.close()
        with pytest.raises(DatabaseAwayError, match="takes no writes now"):
            tina.place(KIM)
        admin.execute(f"{read_only} = off")
        assert tina.place(KIM).ref == "P2P-1001"


def test_what_is_rung_while_an_answer_is_read_is_heard(
    office: Office, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = office.store.engine
    listener = engine.listen()
    try:
        assert listener.wait(0.0)
        with servers.connect(address.url) as other:
            other.execute(f"NOTIFY {CHANNEL}")
        engine.database.execute_sql("SELECT 1")

        def waits(*_: object) -> None:
            raise AssertionError("it waits, and has been rung")

        with monkeypatch.context() as patch:
            patch.setattr("p2p_tui.store.engines.postgres_listening.select.select", waits)
            assert listener.wait(60.0)
        assert not engine.database.connection()._notifies_backlog
    finally:
        listener.close()


def test_a_step_of_the_schema_takes_as_long_as_it_takes_and_lets_no_act_in_between(
    engine: str, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = furnish(address.open())
    tina, connection = sit(office, "tina"), office.store.engine.database
    limits = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"
    before = connection.execute_sql(limits).fetchone()
    connection.execute_sql("DELETE FROM schema_migration WHERE name = '0009_the_guide'")

    def steps(runner: object) -> list[str]:
        assert connection.execute_sql(limits).fetchone() == ("0", before[1])
        with servers.connect(address.url) as other:
            taken = other.execute("SELECT pg_try_advisory_lock(20530, 1)").fetchone()
        assert taken == (False,)
        return ["0009"]

    monkeypatch.setattr(Runner, "up", steps)
    assert office.store.migrate() == ("0009",)
    assert connection.execute_sql(limits).fetchone() == before
    connection.execute_sql(
        "INSERT INTO schema_migration (name, applied) VALUES ('0009_the_guide', '2026-11-20')"
    )
    assert tina.place(KIM).ref == "P2P-1001"
    office.close()


def test_a_statement_that_never_ends_is_ended(office: Office) -> None:
    office.store.engine.database.execute_sql("SET statement_timeout = 100")
    with (
        pytest.raises(DatabaseUnusableError, match="is busy; nothing was saved, try again"),
        office.store.writing(),
    ):
        office.store.engine.database.execute_sql("SELECT pg_sleep(60)")


def test_a_writer_that_never_ends_is_waited_for_and_then_named(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = servers.shared_url(office.store.engine.database.database)
    with servers.connect(url, autocommit=False) as other:
        other.execute("SELECT pg_advisory_xact_lock(20530, 1)")
        office.store.engine.database.execute_sql("SET lock_timeout = 100")
        with pytest.raises(DatabaseUnusableError, match="is busy; nothing was saved, try again"):
            sit(office, "tina").place(KIM)
        sit(office, "tina").keep_draft("d", "new request", {"phone": "614"})


# -- how much is read


def test_a_long_record_is_verified_by_reading_it_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tina = sit(office, "tina")
    while requests.newest_seq() < 40:
        tina.place(KIM)
    database = office.store.engine.database
    # What a server chooses by itself for a record of some length, and not for this one.
    for way in ("seqscan", "bitmapscan", "hashjoin", "nestloop"):
        database.execute_sql(f"SET enable_{way} = off")
    read: list[int] = []
    asks = database.execute

    def explained(query: Any, **how: Any) -> Any:
        statement, values = database.get_sql_context().sql(query).query()
        if '."body"' in statement and " LIMIT " in statement:
            explain = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"
            plan = database.execute_sql(explain, values).fetchone()[0][0]["Plan"]
            read.append(sum(_read_from("payload", plan)))
        return asks(query, **how)

    monkeypatch.setattr(chain, "_PIECE", 10)
    monkeypatch.setattr(database, "execute", explained)
    assert office.verify().problem == ""
    assert len(read) == 5, "pieces of ten, and none behind them"
    assert sum(read) == 40


def _read_from(table: str, plan: Any) -> Iterator[int]:
    if plan.get("Relation Name") == table:
        yield plan["Actual Rows"] * plan["Actual Loops"]
    for part in plan.get("Plans", ()):
        yield from _read_from(table, part)


def _health(office: Office) -> dict[str, Health]:
    return {one.what: one.health for one in office.store.engine.findings()}
