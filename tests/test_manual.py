"""What the manual tells people to type is run, its links lead somewhere, its tables are true.

Each page has a made-up desk of its own, on which its commands run one after the other, as they
stand there: a command that fails, that ``p2p`` does not know, or that no table here knows, fails.
"""

import base64
import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from p2p_tui.config import Settings
from p2p_tui.desk.office import utc_now
from p2p_tui.domain.people import Role, Staff
from p2p_tui.training.synthetic import PASSPHRASE, MovableClock, furnish
from tests import forks, servers
from tests.house import ACCOUNT, ENGINES, Address, Copies, copies_of
from tests.journeys.terminal import P2P, Terminal
from tests.manual import (
    PAGES,
    ROOT,
    Typed,
    UnknownFence,
    accepted,
    anchors_of,
    examples,
    is_plain,
    links_on,
    only_named,
    pictures_on,
    table_of_keys,
    typed_in,
    typed_on,
    words_of,
)
from tests.pictures import FOLDER, PICTURES

ON_A_SERVER = "docs/postgresql.md"
NOT_HERE = {
    "python3 -m venv": "makes an environment: .ci/run does, with the README's own lines",
    ".venv/bin/": "builds and tests the program itself",
    "/opt/p2p/bin/pip": "installs a release from a package index",
    "uv pip compile": "asks a package index",
    "useradd": "makes an account, as root",
    "usermod": "changes an account, as root",
    "chmod 700 ~desk": "needs that account",
    "p2p serve": "goes on until Ctrl+C: tests/journeys/test_serving.py looks at it",
    "chattr": "needs root, and a file system that knows it",
}
"""What is not run, by how it begins, and why."""
NOT_IN_A_FILE = {"p2p migrate --roles": f"is for a server: {ON_A_SERVER} has it too"}
"""The same, where the desk is in a file."""
PROGRAMS = (
    "p2p", "createdb", "createuser", "install", "mkdir", "pg_dump", "pg_restore", "psql",
)  # fmt: skip
"""What is run, each in a real shell."""
SCREENS = ("p2p demo", "p2p session ", "p2p train first-call", "p2p train FILE.toml")
"""What opens a desk, as p2p by itself does: it is looked at in a real terminal, and left."""
ASKS = {"p2p passphrase": ("A new passphrase: ", "The same again: ")}
"""What asks for something that is typed unseen."""
STANDS_FOR = {
    "/var/lib/p2p": "{home}",
    "/srv/backup": "{home}",
    "/tmp/p2p-trial": "{home}/trial",
    "db.example.org/desk?sslmode=verify-full&sslrootcert=/etc/p2p/ca.pem": "/desk?host={socket}",
    "db.example.org/desk_again?sslmode=verify-full": "/desk_again?host={socket}",
}
"""What of a command is elsewhere here."""
ANCHORED = ("docs/operating.md", "help")
"""The pages on whose machine heads of the record are kept outside the database."""
_KEY = b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + bytes(range(32))
FILES = {
    "template.txt": "Peer to Peer\nContact name and job title: Kim Osei, MA\nPA #: 88120417\n",
    "tina.pub": f"ssh-ed25519 {base64.b64encode(_KEY).decode()} tina\n",
    "denied.csv": "PA Number,Member ID,Drug Name\n88199001,H10024471,Ozempic\n",
    "other.csv": "Auth Ref,Drug,Denied\n88199002,Humira,yes\n",
    "old.csv": "Date,Handled,Outcome\n2020-01-02,Ana Ruiz,approved\n2020-01-03,Ana Ruiz,OVT\n",
}
"""The files that pages speak of."""
# Not even by mistake does a test write into the keys of whoever runs it.
_OWN_KEYS = "--file {home}/authorized_keys"
_P2P = """\
#!/bin/sh
[ "$1" = ssh ] && set -- "$@" {keys}
exec {python} -m p2p_tui "$@"
"""


@dataclass
class Shell:
    """Somebody's shell on the machine of a made-up desk."""

    home: Path
    address: Address | None
    socket: str = ""
    more: dict[str, str] = field(default_factory=dict)
    said: str = ""

    @property
    def environment(self) -> dict[str, str]:
        ours = ("P2P_", "PYTHON", "SSH_", "PG", "XDG_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        kept |= {"HOME": str(self.home), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        kept |= {"PATH": f"{self.home / 'bin'}{os.pathsep}{os.environ['PATH']}"}
        kept |= {"PYTHONPATH": str(ROOT), "P2P_LOG_FOLDER": str(self.home / "log")} | self.more
        if self.address is not None:
            kept["P2P_DATABASE_URL"] = self.address.url
            if self.address.key_file is not None:
                kept["P2P_DATABASE_KEY_FILE"] = str(self.address.key_file)
        return kept

    def furnish(self) -> None:
        (self.home / "bin").mkdir()
        program = self.home / "bin" / "p2p"
        keys = _OWN_KEYS.format(home=self.home)
        program.write_text(_P2P.format(keys=keys, python=sys.executable))
        program.chmod(0o755)
        lesson = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")
        lesson = lesson.partition("<!-- lesson -->\n```toml\n")[2].partition("```")[0]
        for name, text in {**FILES, "FILE.toml": lesson}.items():
            (self.home / name).write_text(text)
        if self.address is not None and self.address.key_file is not None:
            shutil.copy(self.address.key_file, self.home / "key-from-the-safe")

    def type(self, one: Typed) -> None:
        """Type it, and see that it does what it should."""
        text = self._here(one.text)
        command = text.partition("  #")[0].strip()
        if command == "p2p train":
            self._look(text, "FOR TECHNICIANS")
        elif command == "p2p" or command.startswith(SCREENS):
            self._look(text)
        elif command in ASKS:
            self._answer(text, ASKS[command])
        else:
            self._run(one, text)

    def _here(self, text: str) -> str:
        for there, here in STANDS_FOR.items():
            text = text.replace(there, here.format(home=self.home, socket=self.socket))
        if "REFERENCE" in text:
            text = text.replace("REFERENCE", re.findall(r"\breference (\S+)", self.said)[-1])
        return text

    def _run(self, one: Typed, text: str) -> None:
        before = self._here(one.before)
        if is_plain(text) and not before:
            code, out, err = forks.run(self._arguments(text), b"", self.home, self.environment)
        else:
            done = subprocess.run(
                ["bash", "--norc", "-c", f"set -euo pipefail\n{before}{text}\n"], cwd=self.home,
                env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                check=False, timeout=60,
            )  # fmt: skip
            code, out, err = done.returncode, done.stdout, done.stderr
        assert code == 0, f"{one.where}: {text}\n{out}{err}"
        self.said += out

    def _arguments(self, text: str) -> list[str]:
        words = words_of(text)[1:]
        return [*words, *_OWN_KEYS.format(home=self.home).split()] if words[0] == "ssh" else words

    def _look(self, text: str, shows: str = "1 Desk") -> None:
        with self._terminal(text) as terminal:
            terminal.wait_for(shows)
            assert terminal.leave() == 0

    def _answer(self, text: str, asked: tuple[str, ...]) -> None:
        with self._terminal(text) as terminal:
            for question in asked:
                terminal.wait_for(question)
                terminal.type(f"{PASSPHRASE} anew\n")
            assert terminal.ended() == 0, terminal.text

    def _terminal(self, text: str) -> Terminal:
        return Terminal(P2P(tuple(self._arguments(text))), self.environment)


def _login() -> Staff:
    """Whoever runs the tests, as a lead of the desk: pages are read by leads."""
    roles = frozenset({Role.LEAD, Role.PHARMACIST, Role.TECHNICIAN})
    return Staff(username=pwd.getpwuid(os.getuid()).pw_name, name="Pat Quinn", roles=roles)


@pytest.fixture(scope="session")
def furnished() -> Iterator[Copies]:
    """Copies of the demo's desk, in a file, with whoever runs the tests as a lead on it."""
    clock = MovableClock(utc_now)
    with ENGINES["sqlcipher"]() as address:
        office = address.open(clock)
        furnish(office, clock)
        office.put_staff([_login()], by=None, account=ACCOUNT)
        office.close()
        with copies_of(address) as another:
            yield another


@pytest.fixture
def shell(tmp_path: Path, furnished: Copies) -> Iterator[Callable[[str], Shell]]:
    """A shell for a page, on its machine."""
    with ExitStack() as kept:

        def open_one(page: str) -> Shell:
            if page == ON_A_SERVER:
                server = kept.enter_context(servers.server())
                more = {
                    "PGHOST": str(server.folder), "PGUSER": "postgres",
                    "P2P_DATABASE_URL": server.url("desk", "p2p_owner"),
                }  # fmt: skip
                one = Shell(tmp_path, None, str(server.folder), more)
                one.more["PATH"] = os.pathsep.join(
                    [str(tmp_path / "bin"), str(servers.binaries()), os.environ["PATH"]]
                )
            else:
                one = Shell(tmp_path, kept.enter_context(furnished()))
            one.furnish()
            if page in ANCHORED:
                one.more["P2P_ANCHOR_FILE"] = str(tmp_path / "anchors")
                one.type(Typed("p2p audit anchor", "as the desk is made"))
            return one

        yield open_one


def reason_not(text: str, *, on_a_server: bool = True) -> str:
    """Why a command is not run here; nothing where it is."""
    known = NOT_HERE if on_a_server else NOT_HERE | NOT_IN_A_FILE
    return next((why for start, why in known.items() if text.startswith(start)), "")


def types_all(shell: Shell, commands: list[Typed]) -> None:
    """Type them one after the other; who founds a desk does so on a machine that has none."""
    founding = {one.block for one in commands if one.text.startswith("p2p init") and shell.address}
    with ExitStack() as kept:
        block, at = -1, shell
        for one in commands:
            if one.block != block:
                block, at = one.block, shell
                if block in founding:
                    empty = kept.enter_context(ENGINES["sqlcipher"]())
                    at = replace(shell, address=empty, more={})
            if not reason_not(one.text, on_a_server=shell.address is None):
                at.type(one)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_tells_people_to_type_works(shell: Callable[[str], Shell], page: Path) -> None:
    commands = typed_on(page)
    if commands:
        types_all(shell(str(page.relative_to(ROOT))), commands)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_what_the_help_shows_works(shell: Callable[[str], Shell]) -> None:
    types_all(shell("help"), examples())


def first_word(text: str) -> str:
    """The program that is run."""
    return next(word for word in text.split() if "=" not in word)


def test_every_command_is_known_here_and_to_p2p() -> None:
    for one in [*(typed for page in PAGES for typed in typed_on(page)), *examples()]:
        assert reason_not(one.text) or first_word(one.text) in PROGRAMS, one
        if re.match(r"(\w+=\S+ )*p2p\b", one.text):
            assert accepted(one.text), one
    starts = [one.text for page in PAGES for one in typed_on(page)]
    for start in NOT_HERE:
        assert any(one.startswith(start) for one in starts), f"no page has {start} any more"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```sh\np2p queue   # what\nls\n```\n", ["p2p queue   # what", "ls"]),
        ("```sh\nexport A=1\np2p queue\n```\n", ["p2p queue"]),
        ("```cron\n*/5 * * * *  p2p audit anchor\n```\n", ["p2p audit anchor"]),
        ("   ```sh\n   p2p queue\n   ```\n", ["p2p queue"]),
        ("```text\np2p bogus\n```\n", []),
        ("See `p2p queue` and `p2p show`, `p2p staff`, `p2p bogus`.", ["p2p queue", "p2p bogus"]),
        ("As `sudo -u desk p2p\ndoctor` says", ["p2p doctor"]),
    ],
)
def test_commands_are_found(text: str, found: list[str]) -> None:
    assert [one.text for one in typed_in(text, "a page")] == found


def test_a_block_says_what_is_in_it() -> None:
    with pytest.raises(UnknownFence, match="a page:2"):
        typed_in("```\np2p queue\n```\n", "a page")


def test_only_what_lacks_something_is_just_a_name() -> None:
    named = ("show", "show --json", "ssh", "template now")
    assert [one for one in named if not only_named(f"p2p {one}")] == []
    others = ("queue", "shows", "show --jsn", "show P2P-1001")
    assert [one for one in others if only_named(f"p2p {one}")] == []
    assert not accepted("p2p show")
    assert accepted("A=1 p2p queue --json | wc -l")
    assert not accepted("p2p queue --jsn > x")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links_on(page):
        name, _, anchor = link.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), link
        assert not anchor or anchor in anchors_of(there), link


def test_every_file_that_a_page_names_is_there() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for named in re.findall(r"(?<![\w/.])(?:tests|p2p_tui|docs|\.ci)/[\w/.-]*\w", text):
            assert (ROOT / named).exists() or (page.parent / named).exists(), (page.name, named)


def test_every_page_is_in_the_index() -> None:
    listed = {(ROOT / "docs" / one.partition("#")[0]).resolve() for one in
              links_on(ROOT / "docs" / "README.md")}  # fmt: skip
    assert listed == set(PAGES) - {ROOT / "docs" / "README.md"}


def test_every_picture_is_shown_and_says_what_it_shows() -> None:
    said = {one.name: one.alt for one in PICTURES}
    shown = set()
    for page in PAGES:
        for alt, path in pictures_on(page):
            assert (page.parent / path).resolve().parent == FOLDER, path
            assert alt == said[Path(path).stem], f"{page.name}: {path}"
            shown.add(Path(path).stem)
    assert shown == set(said)


def test_the_table_of_keys_is_the_programs_own() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert table_of_keys() in readme, f"the README's table of keys is to be:\n{table_of_keys()}"


def test_every_setting_is_told() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"| `P2P_{name.upper()}` | `{name}` |" in page, name
