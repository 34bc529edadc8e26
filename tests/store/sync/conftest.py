"""Devices that share a file, closed after each test."""

from __future__ import annotations

import pytest

from tests.support.tablets import Tablets


@pytest.fixture
def tablets(tmp_path):
    made = Tablets(tmp_path)
    yield made
    made.close()


@pytest.fixture
def two(tablets):
    """Two devices that know the same."""
    one, other = tablets.make("one"), tablets.make("other")
    tablets.settle()
    return one, other
