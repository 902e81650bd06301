"""What second processes do while a desk is copied or swapped, and how they are cut off in it."""

import os
import shutil
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from p2p_tui.desk import Feed, OfficeUnusableError, keeping
from p2p_tui.desk.keeping import Place
from p2p_tui.store.engines import files, sqlite_copies, sqlite_swaps
from tests.crew import Gate
from tests.house import KIM, Address, sit


def place_of(address: Address) -> Place:
    return Place(address.url, address.key_file)


def refs(address: Address) -> list[str]:
    """Every request of the desk, and that its record holds."""
    office = address.open()
    try:
        assert office.verify().problem == ""
        rows = office.store.engine.database.execute_sql("SELECT id FROM request ORDER BY id")
        return [str(row[0]) for row in rows]
    finally:
        office.close()


def events(address: Address) -> int:
    office = address.open()
    try:
        verdict = office.verify()
        assert verdict.problem == ""
        return verdict.events
    finally:
        office.close()


def place_until_told(gate: Gate, address: Address, username: str) -> str:
    """Place requests one after another, and say of each when it is acknowledged."""
    office = address.open()
    try:
        desk = sit(office, username)
        gate.wait()
        while not gate.told():
            try:
                gate.tell(desk.place(KIM).ref)
            except OfficeUnusableError as error:
                # Two who never pause may keep each other from the file for as long as one waits.
                if "in use by another process; try again" not in str(error):
                    raise
        return "done"
    finally:
        office.close()


def have_a_session(gate: Gate, address: Address, username: str) -> str:
    """Have a feed; place a request each time when told to, and say what came of it."""
    office = address.open()
    desk = sit(office, username)
    feed = Feed(desk, 0, lambda news: None)
    feed.start()
    gate.tell("here")
    try:
        while gate.hear() == "place":
            try:
                gate.tell(desk.place(KIM).ref)
            except OfficeUnusableError as no:
                gate.tell(f"{type(no).__name__}: {no}")
        return "left"
    finally:
        feed.stop()
        office.close()


def migrate(gate: Gate, address: Address, steps: Path) -> tuple[str, ...]:
    """Migrate when the others do, with the steps of a newer program."""
    from p2p_tui.store import store

    store.MIGRATIONS = steps
    gate.wait()
    return keeping.migrate(place_of(address)).steps


def cut_off_at_each_step(
    gate: Gate, address: Address, verb: str, backup: Path, allowed: list[list[str]]
) -> tuple[int, list[bool]]:
    """Kill a swap before each of its steps in turn, then do it again.

    After each cut the desk holds one of ``allowed``, or says that the change of its key is to be
    finished; done again, it holds the last. Returns how many steps there are, and for each whether
    the desk could be opened at once.
    """
    folder = address.path.parent
    aside = folder.with_name("aside")
    shutil.copytree(folder, aside)
    opened: list[bool] = []
    while True:
        shutil.rmtree(folder)
        shutil.copytree(aside, folder)
        if _cut(lambda: _run(verb, address, backup), len(opened)):
            break
        said = _why_not(address, allowed)
        assert said == "" or (verb == "rekey" and "run p2p rekey, which finishes it" in said), said
        opened.append(not said)
        _run(verb, address, backup)
        assert refs(address) == allowed[-1]
        left = {path.name for path in folder.iterdir()}
        ends = (".new", ".part", ".rekeying", ".restoring", "-wal", "-shm", "-journal")
        assert not [name for name in left if name.endswith(ends)], left
        assert verb == "restore" or not [name for name in left if "before-rekey" in name], left
        assert address.path.stat().st_nlink == 1
    shutil.rmtree(aside)
    return len(opened), opened


def _why_not(address: Address, allowed: list[list[str]]) -> str:
    try:
        assert refs(address) in allowed
    except OfficeUnusableError as no:
        return str(no)
    return ""


def _run(verb: str, address: Address, backup: Path) -> None:
    if verb == "restore":
        keeping.restore(place_of(address), backup)
    else:
        keeping.rekey(place_of(address))


def _cut(act: Callable[[], Any], after: int) -> bool:
    """Do something in a process that is gone after so many steps; say if it came to its end."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _gone_after(after)
            act()
            code = 0
        except BaseException:  # whatever it was, the test shows it
            traceback.print_exc()
        finally:
            os._exit(code)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 9), status
    return status == 0


def _gone_after(steps: int) -> None:
    """Every call that changes something on the disk is a step."""
    left = [steps]

    def stepping(step: Callable[..., Any]) -> Callable[..., Any]:
        def take(*args: Any, **kwargs: Any) -> Any:
            if left[0] == 0:
                os._exit(9)
            left[0] -= 1
            return step(*args, **kwargs)

        return take

    for owner, names in (
        (shutil, ("copyfile",)),
        (Path, ("replace", "hardlink_to", "unlink")),
        (files, ("make_private", "sync")),
        (sqlite_swaps, ("make_private", "sync", "copy_pages", "look_into", "put_private")),
        (sqlite_copies, ("sync",)),
    ):
        for name in names:
            setattr(owner, name, stepping(getattr(owner, name)))
