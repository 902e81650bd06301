"""What the desk answers when something cannot be done, in one line that a person understands."""


class DeskError(Exception):
    """The desk says no. The message says what is wrong and what to do."""


class Refused(DeskError):
    """A rule of the desk forbids it. ``rule`` is its number in docs/rules.md, such as ``R12``, or
    ``roles`` where the table of roles says so."""

    def __init__(self, message: str, rule: str) -> None:
        super().__init__(f"{message} ({rule})")
        self.rule = rule


class Missing(Refused):
    """A move lacks something that it needs. ``field`` names it."""

    def __init__(self, message: str, rule: str, field: str) -> None:
        super().__init__(message, rule)
        self.field = field


class Mistyped(DeskError):
    """What somebody typed can't be read. ``field`` names where they typed it."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class Overtaken(DeskError):
    """Somebody else was first. The message says who, what and when; nothing was changed."""


class NotFound(DeskError):
    """There is no such request, person or draft."""
