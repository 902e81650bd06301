"""A person's callbacks as a calendar: that there is a call, and when; never whose or what about.

Calendars go to phones and other people's servers: nothing that stands in them is PHI.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from p2p_tui.domain.request import Request

BEFORE = timedelta(minutes=15)
"""How long before a callback the calendar reminds of it."""
_STAMP = "%Y%m%dT%H%M%SZ"


def calendar(requests: Iterable[Request], now: datetime) -> bytes:
    """An iCalendar file with an event for each window that is not over, in UTC.

    One window of a request has one UID: a calendar that is read again replaces what it has.
    """
    from icalendar import Alarm, Calendar, Event

    made = Calendar()
    made.add("prodid", "-//p2p-tui//callbacks//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for request in requests:
        for window in request.callback_windows:
            if window.end <= now:
                continue
            event = Event()
            span = f"{window.start:{_STAMP}}-{window.end:{_STAMP}}"
            event.add("uid", f"{request.ref}-{span}@p2p-tui".lower())
            event.add("dtstamp", now)
            event.add("dtstart", window.start)
            event.add("dtend", window.end)
            event.add("summary", f"P2P callback {request.ref}")
            event.add("description", f"Open it in p2p: p2p show {request.ref}")
            event.add("class", "PRIVATE")
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", f"P2P callback {request.ref}")
            alarm.add("trigger", -BEFORE)
            event.add_component(alarm)
            made.add_component(event)
    data: bytes = made.to_ical()
    return data
