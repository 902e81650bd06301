"""Heads of the record, kept where whoever can rewrite the database can't rewrite them too."""

import contextlib

from p2p_tui.desk.office import Office, OfficeUnusableError
from p2p_tui.store.anchors import Anchor, Anchorage, AnchorError, Kept

__all__ = ["Anchor", "AnchorError", "Anchorage", "Kept", "keep_head", "keep_head_if_it_can_be"]


def keep_head(office: Office, where: Anchorage) -> Anchor | None:
    """Keep the head of the record outside the database; None where nothing happened yet.

    Raises:
        AnchorError: it can't be kept; says where and why.
    """
    head = office.head()
    if head is not None:
        where.keep(head)
    return head


def keep_head_if_it_can_be(office: Office, where: Anchorage) -> None:
    """The same for sessions that begin and end: it stops nobody from working."""
    if where.file is None and not where.syslog:
        return
    with contextlib.suppress(AnchorError, OfficeUnusableError):
        keep_head(office, where)
