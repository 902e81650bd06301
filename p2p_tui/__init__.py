"""p2p-tui: the peer-to-peer desk of a pharmacy benefit manager, in a terminal."""

__version__ = "0.1.0"
