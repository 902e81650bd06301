"""A desk of made-up people, callers and PAs, in the middle of an ordinary afternoon."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.details import Denial, DenialKind, Details
from p2p_tui.domain.people import Availability, Role, Staff
from p2p_tui.domain.request import Outcome, Request

TECHNICIAN, PHARMACIST, LEAD = "tina", "ana", "lena"
SEATS = {"technician": TECHNICIAN, "pharmacist": PHARMACIST, "lead": LEAD}
ACCOUNT = "demo"
PASSPHRASE = "made-up people only"  # noqa: S105 it guards nothing
"""Everybody's, on this desk."""

_T, _P, _L = Role.TECHNICIAN, Role.PHARMACIST, Role.LEAD

STAFF = (
    Staff(username=LEAD, name="Lena Ortiz", roles=frozenset({_L, _P}), credentials="PharmD"),
    Staff(username=TECHNICIAN, name="Tina Park", roles=frozenset({_T}), credentials="CPhT"),
    Staff(username="raj", name="Raj Patel", roles=frozenset({_T}), credentials="CPhT"),
    Staff(
        username=PHARMACIST, name="Ana Ruiz", roles=frozenset({_P}), credentials="PharmD",
        extension="4412",
    ),
    Staff(
        username="ben", name="Ben Cole", roles=frozenset({_P}), credentials="RPh",
        extension="4420", availability=Availability.LUNCH,
    ),
    Staff(
        username="maya", name="Maya Singh", roles=frozenset({_P}), credentials="PharmD",
        extension="4431",
    ),
)  # fmt: skip

_CALLERS = (
    ("Kim Osei", "MA", "(614) 555-0142"),
    ("Dr. Chidi Abara", "MD", "(614) 555-0177"),
    ("Joan Webb", "NP", "(312) 555-0118"),
    ("Dr. Ingrid Nowak", "MD", "(312) 555-0193"),
    ("Rosa Diaz", "RN", "(602) 555-0126"),
    ("Dr. Paolo Rossi", "DO", "(212) 555-0164"),
    ("Sam Hale", "PA-C", "(404) 555-0151"),
    ("Dr. Emi Ito", "MD", "(206) 555-0139"),
    ("Lee Marsh", "MA", "(720) 555-0185"),
    ("Dr. Amara Bello", "MD", "(503) 555-0107"),
)
_DENIED = (
    ("Ozempic", "No A1c within 90 days on file", "Latest A1c 8.4 from last week can be faxed"),
    ("Humira", "No trial of methotrexate documented",
     "Tried methotrexate in 2023, stopped for raised liver enzymes; labs can be faxed"),
    ("Dupixent", "Eosinophil count not submitted", "Count of 450 was in the first fax"),
    ("Skyrizi", "Step therapy not met", "Two topical agents failed; dates in the chart"),
    ("Stelara", "Dose above the plan's limit", "Weight-based induction dose"),
    ("Enbrel", "Diagnosis not covered by the criteria", "Rheumatology note attached"),
    ("Otezla", "No dermatology consult on file", "Consult was last month"),
    ("Cosentyx", "Tuberculosis screening missing", "Screening was negative in May"),
    ("Trulicity", "Formulary alternative not tried", "Nausea on two alternatives"),
    ("Wegovy", "BMI not documented", "BMI 34, recorded at the last visit"),
)  # fmt: skip
_PLANS = ("Harbor Gold", "Harbor Silver", "Summit Medicaid", "Lakeside Part D")
_DENIERS = ("Ana Ruiz", "Ben Cole", "Maya Singh", "Ana Ruiz", "Priya Shah")

TO_TRY = {
    "88120910": "an ordinary one: it fills the form",
    "88120927": "an appeal was filed",
    "88120944": "a P2P was already held",
    "88120961": "past the plan's P2P window",
    "88120978": "denied by somebody whom the desk does not know",
}
"""Denied PAs of the demo that nobody called about yet, by number: what there is to see of each."""
UPHELD: dict[str, str | bool] = {
    "determination": "upheld, appeal rights told", "appeal_rights_told": True,
}  # fmt: skip
"""What a denial that stands is documented with."""
_KNOWN_PAS = 40
"""How many of the made-up PAs the demo's extract holds, those to try among them."""
_HEADERS = (
    "PA Number,Member ID,Drug Name,Denial Reason,Pharmacist,Decision Date,Plan,Appeal Date,"
    "P2P Date,P2P Deadline"
)


@dataclass
class MovableClock:
    """A clock that starts where one says and runs with ``base``: the past of a demo is made so."""

    base: Callable[[], datetime]
    behind: timedelta = timedelta()

    def __call__(self) -> datetime:
        """What time it is."""
        return self.base() - self.behind


def details(number: int, *, callback: str = "") -> Details:
    """The made-up request with that number: the same each time."""
    name, title, phone = _CALLERS[number % len(_CALLERS)]
    drug, denial, says = _DENIED[(number * 3 + number // 7) % len(_DENIED)]
    appealed = number % 5 == 2
    return Details(
        contact_name=name,
        job_title=title,
        phone=phone,
        pa_number=str(88_120_400 + number * 17),
        member_id=f"H{10_024_000 + number * 157}",
        drug_name=drug,
        cntt=str(5_530_100 + number * 13),
        denial_rationale=denial,
        prior_denials=(
            (Denial(kind=DenialKind.P2P, rationale="Upheld: chart notes not received"),)
            if appealed
            else ()
        ),
        callback_words=callback,
        additional_info=says,
        denying_pharmacist=_DENIERS[number % len(_DENIERS)],
        caller_verified=True,
        contact_id_made=True,
        pa_verified=number % 4 != 3,
    )


def approved(number: int) -> dict[str, str | bool]:
    """What an approval is documented with: a made-up PA, valid for a year."""
    return {
        "determination": "approved", "new_pa": str(88_300_000 + number), "valid_from": "today",
        "valid_until": "in 12 months",
    }  # fmt: skip


def extract(today: date) -> Iterator[str]:
    """The lines of the made-up extract of the PA system, whose PAs are those of ``details``."""
    yield _HEADERS + "\n"
    for number in range(_KNOWN_PAS):
        one = details(number)
        sees = TO_TRY.get(one.pa_number, "")
        denied = today - timedelta(days=3 + number % 4 + (20 if "past" in sees else 0))
        appeal = (denied + timedelta(days=1)).isoformat() if "appeal" in sees else ""
        held = (denied + timedelta(days=2)).isoformat() if one.prior_denials else ""
        yield (
            f"{one.pa_number},{one.member_id},{one.drug_name},{one.denial_rationale},"
            f"{one.denying_pharmacist},{denied},{_PLANS[number % len(_PLANS)]},{appeal},{held},"
            f"{denied + timedelta(days=15)}\n"
        )


def furnish(office: Office, clock: MovableClock) -> None:
    """Fill an empty desk with people and an ordinary afternoon, through the desk's own verbs."""
    office.found(STAFF[0], account=ACCOUNT)
    office.put_staff(STAFF[1:], by=None, account=ACCOUNT)
    for one in STAFF:
        desk = Desk(office, one.username, account=ACCOUNT)
        desk.heartbeat()
        desk.set_passphrase(PASSPHRASE)
    _Afternoon(office, clock).play()
    clock.behind = timedelta()
    for one in STAFF:
        Desk(office, one.username, account=ACCOUNT).heartbeat()


class _Afternoon:
    def __init__(self, office: Office, clock: MovableClock) -> None:
        self._office, self._clock = office, clock
        self._number = 0

    def play(self) -> None:
        """From a day ago until now."""
        self._at(1530)
        lines = extract(self._clock().date())
        self._desk(LEAD).import_pas(lines, "denied-pas.csv")
        for minutes, who in ((1500, "ana"), (1440, "maya"), (1380, "ana"), (1320, "maya")):
            self._documented(minutes, who)
        self._documented(170, "maya")
        owed = self._ready(60, "tina", "ana")
        self._move("maya" if owed.holder == "maya" else "ana", "transfer", owed, 52)
        self._move("ana", "end_call", self._again(owed), 38)
        self._place(50, "raj", "in 95 min")
        late = self._place(95, "tina", "in 55 min")
        self._move("maya", "acknowledge", late, 36, reason="the desk takes it")
        self._move("maya", "not_reached", self._again(late), 33, outcome=Outcome.VOICEMAIL.value)
        self._place(45, "raj", "next business day 9:30-11 central")
        self._place(40, "tina", "sometime after the holidays")
        talking = self._ready(12, "raj", "maya")
        self._move("raj", "transfer", talking, 6)
        holding = self._ready(3, "tina", "ana")
        self._move("tina", "message", holding, 1, words="The caller is still holding")
        self._acknowledged(2, "tina", "maya")
        self._place(4, "raj")
        self._place(1, "tina")
        self._place(70, "raj", "in 40 min")

    def _at(self, minutes: float) -> None:
        self._clock.behind = timedelta(minutes=minutes)

    def _desk(self, username: str) -> Desk:
        return Desk(self._office, username, account=ACCOUNT)

    def _place(self, minutes: float, who: str, callback: str = "") -> Request:
        self._at(minutes)
        self._number += 1
        return self._desk(who).place(details(self._number, callback=callback), told=True)

    def _again(self, request: Request) -> Request:
        return self._desk(LEAD).request(request.ref)

    def _move(
        self, who: str, move: str, request: Request, minutes: float, **given: str | bool
    ) -> Request:
        self._at(minutes)
        return self._desk(who).make(move, request.ref, request.version, given)

    def _acknowledged(self, minutes: float, technician: str, pharmacist: str) -> Request:
        request = self._place(minutes, technician)
        return self._move(
            pharmacist,
            "acknowledge",
            request,
            max(minutes * 0.8, minutes - 1.5),
            reason="nearest to the phone",
        )

    def _ready(self, minutes: float, technician: str, pharmacist: str) -> Request:
        request = self._acknowledged(minutes, technician, pharmacist)
        extension = self._desk(pharmacist).me.extension
        return self._move(
            pharmacist, "ready", request, max(minutes * 0.5, minutes - 3), extension=extension
        )

    def _documented(self, minutes: float, pharmacist: str) -> None:
        request = self._ready(minutes, "tina", pharmacist)
        request = self._move("tina", "transfer", request, minutes - 4)
        request = self._move(pharmacist, "end_call", request, minutes - 11)
        upheld = self._number % 3 == 0
        self._move(
            pharmacist,
            "document",
            request,
            minutes - 15,
            spoke_with=request.contact,
            heard=request.additional_info,
            rationale="Criteria read with the provider",
            **(UPHELD if upheld else approved(self._number)),
        )
