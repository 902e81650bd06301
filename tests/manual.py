"""The manual as the tests read it: what its pages tell people to type, in the order of the pages.

A fence says what is in it: ``sh`` what is typed, ``cron`` what is put into a crontab, and some that
are not typed at all. Between the fences the words in backticks that begin with ``p2p`` are typed
too, unless they only name a verb that needs more.
"""

import contextlib
import functools
import io
import itertools
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from p2p_tui.cli.examples import EXAMPLES
from p2p_tui.cli.main import parser
from p2p_tui.tui.keys import KEYS, Where, written_key
from tests.rights.test_on_the_command_line import verbs

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NOT_TYPED = ("text", "toml")
"""What fences hold that nobody types: drawings, output, files."""

_FENCE = re.compile(
    r"^(?P<in> *)(?:<!-- (?P<mark>\w+):[^\n]*-->\n\n? *)?```(?P<kind>\w*)\n(?P<text>.*?)^ *```$",
    re.M | re.S,
)
_TICKS = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_BETWEEN = "|<>&;"
_FIELDS = re.compile(r"(?:\S+ +){5}")
"""When a line of a crontab is run."""


@dataclass(frozen=True)
class Typed:
    """One command, and where it stands."""

    text: str
    where: str
    block: int = -1
    """Commands of one block have the same number; those between blocks have none."""
    before: str = ""
    """What the block exports before it."""


class UnknownFence(Exception):
    """A block says not what is in it."""


def typed_on(page: Path) -> list[Typed]:
    """What a page tells people to type, in its order."""
    return typed_in(page.read_text(encoding="utf-8"), str(page.relative_to(ROOT)))


def typed_in(text: str, name: str) -> list[Typed]:
    """The same for the text of a page.

    Raises:
        UnknownFence: a block does not say what is in it.
    """
    found: list[Typed] = []
    at = 0
    for number, fence in enumerate(_FENCE.finditer(text)):
        found += _inline(text[at : fence.start()], name)
        where = f"{name}:{text.count(chr(10), 0, fence.start('text')) + 1}"
        found += _block(fence, where, number)
        at = fence.end()
    return [*found, *_inline(text[at:], name)]


def examples() -> list[Typed]:
    """What the help and the manual page show, each verb's a block of its own."""
    return [
        Typed(line, f"p2p {words} --help", number)
        for number, (words, lines) in enumerate(EXAMPLES.items())
        for line in lines
    ]


def _block(fence: re.Match[str], where: str, number: int) -> Iterator[Typed]:
    kind = "sh" if fence["mark"] == "command" else fence["kind"]
    if fence["mark"] == "sshd" or kind in NOT_TYPED:
        return
    if kind not in ("sh", "cron"):
        raise UnknownFence(f"{where}: is this sh, cron, or one of {', '.join(NOT_TYPED)}?")
    before = ""
    for line in fence["text"].replace("\\\n", " ").splitlines():
        said = line.strip()
        if kind == "cron":
            said = _FIELDS.sub("", said, count=1).replace(r"\%", "%")
        if said.startswith("export "):
            before += f"{said}\n"
        elif said and not said.startswith("#"):
            yield Typed(said, where, number, before)


def _inline(text: str, page: str) -> Iterator[Typed]:
    for found in _TICKS.finditer(text):
        said = " ".join(found[1].split()).removeprefix("sudo -u desk ")
        if said.startswith("p2p ") and not only_named(said):
            yield Typed(said, page)


_parser = functools.cache(parser)


@functools.cache
def _verbs() -> frozenset[str]:
    return frozenset(verbs(_parser()))


def only_named(said: str) -> bool:
    """Whether a command names a verb, and may be some of its options, and lacks what it needs."""
    if accepted(said):
        return False
    begins = f"{said.removeprefix('p2p ')} "
    named = any(f"{one} ".startswith(begins) for one in _verbs())
    return named or accepted(f"{said} this")


def accepted(said: str) -> bool:
    """Whether ``p2p`` takes what stands behind it, up to where the shell goes on by itself."""
    words = words_of(said)
    arguments = itertools.takewhile(_is_word, words[words.index("p2p") + 1 :])
    quiet = io.StringIO()
    with contextlib.redirect_stderr(quiet), contextlib.redirect_stdout(quiet):
        try:
            _parser().parse_args(list(arguments))
        except SystemExit as ended:
            return ended.code == 0
    return True


def words_of(said: str) -> list[str]:
    """The words of a command, and what a shell has between them."""
    lexer = shlex.shlex(said, posix=True, punctuation_chars=_BETWEEN)
    lexer.whitespace_split = True
    return list(lexer)


def _is_word(one: str) -> bool:
    return not one or one[0] not in _BETWEEN


def is_plain(said: str) -> bool:
    """Whether nothing but ``p2p`` is run, and a shell only takes its words apart."""
    return said.startswith("p2p ") and not set(said.partition("  #")[0]) & {*_BETWEEN, *"$~*`"}


def pictures_on(page: Path) -> list[tuple[str, str]]:
    """The pictures of a page: what is said of each, and where it is."""
    text = " ".join(page.read_text(encoding="utf-8").split())
    return re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)


def links_on(page: Path) -> list[str]:
    """Where a page leads within the manual."""
    found = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    return [one for one in found if "://" not in one]


def anchors_of(page: Path) -> set[str]:
    """What of a page can be led to: its titles, as they are written in addresses."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", one.casefold()).replace(" ", "-") for one in titles}


_COLUMNS = {
    "everywhere": (Where.MAIN, Where.ALWAYS),
    "on the selected request": (Where.REQUEST,),
    "in forms": (Where.FORM,),
}
_UNSAID = ("seat", "no_quit")
"""What is the demo's alone, and what does nothing."""


def table_of_keys() -> str:
    """The table of keys in the README, from the program's own."""
    columns = [
        [
            f"{' '.join(f'`{written_key(key)}`' for key in one.keys.split(','))} | {one.label}"
            for one in KEYS.values()
            if one.where in where and one.name not in _UNSAID
        ]
        for where in _COLUMNS.values()
    ]
    head = "| " + " | ".join(f"key | {title}" for title in _COLUMNS) + " |"
    rows = [
        "| " + " | ".join(row) + " |" for row in itertools.zip_longest(*columns, fillvalue=" | ")
    ]
    return "\n".join([head, "|---" * len(_COLUMNS) * 2 + "|", *rows])
