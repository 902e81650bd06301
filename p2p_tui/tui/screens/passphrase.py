"""One's own passphrase: it unlocks, signs off, and signs in where no login tells who it is."""

from textual.app import ComposeResult

from p2p_tui.domain.passphrases import LEAST
from p2p_tui.tui.screens.form import Asking
from p2p_tui.tui.widgets.bars import Line
from p2p_tui.tui.widgets.fields import Field

OLD, NEW, AGAIN = "passphrase", "new", "again"
_SAID = (
    f"{LEAST} letters or more: a few words that only you put together. Spaces count, any letter"
    " goes, nothing has to be a digit. Nobody can read it, a lead can only issue a new one."
)


class PassphraseScreen(Asking):
    """The one that one has, where one has one, then the new one, twice."""

    keeps_draft = False

    def __init__(self, draft_id: str, *, has_one: bool) -> None:
        super().__init__(draft_id, "passphrase", {})
        self._has_one = has_one

    def asks(self) -> ComposeResult:
        """The fields, of which none shows what is typed."""
        if self._has_one:
            yield Field(OLD, "The one that you have", secret=True)
        yield Field(NEW, "A new passphrase", secret=True)
        yield Field(AGAIN, "The same again", secret=True)
        yield Line(id="reading")

    def started(self) -> None:
        """Say what makes one."""
        super().started()
        self.query_one("#title", Line).say((" MY PASSPHRASE ", "bold $accent"))
        self.query_one("#reading", Line).say((_SAID, "$quiet"))
        self.show_form_keys("save", "back")

    def save(self) -> None:
        """Have it so from now on."""
        desk, typed = self.ledger.desk, {name: str(value) for name, value in self.body().items()}
        if typed[NEW] != typed[AGAIN]:
            self.complain("The two are not the same: type the new one again", AGAIN)
            return
        self.desk_app.do(
            lambda: desk.set_passphrase(typed[NEW], typed.get(OLD, "")),
            lambda _: self._saved_as(),
            self.complain,
            keys_wait=True,
        )

    def _saved_as(self) -> None:
        self.finish()
        key = self.ledger.key("lock")
        self.desk_app.announce(f"Your passphrase is set; {key} locks, and it unlocks")
