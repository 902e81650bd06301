"""Two roles in PostgreSQL: one owns the schema, one works at the desk and can't rewrite it."""

import re
from collections.abc import Sequence

from p2p_tui.store.engines.base import DatabaseUnusableError

WRITTEN = ("staff", "request", "request_words", "in_common", "denied_pa", "passphrase", "lending")
"""Tables in which the daily work changes rows."""
PLAIN = ("draft", "presence", "booking")
"""Tables whose rows also go. All others are only added to or only read."""
APPENDED = ("event", "payload", "guide")
READ = ("schema_migration",)


def grants(app_role: str) -> Sequence[str]:
    """What the app role may do with each table: nothing that could alter the record."""
    role = _name(app_role)
    every = (*WRITTEN, *PLAIN, *APPENDED, *READ)
    return (
        f"REVOKE ALL ON {', '.join(every)} FROM {role}",
        f"GRANT SELECT ON {', '.join(every)} TO {role}",
        f"GRANT INSERT ON {', '.join((*WRITTEN, *PLAIN, *APPENDED))} TO {role}",
        f"GRANT UPDATE ON {', '.join((*WRITTEN, *PLAIN))} TO {role}",
        f"GRANT DELETE ON {', '.join(PLAIN)} TO {role}",
    )


def script(owner_role: str, app_role: str) -> str:
    """For a superuser, once: the roles, and what they may do in this database."""
    owner, app = _name(owner_role), _name(app_role)
    return f"""\
-- Run by a superuser in the desk's own, still empty database. Each role then gets its way to sign
-- in (a passphrase by \\password, a client certificate, peer) as your server does it.
CREATE ROLE {owner} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE {app} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO {owner};
GRANT USAGE ON SCHEMA public TO {app};
-- Then, as {owner}:  p2p migrate --app-role {app_role}
-- It makes the tables and grants {app} the daily work: the record may be added to and read, and
-- not changed or removed. Staff with logins of their own become members: GRANT {app} TO tina;
"""


def _name(role: str) -> str:
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role):
        raise DatabaseUnusableError(
            f"“{role}” can't be the name of a role: lower case letters, digits and _ are"
        )
    return role
