"""The kiosk under a storm of screen changes gathers no memory: half an hour in a long run, a minute in any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.soak import soak

pytestmark = pytest.mark.e2e

LIMIT = 10.0
"""MB that it may grow by after warming up (docs/deploying.md says what was measured)."""


def test_screens_come_and_go_and_memory_stays(tmp_path: Path, long_seconds: float | None):
    seconds, warm_up = (1800.0, 120.0) if long_seconds else (60.0, 8.0)
    told = soak(tmp_path, seconds, warm_up, rate=20.0)
    print(told)
    assert float(str(told["growth_mb"])) <= LIMIT, told
