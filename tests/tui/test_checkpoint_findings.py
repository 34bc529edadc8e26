"""Findings at a point: a fail is filled in already, nothing is recorded before Save, old ones are seen again first."""

# ruff: noqa: F811  (fixtures are imported by name)
from __future__ import annotations

import pytest

from tests.support.patrol import CONTROL, GATE, POWER, patrol, walking  # noqa: F401

BEARING = "CP-30"


def raised_at(patrol, point):
    return [f for f in patrol.ledger.findings.all.values() if f.raised and f.raised.checkpoint == point]


async def open_fail(walker, check="GATE-01"):
    await walker.tap_row("check:" + check, "answer:fail")
    await walker.until_sheet("FindingSheet")


async def test_a_fail_opens_a_sheet_that_is_filled_in_and_save_is_the_next_tap(walking, patrol):
    patrol.arrive(GATE)
    async with walking(lang="zh") as walker:
        await open_fail(walker)
        assert "不合格：地面" in walker.app.screen.query_one("#finding-words").text
        assert "S4" in walker.app.screen.query_one("#finding-severity").text
        assert "保洁" in walker.app.screen.query_one("#finding-department").text
        before = patrol.book.saved
        await walker.tap("#finding-save")
        await walker.until(lambda: walker.sheet == "CheckpointScreen", "the sheet closes")
        (finding,) = raised_at(patrol, GATE)
        assert (finding.raised.severity, finding.raised.department, finding.raised.check) == (
            "S4",
            "cleaning",
            "GATE-01",
        )
        assert patrol.value(GATE, "GATE-01") == "fail"
        assert patrol.book.saved == before + 3
        assert finding.raised.number in walker.row("check:GATE-01")
        assert "已保存" in walker.notice


async def test_back_records_nothing(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        before = patrol.book.saved
        await walker.press("x")
        await walker.until_sheet("FindingSheet")
        await walker.press("escape")
        assert walker.sheet == "CheckpointScreen"
        assert patrol.book.saved == before
        assert patrol.value(GATE, "GATE-01") is None


async def test_phrases_severity_department_and_deadline_are_chosen_by_taps(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        await open_fail(walker)
        await walker.tap("#finding-words")
        await walker.choose("Litter on the ground")
        await walker.tap("#finding-save")
        await walker.tap("#finding-severity")
        await walker.choose("S2")
        await walker.tap("#finding-department")
        await walker.choose("Greening")
        await walker.tap("#finding-due")
        await walker.choose("8 h")
        await walker.tap("#finding-save")
        await walker.until(lambda: raised_at(patrol, GATE), "the finding")
        (finding,) = raised_at(patrol, GATE)
        assert finding.raised.words.startswith("Failed: Ground")
        assert finding.raised.words.endswith("; Litter on the ground")
        assert (finding.raised.severity, finding.raised.department) == ("S2", "greening")
        assert round((finding.raised.due - finding.found_at).total_seconds() / 3600) == 8


async def test_fixed_on_the_spot_says_what_was_done_and_by_whom(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        await open_fail(walker)
        await walker.tap("#finding-fix")
        await walker.choose("Cleaned on the spot")
        await walker.tap("#finding-save")
        await walker.choose("Engineer Zhao")
        await walker.tap("#finding-save")
        await walker.until(lambda: raised_at(patrol, GATE), "the finding")
        (finding,) = raised_at(patrol, GATE)
        assert (finding.state, finding.fixed.done, finding.fixed.fixer) == (
            "fixed_on_spot",
            "Cleaned on the spot",
            "p03",
        )


async def test_an_emergency_is_fixed_on_the_spot_only_with_a_second_pin(walking, patrol):
    patrol.arrive(CONTROL)
    async with walking(CONTROL) as walker:
        await walker.tap_row("check:FCR-04", "answer:off")
        await walker.until_sheet("FindingSheet")
        await walker.tap("#finding-fix")
        await walker.choose("Engineer put it back")
        await walker.tap("#finding-save")
        await walker.choose("Wang Min")
        await walker.tap("#finding-save")
        await walker.until_sheet("PinSheet")
        assert not raised_at(patrol, CONTROL)
        await walker.choose("Li Qiang")
        await walker.press(*"2468", "enter")
        await walker.until(lambda: raised_at(patrol, CONTROL), "the finding")
        assert raised_at(patrol, CONTROL)[0].fixed.witness == "p01"


@pytest.mark.parametrize(("reading", "severity"), [("2", "S2"), ("45", "S1")])
async def test_a_number_out_of_range_is_recorded_with_its_finding_at_once(walking, patrol, reading, severity):
    patrol.arrive(POWER)
    async with walking(POWER) as walker:
        await walker.tap_row("check:PWR-01", "number")
        await walker.until_sheet("NumberSheet")
        await walker.press(*reading)
        warned = walker.app.screen.query_one("#number-pad .shown").text
        assert ("emergency" if severity == "S1" else "Out of range") in warned
        await walker.press("enter")
        await walker.until_sheet("FindingSheet")
        (finding,) = raised_at(patrol, POWER)
        assert (patrol.value(POWER, "PWR-01"), finding.raised.severity) == (float(reading), severity)
        await walker.tap("#finding-words")
        await walker.choose("Too warm")
        await walker.tap("#finding-save")
        await walker.tap("#finding-save")
        await walker.until(lambda: finding.notes, "the note")
        assert finding.notes[0][2].words == "Too warm or heat marks"


async def test_the_sheet_after_a_number_may_be_closed_without_adding_anything(walking, patrol):
    patrol.arrive(POWER)
    async with walking(POWER) as walker:
        await walker.tap_row("check:PWR-01", "number")
        await walker.until_sheet("NumberSheet")
        await walker.press("2", "enter")
        await walker.until_sheet("FindingSheet")
        await walker.press("escape")
        await walker.until(lambda: walker.sheet == "CheckpointScreen", "the sheet closes")
        assert len(raised_at(patrol, POWER)) == 1
        assert walker.selected == "check:PWR-02"


async def test_open_findings_come_first_with_number_words_department_and_how_late(walking, patrol):
    patrol.arrive(GATE)
    finding = patrol.finding(GATE, due_h=0.0001)
    patrol.finish()
    patrol.start()
    patrol.arrive(GATE)
    async with walking() as walker:
        await walker.until(lambda: "overdue" in walker.row("finding:" + finding) or walker.screen.repaint(), "overdue")
        first = walker.screen.listed.rows[0]
        assert first.key == walker.selected == "finding:" + finding
        assert patrol.ledger.findings.all[finding].raised.number in first.text.plain
        assert "standing water" in first.text.plain
        assert "Customer service" in first.text.plain
        await walker.tap_row(first.key, "still")
        assert patrol.visit(GATE).touched[finding] == "still"
        assert "! still there" in walker.row(first.key)


async def test_an_old_finding_put_right_is_seen_as_gone(walking, patrol):
    patrol.arrive(GATE)
    finding = patrol.finding(GATE)
    patrol.finish()
    patrol.start()
    patrol.arrive(GATE)
    async with walking(lang="zh") as walker:
        await walker.tap_row("finding:" + finding, "gone")
        assert patrol.ledger.findings.all[finding].state == "gone"
        assert "✓ 已改好" in walker.row("finding:" + finding)


async def test_a_slip_is_put_right_by_the_next_tap(walking, patrol):
    patrol.arrive(GATE)
    finding = patrol.finding(GATE)
    patrol.finish()
    patrol.start()
    patrol.arrive(GATE)
    async with walking() as walker:
        await walker.tap_row("finding:" + finding, "gone")
        await walker.tap_row("finding:" + finding, "still")
        assert patrol.ledger.findings.all[finding].open
        assert patrol.visit(GATE).touched[finding] == "still"


async def test_a_meter_that_cannot_be_read_is_a_finding(walking, patrol):
    patrol.arrive(POWER)
    async with walking(POWER) as walker:
        await walker.tap_row("check:PWR-01", "answer:unreadable")
        await walker.until_sheet("FindingSheet")
        assert "meter cannot be read" in walker.app.screen.query_one("#finding-words").text
        await walker.tap("#finding-save")
        await walker.until(lambda: raised_at(patrol, POWER), "the finding")
        assert patrol.value(POWER, "PWR-01") == "unreadable"
        assert "✗ fail" in walker.row("check:PWR-01")


async def test_an_old_finding_can_be_put_right_by_us(walking, patrol):
    patrol.arrive(GATE)
    finding = patrol.finding(GATE)
    patrol.finish()
    patrol.start()
    patrol.arrive(GATE)
    async with walking() as walker:
        await walker.tap_row("finding:" + finding, "fix")
        await walker.until_sheet("FindingSheet")
        await walker.choose("Fenced off")
        await walker.tap("#finding-save")
        await walker.choose("Wang Min")
        await walker.tap("#finding-save")
        await walker.until(lambda: patrol.visit(GATE).touched.get(finding) == "fixed", "the fix")
        known = patrol.ledger.findings.all[finding]
        assert (known.fixed.done, known.fixed.fixer) == ("Fenced off and marked", "p02")


async def test_a_point_is_not_left_before_its_open_findings_were_seen(walking, patrol):
    patrol.arrive(GATE)
    finding = patrol.finding(GATE)
    patrol.finish()
    patrol.start()
    patrol.arrive(GATE)
    patrol.answer_all(GATE)
    async with walking() as walker:
        await walker.press("f8")
        assert "1 open findings of this place" in walker.notice
        assert walker.selected == "finding:" + finding


async def test_a_fault_that_is_open_already_is_seen_again_and_not_raised_twice(walking, patrol):
    patrol.arrive(GATE)
    patrol.answer(GATE, "GATE-01", "fail")
    patrol.finish()
    patrol.start()
    patrol.arrive(GATE)
    async with walking() as walker:
        await walker.tap_row("check:GATE-01", "answer:fail")
        assert walker.sheet == "CheckpointScreen"
        assert len(raised_at(patrol, GATE)) == 1
        assert "is open already" in walker.notice


async def test_another_finding_needs_words_and_is_then_listed(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        await walker.press("f6")
        await walker.until_sheet("FindingSheet")
        await walker.tap("#finding-save")
        await walker.tap("#finding-save")
        assert "at least 4 characters" in walker.notice
        assert walker.sheet == "FindingSheet"
        await walker.tap("#finding-category")
        await walker.choose("Cleaning")
        await walker.tap("#finding-words")
        await walker.tap("#finding-own")
        await walker.press(*"broken glass")  # the on-screen keyboard goes at a real key
        await walker.tap("#finding-save")
        await walker.tap("#finding-save")
        await walker.until(lambda: raised_at(patrol, GATE), "the finding")
        (finding,) = raised_at(patrol, GATE)
        assert (finding.raised.words, finding.raised.category, finding.raised.department) == (
            "broken glass",
            "cleaning",
            "cleaning",
        )
        assert walker.screen.listed.rows[-1].key == "finding:" + finding.id


async def test_a_failed_check_tapped_again_offers_to_add_to_its_finding(walking, patrol):
    patrol.arrive(GATE)
    patrol.answer(GATE, "GATE-01", "fail")
    async with walking() as walker:
        await walker.tap_row("check:GATE-01", "answer:fail")
        await walker.until_sheet("FindingSheet")
        assert not walker.app.screen.query_one("#finding-severity").display
        await walker.tap("#finding-save")
        assert "nothing to add" in walker.notice
        assert len(raised_at(patrol, GATE)) == 1


async def test_rules_6_what_is_open_here_already_is_seen_again_instead_of_raised_twice(walking, patrol):
    patrol.arrive(GATE)
    finding = patrol.finding(GATE)
    number = patrol.ledger.findings.called(finding)
    async with walking() as walker:
        walker.app.screen.act("finding")
        await walker.until_sheet("FindingSheet")
        await walker.tap("#finding-save")  # the page of words is left for the fields
        assert f"Open here already: {number}" in walker.app.screen.query_one("#finding-words").text
        await walker.tap("#finding-same")
        await walker.until(lambda: walker.sheet == "CheckpointScreen", "the sheet closes")
        assert f"Seen again and saved: {number}" in walker.notice
        assert [f.id for f in raised_at(patrol, GATE)] == [finding]
        assert len(patrol.ledger.findings.all[finding].sightings) == 1
