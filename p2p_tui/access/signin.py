"""Who is at the terminal: by the account of the operating system, never by what it is told."""

import ipaddress
import os
import pwd


def os_login() -> str:
    """The name of the account that runs this process, from its UID and not from ``$USER``."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def account(connection: str = "", *, by: str = "os") -> str:
    """How this account stands in the record beside the person who acts.

    ``by`` says what tells who the person is: the login itself, or a passphrase given under it.
    ``connection`` is sshd's ``SSH_CONNECTION`` for a session that came in through it: the record
    then has the client's address too.
    """
    try:
        client = ipaddress.ip_address(connection.split(maxsplit=1)[0].partition("%")[0])
    except (IndexError, ValueError):
        return f"{by}:{os_login()}"
    return f"ssh:{os_login()}@{client}"
