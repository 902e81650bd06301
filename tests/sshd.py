"""A real OpenSSH server on loopback, for the account that runs the tests, and clients of it."""

import contextlib
import grp
import os
import pwd
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ACCOUNT = pwd.getpwuid(os.getuid()).pw_name
REQUIRED = "P2P_TEST_SSHD_REQUIRED"
"""Set where the server is to be there: its absence is a failure then, and no reason to skip."""
LEFT_OUT = "left out: needs an OpenSSH server: apt-get install openssh-server"
CARELESS = """\
AcceptEnv *
AllowTcpForwarding yes
AllowAgentForwarding yes
X11Forwarding yes
PermitTunnel yes
Subsystem sftp internal-sftp
"""
"""What somebody configures who wants everything to work: what is safe then is so by the key."""
_PRIVSEP = Path("/run/sshd")
_TRIES = 5


def program() -> str | None:
    """Where the server is, if it is installed."""
    return shutil.which("sshd", path=f"{os.defpath}:/usr/sbin:/usr/local/sbin:/sbin")


def left_out() -> str:
    """Why nobody can sit down through a server here, if so; where it is required, nothing is said.

    A server that is not root can't give its terminal to the group of terminals, and gives up, where
    the system does not do it by itself.
    """
    if REQUIRED in os.environ:
        return ""
    if program() is None:
        return LEFT_OUT
    with contextlib.suppress(KeyError):
        terminals = grp.getgrnam("tty").gr_gid
        ours, theirs = os.openpty()
        group = os.fstat(theirs).st_gid
        os.close(ours)
        os.close(theirs)
        if os.getuid() != 0 and group != terminals:
            return (
                "left out: an OpenSSH server that is not root gets no terminals here: run as root"
            )
    return ""


def documented(page: Path) -> str:
    """The block of docs/ssh.md for the desk's account, for the account of the tests."""
    found = re.search(r"<!-- sshd: .*-->\n *```\n(.*?)\n *```", page.read_text(), re.S)
    assert found is not None, f"{page} has no block for sshd"
    assert "Match User desk\n" in found[1]
    return found[1].replace("Match User desk\n", f"Match User {ACCOUNT}\n")


@dataclass
class Server:
    """A server that runs. Its log is what it says of who came and what they asked for."""

    folder: Path
    port: int
    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)
    _seen: dict[int, str] = field(default_factory=dict)

    @property
    def authorized_keys(self) -> Path:
        """By which keys it lets people in."""
        return self.folder / "authorized_keys"

    def key(self, username: str) -> Path:
        """Somebody's private key, made when it is asked for first; its public one is ``.pub``."""
        path = self.folder / username
        if not path.exists():
            _keygen(path, username)
        return path

    def ssh(
        self, username: str, *options: str, program: str = "ssh", sends: Sequence[str] = ()
    ) -> list[str]:
        """The command line of a client with somebody's key, up to where the server is named.

        ``sends`` are the variables of its own environment that it sends.
        """
        told = {
            "IdentityFile": self.key(username), "IdentitiesOnly": "yes", "BatchMode": "yes",
            "UserKnownHostsFile": self.folder / "known_hosts", "StrictHostKeyChecking": "yes",
            "User": ACCOUNT, "Port": self.port, "LogLevel": "ERROR", "ConnectTimeout": 10,
        }  # fmt: skip
        line = [program, "-F", "none"]
        for name, value in told.items():
            line += ["-o", f"{name}={value}"]
        for name in sends:
            line += ["-o", f"SendEnv={name}"]
        return [*line, *options]

    def run(
        self,
        username: str,
        *options: str,
        command: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        sends: Sequence[str] = (),
    ) -> subprocess.CompletedProcess[str]:
        """Run a client without a terminal of its own, to its end."""
        return subprocess.run(
            [*self.ssh(username, *options, sends=sends), "127.0.0.1", *command],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
            env={"PATH": os.defpath, **(environment or {})}, cwd=self.folder,
        )  # fmt: skip

    def processes(self) -> dict[int, str]:
        """What the server started and what is there still: the number of each, its command line.

        Those that were seen below it once are looked for wherever they are: a session whose line
        died has lost its server too.
        """
        listed = subprocess.run(
            ["ps", "-axww", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
        here = {int(row[0]): row[3] for row in rows if len(row) == 4 and row[2][0] != "Z"}
        parents = {int(row[0]): int(row[1]) for row in rows}
        below = {self.process.pid}
        while more := {pid for pid, of in parents.items() if of in below} - below:
            below |= more
        self._seen |= {pid: args for pid, args in here.items() if pid in below}
        self._seen.pop(self.process.pid, None)
        return {pid: args for pid, args in self._seen.items() if here.get(pid) == args}

    def sessions(self) -> list[int]:
        """The numbers of the sessions' own processes."""
        return [pid for pid, args in self.processes().items() if " -m p2p_tui session " in args]


@contextlib.contextmanager
def running(folder: Path, block: str) -> Iterator[Server]:
    """A server whose configuration ends with a block; at the end it is gone with all it started."""
    if os.getuid() == 0:
        _PRIVSEP.mkdir(mode=0o755, exist_ok=True)
    _keygen(folder / "host", "host")
    server = _started(folder, block)
    kind, blob = (folder / "host.pub").read_text().split()[:2]
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{server.port} {kind} {blob}\n")
    try:
        yield server
    finally:
        for pid in server.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 9)
        server.process.kill()
        server.process.wait()


def _started(folder: Path, block: str) -> Server:
    """Start it on a port that is free; another process can take it in between: then on another."""
    path = program()
    assert path is not None, LEFT_OUT
    for _ in range(_TRIES):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        # Below a temporary folder everybody may write somewhere, which strict modes don't like.
        (folder / "sshd_config").write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nPidFile none\n"
            f"AuthorizedKeysFile {folder / 'authorized_keys'}\nStrictModes no\n"
            f"UsePAM {'yes' if _locked() else 'no'}\n"
            f"PermitRootLogin prohibit-password\nMaxStartups 100\nUseDNS no\n{block}\n"
        )
        process = subprocess.Popen(
            [path, "-D", "-e", "-f", str(folder / "sshd_config")],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        server = Server(folder, port, process)
        assert process.stderr is not None
        for line in process.stderr:
            server.log.append(line.rstrip())
            if "Server listening on 127.0.0.1" in line:
                reading = threading.Thread(target=_read, args=(server,), daemon=True)
                reading.start()
                return server
        process.wait()
        if not any("Address already in use" in line for line in server.log):
            break
    raise AssertionError("sshd does not start:\n" + "\n".join(server.log))


def _locked() -> bool:
    """Say whether the account has no password that could ever fit: without PAM it may not sign in.

    Only root can see that, and a server that is not root can't either.
    """
    with contextlib.suppress(OSError):
        accounts = Path("/etc/shadow").read_text().splitlines()
        return any(one.startswith(f"{ACCOUNT}:!") for one in accounts)
    return False


def _read(server: Server) -> None:
    assert server.process.stderr is not None
    with server.process.stderr as said:
        server.log.extend(line.rstrip() for line in said)


def _keygen(path: Path, comment: str) -> None:
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", str(path)], check=True
    )
