"""A share with a history for those who join, and a history that is long because it is read in small pieces."""

from __future__ import annotations

import pytest

from store import joining
from store.sync import shared_file
from tests.support.offices import office

HISTORY = 3000


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A share with a history, and the folder of its office; only to be read."""
    folder = tmp_path_factory.mktemp("shared")
    return office(
        folder / "office", folder / "share" / "site.journal", HISTORY, line=100
    ), folder / "share" / "site.journal"


@pytest.fixture
def file(shared, tmp_path):
    """A share of one's own, with the history."""
    own = tmp_path / "share" / "site.journal"
    own.parent.mkdir()
    own.write_bytes(shared[1].read_bytes())
    return own


@pytest.fixture
def small_steps(monkeypatch):
    """A history of a megabyte is long when it is read in small pieces."""
    monkeypatch.setattr(shared_file, "CHUNK", 50_000)
    monkeypatch.setattr(joining, "GROUND", 60_000)
    monkeypatch.setattr(joining, "GRACE", 0)
    monkeypatch.setattr(joining, "KEEP_EACH", 100_000)
