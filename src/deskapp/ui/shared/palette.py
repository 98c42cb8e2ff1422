"""The colours of the window as named tokens, light and dark; nothing else writes a colour."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Tint:
    """A colour to write in and the fill behind it; always shown with an icon and a word."""

    text: str
    fill: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)  # two of them, at every start
class Palette:
    """All colours of one mode.

    `window` is what lies behind everything, `sheet` what people read and type on.
    """

    name: str
    ground: str
    surface: str
    window: str
    sheet: str
    hover: str
    selection: str
    text: str
    muted: str
    disabled: str
    line: str
    control: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    danger: str
    danger_strong: str
    success: str
    warning: str
    tip: str
    on_tip: str
    scrim: str
    new: Tint
    active: Tint
    waiting: Tint
    ready: Tint
    closed: Tint
    alarm: Tint
    series: tuple[str, ...]
    scale: tuple[str, ...]
    scale_outline: str

    def family(self, name: str) -> Tint:
        """The tint of a status family (`new`, `active`, `waiting`, `ready`, `closed`, `alarm`)."""
        tint = getattr(self, name) if name in FAMILIES else self.closed
        assert isinstance(tint, Tint)
        return tint

    def colour(self, token: str) -> str:
        """The colour of a token; a family's name gives the colour of its text."""
        value = getattr(self, token)
        return value.text if isinstance(value, Tint) else str(value)

    def tokens(self) -> dict[str, str]:
        """Every token by name as `#RRGGBB`; families as `new_text`, `new_fill` and so on."""
        flat: dict[str, str] = {}
        for name, value in asdict(self).items():
            if isinstance(value, dict):
                flat |= {f"{name}_{part}": colour for part, colour in value.items()}
            elif isinstance(value, str):
                flat[name] = value
        return flat


FAMILIES = frozenset({"new", "active", "waiting", "ready", "closed", "alarm"})

LIGHT = Palette(
    name="light",
    ground="#FFFFFF",
    surface="#F5F7FA",
    window="#F5F7FA",
    sheet="#FFFFFF",
    hover="#EBEFF5",
    selection="#DCE8FA",
    text="#1B2430",
    muted="#566372",
    disabled="#9AA4B0",
    line="#D5DAE1",
    control="#848F9C",
    accent="#1B5FC1",
    accent_strong="#154C9C",
    accent_soft="#E6EFFB",
    on_accent="#FFFFFF",
    danger="#B4232F",
    danger_strong="#8F1A25",
    success="#0B6B4C",
    warning="#8A5400",
    tip="#1B2430",
    on_tip="#F5F7FA",
    scrim="#1B2430",
    new=Tint("#0B4A8F", "#E3EEFB"),
    active=Tint("#4B2E83", "#EDE6F8"),
    waiting=Tint("#7A4B00", "#FDF0D5"),
    ready=Tint("#0B5F45", "#DDF3EA"),
    closed=Tint("#46515E", "#E9ECF0"),
    alarm=Tint("#9B1C26", "#FCE4E6"),
    series=("#0C3D72", "#D9760F", "#2FA174", "#A869E0", "#5A3F00"),
    scale=("#C6D9F1", "#86AFE3", "#3F7BC8", "#0C3D72"),
    scale_outline="#0C3D72",
)

DARK = Palette(
    name="dark",
    ground="#14181E",
    surface="#1C222A",
    window="#14181E",
    sheet="#1C222A",
    hover="#262E38",
    selection="#22406B",
    text="#E6EAF0",
    muted="#A3AFBD",
    disabled="#66717E",
    line="#343D48",
    control="#6B7785",
    accent="#7DB2FF",
    accent_strong="#A3C9FF",
    accent_soft="#1D2F4A",
    on_accent="#0D1420",
    danger="#FF9A9F",
    danger_strong="#FFB9BC",
    success="#6FDDB0",
    warning="#F2C46D",
    tip="#E6EAF0",
    on_tip="#14181E",
    scrim="#000000",
    new=Tint("#A9CFFF", "#16304F"),
    active=Tint("#D3BFF5", "#2F2350"),
    waiting=Tint("#F6CF86", "#43320F"),
    ready=Tint("#8FE3C2", "#12392D"),
    closed=Tint("#C3CCD6", "#2B323B"),
    alarm=Tint("#FFB4B8", "#4D1B20"),
    series=("#4590E8", "#C95A3B", "#66F2B8", "#A26B8B", "#D0E458"),
    scale=("#27405F", "#3E6EA8", "#73A8E6", "#C4DCFA"),
    scale_outline="#C4DCFA",
)


def contrast(one: str, other: str) -> float:
    """The contrast of two `#RRGGBB` colours by WCAG, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
