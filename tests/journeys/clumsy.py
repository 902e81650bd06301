"""The mistakes that a learner makes in each lesson that ships: every one that it catches."""

from tests.journeys.learners import Slip

CLUMSY: dict[str, tuple[Slip, ...]] = {
    "first-call": (
        Slip("verify", "left", "[esc]", "[n]"),
        Slip("pa", "other-pa", "“88120471” [tab]", "[shift+tab]" + "[backspace]" * 8),
        Slip("cntt", "no-contact-id", "[ctrl+y] [ctrl+s]", "[i] “5530192” [ctrl+s]", instead=True),
        Slip("looking", "too-early", "[t]"),
        Slip("transfer", "closed", "[w] [1] [tab] “Kim” [tab] “no” [ctrl+s]", "[u]"),
    ),
}  # fmt: skip
