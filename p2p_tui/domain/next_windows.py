"""stub"""

from datetime import datetime, timedelta

from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.wording import local


def next_windows(
    hours: DeskHours, now: datetime, zone: str, many: int = 3
) -> tuple[CallbackWindow, ...]:
    start = hours.next_open(now)
    out = []
    for n in range(many):
        a, b = start + timedelta(hours=2 * n), start + timedelta(hours=2 * n + 2)
        la, lb = local(a, zone).replace(tzinfo=None), local(b, zone).replace(tzinfo=None)
        out.append(
            CallbackWindow(
                words=f"{la:%m/%d} {la:%I:%M%p}-{lb:%I:%M%p}",
                zone=zone,
                wall_start=la,
                wall_end=lb,
                start=a,
                end=b,
            )
        )
    return tuple(out)
