"""The two looks: `day` for sunlight, `night` for the dark. Both keep at least 7:1 between text and ground."""

from __future__ import annotations

from textual.theme import Theme

__all__ = ["DAY", "NIGHT", "THEMES"]

DAY = Theme(
    name="day",
    dark=False,
    primary="#003e9c",
    secondary="#4a3a00",
    accent="#003e9c",
    warning="#7a3d00",
    error="#a30000",
    success="#00561f",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#e4e7ec",
    text_alpha=1.0,
    variables={
        "on-primary": "#ffffff",
        "on-success": "#ffffff",
        "on-error": "#ffffff",
        "on-warning": "#ffffff",
        "line": "#5b6470",
        "quiet": "#3c434d",
        "head": "#12243f",
        "on-head": "#ffffff",
        "focus": "#ffd54a",
        "on-focus": "#000000",
    },
)
NIGHT = Theme(
    name="night",
    dark=True,
    primary="#8ab8ff",
    secondary="#e0cf8a",
    accent="#8ab8ff",
    warning="#ffc266",
    error="#ff9d94",
    success="#7fe0a0",
    foreground="#f4f4f4",
    background="#0a0d12",
    surface="#0a0d12",
    panel="#1e2530",
    text_alpha=1.0,
    variables={
        "on-primary": "#000000",
        "on-success": "#000000",
        "on-error": "#000000",
        "on-warning": "#000000",
        "line": "#7d8896",
        "quiet": "#b6bfca",
        "head": "#16202e",
        "on-head": "#ffffff",
        "focus": "#ffd54a",
        "on-focus": "#000000",
    },
)
THEMES = (DAY, NIGHT)
