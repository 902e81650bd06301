"""The table of roles on the command line: each verb tried as each role."""

import argparse
import itertools
from collections.abc import Iterator
from datetime import timedelta

from p2p_tui.cli.main import parser
from p2p_tui.domain.people import Role, Staff
from p2p_tui.domain.roles import TABLE, Ability, Right
from tests.house import ACCOUNT, KIM, NAMES
from tests.rights.conftest import Line
from tests.rights.on_the_command_line import COMMANDS, Try
from tests.rights.scene import DORA, WHO, Scene

_numbers = itertools.count(1)
MEMBER = KIM.member_id
NOT_HERE = {
    Ability.TAKE: "calls are taken at a screen",
    Ability.REASSIGN: "and given away there",
    Ability.SEE_CLOSED: "no verb lists the closed ones; by reference show finds them for everybody",
    Ability.TAKE_DRAFT: "calls that were begun stand on screens",
    Ability.SEARCH_TRACKER: "one searches at a screen",
    Ability.VERIFY_CHAIN: "p2p audit verify shows digests, to whoever can open the database",
}
"""The abilities that no verb of the command line takes."""


def verbs(of: argparse.ArgumentParser, name: str = "") -> Iterator[str]:
    """The names of all verbs that can be run."""
    if of.get_default("run"):
        yield name.strip()
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for verb, sub in action.choices.items():
                yield from verbs(sub, f"{name} {verb}")


def test_each_verb_of_p2p_has_its_ability_or_says_why_it_needs_none() -> None:
    assert set(verbs(parser())) == set(COMMANDS)


def test_each_ability_has_its_verbs_or_it_says_why_not() -> None:
    every = [one for tries in COMMANDS.values() if not isinstance(tries, str) for one in tries]
    tried = {one.takes for one in every} | {one.shown_by for one in every if one.shown_by}
    assert tried.isdisjoint(NOT_HERE)
    assert tried | set(NOT_HERE) == set(Ability)


def lent(scene: Scene, *, over: bool) -> str:
    """A role that is lent, or was, to somebody of whom nothing else is known."""
    name = f"new{next(_numbers)}"
    one = Staff(username=name, name="New One", roles=frozenset({Role.TECHNICIAN}))
    scene.office.put_staff([one], by=None, account=ACCOUNT)
    lena = scene.desk("lena")
    reference = lena.lend(name, Role.PHARMACIST, timedelta(hours=5), "both are ill").id
    if over:
        lena.end_lending(reference)
    return reference


def filled(scene: Scene, text: str, who: str, *, own: bool) -> str:
    whose = scene.whose(who, own=own)
    number = next(_numbers)
    return text.format(
        open=scene.open, recent=scene.closed[whose, "recent"].ref, whose=whose,
        old=scene.closed[whose, "old"].ref, name=NAMES[whose], hour=number % 9 + 1,
        header=f"h{number}", new=f"new{number}",
        lent=lent(scene, over=False) if "{lent}" in text else "",
        over=lent(scene, over=True) if "{over}" in text else "",
    )  # fmt: skip


def problems(
    line: Line, scene: Scene, one: Try, who: str, takes: Right, shows: Right
) -> Iterator[str]:
    """What of a command comes out otherwise than the table says."""
    whose = [False, True] if Right.OWN in (takes, shows) else [False]
    for own in whose:
        argv = filled(scene, one.argv, who, own=own).split()
        wanted = filled(scene, one.shows, who, own=own)
        others = filled(scene, one.shows, who, own=False)
        acts = () if one.login else ("--as", who)
        with scene.away():
            ran = line.run(*argv, *acts, stdin=one.stdin, login=who if one.login else "")
        told = f"{who}: {' '.join(argv)}: {ran}"
        if takes is Right.NO:
            refused = ran.err.count("\n") == 1 and ("(roles)" in ran.err or "disabled" in ran.err)
            if ran.code != 1 or ran.out or not refused:
                yield told
        elif ran.code != 0 or ran.err:
            yield told
        elif shows is Right.YES or (shows is Right.OWN and own):
            if wanted not in ran.out or (own and one.shows != wanted and others in ran.out):
                yield f"shows the wrong ones: {told}"
        elif one.shows and wanted in ran.out:
            yield f"shows too much: {told}"


def wrong(line: Line, scene: Scene, who: str, role: Role | None) -> list[str]:
    found: list[str] = []
    for tries in COMMANDS.values():
        for one in tries if not isinstance(tries, str) else ():
            takes = TABLE[one.takes][role] if role else Right.NO
            shows = TABLE[one.shown_by][role] if one.shown_by and role else takes
            found += problems(line, scene, one, who, takes, shows)
    return found


def test_each_cell_of_the_table_holds(line: Line, in_a_file: Scene) -> None:
    for role, who in WHO.items():
        assert wrong(line, in_a_file, who, role) == []


def test_whoever_is_disabled_can_do_nothing(line: Line, in_a_file: Scene) -> None:
    assert wrong(line, in_a_file, DORA, None) == []


def test_a_member_id_stands_in_full_where_one_request_is_asked_for_or_data_for_programs_alone(
    line: Line, in_a_file: Scene
) -> None:
    full = set[str]()
    for tries in COMMANDS.values():
        for one in tries if not isinstance(tries, str) else ():
            argv = filled(in_a_file, one.argv, "lena", own=False).split()
            acts = () if one.login else ("--as", "lena")
            with in_a_file.away():
                ran = line.run(*argv, *acts, stdin=one.stdin, login="lena" if one.login else "")
            assert ran.code == 0, (argv, ran)
            if MEMBER in ran.out + ran.err:
                full.add(one.argv)
    assert full == IN_FULL


IN_FULL = {
    "show {open}", "show {open} --json", "show {open} --html", "show {old}",
    "template now {open}", "template rph {old} --form plain",
    "queue --json", "tracker export --format jsonl", "tracker export --format csv",
}  # fmt: skip
"""The commands that give a member ID as a whole."""
