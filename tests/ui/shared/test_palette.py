"""Everybody can read the window: contrast of every pair of colours that meet, in both modes."""

from __future__ import annotations

import pytest

from deskapp.ui.shared.palette import DARK, FAMILIES, LIGHT, Palette, contrast

MODES = pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
TEXT = ("text", "muted", "accent", "danger", "success", "warning")
GROUNDS = ("ground", "surface", "window", "sheet")
PAIRS = [(token, ground) for token in TEXT for ground in GROUNDS]
PAIRS += [(token, ground) for token in ("text", "muted") for ground in ("selection", "hover")]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@MODES
@pytest.mark.parametrize(("token", "ground"), PAIRS)
def test_text_is_readable_wherever_it_stands(mode: Palette, token: str, ground: str) -> None:
    assert contrast(mode.colour(token), mode.colour(ground)) >= 4.5


@MODES
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_status_is_readable_on_its_tint(mode: Palette, family: str) -> None:
    tint = mode.family(family)
    assert contrast(tint.text, tint.fill) >= 6.5


@MODES
@pytest.mark.parametrize(
    ("text", "fill"), [("on_accent", "accent"), ("on_accent", "accent_strong"), ("on_tip", "tip")]
)
def test_words_on_filled_pieces_are_readable(mode: Palette, text: str, fill: str) -> None:
    assert contrast(mode.colour(text), mode.colour(fill)) >= 4.5


@MODES
@pytest.mark.parametrize("token", ["control", "accent", "danger"])
@pytest.mark.parametrize("ground", ["ground", "surface", "window", "sheet"])
def test_the_border_of_a_control_and_the_focus_ring_are_seen(mode: Palette, token: str, ground: str) -> None:
    assert contrast(mode.colour(token), mode.colour(ground)) >= 3


def test_an_unknown_family_looks_closed() -> None:
    assert LIGHT.family("elsewhere") == LIGHT.closed


def test_tokens_are_flat_colours() -> None:
    tokens = DARK.tokens()
    assert tokens["new_fill"] == "#16304F"
    assert all(value.startswith("#") and len(value) == 7 for name, value in tokens.items() if name != "name")
