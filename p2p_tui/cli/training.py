"""``p2p train``: walkthroughs with a simulated counterpart, and the record of who took them."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from p2p_tui.access import signin
from p2p_tui.cli import sitting
from p2p_tui.cli.main import NO, OK, UsageError
from p2p_tui.cli.showing import put
from p2p_tui.config import load
from p2p_tui.domain.text import one_line
from p2p_tui.training import records
from p2p_tui.training.lessons import Found, LessonError, find, read, shipped
from p2p_tui.training.records import Finished, Folder, standings


def train(args: argparse.Namespace) -> int:
    """Take a lesson; or check one, list them, or tell who took them."""
    try:
        if args.check:
            return _check(Path(args.check))
        if args.report:
            return _report(args)
        if args.list:
            return _list(_folder(args))
        return _take(args)
    except LessonError as no:
        raise UsageError(str(no)) from None


def _folder(args: argparse.Namespace) -> Folder:
    root = load().training_folder
    try:
        return Folder.of(root, args.learner or signin.os_login())
    except OSError as error:
        said = f"{root} can't be used for training ({error.strerror})"
        raise UsageError(f"{said}; name another: P2P_TRAINING_FOLDER") from None


def _take(args: argparse.Namespace) -> int:
    from p2p_tui.cli.seats import need_terminal, sit_down_as_oneself

    need_terminal()
    sit_down_as_oneself()
    folder = _folder(args)
    if args.lesson:
        return _sit(find(args.lesson), folder, args)
    from p2p_tui.training.choosing import choose

    while True:
        chosen = choose(folder, load().log_folder)
        if chosen is None:
            return OK
        code = _sit(find(chosen), folder, args)
        if code:
            return code


def _sit(found: Found, folder: Folder, args: argparse.Namespace) -> int:
    from p2p_tui.training.taking import take

    if wrong := _problems(found):
        raise LessonError(f"{one_line(found.name)} can't be taught: {wrong[0]}; p2p train --check")
    return take(
        found, folder, sitting.show, again=args.again, speed=args.speed,
        log_folder=load().log_folder, ascii_only=sitting.draws_plainly(None),
    )  # fmt: skip


def _problems(found: Found) -> list[str]:
    """What keeps a lesson from being taught, a line each."""
    from p2p_tui.training.checking import key_of, problems, screen_names

    return [one_line(one) for one in problems(found.lesson, key_of, screen_names())]


def _check(path: Path) -> int:
    found = read(path)
    if wrong := _problems(found):
        put("".join(f"{one}\n" for one in wrong))
        sys.stderr.write(f"p2p: {one_line(path.name)} can't be taught as it is: see the list\n")
        return NO
    steps, mistakes = len(found.lesson.step), len(found.lesson.mistake)
    put(f"{one_line(path.name)} can be taught: {steps} steps, {mistakes} mistakes to catch\n")
    return OK


def _list(folder: Folder) -> int:
    done = {one.lesson: one for one in standings(folder.finished())}
    lines = []
    for one in shipped():
        stands = "begun" if folder.resumed(one) else ""
        if one.name in done:
            stands = f"best {done[one.name].best}" + (f", {stands} again" if stands else "")
        lines.append(f"{one.name:<18} {one.lesson.seat:<11} {one.lesson.minutes} min  "
                     f"{one.lesson.title}{f'  ({stands})' if stands else ''}\n")  # fmt: skip
    put("".join(lines))
    return OK


def _report(args: argparse.Namespace) -> int:
    root = load().training_folder
    done = records.everybody(root)
    if args.learner:
        done = tuple(one for one in done if one.learner == args.learner)
    if args.csv:
        _as_csv(done)
    elif args.json:
        json.dump([one.model_dump(mode="json") for one in done], sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    elif not done:
        put("Nobody has finished a lesson yet.\n")
    else:
        put("".join(_report_lines(done)))
    return OK


def _report_lines(done: Iterable[Finished]) -> Iterable[str]:
    yield f"{'learner':<16} {'lesson':<18} {'taken':>5} {'best':>4} {'last':>4}  rules to look at\n"
    for one in standings(done):
        rules = ", ".join(one.rules) or "none"
        yield (
            f"{one.learner:<16} {one.lesson:<18} {one.times:>5} {one.best:>4} {one.last:>4}"
            f"  {rules}\n"
        )


def _as_csv(done: Iterable[Finished]) -> None:
    from p2p_tui.domain.tracker_sheet import harmless

    rows = csv.writer(sys.stdout)
    rows.writerow(("learner", "lesson", "title", "finished_at", "seconds", "score", "hints",
                   "mistakes", "rules"))  # fmt: skip
    for one in done:
        rows.writerow((
            harmless(one.learner), harmless(one.lesson), harmless(one.title),
            one.finished_at.isoformat(timespec="seconds"), one.seconds, one.score, one.hints,
            len(one.caught), " ".join(caught.rule for caught in one.caught),
        ))  # fmt: skip
