"""The desk's own versions of the guide: added to, never changed."""

from collections.abc import Mapping

from peewee import fn

from p2p_tui.domain.guide import TITLES, Version
from p2p_tui.store.models import GuideRow
from p2p_tui.store.prepared import Prepared


def current() -> Mapping[str, Version]:
    """The newest of the desk's own versions, by document."""
    known = (row for row in _NEWEST() if row["document"] in TITLES)
    return {row["document"]: Version.model_validate(row) for row in known}


def every(document: str) -> tuple[Version, ...]:
    """Every version of the desk's own of a document, newest first."""
    rows = GuideRow.select().where(GuideRow.document == document)
    newest_first = rows.order_by(GuideRow.number.desc()).dicts()
    return tuple(Version.model_validate(row) for row in newest_first)


def add(version: Version) -> None:
    """Write a new version."""
    GuideRow.insert(**version.model_dump()).execute()


def _newest() -> object:
    other = GuideRow.alias()
    newest = other.select(fn.MAX(other.number)).where(other.document == GuideRow.document)
    return GuideRow.select().where(GuideRow.number == newest)


_NEWEST = Prepared(GuideRow, _newest)
