"""What is typed to find requests: words, and filters between them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.finding import CHOICES, By, Filter, Find, Is, chip, is_begun, read, write
from p2p_tui.domain.views import MOST_VIEWS, USUAL, View, with_view, without_view
from tests.domain.builders import EVERYBODY, roster

TODAY = date(2026, 11, 20)
PEOPLE = roster()


def typed(text: str) -> Find:
    found, problem = read(text, PEOPLE, TODAY)
    assert problem == ""
    return found


def one(text: str) -> tuple[str, str]:
    found = typed(text)
    assert found.words == ""
    (only,) = found.filters
    return only.by.value, only.value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("status:open", ("status", "open")),
        ("STATUS:To-Document", ("status", "to_document")),
        ('status:"on call"', ("status", "on_call")),
        ("kind:call", ("kind", "callback")),
        ("determination:approved", ("determination", "approved")),
        ("determination:upheld", ("determination", "upheld, appeal rights told")),
        ('determination:"approved in"', ("determination", "approved in part or changed")),
        ('closed:"the caller"', ("closed", "the caller withdrew")),
        ("pharmacist:ana", ("pharmacist", "ana")),
        ('pharmacist:"Ruiz, Ana"', ("pharmacist", "ana")),
        ("pharmacist:cole", ("pharmacist", "ben")),
        ('technician:"Tina Park"', ("technician", "tina")),
        ('drug:"Humira Pen"', ("drug", "humira pen")),
        ("from:11/1", ("from", "2026-11-01")),
        ("to:yesterday", ("to", "2026-11-19")),
        ('from:"Nov 1, 2025"', ("from", "2025-11-01")),
        ("is:owed", ("is", "owed")),
        ("is:re-routed", ("is", "re-routed")),
        ("is:follow-up", ("is", "follow-up")),
    ],
)
def test_a_filter_is_read_as_it_is_typed(text: str, said: tuple[str, str]) -> None:
    assert one(text) == said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("determination:refused", "say one of approved · "),
        ("determination:a", "say one of"),
        ("pharmacist:zoe", "nobody on this desk goes by “zoe”"),
        ("pharmacist:t", "nobody on this desk goes by"),
        ("from:soon", "is not understood"),
        ("is:", ""),
        ("is:lost", "say one of owed · "),
    ],
)
def test_what_can_not_be_read_stays_among_the_words_and_is_told(text: str, why: str) -> None:
    found, problem = read(f"humira {text} osei", PEOPLE, TODAY)
    assert why in problem
    assert found == Find(words=f"humira {text} osei")


def test_words_stay_words_in_their_order() -> None:
    found = typed("humira is:owed dr:lee 12:30 pharmacist:ana osei is:moved")
    assert found.words == "humira dr:lee 12:30 osei"
    assert [one.value for one in found.filters] == ["owed", "ana", "moved"]


def test_a_day_takes_the_place_of_the_one_that_stood_and_others_add_up() -> None:
    found = typed("from:11/1 status:ready from:11/5 status:open status:ready")
    assert found.values(By.FROM) == ("2026-11-05",)
    assert found.values(By.STATUS) == ("ready", "open")


def test_a_filter_is_taken_away_again() -> None:
    found = typed("is:owed is:moved")
    assert found.without(found.filters[0]) == typed("is:moved")


def filters() -> st.SearchStrategy[Filter]:
    people = [one.username for one in EVERYBODY if "pharmacist" in one.roles]
    drugs = st.sampled_from(["humira", "humira pen", "о́zempic"])
    days = st.dates(date(2000, 1, 1), date(2099, 1, 1)).map(str)
    chosen = [
        st.builds(Filter, by=st.just(by), value=st.sampled_from(choices))
        for by, choices in CHOICES.items()
    ]
    return st.one_of(
        *chosen,
        st.builds(Filter, by=st.just(By.PHARMACIST), value=st.sampled_from(people)),
        st.builds(Filter, by=st.just(By.DRUG), value=drugs),
        st.builds(Filter, by=st.sampled_from([By.FROM, By.UNTIL]), value=days),
    )


@given(st.lists(filters(), max_size=6), st.sampled_from(["", "osei", "dr lee", "a:b"]))
def test_what_is_written_is_read_as_the_same(many: list[Filter], words: str) -> None:
    found = Find(words=words).also(many)
    assert typed(write(found)) == found
    for each in found.filters:
        assert chip(each, PEOPLE)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read(text: str) -> None:
    found, _ = read(text, PEOPLE, TODAY)
    again, _ = read(write(found), PEOPLE, TODAY)
    assert again.filters == found.filters


def test_a_filter_that_is_still_typed_is_nothing_to_look_for() -> None:
    assert is_begun("drug:")
    assert is_begun("is:ow")
    assert not is_begun("dr:lee")
    assert not is_begun("drug")


def test_the_views_of_every_desk_can_be_read() -> None:
    for view in USUAL:
        assert typed(view.find).filters
    assert {view.find for view in USUAL} <= {f"is:{one.value}" for one in Is}


def test_a_view_takes_the_place_of_the_one_of_its_name() -> None:
    views = with_view((), View(name="Mine", find="is:owed"))
    views = with_view(views, View(name="mine", find="is:moved"))
    assert [one.find for one in views] == ["is:moved"]
    assert without_view(views, "mine") == ()
    for number in range(MOST_VIEWS + 5):
        views = with_view(views, View(name=f"{number}", find="is:owed"))
    assert len(views) == MOST_VIEWS
    assert views[-1].name == f"{MOST_VIEWS + 4}"
