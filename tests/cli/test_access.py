"""``p2p passphrase --issue`` and ``p2p emergency``."""

import re

from tests.cli.conftest import P2P

LENA = ("--as", "lena")


def test_a_lead_or_an_admin_makes_a_first_passphrase(p2p: P2P) -> None:
    for who in ("lena", "adam"):
        said = p2p("passphrase", "--issue", "ben", "--as", who)
        assert re.match(r"The first passphrase of ben, for nobody else: (\w{4} ){5}\w{4}\n", said)
    assert "may not look after staff" in p2p("passphrase", "--issue", "ben", "--as", "ana", code=1)
    assert "Nobody on this desk" in p2p("passphrase", "--issue", "zoe", *LENA, code=1)


def test_a_passphrase_is_not_read_from_a_pipe_without_a_terminal(p2p: P2P) -> None:
    said = p2p("passphrase", "--as", "ben", stdin="", code=2)
    assert "needs a terminal" in said


def test_a_role_is_lent_listed_ended_and_reviewed(p2p: P2P) -> None:
    assert p2p("emergency", "list", *LENA) == "No role was ever lent on this desk\n"
    lend = ("emergency", "lend", "raj", "--role", "pharmacist", "--why", "two are\n\x1b[31mill")
    said = p2p(*lend, *LENA)
    assert said.startswith("Raj Patel acts as a pharmacist too until ")
    reference = said.split()[-1]
    assert "is a pharmacist already" in p2p(*lend, *LENA, code=1)
    assert "like 2 h" in p2p(*lend, "--for", "a while", *LENA, code=2)
    assert "24 hours" in p2p(*lend, "--for", "25 h", *LENA, code=1)
    assert "may not open or review emergency access" in p2p(*lend, "--as", "ana", code=1)
    (line, about) = p2p("emergency", "list", *LENA).splitlines()
    assert line.endswith(": runs")
    assert about.strip() == f"Lena Ortiz: two are \\x1b[31mill; reference {reference}"
    review = ("emergency", "review", reference, "--found", "all in order")
    assert "still runs" in p2p(*review, *LENA, code=1)
    assert p2p("emergency", "end", reference, *LENA) == "Ended\n"
    assert "over already" in p2p("emergency", "end", reference, *LENA, code=1)
    assert p2p(*review, *LENA) == "Reviewed\n"
    (one,) = p2p.json("emergency", "list", *LENA)
    assert (one["username"], one["role"], one["review"]) == ("raj", "pharmacist", "all in order")
    assert "no such emergency access" in p2p("emergency", "end", "zzz", *LENA, code=1)
    assert "may not read the audit" in p2p("emergency", "list", "--as", "ana", code=1)
