"""The sheet of an act: what stands in it already, a time of one's own, and a finding re-checked and closed by taps."""

from __future__ import annotations

from datetime import datetime

from checkpoints.work.people import PersonAdded
from tests.support.taps import tap
from tests.tui.conftest import MONDAY, until
from tests.tui.test_finding import act, assigned, choose, found
from tui.screens.act_sheet import ActSheet
from tui.screens.time_sheet import TimeRequest, TimeSheet, typed_time
from tui.widgets.notice import Notice

__all__ = ["found"]


async def save(app, pilot, screen, **values):
    await until(pilot, lambda: isinstance(app.screen, ActSheet), "the sheet")
    await pilot.pause()
    app.screen.draft.values |= values
    await tap(pilot, "#act-save")
    await until(pilot, lambda: app.screen is screen, "the sheet to close")


async def test_D3_12_somebody_else_looks_and_the_supervisor_closes(book, run_app, found):
    assigned(book, found)
    act(book, found, "accept", "p03")
    act(book, found, "rectify", "p03", result="已抽水", fixer="p03")
    finding = book.ledger.findings.all[found]
    async with run_app(book, person="p03", lang="zh", place="tablet", size=(100, 30)) as (app, pilot):
        app.go("finding", found)
        await pilot.pause()
        screen = app.screen
        await choose(app, pilot, "#finding-acts", "pass")
        assert "复查合格" in screen.query_one(Notice).text
        assert finding.state == "rectified"
        app.person = "p02"
        await choose(app, pilot, "#finding-acts", "pass")
        await save(app, pilot, screen, photos=["b" * 64])
        assert book.ledger.findings.all[found].state == "verified"
        app.person = "p01"
        await choose(app, pilot, "#finding-acts", "close")
        await save(app, pilot, screen)
        assert book.ledger.findings.all[found].state == "closed"


async def test_a_time_that_no_tile_offers_is_typed_on_the_pad(book, run_app, found):
    async with run_app(book, person="p01", lang="en", place="tablet", size=(100, 30)) as (app, pilot):
        app.go("finding", found)
        await pilot.pause()
        await choose(app, pilot, "#finding-acts", "assign")
        await until(pilot, lambda: isinstance(app.screen, ActSheet), "the sheet")
        sheet = app.screen
        await choose(app, pilot, "#act-fields", "due")
        await choose(app, pilot, "#act-chips", "another")
        await until(pilot, lambda: isinstance(app.screen, TimeSheet), "the pad")
        await pilot.pause()
        await pilot.press(*"12081430", "enter")
        await until(pilot, lambda: app.screen is sheet, "the sheet again")
        assert datetime.fromisoformat(sheet.draft.values["due"]) == MONDAY.replace(month=12, day=8, hour=14, minute=30)


def test_typed_digits_are_a_time_to_come_or_one_that_was():
    ahead, behind = TimeRequest("", clock=True), TimeRequest("", clock=False, past=True)
    assert typed_time("11231000", MONDAY, ahead) == MONDAY.replace(hour=10)
    assert typed_time("01051000", MONDAY, ahead) == MONDAY.replace(year=2027, month=1, day=5, hour=10)
    assert typed_time("02301000", MONDAY, ahead) is None
    assert typed_time("1123", MONDAY, behind).date() == MONDAY.date()
    assert typed_time("1224", MONDAY, behind).date().year == 2025


def test_a_person_is_named_by_choice_unless_the_department_has_one(book, found):
    """The plan, the time and the head stand there; nobody is made responsible by guessing (D3.11)."""
    from types import SimpleNamespace

    from tui.screens.act_fields import Fields

    app = SimpleNamespace(book=book, person="p01", now=lambda: MONDAY)
    begun = Fields(app, "assign", [found]).begin()
    assert (begun.values["head"], begun.values.get("person"), begun.phrases["plan"]) == ("p08", None, [0])
    book.record(
        "p01", lambda _now: [PersonAdded(person="p03", zh="赵工", en="Zhao", role="engineer", department="engineering")]
    )
    assert Fields(app, "assign", [found]).begin().values["person"] == "p03"
