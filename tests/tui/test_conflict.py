"""Two versions of one finding are shown side by side, and the supervisor says which holds."""

from __future__ import annotations

import pytest

from checkpoints.work import findings
from checkpoints.work.findings.facts import FindingAssigned, FindingVoided
from tests.support.taps import tap
from tests.tui.conftest import until
from tests.tui.test_finding import DRAFT, text_of
from tui.screens.conflict_sheet import ConflictSheet
from tui.screens.finding import FindingScreen
from tui.widgets.big import Big


@pytest.fixture
def torn(book):
    """A finding that one device sent a notice for while another made it void."""
    made = book.record("p02", lambda now: findings.raise_finding(book.ledger, DRAFT, "p02", now))
    finding, ground = made[0].subject.partition(":")[2], (made[0].id,)
    notice = FindingAssigned(
        finding=finding,
        notice="X/1",
        department="engineering",
        head="",
        plan="抽水并查明来源",
        person="p03",
        due=made[0].body.due,
        after=ground,
    )
    book.record("p01", lambda _now: [notice])
    book.record("p01", lambda _now: [FindingVoided(finding=finding, why="no_fault", reason="现场已干", after=ground)])
    assert book.ledger.findings.all[finding].conflict
    return finding


async def test_both_versions_stand_side_by_side_and_one_is_chosen(book, run_app, torn):
    async with run_app(book, person="p01", lang="en", place="office", size=(160, 48)) as (app, pilot):
        app.go("finding", torn)
        await until(pilot, lambda: app.screen.query("#finding-conflict"), "the detail")
        await until(pilot, lambda: app.screen.query_one("#finding-conflict", Big).display, "the conflict")
        assert "contradict" in text_of(app)
        await tap(pilot, "#finding-conflict")
        await until(pilot, lambda: isinstance(app.screen, ConflictSheet), "the versions")
        await until(pilot, lambda: "抽水并查明来源" in text_of(app) and "现场已干" in text_of(app), "both versions")
        assert app.screen.query_one("#conflict-save", Big).disabled
        await tap(pilot, "#conflict-take-a")
        await until(pilot, lambda: not app.screen.query_one("#conflict-save", Big).disabled, "the choice")
        await tap(pilot, "#conflict-save")
        await until(pilot, lambda: isinstance(app.screen, FindingScreen), "the detail again")
        known = book.ledger.findings.all[torn]
        assert (known.conflict, known.state, known.person) == (False, "assigned", "p03")
        await until(pilot, lambda: "not in force" in text_of(app), "what was not chosen, in the timeline")


async def test_what_the_other_version_says_can_be_taken_along(book, run_app, torn):
    ledger = book.ledger
    known = ledger.findings.all[torn]
    other = FindingAssigned(
        finding=torn,
        notice="X/2",
        department="cleaning",
        head="",
        plan="清扫积水",
        person="p02",
        due=known.due,
        after=(known.changes[0].id,),
    )
    void = next(c for c in known.changes if isinstance(c.body, FindingVoided))
    book.record("p01", lambda _now: [other])
    async with run_app(book, person="p01", lang="zh", place="office", size=(80, 24)) as (app, pilot):
        app.go("finding", torn)
        await until(pilot, lambda: app.screen.query("#finding-conflict"), "the detail")
        await tap(pilot, "#finding-conflict")
        await until(pilot, lambda: isinstance(app.screen, ConflictSheet), "the versions")
        sheet = app.screen
        while void.id in [tip.id for tip in sheet._pair()]:
            await tap(pilot, "#conflict-next")
            await pilot.pause()
        await tap(pilot, "#conflict-take-a")
        await until(pilot, lambda: sheet.query_one("#conflict-parts").display, "what differs")
        sheet._parts = ("person",)
        await tap(pilot, "#conflict-save")
        await until(pilot, lambda: isinstance(app.screen, FindingScreen), "the detail again")
        settled = book.ledger.findings.all[torn]
        assert not settled.conflict
        orders = {tip.person for tip in (known.changes[1].body, other)}
        assert settled.person in orders
        assert settled.progress.order is not None
        assert settled.progress.order.fact.notice.endswith("/3")
