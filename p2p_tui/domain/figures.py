"""The measures in words, line by line: what the Board shows and ``p2p report`` prints."""

from collections.abc import Iterable, Sequence

from p2p_tui.domain.measures import Board, Counted, Report, Spread
from p2p_tui.domain.people import Roster
from p2p_tui.domain.values import Frozen
from p2p_tui.domain.wording import age, age_words

_LONG = 10 * 3600
"""From how many seconds on a span is told without its seconds."""
_LEFT = 15 * 60
"""From how many seconds on a call that was begun counts as left behind."""
NONE = "–"
"""What stands where nothing was measured."""


class Figure(Frozen):
    """One line: what it is, how much now or in the period, and beside it for comparison.

    ``behind`` are the numbers of the requests behind it, None where no list stands behind it.
    """

    label: str
    value: str
    beside: str = ""
    behind: tuple[int, ...] | None = None
    opens: str = ""
    """The screen that opens instead of such a list, by the name of its key."""
    share: float | None = None
    """How long its bar is, of 1; None where it has none."""
    alarm: bool = False
    """Whether it is one of what could betray a promise, and there is some of it."""


class Group(Frozen):
    """Some figures under a title; the titles of the two columns stand beside it."""

    title: str
    columns: tuple[str, str] = ("", "")
    figures: tuple[Figure, ...]


def board_groups(board: Board, roster: Roster, opens: range) -> tuple[Group, ...]:
    """The board: now, the promises, how long things take, how much there is of what.

    ``opens`` are the hours of the day in which the desk is open: they are shown in any case.
    """
    today, weeks = board.today, board.weeks
    names = ("today", "4 weeks")
    return (
        _now(board, roster),
        _promises(today, weeks, names),
        _spans(today, weeks, names),
        _by_hour(today.by_hour, opens),
        _counts("DETERMINATIONS", names, today.determinations, weeks.determinations),
        _counts("CLOSED WITHOUT A P2P", names, today.without_p2p, weeks.without_p2p),
        _counts(
            "PUT THAT ON RECORD",
            names,
            *(_named(one.without_p2p_by, roster) for one in (today, weeks)),
        ),
        _counts("RE-ROUTED BECAUSE", names, today.rerouted, weeks.rerouted),
        _counts("MOST DISCUSSED DRUGS", names, today.drugs, weeks.drugs),
        _counts("MOST DISCUSSED DENIALS", names, today.denials, weeks.denials),
    )


def report_groups(report: Report, roster: Roster) -> tuple[Group, ...]:
    """A period in words, for print."""
    one = ("", "")
    worked = [hour for hour, count in enumerate(report.by_hour) if count]
    opens = range(min(worked, default=0), max(worked, default=-1) + 1)
    by = _named(report.without_p2p_by, roster)
    volume = Group(
        title="VOLUME",
        figures=(
            Figure(label="placed", value=f"{report.placed:,}"),
            Figure(label="immediate", value=f"{report.immediate:,}"),
            Figure(label="callbacks", value=f"{report.callbacks:,}"),
        ),
    )
    changes = Group(
        title="TIMES CHANGED, BY WHO ASKED",
        figures=tuple(
            Figure(label=f"P2P-{found.number}", value=found.who_asked or NONE)
            for found in report.changes
        ),
    )
    return (
        volume,
        _by_hour(report.by_hour, opens),
        _promises(report, None, one),
        _spans(report, None, one),
        _counts("DETERMINATIONS", one, report.determinations, ()),
        _counts("CLOSED WITHOUT A P2P", one, report.without_p2p, ()),
        _counts("PUT THAT ON RECORD", one, by, ()),
        _counts("RE-ROUTED BECAUSE", one, report.rerouted, ()),
        _counts("MOST DISCUSSED DRUGS", one, report.drugs, ()),
        _counts("MOST DISCUSSED DENIALS", one, report.denials, ()),
        changes,
    )


def _now(board: Board, roster: Roster) -> Group:
    waits = f"longest {_span(board.longest_wait)}" if board.waiting_in else ""
    owed = f"oldest {_span(board.oldest_owed)}" if board.owed_in else ""
    begun = f"oldest {_span(board.oldest_begun)}" if board.begun else ""
    due = f"{board.promised_due} due" if board.promised_due else ""
    review = Figure(
        label="emergency access to review", value=str(board.to_review), opens="emergency",
        alarm=True,
    )  # fmt: skip
    return Group(
        title="NOW",
        figures=(
            _listed("callers waiting", board.waiting_in, waits),
            _listed("callbacks still to come today", board.ahead_in),
            _listed("held and not documented", board.owed_in, owed, alarm=True),
            *(
                Figure(label=f"  {roster.name(one.what)}", value=str(one.count))
                for one in board.owed_by
            ),
            Figure(
                label="begun and never placed", value=str(board.begun), beside=begun, opens="begun",
                alarm=board.oldest_begun >= _LEFT,
            ),
            _listed("promised information awaited", board.promised_in, due),
            *([review] if board.to_review else []),
        ),
    )  # fmt: skip


def _promises(today: Report, weeks: Report | None, names: tuple[str, str]) -> Group:
    late = f" by {_span(today.late_by.p50)}" if today.late else ""
    changed = tuple(sorted({one.number for one in today.changes}))
    rows = (
        ("called in their window", today.kept_in, False, _kept),
        ("called after it", today.late_in, True, _late),
        ("windows nobody called in", today.missed_in, True, _missed),
        ("times changed, as asked", changed, False, _changed),
        ("closed without a P2P", today.without_p2p_in, False, _without),
        ("re-routed", today.rerouted_in, False, _rerouted),
    )
    return Group(
        title="THE PROMISES",
        columns=names,
        figures=tuple(
            Figure(
                label=label,
                value=f"{count(today):,}{late if behind is today.late_in else ''}",
                beside=f"{count(weeks):,}" if weeks else "",
                behind=behind,
                alarm=alarm and count(today) > 0,
            )
            for label, behind, alarm, count in rows
        ),
    )


def _kept(report: Report) -> int:
    return report.kept


def _late(report: Report) -> int:
    return report.late


def _missed(report: Report) -> int:
    return report.missed


def _changed(report: Report) -> int:
    return len(report.changes)


def _without(report: Report) -> int:
    return _sum(report.without_p2p)


def _rerouted(report: Report) -> int:
    return _sum(report.rerouted)


def _spans(today: Report, weeks: Report | None, names: tuple[str, str]) -> Group:
    rows = (
        ("to acknowledge", today.acknowledge, weeks.acknowledge if weeks else None),
        ("to ready", today.ready, weeks.ready if weeks else None),
        ("to connect", today.connect, weeks.connect if weeks else None),
        ("to document", today.document, weeks.document if weeks else None),
        ("callbacks, after the time", today.punctuality, weeks.punctuality if weeks else None),
    )
    return Group(
        title="HOW LONG (half / 9 in 10)",
        columns=names,
        figures=tuple(
            Figure(label=label, value=_spread(now), beside=_spread(before) if before else "")
            for label, now, before in rows
        ),
    )


def _by_hour(by_hour: Sequence[int], opens: range) -> Group:
    most = max(by_hour, default=0) or 1
    hours = [hour for hour, count in enumerate(by_hour) if count or hour in opens]
    return Group(
        title="PLACED, BY HOUR",
        figures=tuple(
            Figure(
                label=f"{hour % 12 or 12} {'AM' if hour < 12 else 'PM'}",
                value=f"{by_hour[hour]:,}",
                share=by_hour[hour] / most,
            )
            for hour in hours
        ),
    )


def _counts(
    title: str, names: tuple[str, str], today: Iterable[Counted], weeks: Iterable[Counted]
) -> Group:
    now = {one.what: one.count for one in today}
    before = {one.what: one.count for one in weeks}
    order = sorted(
        {*now, *before}, key=lambda what: (-now.get(what, 0), -before.get(what, 0), what)
    )
    most = max((*now.values(), 1))
    return Group(
        title=title,
        columns=names,
        figures=tuple(
            Figure(
                label=what,
                value=f"{now.get(what, 0):,}",
                beside=f"{before[what]:,}" if what in before else "",
                share=now.get(what, 0) / most,
            )
            for what in order
        ),
    )


def _named(counts: Iterable[Counted], roster: Roster) -> list[Counted]:
    return [one.model_copy(update={"what": roster.name(one.what)}) for one in counts]


def _listed(
    label: str, behind: tuple[int, ...], beside: str = "", *, alarm: bool = False
) -> Figure:
    return Figure(
        label=label, value=f"{len(behind):,}", beside=beside, behind=behind,
        alarm=alarm and bool(behind),
    )  # fmt: skip


def _sum(counts: Iterable[Counted]) -> int:
    return sum(one.count for one in counts)


def _spread(found: Spread) -> str:
    return f"{_span(found.p50)} / {_span(found.p90)}" if found.count else NONE


def _span(seconds: float) -> str:
    return age(seconds) if seconds < _LONG else age_words(seconds)
