"""What SQLite's errors mean."""

import peewee


def first_of(error: BaseException) -> BaseException:
    """Of an error and those on the way to it, the first: SQLite rolls back by itself where a disk
    is full, and what is said of rolling back again is no help.
    """
    found, seen = error, error.__context__
    while seen is not None:
        if isinstance(seen, peewee.PeeweeException):
            found = seen
        seen = seen.__context__
    return found


def is_damage(error: Exception, *, opened: bool) -> bool:
    """Say whether it could not read what it wrote: a page that is not as it was.

    Of a page that does not fit its seal SQLCipher says what it also says of a wrong key; with the
    key that has ``opened`` the file it is damage.
    """
    said = str(first_of(error))
    return "malformed" in said or (opened and "not a database" in said)


def is_no_text(error: Exception) -> bool:
    """Say whether bytes stand where there should be text."""
    return "decode to UTF-8" in str(error)


class OfACopy:
    """What errors mean in a file that its key has opened already."""

    def is_damage(self, error: Exception) -> bool:
        """A page that is malformed, or does not fit its seal."""
        return is_damage(error, opened=True)

    def is_no_text(self, error: Exception) -> bool:
        """Bytes that are no UTF-8."""
        return is_no_text(error)
