"""Each safeguard is taken out in turn, and the stories must go wrong: a test that cannot fail proves nothing.

The mutant runs in a process of its own, on the same tests as everybody (see `tests.support.mutations`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.mutations import MUTATIONS

ROOT = Path(__file__).parents[2]
STORIES = "tests/sim/test_stories_1.py"
SEEDS = 800
"""Of which the first file has 200, in four tests; a mutant is to fail in the first of them, or nearly."""


def run_stories(name, tests=STORIES, seeds=SEEDS):
    plain_env = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    asked = plain_env | {"ROUNDSMAN_MUTATION": name, "ROUNDSMAN_SEEDS": str(seeds)}
    plain = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "tests.support.mutations"]
    return subprocess.run(
        [*plain, tests], check=False, cwd=ROOT, env=asked, capture_output=True, text=True, timeout=200
    )


def test_the_stories_end_well_as_the_store_is():
    ended = run_stories("", seeds=160)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("name", MUTATIONS)
def test_without_it_the_stories_go_wrong(name):
    ended = run_stories(name)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "Broken(" in ended.stdout, "a story found it, and not an accident of the mutation"
