"""The command line of ``p2p``: its verbs, what each takes, and which module runs it."""

import argparse
import sys
from typing import Any, NoReturn

from p2p_tui import __version__
from p2p_tui.cli.examples import explain

OK, NO, USAGE, UNUSABLE = 0, 1, 2, 3

PA_COLUMNS = """\
An extract is a table of text (comma, semicolon, tab or |) with a line of headers.
Read are: PA number, which each row needs, member ID, drug name, denial rationale,
denying pharmacist, denied on, plan, appeal filed on, P2P held on, P2P until (the
last day of the plan's window). p2p pa columns tells which headers are known;
--map "Auth Ref=PA number" says what another one means, --map "Denied=" that it
is not read. Dates: 2026-11-18, 11/18/2026, 18-Nov-2026."""
TRACKER_COLUMNS = """\
An old tracker is a table of text (comma, semicolon, tab or |) with a line of
headers, or a spreadsheet's own file (.xlsx). Each row needs a date and how it
ended: approved, approved in part, upheld or denied, alternative, more information,
reconsideration, appeal, discussion only, withdrawn during the call; without a P2P:
caller withdrew, already resolved, duplicate. --means "OVT=approved" adds to them.
--map "Handled=pharmacist" says what a header means, --map "Row=" that it is left
out. What no field is known for is kept in words. Try it with --dry-run first."""
ROLES = ("technician", "pharmacist", "lead", "admin")
CODES = {
    OK: "done",
    NO: "a rule or the state of the desk says no",
    USAGE: "the command line is wrong",
    UNUSABLE: "the database cannot be used",
}
"""What each exit code says."""
_MORE = "p2p VERB --help has more of each, with examples; p2p manual has all of it."
_EXIT_CODES = "exit codes:\n" + "\n".join(f"  {code} {said}" for code, said in CODES.items())


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        from p2p_tui.domain.text import one_line

        sys.stderr.write(f"p2p: {one_line(message)}; see: {self.prog} --help\n")
        raise SystemExit(USAGE)

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        # What is given as ``--out=--`` would reach the verb as an empty list.
        if action.option_strings and arg_strings == ["--"]:
            self.error(f"argument {action.option_strings[0]}: -- is no value")
        return super()._get_values(action, arg_strings)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    root = _Parser(
        prog="p2p",
        description="The peer-to-peer desk. Without a verb: open the desk as yourself.",
        epilog=f"{_MORE}\n\n{_EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=f"p2p {__version__}")
    root.set_defaults(run="seats:open_desk")
    verbs = root.add_subparsers(title="verbs", metavar="VERB", parser_class=_Parser)

    demo = verbs.add_parser("demo", help="a synthetic desk in a throw-away database, no sign-in")
    demo.add_argument("--seat", choices=ROLES[:3], default="technician", help="where you sit")
    demo.add_argument("--live", action="store_true", help="colleagues move the queue")
    demo.set_defaults(run="seats:demo")

    _add_training(verbs)
    serve = verbs.add_parser("serve", help="the demo or a lesson in a web browser on this machine")
    serve.add_argument("desk", nargs="*", metavar="demo | train LESSON", help="default: the demo")
    serve.add_argument("--port", type=int, default=0, metavar="N", help="default: a free one")
    serve.add_argument("--seat", choices=ROLES[:3], default="technician", help="where you sit")
    serve.add_argument("--live", action="store_true", help="colleagues move the queue")
    serve.set_defaults(run="serving:serve")

    session = verbs.add_parser("session", help="a staff member's session, as sshd starts it")
    session.add_argument("username")
    session.add_argument(
        "settings", nargs="*", metavar="P2P_SETTING=VALUE", help="how to reach the desk"
    )
    session.set_defaults(run="seats:session")

    init = verbs.add_parser("init", help="create the database and its first lead")
    _add_person(init, roles=["lead"])
    init.set_defaults(run="staff:init")

    staff = verbs.add_parser("staff", help="look after staff")
    acts = staff.add_subparsers(title="acts", metavar="ACT", required=True, parser_class=_Parser)
    _add_person(acts.add_parser("add", help="add a person"), roles=None, run="staff:add")
    change = acts.add_parser("set", help="change a person")
    change.add_argument("username")
    change.add_argument("--name")
    change.add_argument("--role", action="append", choices=ROLES, help="may be given again")
    change.add_argument("--credentials")
    out = "out of the office, like “Dec 21 – Jan 2; Feb 3”; empty: not any more"
    change.add_argument("--out", metavar="FROM–TO", help=out)
    change.set_defaults(run="staff:change")
    for act in ("disable", "enable"):
        one = acts.add_parser(act, help=f"{act} a person; what they did stays on record")
        one.add_argument("username")
        one.set_defaults(run=f"staff:{act}")
    listed = acts.add_parser("list", help="everybody on the desk")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run="staff:listed")

    submit = verbs.add_parser("submit", help="place what filled templates say")
    submit.add_argument("file", nargs="?", default="-", metavar="FILE", help="- for stdin")
    _add_common(submit)
    submit.set_defaults(run="requests:submit")

    queue = verbs.add_parser("queue", help="the open requests")
    _add_common(queue)
    queue.set_defaults(run="requests:queue")

    callbacks = verbs.add_parser("callbacks", help="the callbacks that are yours to make")
    callbacks.add_argument("--ics", action="store_true", help="as a calendar, without any PHI")
    _add_output(callbacks)
    callbacks.add_argument("--json", action="store_true", help="one JSON document on stdout")
    callbacks.set_defaults(run="callbacks:listed")

    show = verbs.add_parser("show", help="one request with its story")
    show.add_argument("ref", metavar="REF")
    show.add_argument("--html", action="store_true", help="a page to be printed")
    _add_common(show)
    show.set_defaults(run="requests:show")

    template = verbs.add_parser("template", help="a request as one of the desk's templates")
    template.add_argument("kind", choices=("now", "callback", "rph"))
    template.add_argument("ref", metavar="REF")
    template.add_argument("--form", choices=("table", "bullets", "plain"), default="table")
    template.add_argument("--as", dest="username", metavar="USERNAME", help="on behalf of")
    template.set_defaults(run="requests:template")

    report = verbs.add_parser("report", help="what a period was like: counts, times, promises")
    report.add_argument("--from", dest="first", metavar="DAY", help="default: first of this month")
    report.add_argument("--to", dest="last", metavar="DAY", help="default: today")
    _add_common(report)
    report.set_defaults(run="reporting:report")

    hours = verbs.add_parser("hours", help="when the desk is open; leads and admins set it")
    hours.add_argument(
        "--set", dest="changes", action="append", default=[], metavar="FIELD=WORDS",
        help='like "fri=8:00 AM–5:00 PM" or "closed=Nov 27 2026"; may be given again',
    )  # fmt: skip
    _add_common(hours)
    hours.set_defaults(run="hours:hours")

    _add_guide(verbs)
    _add_ssh(verbs)
    _add_pas(verbs)
    _add_tracker(verbs)

    _add_audit(verbs)
    _add_retention(verbs)
    _add_access(verbs)

    doctor = verbs.add_parser("doctor", help="look at all that the desk needs; changes nothing")
    doctor.add_argument("--json", action="store_true", help="one JSON document on stdout")
    doctor.set_defaults(run="doctor:examine")

    config = verbs.add_parser("config", help="the settings in force and where each comes from")
    config.add_argument("--json", action="store_true", help="one JSON document on stdout")
    config.set_defaults(run="config:show")

    _add_keeping(verbs)
    _add_manual(verbs)
    explain(root)
    return root


def _add_training(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    """Walkthroughs, and who took them."""
    train = verbs.add_parser("train", help="walkthroughs with a simulated counterpart")
    train.add_argument("lesson", nargs="?", metavar="LESSON", help="a name, or a file of one's own")
    what = train.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="the lessons, and how one stands in them")
    what.add_argument("--check", metavar="FILE", help="say whether a lesson can be taught")
    what.add_argument("--report", action="store_true", help="who took what, and how it went")
    train.add_argument("--csv", action="store_true", help="the report, a line a lesson taken")
    train.add_argument("--json", action="store_true", help="the report as one JSON document")
    train.add_argument("--learner", metavar="NAME", help="default: who is logged in")
    train.add_argument("--again", action="store_true", help="begin anew what was left half way")
    train.add_argument(
        "--speed", type=_speed, default=1.0, metavar="X", help="how fast its clock runs: 0.25 to 60"
    )
    train.set_defaults(run="training:train")


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.25 <= speed <= 60:
        raise argparse.ArgumentTypeError("a clock runs at 0.25 to 60 times its speed")
    return speed


def _add_guide(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    """The written procedure."""
    guide = verbs.add_parser("guide", help="the guide's documents; a lead puts in the desk's own")
    guide.add_argument("document", nargs="?", metavar="DOCUMENT", help="default: list them")
    guide.add_argument("--versions", action="store_true", help="who put in which version, when")
    guide.add_argument("--number", type=int, metavar="N", help="an older version")
    guide.add_argument(
        "--set", dest="file", metavar="FILE", help="put this in for all; - for stdin"
    )
    guide.add_argument("--over", type=int, metavar="N", help="only where N is still the newest")
    _add_common(guide)
    guide.set_defaults(run="guide:guide")


def _add_ssh(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    """Whose key starts whose session."""
    ssh = verbs.add_parser("ssh", help="keys with which staff sign in through sshd")
    acts = ssh.add_subparsers(title="acts", metavar="ACT", required=True, parser_class=_Parser)
    authorize = acts.add_parser("authorize", help="the line that lets a key open a session")
    authorize.add_argument("username", metavar="USERNAME")
    authorize.add_argument("keyfile", metavar="KEYFILE", help="a public key; - for stdin")
    authorize.add_argument(
        "--install", action="store_true", help="put it in its place instead of printing it"
    )
    revoke = acts.add_parser("revoke", help="take a person's key away")
    revoke.add_argument("username", metavar="USERNAME")
    listed = acts.add_parser("list", help="whose key opens what")
    listed.add_argument("--json", action="store_true", help="one JSON document on stdout")
    for one, run in ((authorize, "authorize"), (revoke, "revoke"), (listed, "listed")):
        one.add_argument(
            "--file", metavar="FILE", help="default: the account's ~/.ssh/authorized_keys"
        )
        one.set_defaults(run=f"ssh:{run}")


def _add_audit(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    """The record: whether it holds, and who did and saw what."""
    audit = verbs.add_parser("audit", help="the record of everything that happened")
    acts = audit.add_subparsers(title="acts", metavar="ACT", required=True, parser_class=_Parser)
    verify = acts.add_parser("verify", help="walk the record and say whether it holds")
    verify.set_defaults(run="record:verify")
    anchor = acts.add_parser("anchor", help="keep the record's head outside the database")
    anchor.set_defaults(run="record:anchor")
    for one in (verify, anchor):
        one.add_argument("--json", action="store_true", help="one JSON document on stdout")
    show = acts.add_parser("show", help="who did and saw what, when")
    of = show.add_mutually_exclusive_group(required=True)
    of.add_argument("--member", metavar="ID", help="what is of this member")
    of.add_argument("--pa", metavar="N", help="what is of this PA")
    of.add_argument("--ref", metavar="REF", help="what is of this request")
    of.add_argument("--who", metavar="USERNAME", help="what this person did and saw")
    show.set_defaults(run="auditing:show")
    told = acts.add_parser("disclosures", help="how a member's data left the desk: an accounting")
    told.add_argument("member", metavar="MEMBER_ID")
    told.set_defaults(run="auditing:disclosures")
    for one, since in ((show, "default: the first"), (told, "default: six years ago")):
        one.add_argument("--from", dest="first", metavar="D", help=since)
        one.add_argument("--to", dest="last", metavar="D", help="default: today")
        _add_common(one)


def _add_pas(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    """What the desk has from the PA system."""
    plain: dict[str, Any] = {
        "epilog": PA_COLUMNS, "formatter_class": argparse.RawDescriptionHelpFormatter,
    }  # fmt: skip
    pa = verbs.add_parser("pa", help="denied PAs from an extract of the PA system", **plain)
    acts = pa.add_subparsers(title="acts", metavar="ACT", required=True, parser_class=_Parser)
    load = acts.add_parser("import", help="load an extract; again updates", **plain)
    load.add_argument("file", metavar="FILE", help="- for stdin")
    load.set_defaults(run="pas:load")
    columns = acts.add_parser("columns", help="which headers are known; set the desk's own")
    columns.add_argument(
        "--forget", action="append", default=[], metavar="HEADER", help="no longer the desk's own"
    )
    columns.set_defaults(run="pas:columns")
    for one, told in ((load, "for this file"), (columns, "for the desk, from now on")):
        one.add_argument(
            "--map", action="append", default=[], metavar="HEADER=FIELD",
            help=f"what a header means, {told}; may be given again",
        )  # fmt: skip
        _add_common(one)


def _add_retention(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    """How long the desk keeps what it knows."""
    hold = verbs.add_parser("hold", help="keep a request beyond its time; without REF: list those")
    hold.add_argument("ref", nargs="?", metavar="REF")
    hold.add_argument("--why", metavar="WORDS", help="on whose demand, or for which case")
    hold.add_argument("--release", action="store_true", help="it may go again")
    _add_common(hold)
    hold.set_defaults(run="retention:hold")

    purge = verbs.add_parser("purge", help="remove for good what was kept long enough")
    purge.add_argument(
        "--older-than", required=True, metavar="SPAN", help="like 6y, 72m or 2190d since it closed"
    )
    purge.add_argument("--dry-run", action="store_true", help="only say what would be removed")
    purge.add_argument("--yes", action="store_true", help="ask nothing, for scripts")
    _add_common(purge)
    purge.set_defaults(run="retention:purge")


def _add_access(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    """Who people are, and what is lent to them in an emergency."""
    own = verbs.add_parser("passphrase", help="set your passphrase, or make a first one")
    own.add_argument("--issue", metavar="USERNAME", help="make a first one for somebody")
    own.add_argument("--as", dest="username", metavar="USERNAME", help="on behalf of")
    own.set_defaults(run="passphrases:passphrase")

    emergency = verbs.add_parser("emergency", help="a role lent in an emergency, and reviewed")
    acts = emergency.add_subparsers(
        title="acts", metavar="ACT", required=True, parser_class=_Parser
    )
    lend = acts.add_parser("lend", help="lend somebody a role, for a while")
    lend.add_argument("who", metavar="USERNAME")
    lend.add_argument("--role", choices=ROLES, required=True)
    lend.add_argument("--for", dest="length", default="2 h", metavar="SPAN", help="default: 2 h")
    lend.add_argument("--why", required=True, metavar="WORDS", help="it is on record")
    lend.set_defaults(run="emergency:lend")
    end = acts.add_parser("end", help="end it before its time")
    review = acts.add_parser("review", help="say what was found")
    for one, run in ((end, "end"), (review, "review")):
        one.add_argument("reference", metavar="REFERENCE")
        one.set_defaults(run=f"emergency:{run}")
    review.add_argument("--found", required=True, metavar="WORDS")
    listed = acts.add_parser("list", help="what was lent; first what nobody has reviewed")
    listed.add_argument("--json", action="store_true", help="one JSON document on stdout")
    listed.set_defaults(run="emergency:listed")
    for one in (lend, end, review, listed):
        one.add_argument("--as", dest="username", metavar="USERNAME", help="on behalf of")


def _add_tracker(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    """The tracker leaves the desk, and an old one comes in."""
    tracker = verbs.add_parser("tracker", help="the tracker as a file, and an old one brought in")
    acts = tracker.add_subparsers(title="acts", metavar="ACT", required=True, parser_class=_Parser)
    export = acts.add_parser("export", help="requests as CSV, spreadsheet or lines of JSON")
    export.add_argument("--format", choices=("csv", "xlsx", "jsonl"), required=True)
    days = "like 2026-11-01, Nov 1 or yesterday; it is included"
    export.add_argument(
        "--from", dest="first", metavar="D", help=f"placed from that day on, {days}"
    )
    export.add_argument("--to", dest="last", metavar="D", help=f"placed until that day, {days}")
    _add_output(export)
    export.set_defaults(run="tracker:export")
    plain: dict[str, Any] = {
        "epilog": TRACKER_COLUMNS, "formatter_class": argparse.RawDescriptionHelpFormatter,
    }  # fmt: skip
    load = acts.add_parser("import", help="bring an old tracker in; again doubles nothing", **plain)
    load.add_argument("file", metavar="FILE", help="- for stdin")
    load.add_argument("--dry-run", action="store_true", help="write nothing, tell what would come")
    for option, like, told in (
        ("--map", "HEADER=FIELD", "what a header means"),
        ("--means", "WORDS=ENDING", "what the words of an ending mean"),
    ):
        load.add_argument(
            option, action="append", default=[], metavar=like, help=f"{told}; may be given again"
        )
    _add_common(load)
    load.set_defaults(run="tracker:bring_in")


def _add_output(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("-o", "--output", metavar="FILE", help="a new file, for its owner alone")
    verb.add_argument("--force", action="store_true", help="replace the file that is there")
    verb.add_argument("--as", dest="username", metavar="USERNAME", help="on behalf of")


def _add_keeping(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    """What the account does that owns the desk's database."""
    backup = verbs.add_parser("backup", help="copy the database into a file while the desk goes on")
    backup.add_argument("file", metavar="FILE", help="a new file")
    backup.set_defaults(run="keeping:backup")

    restore = verbs.add_parser("restore", help="put a backup in the desk's place")
    restore.add_argument("file", metavar="FILE")
    restore.set_defaults(run="keeping:restore")

    rekey = verbs.add_parser("rekey", help="encrypt the desk with a new key")
    rekey.set_defaults(run="keeping:rekey")

    migrate = verbs.add_parser("migrate", help="move the database to this version of p2p")
    migrate.add_argument(
        "--backed-up", action="store_true", help="go on: a backup was made with the server's tools"
    )
    migrate.add_argument("--roles", action="store_true", help="print the SQL that makes the roles")
    migrate.add_argument("--owner-role", default="p2p_owner", metavar="ROLE")
    migrate.add_argument("--app-role", default="p2p_app", metavar="ROLE")
    migrate.set_defaults(run="keeping:migrate")


def _add_manual(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    """The command line tells of itself."""
    completion = verbs.add_parser("completion", help="a script by which a shell completes p2p")
    completion.add_argument("shell", choices=("bash", "zsh", "fish"))
    completion.set_defaults(run="completing:completion")

    manual = verbs.add_parser("manual", help="the manual page, for man")
    manual.set_defaults(run="manual:manual")


def _add_person(
    verb: argparse.ArgumentParser, *, roles: list[str] | None, run: str | None = None
) -> None:
    verb.add_argument("--username", required=True)
    verb.add_argument("--name", required=True)
    verb.add_argument(
        "--role", action="append", choices=ROLES, required=roles is None,
        help="may be given again" + (f"; default {roles[0]}" if roles else ""),
    )  # fmt: skip
    verb.add_argument("--credentials", default="", help="such as PharmD")
    verb.add_argument("--extension", default="", help="where calls are transferred to")
    if run:
        verb.set_defaults(run=run)


def _add_common(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--as", dest="username", metavar="USERNAME", help="on behalf of")
    verb.add_argument("--json", action="store_true", help="one JSON document on stdout")
