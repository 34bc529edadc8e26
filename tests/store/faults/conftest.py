"""Devices on a share of real files, and faults that are repeated at every place."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.devices import copied, furnished
from tests.support.sharing import Sharer, until_quiet
from tests.support.small_site import LOBBY, place, small_site

MEMORY = Path("/dev/shm")
"""Thousands of repetitions wait for no platter here; what a force is worth is not the question of these tests."""


@pytest.fixture
def tmp_path(tmp_path):
    """A folder in memory, where the system has such."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="roundsman-", dir=MEMORY))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """A folder of a site with one place and one question, so that every byte of its shared file can be visited."""
    site = small_site("tiny", places=(place(1),))
    site = replace(
        site,
        kinds=(replace(LOBBY, checks=LOBBY.checks[:1]),),
        zones=site.zones[:1],
        finding_categories=site.finding_categories[:1],
        content_groups={"a": site.content_groups["a"]},
        seasons=(),
    )
    return furnished(tmp_path_factory.mktemp("tiny") / "data", site)


@pytest.fixture
def share(tmp_path):
    """The path of a shared file in a folder of its own."""
    (tmp_path / "share").mkdir()
    return tmp_path / "share" / "tiny.patrol"


@pytest.fixture
def sharer(tiny, tmp_path, share):
    """Make devices: `sharer("a")` is one with the site's history and nothing else. They are closed after the test."""
    made = []

    def make(name, **options):
        made.append(Sharer(copied(tiny, tmp_path / name), share, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def pair(sharer):
    """Two devices that have exchanged what they recorded."""
    one, two = sharer("one"), sharer("two")
    for device in (one, two):
        device.record(3)
    until_quiet([one, two])
    return [one, two]
