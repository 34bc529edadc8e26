"""What a terminal, a scanner or a client of SSH may send: heard as keys, taps and pastes, or as nothing."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import pytest
from textual import events
from textual.drivers import linux_driver

from tests.support.ways_out import HOSTILE
from tui import hearing
from tui.hearing import Hearing

OPEN, SHUT = "\x1b[200~", "\x1b[201~"
TAP = "\x1b[<0;4;4M"


@pytest.fixture
def line(monkeypatch):
    """A line that Textual's parser listens to with doubt; `line.later` lets time pass."""
    now = [100.0]
    monkeypatch.setattr(hearing.time, "monotonic", lambda: now[0])
    made = Hearing()
    made.later = lambda seconds: now.__setitem__(0, now[0] + seconds)
    return made


def said(heard):
    """Keys by name, everything else by what it is."""
    return [e.key if isinstance(e, events.Key) else type(e).__name__ for e in heard]


@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE)
def test_after_whatever_came_keys_and_taps_are_heard_as_before(line, sent):
    heard = [*line.feed(sent.decode(errors="replace"))]
    assert not [e for e in heard if isinstance(e, events.Resize)]
    assert all((e.character or "").isascii() for e in heard if isinstance(e, events.Key) and e.character != "\ufffd")
    if line._timeout_time is not None:  # it was cut short, and is over in a moment
        line._timeout_time = 0.0
        [*line.tick()]
    (tap,) = line.feed(TAP)
    assert (tap.x, tap.y) == (3, 3)
    assert said(line.feed("x")) == ["x"]


def test_silence_in_a_paste_ends_it(line):
    [*line.feed(OPEN + "half")]
    line.later(hearing.PATIENCE - 0.1)
    assert said(line.tick()) == []
    line.later(0.2)
    (paste,) = line.tick()
    assert paste.text == "half"
    assert said(line.feed("x")) == ["x"]


def test_a_tap_in_a_paste_ends_it_and_is_a_tap(line):
    [*line.feed("\x1b[20"), *line.feed("0~never ended")]  # its sign may come in two pieces
    assert said(line.feed(TAP)) == ["Paste", "MouseDown"]


def test_a_whole_paste_is_one_however_long_and_slow(line):
    text = "电梯" * 100_000
    heard = [*line.feed(OPEN)]
    for at in range(0, len(text), 4096):
        line.later(1)
        heard += [*line.feed(text[at : at + 4096]), *line.tick()]
    (paste,) = [*heard, *line.feed(SHUT)]
    assert paste.text == text


def test_no_screen_is_larger_than_screens_are(monkeypatch):
    for name in ("getincrementaldecoder", "XTermParser"):  # what `hear` puts in their place goes with this test
        monkeypatch.setattr(linux_driver, name, getattr(linux_driver, name))
    app = SimpleNamespace(driver_class=linux_driver.LinuxDriver)
    hearing.hear(app)
    line = object.__new__(app.driver_class)
    for claimed, taken in (((80, 24), (80, 24)), ((65_535, 65_535), hearing.LARGEST), ((0, 0), (80, 25))):
        monkeypatch.setattr(shutil, "get_terminal_size", lambda claimed=claimed: claimed)
        assert line._get_terminal_size() == taken
