"""What holds for every test: no test touches a person's own folder, and in CI no end-to-end test may be skipped.

A skip is how a missing xterm would hide: locally it is shown, under CI (the variable CI is set) it is a failure.
With `--long` the tests that look for rare faults take a night's time: see `long_seconds` and ROUNDSMAN_SEEDS.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest

E2E = Path(__file__).parent / "e2e"

# Deadlines measure the machine, which two test processes share; the printed blob repeats a failing example.
hypothesis.settings.register_profile("roundsman", deadline=None, print_blob=True)
hypothesis.settings.load_profile("roundsman")

SEEDS = "ROUNDSMAN_SEEDS"
"""How many stories the simulation of devices and share tells; whoever runs the tests may set it."""
LONG_SEEDS = 5_000
LONG_LIMIT = 7_200
"""Seconds after which a test of a long run counts as hung."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="look for rare faults for as long as a night allows")


def pytest_configure(config: pytest.Config) -> None:
    """Point everything that a test does not set itself at a folder of this run, at a desk and not behind SSH."""
    kept = ("TEXTUAL_SNAPSHOT", SEEDS)  # how the picture comparison speaks to its own processes; how long to look
    for name in [n for n in os.environ if n.startswith(("ROUNDSMAN_", "TEXTUAL", "SSH_"))]:
        if not name.startswith(kept):
            del os.environ[name]
    if config.getoption("--long"):
        os.environ.setdefault(SEEDS, str(LONG_SEEDS))
    # The programs that tests start read what was compiled once; and with a heap of a whole suite, looking for garbage
    # as often as a small program does takes a fifth of the time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    gc.set_threshold(200_000, 50, 50)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under nohup no program of ours would hear it
    os.environ["ROUNDSMAN_DATA"] = tempfile.mkdtemp(prefix="roundsman-tests-")


def pytest_collection_finish() -> None:
    """What was loaded until now stays until the end: nobody looks for garbage in it."""
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a long run the limit per test is for tests that hang, not for those that look long."""
    if config.getoption("--long"):
        for item in items:
            item.add_marker(pytest.mark.timeout(LONG_LIMIT), append=False)


@pytest.fixture(scope="session")
def long_seconds(pytestconfig: pytest.Config) -> float | None:
    """How many seconds a test with real devices goes on in a long run; None in any other."""
    return 600.0 if pytestconfig.getoption("--long") else None


def pytest_unconfigure() -> None:
    """Leave nothing behind; pytest looks for garbage five times over at the end, of which one look finds it all."""
    import shutil

    gc.collect()
    gc.freeze()

    shutil.rmtree(os.environ.get("ROUNDSMAN_DATA", ""), ignore_errors=True)


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"skipped, which CI does not allow for an end-to-end test: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.get_closest_marker("e2e") and in_ci():
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped and E2E in collector.path.parents and in_ci():
        _fail(report)
    return report
