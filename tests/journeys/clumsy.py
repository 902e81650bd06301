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
    "first-p2p": (
        Slip("whose", "not-yours", "[↓] [a]", "[u] [home]"),
        Slip("read", "too-early", "[d]"),
        Slip("heard", "none-offered", "[tab] [space]", "[space] [shift+tab]"),
        Slip(
            "heard", "nothing-heard", "[tab] [tab] [1] [ctrl+s]",
            "“Methotrexate Mar-Aug 2025, stopped: ALT” [tab]", instead=True,
        ),
        Slip(
            "new-pa", "old-pa", "[tab] [tab] “88121033” [tab]",
            "[shift+tab]" + "[backspace]" * 8,
        ),
        Slip("save", "left-owed", "[esc]", "[d]"),
    ),
    "listening": (
        Slip("lab", "old-value", "“A1c 8.4.” [tab]", "[shift+tab]" + "[backspace]" * 8),
        Slip(
            "tried", "no-reason", "[shift+tab] “ Metformin Jan-Mar.” [tab]",
            "[shift+tab] “ Stopped: diarrhea.” [tab]", instead=True,
        ),
        Slip(
            "not-hers", "not-said", "[shift+tab] “ Glipizide.” [tab]",
            "[shift+tab]" + "[backspace]" * 11 + "[tab]",
        ),
        Slip("not-hers", "upheld", "[tab] [3] [tab]", "[shift+tab] [6] [tab]", instead=True),
        Slip(
            "save", "half-heard",
            "[shift+tab] [shift+tab] [shift+tab]" + "[backspace]" * 60
            + "“Metformin Jan-Mar, stopped: diarrhea.” [tab] [ctrl+s]",
            instead=True,
        ),
    ),
    "no-answer": (
        Slip("agenda", "too-early", "[a]"),
        Slip("voicemail", "moved", "[b] “Ana” [tab]", "[esc]"),
        Slip("voicemail", "given-up", "[w] [1] [tab] “Ana” [tab] “no answer” [ctrl+s]", "[u]"),
        Slip("voicemail", "no-message", "[x] [1] [ctrl+s]", instead=True),
        Slip(
            "promised", "no-day", "[tab] [5] [tab] “note” [tab] “Dr. Ito” [ctrl+s]",
            "“Friday” [tab]", instead=True,
        ),
    ),
    "covering": (
        Slip("hers", "hers", "[a] “I am free” [ctrl+s]", "[u]"),
        Slip("cover", "too-soon", "[o]"),
        Slip("cover", "lunch-first", "[↑] [b] “Ben” [tab]", "[esc] [↓]"),
        Slip("offered-back", "kept", "[r]"),
    ),
    "owing": (
        Slip("document", "given-away", "[h] “Ben Cole” [tab]", "[esc]"),
        Slip("none", "in-words", "“nothing new” [tab]", "[shift+tab]" + "[backspace]" * 11),
        Slip("upheld", "approved", "[1] [tab]", "[shift+tab]"),
        Slip("rights", "no-rights", "[ctrl+s]"),
    ),
    "the-board": (
        Slip("take", "moved", "[b] “Raj” [tab]", "[esc]"),
        Slip("take", "volume", "[w] [1] [tab] “Raj” [tab] “too many” [ctrl+s]", "[u]"),
        Slip(
            "give", "no-pharmacist", "[h] “Tina Park” [ctrl+s]",
            "[backspace]" * 9 + "“Ana Ruiz” [ctrl+s]", instead=True,
        ),
    ),
    "availability": (
        Slip("hand-over", "tomorrow", "[b] “Ben” [tab]", "[esc]"),
        Slip("hand-over", "busy", "[h] “Maya Singh” [ctrl+s]"),
        Slip(
            "owed", "nobody", "[↓] [h] [ctrl+s]", "“Maya Singh” [tab] “has Ben's notes” [ctrl+s]",
            instead=True,
        ),
        Slip("step-out", "off", "[s] [6] [tab]", "[shift+tab] [4] [esc]"),
    ),
    "audit": (
        Slip("find", "new-one", "[n]", "[esc]"),
        Slip("ask", "opened", "[enter]", "[esc]"),
        Slip("ask", "copied", "[y]", "[esc]"),
    ),
    "callback": (
        Slip(
            "who", "fax", "[ctrl+y] [ctrl+y] “Dana Fox” [tab] “RN” [tab] “312 555 0139” [tab]",
            "[shift+tab] [ctrl+u] “312 555 0193” [tab]", instead=True,
        ),
        Slip("changed", "our-clock", "[shift+tab] [ctrl+u] “thursday 2-4” [tab]"),
        Slip("place", "not-told", "[ctrl+s]", instead=True),
        Slip(
            "told", "other-time", "[b] “me” [tab] “friday 9-11” [ctrl+s]",
            "[b] “Dana Fox” [tab] “thursday 1-3 central” [ctrl+s]",
        ),
    ),
    "at-lunch": (
        Slip(
            "place", "after-lunch", "[tab] [tab] [tab] “1 pm” [tab]", "[shift+tab] [ctrl+u] [tab]",
        ),
        Slip(
            "place", "other-denier", "[ctrl+u] “Maya Singh” [tab]",
            "[shift+tab] [ctrl+u] “Ben Cole” [tab]",
        ),
        Slip("looking", "too-early", "[t]"),
        Slip("transfer", "closed", "[w] [1] [tab] “Lee” [tab] “lunch” [ctrl+s]", "[u]"),
    ),
    "after-hours": (
        Slip("pa", "refused", "[esc]", "[n]"),
        Slip(
            "choose", "promised", "[tab] [tab] [tab] “tomorrow 10-12” [tab]",
            "[shift+tab] [ctrl+u] [shift+tab] [shift+tab] [shift+tab]",
        ),
        Slip(
            "choose", "as-now", "[ctrl+y] [ctrl+s]",
            "[b] “Dr. Rossi” [tab] “monday 10-12” [ctrl+s]", instead=True,
        ),
        Slip("kept", "closed", "[w] [1] [tab] “Rossi” [tab] “closed” [ctrl+s]", "[u]"),
    ),
    "half-the-information": (
        Slip("who", "waited", "[esc]", "[n]"),
        Slip("what", "guessed", "“8812” [tab]", "[shift+tab] [ctrl+u]"),
        Slip("place", "unseen", "[ctrl+y] [ctrl+s]", instead=True),
        Slip("told", "too-early", "[t]"),
    ),
    "prior-denial": (
        Slip("denials", "overwritten", "“upheld, no chart notes” [tab]", "[shift+tab] [ctrl+o]"),
        Slip(
            "denials", "one-denial", "[tab] “upheld, no chart notes” [ctrl+y] [ctrl+s]",
            instead=True,
        ),
        Slip("look", "too-early", "[t]"),
        Slip("transfer", "closed", "[w] [1] [tab] “Sam” [tab] “denied” [ctrl+s]", "[u] [↑]"),
    ),
    "never-refuse": (
        Slip("pa", "not-placed", "[esc]", "[n]"),
        Slip("message", "too-early", "[t]"),
        Slip("answer", "closed", "[w] [2] [tab] “Raj” [tab] “too late” [ctrl+s]", "[u]"),
        Slip(
            "answer", "put-off", "[b] “Raj” [tab] “monday 9-10” [ctrl+s]",
            "[b] “Joan Webb” [tab] “now” [ctrl+s]",
        ),
    ),
    "hangs-up": (
        Slip("dropped", "too-early", "[t]"),
        Slip("dropped", "closed", "[w] [1] [tab] “Dr. Ito” [tab] “hung up” [ctrl+s]", "[u]"),
        Slip(
            "dropped", "put-off", "[b] “me” [tab] “4 pm” [ctrl+s]",
            "[b] “Dr. Ito” [tab] “now” [ctrl+s]",
        ),
        Slip(
            "redial", "second", "[n] “Dr. Ito” [ctrl+s]",
            "[w] [3] [tab] “Dr. Ito” [tab] “one call” [tab] “P2P-1001” [ctrl+s]",
        ),
    ),
    "two-calls": (
        Slip(
            "rings", "over-rita", "[shift+tab] [shift+tab] [shift+tab] [ctrl+u] “Omar Field” [tab]",
            "[shift+tab] [ctrl+u] “Rita Vance” [tab]",
        ),
        Slip("rita-pa", "left", "[esc]", "[n] [ctrl+r]"),
        Slip("first", "kim-waits", "[ctrl+s]", "[↑]", instead=True),
        Slip("omar-pa", "closed", "[↑] [w] [1] [tab] “Rita” [tab] “busy” [ctrl+s]", "[u]"),
    ),
}  # fmt: skip
