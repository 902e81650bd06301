"""What is tried on the command line: each verb of ``p2p`` with the ability that it asks for."""

from dataclasses import dataclass

from p2p_tui.domain.roles import Ability


@dataclass(frozen=True)
class Try:
    """One command, what right it takes, and what it shows then.

    ``{open}``, ``{recent}``, ``{old}``, ``{name}`` stand for what is one's own or another's,
    ``{FILE}`` for a file of its kind.
    """

    takes: Ability
    argv: str
    shows: str = ""
    shown_by: Ability | None = None
    """By which right it shows that, where it is another."""
    stdin: str = ""
    login: bool = False
    """Whether it is run under the person's own login: it has no ``--as``."""


_TEMPLATE = "Peer to Peer\nContact name and job title: Kim Osei, MA\nPA #: 88120417\n"
_OWNER = "is for the account that owns the desk's database, whoever runs it"

COMMANDS: dict[str, tuple[Try, ...] | str] = {
    "": "opens the desk: screens are tried in test_on_screens.py, an admin in test_an_admin.py",
    "demo": "is a desk of made-up people",
    "train": "is a desk of made-up people, in a file of its own",
    "serve": "is a desk of made-up people",
    "session": "opens the desk, as p2p does",
    "init": "works on an empty database alone",
    "staff add": (
        Try(Ability.LOOK_AFTER_STAFF, "staff add --username {new} --name New --role technician",
            login=True),
    ),
    "staff set": (
        Try(Ability.LOOK_AFTER_STAFF, "staff set raj --credentials CPhT", login=True),
        Try(Ability.LOOK_AFTER_STAFF, "staff set raj --out 2030-01-02", login=True),
        Try(Ability.LOOK_AFTER_STAFF, "staff set maya --role pharmacist", login=True),
    ),
    "staff disable": (Try(Ability.LOOK_AFTER_STAFF, "staff disable ben", login=True),),
    "staff enable": (Try(Ability.LOOK_AFTER_STAFF, "staff enable ben", login=True),),
    "staff list": "says who works here, and nothing of a patient",
    "submit": (Try(Ability.PLACE, "submit -", "placed", stdin=_TEMPLATE),),
    "queue": (
        Try(Ability.SEE_OPEN, "queue", "{open}"),
        Try(Ability.SEE_OPEN, "queue --json", "{open}"),
    ),
    "callbacks": (
        Try(Ability.SEE_OPEN, "callbacks"),
        Try(Ability.SEE_OPEN, "callbacks --json"),
        Try(Ability.SEE_OPEN, "callbacks --ics"),
    ),
    "show": (
        Try(Ability.SEE_OPEN, "show {open}", "Kim Osei"),
        Try(Ability.SEE_OPEN, "show {open} --json", "Kim Osei"),
        Try(Ability.SEE_OPEN, "show {open} --html", "Kim Osei"),
        # By its exact reference everybody on the desk finds a closed one.
        Try(Ability.SEE_OPEN, "show {old}", "Kim Osei"),
    ),
    "template": (
        Try(Ability.SEE_OPEN, "template now {open}", "Kim Osei"),
        Try(Ability.SEE_OPEN, "template rph {old} --form plain", "Kim Osei"),
    ),
    "report": (
        Try(Ability.SEE_OPEN, "report", "{name}", shown_by=Ability.REPORT_NAMES),
        Try(Ability.SEE_OPEN, "report --json", '"{whose}"', shown_by=Ability.REPORT_NAMES),
    ),
    "hours": (Try(Ability.LOOK_AFTER_HOURS, "hours --set fri=8am-{hour}pm", "Friday"),),
    "guide": (
        Try(Ability.LOOK_AFTER_DESK, "guide lead --set -", "is in force", stdin="# Ours"),
    ),
    "ssh authorize": "is tried in tests/cli/test_ssh.py: it writes the account's own file",
    "ssh revoke": "is tried in tests/cli/test_ssh.py: it writes the account's own file",
    "ssh list": "says whose key opens what, and nothing of a patient",
    "pa import": (Try(Ability.IMPORT_PAS, "pa import -", stdin="PA #,Drug\n1,x\n"),),
    "pa columns": (
        Try(Ability.LOOK_AFTER_DESK, "pa columns --map {header}=drug"),
    ),
    "tracker export": (
        Try(Ability.EXPORT, "tracker export --format jsonl", "{old}"),
        Try(Ability.EXPORT, "tracker export --format csv", "{recent}"),
    ),
    "tracker import": (
        Try(Ability.IMPORT_TRACKER, "tracker import - --dry-run",
            stdin="date,pharmacist,outcome\n2020-01-02,Ana Ruiz,approved\n"),
    ),
    "audit verify": "shows digests alone; what it says is tried with the record",
    "audit anchor": "writes down digests alone",
    "audit show": (
        Try(Ability.AUDIT, "audit show --ref {open}", "placed it"),
        Try(Ability.AUDIT, "audit show --who tina --json", '"entries"'),
    ),
    "audit disclosures": (Try(Ability.AUDIT, "audit disclosures H10024471", "entries"),),
    "hold": (
        Try(Ability.RETAIN, "hold"),
        Try(Ability.RETAIN, "hold {open} --why asked"),
        Try(Ability.RETAIN, "hold {open} --why settled --release"),
    ),
    "purge": (
        Try(Ability.RETAIN, "purge --older-than 90y --dry-run"),
        Try(Ability.RETAIN, "purge --older-than 90y --yes"),
    ),
    "passphrase": (Try(Ability.LOOK_AFTER_STAFF, "passphrase --issue raj"),),
    "emergency lend": (
        Try(Ability.LEND, "emergency lend lou --role pharmacist --why asked"),
    ),
    "emergency end": (Try(Ability.LEND, "emergency end {lent}"),),
    "emergency review": (Try(Ability.LEND, "emergency review {over} --found asked"),),
    "emergency list": (
        Try(Ability.AUDIT, "emergency list", "both are ill"),
        Try(Ability.AUDIT, "emergency list --json", "both are ill"),
    ),
    "doctor": "says how the desk is, and nothing of a patient: tried in test_an_admin.py",
    "config": "says what is set, and nothing of a patient: tried in test_an_admin.py",
    "backup": _OWNER,
    "restore": _OWNER,
    "rekey": _OWNER,
    "migrate": _OWNER,
    "completion": "tells what the command line takes, and opens no desk",
    "manual": "tells what the command line takes, and opens no desk",
}  # fmt: skip
"""Every verb with what is tried of it, or why it takes no right."""
