"""Where lessons come from: those that ship with the program, and a desk's own files."""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from p2p_tui.domain.text import one_line
from p2p_tui.training.lesson import Lesson

SHIPPED = Path(__file__).parent / "lessons"
SEATS = ("technician", "pharmacist", "lead")


class LessonError(Exception):
    """A lesson can't be taught. The message says where in it, and what is wrong."""


@dataclass(frozen=True)
class Found:
    """A lesson with its name and a digest of the file: another file is another lesson."""

    name: str
    lesson: Lesson
    digest: str


def shipped() -> tuple[Found, ...]:
    """The lessons that ship, those for technicians first, each seat's in their order."""
    return tuple(find(name) for name in _names())


def find(name: str) -> Found:
    """A lesson by its name, or by the file that it is in.

    Raises:
        LessonError: there is none, or it can't be taught.
    """
    if name in _names():
        return _read(_path(name), name)
    if name.endswith(".toml"):
        return read(Path(name))
    raise LessonError(f"There is no lesson “{one_line(name)}”; p2p train --list names them")


def read(path: Path) -> Found:
    """A desk's own lesson.

    Raises:
        LessonError: the file can't be read, or is no lesson; says where and why.
    """
    return _read(path, path.stem)


def _read(path: Path, name: str) -> Found:
    shown = one_line(path.name)
    try:
        raw = path.read_bytes()
        said = tomllib.loads(raw.decode())
        lesson = Lesson.model_validate(said)
    except OSError as error:
        raise LessonError(f"{shown} can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise LessonError(f"{shown} is no text in UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise LessonError(f"{shown} is not TOML: {one_line(str(error))}") from None
    except ValidationError as error:
        raise LessonError(f"{shown}: {'; '.join(_said(error))}") from None
    return Found(name, lesson, hashlib.sha256(raw).hexdigest()[:16])


def _said(error: ValidationError) -> Iterator[str]:
    for one in error.errors()[:10]:
        where = " ".join(
            str(part + 1) if isinstance(part, int) else str(part) for part in one["loc"]
        )
        yield one_line(f"{where or 'the lesson'}: {one['msg'].removeprefix('Value error, ')}")


def _path(name: str) -> Path:
    return next(SHIPPED.glob(f"*-{name}.toml"))


@cache
def _names() -> tuple[str, ...]:
    # Files are numbered in the order in which they are taken: t1-first-call.toml.
    found = sorted(SHIPPED.glob("*.toml"), key=lambda one: ("tpl".index(one.name[0]), one.name))
    return tuple(one.stem.partition("-")[2] for one in found)
