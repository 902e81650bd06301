"""The filters of the tracker, all at once; what is set can be kept as a view."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.suggester import SuggestFromList

from p2p_tui.domain import finding
from p2p_tui.domain.finding import CHOICES, IS_WORDS, By, Filter, Find, Is
from p2p_tui.domain.people import Role
from p2p_tui.domain.roles import Ability, Right, right
from p2p_tui.domain.text import one_line
from p2p_tui.domain.views import View
from p2p_tui.tui.screens.form import Asking
from p2p_tui.tui.widgets.bars import Line
from p2p_tui.tui.widgets.fields import Field, LineInput

_LINES = {
    By.STATUS: "Status",
    By.KIND: "Immediate or callback",
    By.DETERMINATION: "Determination",
    By.CLOSED: "Closed without a P2P as",
    By.PHARMACIST: "Pharmacist",
    By.TECHNICIAN: "Placed by",
    By.DRUG: "Drug",
    By.FROM: "Placed from",
    By.UNTIL: "Placed until",
}
"""The filters that one types, with their names, in their order."""
NAME, FOR_ALL = "view", "for_all"


class FiltersScreen(Asking):
    """One field a filter; several in a field, with commas between, stand for any of them."""

    keeps_draft = False
    tab = "Tracker"

    def __init__(self, draft_id: str, find: Find, then: Callable[[Find], None]) -> None:
        super().__init__(draft_id, "filters", {})
        self._find, self._then = find, then

    def asks(self) -> ComposeResult:
        """Title, fields, what is wrong, keys."""
        for by, label in _LINES.items():
            yield Field(by.value, label, value=", ".join(self._values(by)))
        for one in Is:
            words = IS_WORDS[one]
            has = one.value in self._find.values(By.IS)
            yield Field(one.value, words[0].upper() + words[1:], yes=True, value=has)
        yield Field(NAME, "Keep as a view named")
        if right(self.ledger.me, Ability.LOOK_AFTER_DESK) is Right.YES:
            yield Field(FOR_ALL, "For everybody on the desk", yes=True)

    def started(self) -> None:
        """Names complete as one types."""
        super().started()
        self.query_one("#title", Line).say(
            (" FILTER THE TRACKER  ", "bold $accent"),
            ("all have to hold; commas stand between several of a kind", "$quiet"),
        )
        people = self.ledger.roster.staff
        offered = {
            **{by: list(CHOICES[by]) for by in CHOICES},
            By.PHARMACIST: [one.name for one in people if one.has(Role.PHARMACIST)],
            By.TECHNICIAN: [one.name for one in people],
        }
        for by, choices in offered.items():
            entry = self.fields[by.value].entry if by.value in self.fields else None
            if isinstance(entry, LineInput):
                entry.suggester = SuggestFromList(choices, case_sensitive=False)
        self.show_form_keys("find", "back")

    def save(self) -> None:
        """Look for it, and keep it where it got a name."""
        find, problem, field = self._read()
        if problem:
            self.complain(problem, field)
            return
        name = one_line(str(self.field(NAME).value))
        if not name:
            self._found(find)
            return
        for_all = FOR_ALL in self.fields and bool(self.field(FOR_ALL).value)
        view, desk = View(name=name, find=finding.write(find)), self.ledger.desk
        self.desk_app.do(
            lambda: desk.keep_view(view, for_all=for_all), lambda _: self._named(find, name),
            self.complain, keys_wait=True,
        )  # fmt: skip

    def _named(self, find: Find, name: str) -> None:
        self._found(find)
        key = self.ledger.key("views")
        self.desk_app.announce(f"“{name}” is kept: {key} on the Tracker")

    def _found(self, find: Find) -> None:
        self.finish()
        self._then(find)

    def _read(self) -> tuple[Find, str, str]:
        """What is set, or what is wrong with it and in which field."""
        found: list[Filter] = []
        for by in _LINES:
            for said in str(self.field(by.value).value).split(","):
                if not said.strip():
                    continue
                text = f'{by.value}:"{said.strip()}"'
                read, problem = finding.read(text, self.ledger.roster, self.ledger.today())
                if problem:
                    return Find(), problem, by.value
                found += read.filters
        found += [Filter(by=By.IS, value=one.value) for one in Is if self.field(one.value).value]
        return Find(words=self._find.words).also(found), "", ""

    def _values(self, by: By) -> list[str]:
        values = self._find.values(by)
        if by in (By.PHARMACIST, By.TECHNICIAN):
            return [self.ledger.roster.name(one) for one in values]
        return list(values)
