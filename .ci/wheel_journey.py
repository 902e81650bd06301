"""A morning at a new desk, headless, with the p2p of the environment whose Python runs this.

Usage: python -I wheel_journey.py DIRECTORY. The desk's encrypted database and its key are made in
DIRECTORY, which is also the working directory and the home of every command. The first thing that
is not as it should be ends the script.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

REQUEST_KEYS = (
    "ref status kind placed_at placed_by holder denying_pharmacist contact_name job_title phone "
    "pa_number member_id drug_name cntt denial_rationale prior_denials callback_windows version "
    "best_time additional_info reason_technician_cannot_approve reason_in_vue prescriber_told "
    "extension determination"
)

TEMPLATE = """\
| Peer to Peer |
| -------------- |
| Contact name and job title: Kim Osei, MA |
| Contact phone #: (614) 555-0142 |
| PA # : 88120417 |
| Member ID: H10024471 |
| Drug Name: Ozempic |
| CNTT: 5530192 |
| Denial Rationale: No A1c within 90 days |
| Callback Dates and Times: **Now** |
"""

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIuW4tUpBm5lUia9cCPwMvcLGOEYXXL7TvGE8PXuIlEt"


class Desk:
    """The installed p2p command, against a database of its own in one directory."""

    def __init__(self, directory: Path) -> None:
        self.database = directory / "desk.db"
        self.key = directory / "desk.key"
        self.directory = directory
        self.command = Path(sys.executable).with_name("p2p")
        kept = {name: os.environ[name] for name in ("USER", "LOGNAME") if name in os.environ}
        self.environment = kept | {
            "PATH": f"{self.command.parent}{os.pathsep}{os.defpath}",
            "HOME": str(directory),
            "LANG": "C.UTF-8",
            "P2P_DATABASE_URL": f"sqlcipher:///{self.database}",
            "P2P_DATABASE_KEY_FILE": str(self.key),
        }

    def run(self, *arguments: str, stdin: str = "", status: int = 0) -> str:
        """Run p2p, check its exit status, and give its stdout, or its stderr if it is to fail."""
        done = subprocess.run(  # noqa: S603
            [self.command, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            cwd=self.directory,
            env=self.environment,
            timeout=60,
            check=False,
        )
        line = "p2p " + " ".join(arguments)
        if done.returncode != status:
            sys.exit(f"{line}: {done.returncode}, not {status}\n{done.stdout}{done.stderr}")
        sys.stdout.write(f"ok {line}\n")
        return done.stderr if status else done.stdout

    def json(self, *arguments: str, stdin: str = "") -> Any:
        """Run p2p with --json and parse all that it wrote."""
        return json.loads(self.run(*arguments, "--json", stdin=stdin))


def check(holds: bool, otherwise: str) -> None:
    """End the script with a message unless something holds."""
    if not holds:
        sys.exit(otherwise)


def check_request(request: dict[str, Any]) -> None:
    """Check that a request says what the template said, under the promised keys."""
    missing = [key for key in REQUEST_KEYS.split() if key not in request]
    check(not missing, f"keys missing from a request: {missing}")
    said = {
        "kind": "immediate",
        "status": "waiting",
        "contact_name": "Kim Osei",
        "pa_number": "88120417",
        "member_id": "H10024471",
        "drug_name": "Ozempic",
        "cntt": "5530192",
        "denial_rationale": "No A1c within 90 days",
    }
    wrong = {key: request[key] for key, value in said.items() if request[key] != value}
    check(not wrong, f"a request differs from its template in {wrong}")
    check("6145550142" in re.sub(r"\D", "", request["phone"]), f"phone: {request['phone']!r}")


def check_forced_command(desk: Desk) -> None:
    """Check that what sshd would start is this program: it comes as far as wanting a terminal."""
    line = desk.run("ssh", "authorize", "ana", "-", "--file", "keys", stdin=KEY)
    started = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", line.split('"')[1]], stdin=subprocess.DEVNULL, capture_output=True,
        text=True, cwd="/", env={"PATH": "/nowhere"}, timeout=60, check=False,
    )  # fmt: skip
    check(
        (started.returncode, "needs a terminal" in started.stderr) == (2, True),
        f"the forced command of {line!r} does not start a session: {started!r}",
    )


def main(directory: Path) -> None:
    """Set up a desk, place a request, and read it back in every form."""
    package = importlib.util.find_spec("p2p_tui")
    check(
        package is not None and Path(str(package.origin)).is_relative_to(sys.prefix),
        "p2p_tui is not the one installed from the wheel",
    )
    desk = Desk(directory)

    desk.run("init", "--username", "lead1", "--name", "Lena Ortiz", "--role", "lead")
    check(desk.key.stat().st_mode & 0o077 == 0, "others can read the key")
    head = desk.database.read_bytes()[:15]
    check(head != b"SQLite format 3", "the database is not encrypted")
    desk.run("staff", "add", "--username", "tech1", "--name", "Tina Park", "--role", "technician")
    desk.run(
        *("staff", "add", "--username", "ana", "--name", "Ana Ruiz"),
        *("--role", "pharmacist", "--credentials", "PharmD"),
    )

    placed = desk.json("submit", "-", "--as", "tech1", stdin=TEMPLATE)
    check(isinstance(placed, list) and len(placed) == 1, f"submit gave {placed!r}")
    ref = placed[0]["ref"]
    check(re.fullmatch(r"P2P-\d+", ref) is not None, f"a strange reference: {ref!r}")

    waiting = [request for request in desk.json("queue") if request["ref"] == ref]
    check(len(waiting) == 1, f"{ref} is in the queue {len(waiting)} times")
    check_request(waiting[0])
    check_request(desk.json("show", ref))

    table = desk.run("template", "now", ref, "--form", "table")
    for text in ("| Peer to Peer |", "Kim Osei", "88120417", "H10024471", "Ozempic", "Now"):
        check(text in table, f"the template has no {text!r}:\n{table}")

    complaint = desk.run("show", "P2P-99999999", status=1)
    check(len(complaint.splitlines()) == 1, f"not one line of complaint:\n{complaint}")
    check_forced_command(desk)
    desk.run("audit", "verify")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
