"""What one types, an example or two for each verb: under its ``--help`` and in the manual page.

They are lines for a shell, and run one after the other at a made-up desk in tests/test_manual.py.
"""

import argparse
from collections.abc import Iterator

EXAMPLES: dict[str, tuple[str, ...]] = {
    "demo": ("p2p demo", "p2p demo --seat pharmacist --live"),
    "serve": ("p2p serve --seat pharmacist", "p2p serve train first-call"),
    "train": (
        "p2p train first-call", "p2p train --list", "p2p train --report --csv",
    ),
    "session": ("p2p session tina",),
    "init": (
        'p2p init --username lena --name "Lena Ortiz" --role lead --role pharmacist',
    ),
    "staff add": (
        'p2p staff add --username zoe --name "Zoe Falk" --role pharmacist --extension 4412',
    ),
    "staff set": (
        "p2p staff set zoe --credentials PharmD",
        'p2p staff set zoe --out "Dec 21 2090 – Jan 2 2091; Feb 3 2091"',
    ),
    "staff disable": ("p2p staff disable zoe",),
    "staff enable": ("p2p staff enable zoe",),
    "staff list": ("p2p staff list",),
    "submit": (
        "p2p submit template.txt --as tina",
        "p2p submit --as tina --json < template.txt",
    ),
    "queue": ("p2p queue", "p2p queue --json"),
    "callbacks": ("p2p callbacks", "p2p callbacks --ics -o callbacks.ics"),
    "show": ("p2p show P2P-1001", "p2p show P2P-1001 --html > request.html"),
    "template": ("p2p template now P2P-1001", "p2p template rph 1001 --form plain"),
    "report": ("p2p report", 'p2p report --from yesterday --to today --json'),
    "guide": (
        "p2p guide", "p2p guide technician > technician.md",
        "p2p guide technician --set technician.md",
    ),
    "hours": (
        "p2p hours",
        'p2p hours --set "fri=8:00 AM–5:00 PM" --set "closed=Dec 24 2090"',
    ),
    "ssh authorize": (
        "p2p ssh authorize tina tina.pub",
        "p2p ssh authorize tina tina.pub --install",
    ),
    "ssh list": ("p2p ssh list",),
    "ssh revoke": ("p2p ssh revoke tina",),
    "pa import": (
        "p2p pa import denied.csv",
        'p2p pa import other.csv --map "Auth Ref=PA number" --map "Denied="',
    ),
    "pa columns": ("p2p pa columns", 'p2p pa columns --map "Auth Ref=PA number"'),
    "tracker export": (
        "p2p tracker export --format csv --from yesterday -o tracker.csv",
        "p2p tracker export --format jsonl | wc -l",
    ),
    "tracker import": (
        "p2p tracker import old.csv --dry-run",
        'p2p tracker import old.csv --map "Handled=pharmacist" --means "OVT=approved"',
    ),
    "audit verify": ("p2p audit verify",),
    "audit anchor": ("p2p audit anchor",),
    "audit show": (
        "p2p audit show --ref P2P-1001",
        "p2p audit show --who tina --from yesterday",
    ),
    "audit disclosures": ("p2p audit disclosures H10024471",),
    "hold": (
        "p2p hold P2P-1001 --why 'Asked for by counsel'",
        "p2p hold",
        "p2p hold P2P-1001 --release --why 'The case is closed'",
    ),
    "purge": ("p2p purge --older-than 6y --dry-run", "p2p purge --older-than 6y --yes"),
    "passphrase": ("p2p passphrase", "p2p passphrase --issue tina"),
    "emergency lend": (
        'p2p emergency lend raj --role pharmacist --for "2 h" --why "Two pharmacists are ill"',
    ),
    "emergency list": ("p2p emergency list",),
    "emergency end": ("p2p emergency end REFERENCE",),
    "emergency review": (
        'p2p emergency review REFERENCE --found "Two calls, both documented" --as lena',
    ),
    "doctor": ("p2p doctor", "p2p doctor --json"),
    "config": ("p2p config",),
    "backup": ("p2p backup friday.db",),
    "restore": ("p2p restore friday.db",),
    "rekey": ("p2p rekey",),
    "migrate": ("p2p migrate", "p2p migrate --roles"),
    "completion": ("p2p completion bash > p2p.bash",),
    "manual": ("p2p manual > p2p.1",),
}  # fmt: skip
"""By the verb's words. ``REFERENCE`` stands for what ``p2p emergency lend`` printed."""

_MEANT = {
    "username": "by which name the desk knows the person",
    "name": "the person's name, as people know it",
    "who": "who is to have it",
    "role": "which role",
    "ref": "a reference, such as P2P-1001; its number will do",
    "reference": "what was printed when it was lent",
    "member": "the member's ID, as a whole",
    "kind": "which of the desk's three templates",
    "form": "how it is laid out",
    "format": "what kind of file",
    "file": "which file",
    "credentials": "such as PharmD",
    "found": "what was found",
    "json": "one JSON document on stdout",
    "shell": "for which shell",
    "owner_role": "the role that owns the tables",
    "app_role": "the role that does the daily work",
}
"""What an argument is, where the table of verbs leaves it to its name."""


def verbs_of(
    parser: argparse.ArgumentParser, words: str = "", told: str = ""
) -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    """Each verb with its acts, in the order of the help: its words, what it is for, its parser."""
    yield words, told, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {one.dest: one.help or "" for one in action._choices_actions}
            for name, sub in action.choices.items():
                yield from verbs_of(sub, f"{words} {name}".strip(), helps.get(name, ""))


def explain(parser: argparse.ArgumentParser) -> None:
    """Let the help of each verb say what it is for, and show its examples."""
    for words, told, verb in verbs_of(parser):
        verb.formatter_class = argparse.RawDescriptionHelpFormatter
        if words and verb.description is None:
            verb.description = f"{told[:1].upper()}{told[1:]}."
        for action in verb._actions:
            action.help = action.help or _MEANT.get(action.dest)
        if words in EXAMPLES:
            shown = "\n".join(f"  {line}" for line in EXAMPLES[words])
            title = "example" if len(EXAMPLES[words]) == 1 else "examples"
            verb.epilog = "\n\n".join(filter(None, (verb.epilog, f"{title}:\n{shown}")))
