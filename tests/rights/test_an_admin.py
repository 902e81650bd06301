"""An admin looks after staff and system, and sees nothing of any patient."""

from datetime import timedelta

import pytest

from p2p_tui.access import environment, forced
from p2p_tui.cli import seats
from p2p_tui.desk import NEW_REQUEST
from p2p_tui.domain.details import Details
from p2p_tui.domain.people import Role
from p2p_tui.domain.views import View
from tests.documented import DISCUSSED
from tests.rights.conftest import Line, Ran
from tests.rights.on_the_command_line import COMMANDS
from tests.rights.scene import Scene
from tests.rights.test_on_the_command_line import filled

CANARY = "Quetzal"
"""Part of whatever is known of one patient."""
ADAM = "adam"
THEIRS = (
    ("staff list", "adam"),
    ("staff list --json", "adam"),
    ("staff add --username nia --name Nia --role technician", "Added technician Nia"),
    ("staff set nia --credentials CPhT", "Changed Nia"),
    ("staff disable nia", "Changed Nia"),
    ("staff enable nia", "Changed Nia"),
    ("passphrase --issue nia", "The first passphrase of nia"),
    ("hours", "America/New_York"),
    ("hours --json", "America/New_York"),
    ("hours --set fri=8am-5pm --set zone=America/Chicago", "America/Chicago"),
    ("audit verify", "The record holds"),
    ("audit verify --json", '"ok": true'),
    ("config", "hours"),
    ("config --json", "in_common"),
    ("pa columns", "PA number"),
)
"""What is an admin's to do, and what comes of it."""
ALSO = ("doctor", "doctor --json", "ssh list", "pa columns --json", "staff list", "show {open}",
        "emergency list", "hold", "tracker export --format csv", "nonsense", "--help")  # fmt: skip


def plant(scene: Scene) -> None:
    """Put the patient wherever a patient can stand."""
    every = {name: f"{CANARY} {name}" for name, field in Details.model_fields.items()
             if field.annotation is str or name in ("pa_number", "member_id")}  # fmt: skip
    told = {**every, "phone": "614 555 0199", "callback_words": "", "best_time": ""}
    tina, ana, lena = (scene.desk(who) for who in ("tina", "ana", "lena"))
    one = tina.place(Details.model_validate(told))
    one = tina.make("message", one.ref, one.version, {"words": f"{CANARY} cries"})
    one = ana.make("acknowledge", one.ref, one.version, {"reason": CANARY})
    scene.open = one.ref
    two = tina.place(Details.model_validate(told))
    heard = {**DISCUSSED, "none_offered": False, "heard": CANARY, "spoke_with": CANARY}
    for who, move, given in (
        (ana, "acknowledge", {"reason": CANARY}),
        (ana, "ready", {"extension": "1"}),
        (tina, "transfer", {}),
        (ana, "document", heard),
        (ana, "add_to_record", {"words": CANARY}),
    ):  # fmt: skip
        two = who.make(move, two.ref, two.version, given)
    lena.hold(two.ref, CANARY)
    lena.keep_view(View(name=f"All of {CANARY}", find=CANARY), for_all=True)
    rows = ["PA #,Member ID,Drug\n", f"{CANARY}1,{CANARY}2,{CANARY}3\n"]
    lena.import_pas(rows, "extract.csv")
    lena.lend("raj", Role.PHARMACIST, timedelta(hours=1), f"{CANARY} waits")
    body = {"contact_name": CANARY}
    for desk in (tina, scene.desk(ADAM)):
        desk.keep_draft(f"draft of {desk.username}", NEW_REQUEST, body)


def nothing(ran: Ran, said: str) -> None:
    assert CANARY.casefold() not in (ran.out + ran.err).casefold(), (said, ran)


def test_an_admin_does_what_is_theirs_and_reads_no_patients_data_anywhere(
    line: Line, in_a_file: Scene
) -> None:
    scene = in_a_file
    plant(scene)
    tried = [one for tries in COMMANDS.values() if not isinstance(tries, str) for one in tries]
    argvs = [(filled(scene, one.argv, ADAM, own=False), one.stdin) for one in tried]
    with scene.away():
        assert CANARY in line.run("show", scene.open, "--as", "tina").out
        assert CANARY in line.run("config", "--json", login="lena").out
        for argv, expected in THEIRS:
            ran = line.run(*argv.split(), login=ADAM)
            assert (ran.code, ran.err) == (0, ""), (argv, ran)
            assert expected in ran.out, (argv, ran)
            nothing(ran, argv)
        every = [*argvs, *((one.format(open=scene.open), "") for one in ALSO)]
        for argv, stdin in every:
            nothing(line.run(*argv.split(), stdin=stdin, login=ADAM), argv)
            nothing(line.run(*argv.split(), "--as", ADAM, stdin=stdin), argv)


@pytest.mark.parametrize("argv", [(), ("session", ADAM)])
def test_an_admin_who_opens_the_desk_is_told_which_verbs_are_theirs(
    line: Line, in_a_file: Scene, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]
) -> None:
    plant(in_a_file)
    monkeypatch.setattr(seats, "need_terminal", lambda: None)
    monkeypatch.setattr(forced, "objection", lambda *_, **__: "")
    monkeypatch.setattr(environment, "take_on", lambda _: None)
    with in_a_file.away():
        ran = line.run(*argv, login=ADAM)
    assert ran == Ran(
        1, "", f"p2p: An admin sees no requests; yours are {seats.FOR_ADMINS} (roles)\n"
    )
    assert "staff" in seats.FOR_ADMINS
