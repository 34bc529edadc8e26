"""Reports on paper: printed by the command, opened in a real browser, put onto A4 (issue part 10)."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from checkpoints.site.catalogue import default_site
from checkpoints.work import findings
from checkpoints.work.findings import Draft
from checkpoints.work.people import PersonAdded
from checkpoints.work.sites import SiteLoaded
from store.clock import SetClock
from store.logbook import Logbook
from tests.support.browser import print_pages
from tests.support.filled import opened, told

pytestmark = pytest.mark.e2e

EVIL = '<script>console.log("obeyed")</script><img src="http://evil.example/x.png">'
MANY = 45
"""Findings, so that their table runs over more than one page."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a week of evenings and a long list of findings, the words of one of them hostile."""
    clock = SetClock(datetime(2026, 11, 25, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
    book = Logbook.open(tmp_path / "data", clock=clock)
    people = [
        PersonAdded(person=who, zh=zh, en=who, role=role, department="service")
        for who, zh, role in (("zhao", "赵主任", "supervisor"), ("wang", "王敏", "assistant"))
    ]
    book.record("zhao", lambda _now: [SiteLoaded(site=default_site()), *people])
    places = [place.id for place in default_site().active]
    for n in range(MANY):
        words = EVIL if n == 0 else f"地面积水第{n}处，需清理"
        place = places[n % len(places)]
        draft = Draft(
            checkpoint=place, words=words, severity="S3", department="engineering", category="equipment", due_h=72
        )
        book.record("wang", lambda now, draft=draft: findings.raise_finding(book.ledger, draft, "wang", now))
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        figures = {"fees": "1280.50", "complaints": 2, "move_ins": 1, "fit_outs": 3, "visitors": 0}
        facts = [*opened("evening_meeting", day, period=day)]
        facts += told(book.ledger, "evening_meeting", day, "meeting", figures)
        book.record("zhao", lambda _now, facts=facts: facts)
    book.close()
    return tmp_path / "data"


def report(data: Path, lang: str, name: str, *arguments: str) -> Path:
    """One report as a page, made by the installed program."""
    page = data.parent / f"{name}.html"
    command = [sys.executable, "-m", "tui.cli", "report", name, *arguments, "--data", str(data), "--lang", lang]
    subprocess.run([*command, "--format", "html", "--out", str(page)], check=True, capture_output=True)
    return page


def test_reports_are_printed_by_a_browser_without_a_word_to_the_network(data, tmp_path):
    week = report(data, "zh", "weekly_summary", "--date", "2026-11-25")
    long = report(data, "en", "findings")
    obeyed = tmp_path / "obeyed.html"  # what it would look like if words were obeyed: the checks below can fail
    obeyed.write_text(f"<html><body>{EVIL}</body></html>", "utf-8")
    paper, listed, control = print_pages(tmp_path / "printed", week, long, obeyed)

    assert len(paper.pages) >= 3
    assert "周工作总结" in paper.pages[0].replace(" ", "")
    assert "3,841.50" in paper.pages[0]
    assert paper.pages[0].split()[-1] == f"1/{len(paper.pages)}"

    assert len(listed.pages) >= 3
    assert [("Number" in page and "Problem" in page) for page in listed.pages[:2]] == [True, True]
    assert "evil.example" in "".join("".join(listed.pages).split())

    for printed in (paper, listed):
        assert printed.console == []
        assert printed.asked == set()
    assert control.asked == {"http://evil.example/x.png"}
    assert any("obeyed" in line for line in control.console)
