"""Public keys for tests: two that ``ssh-keygen`` made, and any that can be put together."""

import base64

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIuW4tUpBm5lUia9cCPwMvcLGOEYXXL7TvGE8PXuIlEt"
ED25519_PRINT = "SHA256:toXtCrbselU1obpJvZTpW/n4rOYjBhpE1ObxyFR95+8"
ECDSA = (
    "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBLbpbO98ACHt/Qc+cnD"
    "LZ16EHmINGAaQuyaVJWWsbzLYv1bqIhiF8s24MwiAsAER2XBBYTfxsW+5SlfFcf2+rSZrTmQuvdbsiQHtO+c8Ya5jMG"
    "yisF++iW0DFhTb9yf/Rw=="
)
ECDSA_PRINT = "SHA256:pTvqeZ3SyD83I2gbMOzDLlReZqDjfAdiUQ4UxNcExBE"


def key(kind: str, *parts: bytes) -> str:
    """A key of a kind with these parts, as it stands in a file."""
    blob = b"".join(len(one).to_bytes(4) + one for one in (kind.encode(), *parts))
    return f"{kind} {base64.b64encode(blob).decode()}"


def rsa(bits: int, exponent: int = 65537) -> str:
    """An RSA key whose modulus has so many bits; nobody has the private one."""
    modulus = (1 << bits - 1) + 1
    return key("ssh-rsa", *(n.to_bytes(n.bit_length() // 8 + 1) for n in (exponent, modulus)))
