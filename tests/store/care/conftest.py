"""A folder with records, where its backups go, and a new folder."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.support.records import fill


@pytest.fixture
def full(book):
    """A logbook of a small site with three people, two photos and a key."""
    return fill(book)


@pytest.fixture
def care(full, clock, tmp_path):
    """The full logbook, its folder, where backups go, and a new folder."""
    (tmp_path / "stick").mkdir()
    return SimpleNamespace(
        book=full,
        data=full.data,
        now=clock.now(),
        file=tmp_path / "stick" / "patrol.zip",
        other=tmp_path / "other",
    )
