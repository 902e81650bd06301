"""The desk of made-up people, in a throw-away database: the only one that a browser is shown.

Nothing in here, nor in what it imports, knows where the real desk is: not the settings, not the
door to it. A test holds it to that.
"""

import tempfile
from pathlib import Path

from p2p_tui.cli import sitting
from p2p_tui.desk import Office

NOTICE = "DEMO S seat"
"""What stands in the header of each screen."""


def demo(seat: str, *, live: bool, log_folder: Path, glass: sitting.Glass | None = None) -> int:
    """Furnish it, and let somebody sit at it until they leave."""
    from p2p_tui.desk.office import utc_now
    from p2p_tui.training.colleagues import Colleagues
    from p2p_tui.training.synthetic import PASSPHRASE, SEATS, MovableClock, furnish

    with tempfile.TemporaryDirectory(prefix="p2p-demo-") as folder:
        clock = MovableClock(utc_now)
        opened = Office.open(f"sqlite://{folder}/demo.db", clock=clock, training=True)
        try:
            furnish(opened, clock)
            username = SEATS[seat]
            colleagues = Colleagues(opened, username, live=live)
            colleagues.start()
            try:
                return sitting.run(
                    opened,
                    username,
                    log_folder=log_folder,
                    seats=list(SEATS.values()),
                    notice=NOTICE,
                    hint=f"In the demo it is: {PASSPHRASE}",
                    glass=glass,
                )
            finally:
                colleagues.stop()
        finally:
            opened.close()
