"""How a session comes in through sshd, and when it is not let in."""

from collections.abc import Collection, Mapping

CONNECTION = "SSH_CONNECTION"
"""What sshd sets for whatever it starts, after all that a client sent."""
_ASKED_FOR = "SSH_ORIGINAL_COMMAND"


def objection(
    environ: Mapping[str, str], *, isolated: bool, settings: Collection[str]
) -> str | None:
    """What is wrong with how a session came in, in one line with what to do; None: nothing is.

    A command that a client asks for is never run. ``settings`` are the names of variables that say
    how to reach the desk: through sshd they could be the client's, so they count only where the
    forced command itself names them. ``isolated`` says that Python runs with ``-I``; where it does
    not, a client's ``PYTHON…`` variables have already had their way.
    """
    if _ASKED_FOR in environ:
        return "this key opens the desk and runs no commands, sftp and scp among them: ssh alone"
    if CONNECTION not in environ:
        return None
    python = sorted(name for name in environ if name.startswith("PYTHON"))
    if python and not isolated:
        return (
            f"{python[0]} came with the session and Python is not isolated: start it with -I, as"
            " p2p ssh authorize writes it"
        )
    own = sorted(name for name in environ if name in settings)
    if own:
        return (
            f"{own[0]} came with the session, and a client could have sent it: name it in the"
            " settings file, or behind the username in the forced command"
        )
    return None
