"""The two looks: `day` for sunlight, `night` for the dark.

All text keeps at least 7:1 against its ground. Every colour is one of xterm's 256, so that terminals without true
colour, and the office over SSH, show what was meant and not the nearest thing to it.
"""

from __future__ import annotations

from dataclasses import replace

from textual.theme import Theme

__all__ = ["DAY", "FEW", "NIGHT", "THEMES"]

DAY = Theme(
    name="day",
    dark=False,
    primary="#0000af",
    secondary="#5f00af",
    accent="#0000af",
    warning="#5f0000",
    error="#af0000",
    success="#005f00",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#e4e4e4",
    text_alpha=1.0,
    variables={
        "on-primary": "#ffffff",
        "on-success": "#ffffff",
        "on-error": "#ffffff",
        "on-warning": "#ffffff",
        "line": "#585858",
        "quiet": "#444444",
        "head": "#00005f",
        "on-head": "#ffffff",
        "focus": "#ffd75f",
        "on-focus": "#000000",
    },
)
NIGHT = Theme(
    name="night",
    dark=True,
    primary="#87afff",
    secondary="#d7afff",
    accent="#87afff",
    warning="#ffd787",
    error="#ffafaf",
    success="#87d787",
    foreground="#eeeeee",
    background="#121212",
    surface="#121212",
    panel="#303030",
    text_alpha=1.0,
    variables={
        "on-primary": "#000000",
        "on-success": "#000000",
        "on-error": "#000000",
        "on-warning": "#000000",
        "line": "#8a8a8a",
        "quiet": "#bcbcbc",
        "head": "#00005f",
        "on-head": "#ffffff",
        "focus": "#ffd75f",
        "on-focus": "#000000",
    },
)
THEMES = (DAY, NIGHT)
FEW = (
    replace(DAY, success="#0000af", variables=DAY.variables | {"line": "#000000", "quiet": "#000000"}),
    replace(NIGHT, panel="#121212", variables=NIGHT.variables | {"line": "#bcbcbc"}),
)
"""The same two for sixteen colours. The Linux console has no bright grounds, so its day is grey."""
