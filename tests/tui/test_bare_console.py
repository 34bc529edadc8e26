"""Terminals that can draw little: every sign of ours has a stand-in, sixteen colours stay readable, and in English."""

from __future__ import annotations

import re
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as Background
from textual.theme import Theme

from tests.support.terminal import Terminal
from tui.abilities import colours
from tui.bare import STANDS, FewColours, bare
from tui.theme import DAY, FEW, NIGHT

FACE = Path(__file__).parents[2] / "tui"
CONSOLE = [(0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170), (170,) * 3]
CONSOLE += [(85,) * 3, (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255), (255, 85, 255), (85, 255, 255)]
CONSOLE += [(255,) * 3]
"""What the Linux console calls its sixteen colours."""


def drawable(text: str) -> bool:
    return all(c.isascii() or c in STANDS for c in text)


def signs() -> set[str]:
    """Everything in the face that is neither ASCII nor Chinese nor Chinese punctuation."""
    text = "".join(path.read_text() for ending in ("*.py", "*.tcss") for path in FACE.rglob(ending))
    return {c for c in set(text) if not c.isascii() and unicodedata.east_asian_width(c) not in "WF" and c.isprintable()}


def test_every_sign_of_ours_has_a_stand_in_that_says_something():
    frames = {chr(point) for point in range(0x2500, 0x25A0)}  # Textual's borders and bars take from all of them
    mute = {sign for sign in signs() | frames if "?" in bare(sign)}
    assert not mute


def test_the_frames_that_are_drawn_join_up():
    assert bare("┏━┓┃╭─╮│┗┛╰╯╏┅╞╋╶") == "┌─┐│┌─┐│└┘└┘│─├┼─"


def test_bold_stays_where_it_is_not_drawn_as_another_colour():
    styles = ["bold #000000", "bold #af0000", "bold #ffffff", "#000000", "bold"]
    lines = FewColours().apply([Segment("x", Style.parse(style)) for style in styles], Background(0, 0, 0))
    assert [bool(line.style and line.style.bold) for line in lines] == [False, False, True, False, True]


def test_signs_that_stand_for_opposites_stay_apart():
    for one, other in pairwise("✓✗○●▲▼"):
        assert bare(one) != bare(other)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_whatever_people_wrote_becomes_drawable_and_nothing_moves(text: str):
    assert drawable(bare(text))
    assert sum(map(cell_len, bare(text))) == sum(map(cell_len, text))


@pytest.mark.parametrize(
    ("environ", "many"),
    [
        ({"TERM": "linux"}, 16),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, 16),
        ({"TERM": "xterm"}, 16),
        ({"TERM": "xterm-16color"}, 16),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, 256),
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "tmux-256color"}, 256),
        ({"TERM": "foot"}, 256),
        ({"TERM": "xterm-kitty"}, 256),
    ],
)
def test_how_many_colours_a_terminal_has(environ: dict[str, str], many: int):
    assert colours(environ) == many


def luminance(rgb: tuple[int, ...]) -> float:
    linear = [x / 255 / 12.92 if x <= 10 else ((x / 255 + 0.055) / 1.055) ** 2.4 for x in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(text: str, ground: str) -> float:
    """On the console, whose grounds are never bright."""
    numbers = [Color.parse(c).downgrade(ColorSystem.STANDARD).number or 0 for c in (text, ground)]
    dark, light = sorted(luminance(CONSOLE[n]) for n in (numbers[0], numbers[1] % 8))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", FEW, ids=lambda theme: theme.name)
def test_in_sixteen_colours_text_stands_out_from_its_ground(theme: Theme):
    more = theme.variables
    pairs = [(getattr(theme, n) or "", theme.background) for n in ("primary", "error", "warning", "success")]
    pairs += [(more[n], theme.background) for n in ("line", "quiet")]
    pairs += [(more["on-" + n], getattr(theme, n)) for n in ("primary", "error", "warning", "success")]
    pairs += [(more["on-head"], more["head"]), (more["on-focus"], more["focus"])]
    pairs += [(text, theme.panel or "") for text in (theme.foreground or "", more["quiet"])]
    weak = {(text, ground): contrast(text, ground or "") for text, ground in pairs}
    assert min(weak.values()) >= 3, weak
    assert {theme.name for theme in FEW} == {DAY.name, NIGHT.name}


@pytest.mark.e2e
def test_the_linux_console_gets_english_night_and_nothing_that_it_cannot_draw(tmp_path: Path):
    program = [sys.executable, "-m", "tui.cli", "--data", str(tmp_path)]
    console = {"TERM": "linux", "COLORTERM": "truecolor", "ROUNDSMAN_LANG": ""}
    with Terminal(program, size=(80, 25), env=console) as terminal:
        terminal.wait_for("demo")
        assert "??" not in terminal.text
        terminal.key("F2")
        terminal.wait_for("cannot draw Chinese")
        terminal.settle()
        painted = terminal.raw.decode()
        assert {c for c in painted if not c.isascii()} <= STANDS
        assert not re.search(r"\x1b\[[0-9;]*[34]8;[25];", painted), "a colour that the console does not have"
