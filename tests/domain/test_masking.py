"""Which part of a database URL is a password, well-formed or not."""

import pytest

from p2p_tui.domain.masking import secrets_in


@pytest.mark.parametrize(
    "url",
    [
        "sqlcipher:///home/tina/desk.db",
        "sqlite:///a:b@c/desk.db",
        "postgresql://tina@host/desk?sslmode=verify-full",
        "postgresql://tina@host:5432/desk",
        "postgresql://host:5432/desk?user=tina@corp",
        "postgresql://[::1]:5432/desk?user=tina@corp",
        "postgresql://one:5432,two:5432/desk?target_session_attrs=read-write",
        "postgresql://tina:@host/desk",
    ],
)
def test_urls_without_a_password(url: str) -> None:
    found = secrets_in(url)
    assert (found.passwords, found.readable) == ((), True)
    assert found.hide(url) == url


@pytest.mark.parametrize(
    ("url", "hidden"),
    [
        ("postgresql://t:s3cret@h/d", "postgresql://t:•••@h/d"),
        ("postgresql://t:s3c%40ret@h/d", "postgresql://t:•••@h/d"),
        ("postgresql://h/d?user=t&password=s3cret&sslmode=require",
         "postgresql://h/d?user=t&password=•••&sslmode=require"),
        ("postgresql://h/d?sslpassword=s3cret", "postgresql://h/d?sslpassword=•••"),
        ("host=h PASSWORD = s3cret", "host=h PASSWORD = •••"),
        ("host=h password='s3 cret' user=t", "host=h password='•••' user=t"),
        ("postgresql://t:s3cret@h/d?password=other", "postgresql://t:•••@h/d?password=•••"),
    ],
)  # fmt: skip
def test_passwords_are_hidden(url: str, hidden: str) -> None:
    found = secrets_in(url)
    assert found.readable
    assert found.hide(url) == hidden


def test_what_a_password_means_is_hidden_too() -> None:
    assert secrets_in("postgresql://t:s%33cret@h/d").hide("no: s3cret") == "no: •••"


@pytest.mark.parametrize("password", ["a/b", "a@b", "a?b", "a#b", "@@", "a/b@c?d"])
def test_a_password_that_ends_early_is_not_handed_on(password: str) -> None:
    found = secrets_in(f"postgresql://t:{password}@h/d")
    assert not found.readable
    assert found.passwords
