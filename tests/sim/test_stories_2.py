"""Devices, a share, clocks and faults, each story told by its seed: part 2 of four, so that processes share them."""

from __future__ import annotations

import pytest

from tests.support.sim_run import CHUNKS, chunk, run


@pytest.mark.parametrize("number", range(1, CHUNKS, 4))
def test_everybody_ends_with_everything_that_was_acknowledged(number, record_property):
    record_property("stories", dict(run(chunk(number))))
