"""``python -m p2p_tui`` is ``p2p``."""

from p2p_tui.cli.main import main

raise SystemExit(main())
