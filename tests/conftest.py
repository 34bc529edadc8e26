"""What holds for every test: no test touches a person's own folder, and in CI no end-to-end test may be skipped.

A skip is how a missing xterm would hide: locally it is shown, under CI (the variable CI is set) it is a failure.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest

E2E = Path(__file__).parent / "e2e"

# Deadlines measure the machine, which two test processes share; the printed blob repeats a failing example.
hypothesis.settings.register_profile("roundsman", deadline=None, print_blob=True)
hypothesis.settings.load_profile("roundsman")


def pytest_configure() -> None:
    """Point everything that a test does not set itself at a folder of this run, at a desk and not behind SSH."""
    for name in [n for n in os.environ if n.startswith(("ROUNDSMAN_", "TEXTUAL", "SSH_"))]:
        if not name.startswith("TEXTUAL_SNAPSHOT"):  # how the picture comparison speaks to its own processes
            del os.environ[name]
    os.environ["ROUNDSMAN_DATA"] = tempfile.mkdtemp(prefix="roundsman-tests-")


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    import shutil

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
