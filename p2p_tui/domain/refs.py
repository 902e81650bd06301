"""References, which people say on the phone: ``P2P-1042``."""

_PREFIX = "P2P-"


def number_of(ref: str) -> int | None:
    """The number in a reference, however people write it: ``P2P-1042``, ``p2p 1042``, ``1042``."""
    digits = ref.strip().upper().removeprefix("P2P").strip(" -#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 12 else None


def ref_of(number: int) -> str:
    """The reference that people say: ``P2P-1042``."""
    return f"{_PREFIX}{number}"
