"""Every colour can be read on every ground that it stands on, in each theme."""

import re

import pytest
from textual.color import Color
from textual.theme import Theme

from p2p_tui.tui.app import styles_folder
from p2p_tui.tui.states import LOOKS
from p2p_tui.tui.theme import ANSI, CONTRAST, DARK, LIGHT, PAIRS, STATES, THEMES

ENOUGH = {DARK.name: 4.5, LIGHT.name: 4.5, CONTRAST.name: 7.0}
TERMINALS_OWN = re.compile(r"ansi_[a-z_]+")


def colours(theme: Theme) -> dict[str, str]:
    """Every colour of a theme, by what it is for."""
    return {**theme.to_color_system().generate(), **theme.variables}


def luminance(colour: Color) -> float:
    """The relative luminance as WCAG 2 defines it."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21."""
    lighter, darker = sorted((luminance(Color.parse(c)) for c in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_it_is_defined() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
def test_no_pair_of_colours_falls_short(theme: Theme) -> None:
    found = colours(theme)
    short = {
        (text, ground): round(contrast(found[text], found[ground]), 2)
        for text, ground in PAIRS
        if contrast(found[text], found[ground]) < ENOUGH[theme.name]
    }
    assert short == {}


def test_the_terminals_own_colours_are_nobody_elses() -> None:
    own = ANSI.variables
    for name in ("quiet", "field-even", "cursor-row", "rule", *STATES):
        assert TERMINALS_OWN.fullmatch(own[name]), name


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_each_state_has_a_colour_in_each_theme(theme: Theme) -> None:
    assert {look.style for look in LOOKS.values()} <= set(STATES)
    assert set(STATES) <= set(colours(theme))


def test_a_state_is_never_told_by_its_colour_alone() -> None:
    assert len({look.glyph for look in LOOKS.values()}) == len(LOOKS)
    assert len({look.word for look in LOOKS.values()}) == len(LOOKS)


def test_stylesheets_name_what_a_colour_is_for_and_no_colour() -> None:
    known = set(colours(DARK)) | {f"{text}-muted" for text in STATES}
    for path in sorted(styles_folder().glob("*.tcss")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*;)", text), path.name
        for name in re.findall(r"\$([a-z][a-z0-9-]*)", text):
            assert name in known, f"{path.name} names ${name}, which no theme has"
            assert not re.search(r"-(lighten|darken)-\d$", name), f"{path.name}: ${name}"
