"""Under which names sessions, and who proved to be who, stand in the record."""

SIGNED_IN, SIGNED_OUT = "signed_in", "signed_out"
TURNED_AWAY = "turned_away"
LOCKED, UNLOCKED = "locked", "unlocked"
PASSPHRASE_SET, PASSPHRASE_ISSUED = "passphrase_set", "passphrase_issued"
PASSPHRASE_FAILED = "passphrase_failed"  # noqa: S105 the name of an event

SAID = {
    SIGNED_IN: "signed in",
    SIGNED_OUT: "signed out",
    TURNED_AWAY: "was turned away",
    LOCKED: "locked the session",
    UNLOCKED: "unlocked it",
    PASSPHRASE_SET: "set their passphrase",
    PASSPHRASE_ISSUED: "made a first passphrase for {to}",
    PASSPHRASE_FAILED: "gave a passphrase in vain, {for}",
}
"""How each is told."""
