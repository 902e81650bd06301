"""The desk's templates in and out: read from whatever people paste, written as the desk does.

``read(write(kind, details, form))`` gives the same kind and the same details, as far as that
template has room for them. Where a value would read as something else, a backslash stands in it:
``\\|`` and ``\\<br>`` in a table, ``P2P denial\\:`` in a rationale, ``Osei\\, Kim`` in a name.
Reading takes that backslash away again.

``forms`` has the templates as the desk writes them, ``labels`` what people make of their labels;
``lines`` finds the labels in a line, ``talk`` what its words say, and ``values`` is how names and
denials stand in a template. ``reading`` sorts the lines of a paste into ``drafts``; ``writing``
writes.
"""

from p2p_tui.domain.templates.forms import LABELS, TITLES, Form, Kind
from p2p_tui.domain.templates.reading import read
from p2p_tui.domain.templates.writing import write

__all__ = ["LABELS", "TITLES", "Form", "Kind", "read", "write"]
