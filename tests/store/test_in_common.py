"""What the desk has in common, as the database keeps it."""

import shutil
import sys
from pathlib import Path

import pytest

from p2p_tui.desk import Office, keeping
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.in_common import InCommon, InForce
from p2p_tui.store import in_common
from p2p_tui.store.engines import DatabaseUnusableError
from p2p_tui.store.fields import canonical
from p2p_tui.store.models import InCommonRow
from p2p_tui.store.store import Store
from tests.house import FRIDAY, KIM, STAFF, Address, FixedClock, furnish, sit
from tests.store.copying import place_of, refs

CENTRAL = InCommon(hours=DeskHours(zone="America/Chicago"))


@pytest.fixture
def older_steps(tmp_path: Path) -> Path:
    """The steps of the program that knew nothing in common yet."""
    here = Path(sys.modules[Store.__module__].__file__ or "").parent / "migrations"
    folder = tmp_path / "migrations"
    shutil.copytree(here, folder, ignore=shutil.ignore_patterns("000[3-9]*", "__pycache__"))
    return folder


def put_people(office: Office) -> None:
    """People as that program wrote them."""
    for one in STAFF:
        values = one.model_dump(mode="json", exclude={"until", "said_at", "absences", "lent"})
        texts = {
            name: canonical(value) if name in ("roles", "preferences") else value
            for name, value in values.items()
        }
        mark = "%s" if office.store.engine.name == "postgresql" else "?"
        office.store.engine.database.execute_sql(
            f"INSERT INTO staff ({', '.join(texts)}) VALUES ({', '.join([mark] * len(texts))})",
            list(texts.values()),
        )


@pytest.fixture
def older(address: Address, older_steps: Path, monkeypatch: pytest.MonkeyPatch) -> Address:
    """A desk with its people, made by that program."""
    with monkeypatch.context() as patch:
        patch.setattr("p2p_tui.store.store.MIGRATIONS", older_steps)
        # That program knew no desks for training, and had no place for a mark.
        patch.setattr(Office, "_keep_apart", lambda office, *, training: None)
        office = address.open()
        put_people(office)
        assert "in_common" not in office.store.engine.database.get_tables()
        office.close()
    return address


def test_a_desk_of_the_older_version_keeps_its_people_and_begins_with_the_defaults(
    older: Address, clock: FixedClock
) -> None:
    with pytest.raises(DatabaseUnusableError, match="it lacks 0003_in_common"):
        older.open()
    assert keeping.migrate(place_of(older), backed_up=True).steps[0] == "0003_in_common"
    office = older.open(clock)
    assert office.in_common == InForce()
    lena = sit(office, "lena")
    assert lena.set_common(CENTRAL, 0).version == 1
    assert sit(office, "tina").place(KIM).ref == "P2P-1001"
    assert office.verify().problem == ""
    office.close()


def test_it_goes_into_a_backup_and_comes_back(file_address: Address, tmp_path: Path) -> None:
    office = furnish(file_address.open())
    sit(office, "lena").set_common(CENTRAL, 0)
    office.close()
    keeping.backup(place_of(file_address), tmp_path / "b.db")
    office = file_address.open()
    sit(office, "lena").set_common(InCommon(), 1)
    office.close()
    keeping.restore(place_of(file_address), tmp_path / "b.db")
    assert refs(file_address) == []
    office = file_address.open()
    assert (office.in_common.version, office.in_common.common) == (1, CENTRAL)
    office.close()


def test_what_a_later_program_has_in_common_is_left_alone(office: Office) -> None:
    values = {"version": 7, "changed_at": FRIDAY, "changed_by": "lena"}
    with office.store.writing():
        InCommonRow.insert(name="of_a_later_program", body=["one"], **values).execute()
    assert in_common.in_force() == InForce()
    sit(office, "lena").set_common(CENTRAL, 0)
    assert in_common.in_force().common == CENTRAL
    assert InCommonRow.get_by_id("of_a_later_program").body == ["one"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"zone": "America/Gotham"}, "The desk's hours zone can't be used on this host"),
        ({"days": {}}, "open on one weekday at least"),
        ({"lunch": "noon"}, "or the newer p2p"),
    ],
)
def test_what_this_host_can_make_nothing_of_is_said_in_a_line(
    office: Office, body: object, said: str
) -> None:
    values = {"version": 1, "changed_at": FRIDAY, "changed_by": "lena"}
    with office.store.writing():
        InCommonRow.insert(name="hours", body=body, **values).execute()
    with pytest.raises(DatabaseUnusableError) as no:
        office.read_in_common()
    assert said in str(no.value)
    assert "\n" not in str(no.value)
