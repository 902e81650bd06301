"""Troubles of a server; a password is never shown."""

import os
from pathlib import Path

import pytest

from tests import servers
from tests.cli.doctor.conftest import PASSWORD, Doctor, ServerDesk
from tests.house import Address


def test_a_server_that_can_not_be_reached(doctor: Doctor, tmp_path: Path) -> None:
    doctor.set_env("P2P_DATABASE_URL", f"postgresql://tina:{PASSWORD}@/desk?host={tmp_path}")
    told = doctor()
    assert told.code == 3
    assert "can't be reached" in told.wrong["database"]
    assert f"pg_isready -h {tmp_path}" in told.of("database")["mend"]


def test_a_database_that_the_server_does_not_have(doctor: Doctor, server: servers.Server) -> None:
    doctor.set_env("P2P_DATABASE_URL", server.url("nowhere"))
    told = doctor()
    assert told.code == 3
    assert '"nowhere" does not exist' in told.wrong["database"]


def test_a_role_that_could_rewrite_the_record(doctor: Doctor, server_desk: ServerDesk) -> None:
    server_desk.furnish_with_roles()
    told = doctor.at(server_desk.address(server_desk.owner))
    assert (told.code, told.noted) == (0, {"rights"})
    assert "could rewrite it" in told.of("rights")["says"]
    assert "p2p migrate --roles" in told.of("rights")["mend"]


def test_a_server_that_may_lose_what_was_saved(doctor: Doctor, server_desk: ServerDesk) -> None:
    address = server_desk.furnish_with_roles()
    server_desk.run(f"ALTER DATABASE {server_desk.name} SET synchronous_commit = off")
    told = doctor.at(address)
    assert told.code == 1
    assert set(told.wrong) == {"durability"}


def test_a_server_that_takes_no_writes(doctor: Doctor, server_desk: ServerDesk) -> None:
    address = server_desk.furnish_with_roles()
    server_desk.run(f"ALTER DATABASE {server_desk.name} SET default_transaction_read_only = on")
    told = doctor.at(address)
    assert told.code == 1
    assert set(told.wrong) == {"saving"}
    assert "takes no writes now" in told.wrong["saving"]


@pytest.mark.parametrize(("apart", "health", "code"), [(60, "bad", 1), (-5, "warning", 0)])
def test_a_server_whose_clock_says_another_time(
    doctor: Doctor, server_desk: ServerDesk, apart: int, health: str, code: int
) -> None:
    address = server_desk.furnish_with_roles()
    server_desk.run(
        "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS"
        f" $$SELECT pg_catalog.clock_timestamp() + interval '{apart} s'$$",
        f"ALTER DATABASE {server_desk.name} SET search_path = public, pg_catalog",
    )
    told = doctor.at(address)
    clock = told.of("clock")
    assert (clock["health"], told.code) == (health, code)
    assert f"{abs(apart)} s {'behind' if apart > 0 else 'ahead of'} the server" in clock["says"]
    assert "timedatectl" in clock["mend"]


@pytest.mark.parametrize(
    "form",
    [
        "postgresql://app:{p}@/desk?host={h}",
        "postgresql://app@/desk?host={h}&password={p}",
        "postgresql://app:{p}/x@/desk?host={h}",
        "postgresql://app:x?{p}@h/desk",
        "postgresql://app:{p}@one@/desk?host={h}",
        "postgresql://app:{p}%4@h/desk",
        "postgresql://app:{p}@h:port/desk",
        "postgresql://app:{p}@h/desk?nonsense=1",
        "postgresql://app:{p}@h/desk?sslmode=never",
        "host=h user=app password={p}",
        "mysql://app:{p}@h/desk",
    ],
)
def test_a_password_in_the_url_is_never_shown(doctor: Doctor, form: str, tmp_path: Path) -> None:
    doctor.set_env("P2P_DATABASE_URL", form.format(p=PASSWORD, h=tmp_path))
    told = doctor()
    assert told.code == 3
    assert PASSWORD not in doctor.text()
    assert "P2P_DATABASE_URL" in told.of("password")["says"]
    assert "~/.pgpass" in told.of("password")["mend"]


def test_a_password_in_the_url_is_noted_where_all_is_well(
    doctor: Doctor, server_desk: ServerDesk
) -> None:
    server_desk.furnish_with_roles()
    url = server_desk.url(server_desk.app, password=PASSWORD)
    told = doctor.at(Address("postgresql", url))
    assert (told.code, told.noted) == (0, {"password"})
    doctor.text()


def test_a_password_file_that_others_can_read(doctor: Doctor, server_desk: ServerDesk) -> None:
    address = server_desk.furnish_with_roles()
    path = Path(os.environ["HOME"], ".pgpass")
    path.touch(0o644)
    path.chmod(0o644)
    told = doctor.at(address)
    assert told.code == 1
    assert told.of("password file")["mend"] == f"chmod 600 {path}"
