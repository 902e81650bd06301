"""How a PostgreSQL server is: what ``p2p doctor`` says of it."""

import os
import shlex
import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from p2p_tui.store.engines.base import Finding, Health

OLDEST = 140_000
"""The oldest version that its makers still mend."""
APART_BAD, APART_NOTED = 30.0, 2.0
"""Seconds between two clocks: beyond the first, who is here is taken for gone, or gone for here."""


def outside(params: Mapping[str, Any]) -> Iterator[Finding]:
    """The file of passwords: one that others can read is ignored, and signing in fails."""
    named = params.get("passfile") or os.environ.get("PGPASSFILE")
    path = Path(named) if named else Path("~/.pgpass").expanduser()
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return
    if mode & 0o077:
        yield Finding(
            "password file", Health.BAD, f"{path} has mode {mode:04o}: it is ignored like that",
            f"chmod 600 {shlex.quote(str(path))}",
        )  # fmt: skip


def findings(database: Any, where: str) -> Sequence[Finding]:
    """Version, TLS, rights, what a crash of the server could lose, and its clock."""
    return tuple(_look(database, where))


def _look(database: Any, where: str) -> Iterator[Finding]:
    def ask(sql: str) -> Any:
        return database.execute_sql(sql).fetchone()

    version, encoding, standby = ask(
        "SELECT current_setting('server_version'), current_setting('server_encoding'),"
        " pg_is_in_recovery()"
    )
    number = int(ask("SELECT current_setting('server_version_num')")[0])
    old = number < OLDEST
    yield Finding(
        "engine",
        Health.WARNING if old else Health.GOOD,
        f"PostgreSQL {version} at {where}" + (": no longer mended by its makers" if old else ""),
        "upgrade the server" if old else "",
    )
    if encoding != "UTF8":
        yield Finding(
            "encoding", Health.BAD, f"the database is in {encoding}, names need UTF8",
            "createdb --encoding=UTF8 …, then dump and restore into it",
        )  # fmt: skip
    if standby:
        yield Finding(
            "standby", Health.BAD, "the server is a standby: it takes no writes",
            "name the primary in P2P_DATABASE_URL (target_session_attrs=read-write)",
        )  # fmt: skip
    yield _tls(ask)
    yield _rights(ask)
    yield _durable(ask)
    yield _clock(ask)


def _tls(ask: Any) -> Finding:
    row = ask("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    (local,) = ask(
        r"SELECT inet_server_addr() IS NULL OR host(inet_server_addr()) ~ '^127\.|^::1$'"
    )
    if row and row[0]:
        return Finding("encryption on the way", Health.GOOD, f"{row[1]}")
    if local:
        return Finding("encryption on the way", Health.GOOD, "not needed: the server is this host")
    return Finding(
        "encryption on the way", Health.BAD, "none: everything crosses the network in the clear",
        "add ?sslmode=verify-full&sslrootcert=… to P2P_DATABASE_URL",
    )  # fmt: skip


def _rights(ask: Any) -> Finding:
    role, superuser = ask(
        "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user"
    )
    may = ask(
        "SELECT bool_or(has_table_privilege(to_regclass(name), right_)) FROM"
        " unnest(ARRAY['event', 'payload']) AS name,"
        " unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS right_"
    )[0]
    if superuser or may:
        return Finding(
            "rights", Health.WARNING,
            f"{role} owns the record and could rewrite it" if not superuser
            else f"{role} is a superuser and could rewrite the record",
            "p2p migrate --roles prints two roles; let the desk sign in as the second",
        )  # fmt: skip
    return Finding("rights", Health.GOOD, f"{role} may add to the record and not change it")


def _durable(ask: Any) -> Finding:
    fsync, commit = ask("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
    if "off" in (fsync, commit):
        return Finding(
            "durability", Health.BAD,
            f"fsync is {fsync}, synchronous_commit is {commit}: a crash loses what was saved",
            "set both to on in postgresql.conf",
        )  # fmt: skip
    return Finding("durability", Health.GOOD, "what is saved survives a crash of the server")


def _clock(ask: Any) -> Finding:
    before = time.time()
    there = float(ask("SELECT extract(epoch FROM clock_timestamp())")[0])
    apart = there - (before + time.time()) / 2
    if abs(apart) < APART_NOTED:
        return Finding("clock", Health.GOOD, "this host and the server agree on the time")
    return Finding(
        "clock", Health.BAD if abs(apart) > APART_BAD else Health.WARNING,
        f"this host is {abs(apart):.0f} s {'behind' if apart > 0 else 'ahead of'} the server:"
        " who is here, and what is due, is told wrongly",
        "timedatectl set-ntp true, on both",
    )  # fmt: skip
