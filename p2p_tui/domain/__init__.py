"""The rules of the desk. Pure: no database, no screen, no clock; ``now`` comes in as an argument."""
