"""How often everything happened in the stories is told at the end of a run."""

from __future__ import annotations

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counts: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "stories":
                counts += Counter(value)
    if counts:
        terminalreporter.section("stories told by the simulation")
        told = ", ".join(f"{what} {often:,}" for what, often in sorted(counts.items()))
        terminalreporter.write_line(f"seeds 0 to {counts['stories'] - 1}: {told}")
