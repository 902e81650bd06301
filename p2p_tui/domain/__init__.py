"""The rules of the desk. Pure: no database, no screen and no clock; ``now`` is an argument."""
