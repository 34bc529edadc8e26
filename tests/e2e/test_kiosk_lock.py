"""In a real terminal nothing that people type, press or paste leaves the kiosk, records anything or shows a name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from store.logbook import Logbook
from tests.support.terminal import Terminal
from tests.support.tour import PEOPLE, furnish
from tests.support.ways_out import WAYS

pytestmark = pytest.mark.e2e

HOME = "请轻触要办理的事项"


def recorded(folder: Path) -> int:
    book = Logbook.open(folder)
    try:
        return book.ledger.count
    finally:
        book.close()


def test_all_of_it_at_once_and_the_kiosk_is_as_it_was(tmp_path: Path):
    furnish(tmp_path)
    before = recorded(tmp_path)
    with Terminal([sys.executable, "-m", "tui.cli", "--data", str(tmp_path), "--place", "kiosk"]) as terminal:
        terminal.wait_for(HOME)
        for sent in WAYS.values():
            terminal.send(sent)
            terminal.pump(0.03)
        for _ in range(4):
            terminal.send("\x1b")
            terminal.pump(0.3)
        terminal.wait_for(HOME)
        assert terminal.process.poll() is None
        drawn = terminal.raw.decode(errors="replace")
        assert not [name for zh, en, _pin in PEOPLE.values() for name in (zh, en) if name in drawn]
    assert recorded(tmp_path) == before
