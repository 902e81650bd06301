"""Callback times as people say them: words in, windows or a question out (R4, R11).

``words`` cuts what was said into words that mean something, ``offers`` gathers them into offers of
days and times, ``days`` and ``moments`` find the dates and the moments meant, and ``reading``
brings it together.
"""

from p2p_tui.domain.spoken.reading import MOST_CHARACTERS, MOST_WINDOWS, Reading, read_times

__all__ = ["MOST_CHARACTERS", "MOST_WINDOWS", "Reading", "read_times"]
