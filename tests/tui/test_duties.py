"""The board of duties on the screen: what is owed, what opens it, who lets it go, and the same for a deputy."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from checkpoints.work import deputies
from checkpoints.work.deputies import DeputyNamed
from checkpoints.work.people import PersonAdded, PinSet
from checkpoints.work.public_reports import FORM, NOBODY, Told, report
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target
from tests.tui.conftest import hashed, until
from tui.cli import run
from tui.widgets.big import Big
from tui.widgets.table import Table
from tui.widgets.words import Words

TODAY = "2026-11-23"


@pytest.fixture
def staffed(book):
    """The site with a manager as well."""
    added = PersonAdded(person="p09", zh="林国栋", en="Lin Guodong", role="manager", department="management")
    book.record("p01", lambda _n: [added, PinSet(person="p09", pin_hash=hashed("9753"))])
    return book


def table(app):
    return app.screen.query_one(Table)


def says(app):
    """What the table says; nothing while it is not there yet."""
    return "".join(shown.cell_text() for shown in app.screen.query(Table))


def tiles(app):
    """What the tiles say, for a glove."""
    return "\n".join(big.text for big in app.screen.query("#duties-tiles .tile").results(Big) if big.display)


def choose(app, key):
    shown = table(app)
    shown.select(list(shown.keys).index(key))
    shown.action_open()


async def tap(pilot, text):
    def seen():
        return next((b for b in pilot.app.screen.query(Big) if b.display and b.region.area and text in b.text), None)

    await until(pilot, seen, f"a button {text}")
    seen().press()
    await pilot.pause()


async def test_the_board_shows_today_the_week_the_month_and_what_was_missed(staffed, run_app, clock):
    async with run_app(staffed, person="p01", lang="en", place="office", size=(160, 48)) as (app, pilot):
        await until(pilot, lambda: "○ Morning meeting 09:30" in app.screen.query_one("#board-duties", Big).text)
        app.screen.query_one("#board-duties", Big).press()
        await until(pilot, lambda: app.current_mode == "duties")
        await until(pilot, lambda: "by 09:30" in says(app))
        assert "Joint round, morning" in says(app)
        assert "none today" in says(app)
        assert "Li Qiang" in says(app)
        await tap(pilot, "This week")
        await until(pilot, lambda: "Staff talks" in says(app))
        await tap(pilot, "This month")
        await until(pilot, lambda: "Contractors assessed" in says(app) and "0/4" in says(app))
        clock.advance(days=1)
        await tap(pilot, "Missed duties")
        await until(pilot, lambda: "✗ not done" in says(app) and "Evening meeting" in says(app))
        assert "Mon 23 Nov" in says(app)
        await pilot.press("f2")
        await until(pilot, lambda: "✗ 漏做" in says(app) and "晚会" in says(app))


async def test_a_line_opens_what_closes_it_or_the_form_to_begin_it(staffed, run_app):
    given = {"what": "更换灯管", "person": "p02", "due": "2026-11-24", "source": "above", "from_whom": "总部"}
    facts = staffed.record("p01", lambda now: deciding.fill(staffed.ledger, Target("task"), "given", given, "p01", now))
    task = facts[0].body.record
    async with run_app(staffed, person="p01", lang="en", place="office", size=(100, 30)) as (app, pilot):
        app.go("duties", "day")
        await until(pilot, lambda: app.current_mode == "duties" and says(app))
        choose(app, f"new_tasks@{TODAY}")
        await until(pilot, lambda: app.current_mode == "record")
        await until(pilot, lambda: any("更换灯管" in w.text for w in app.screen.query(Words)) or task)
        app.go("duties")
        choose(app, f"morning_meeting@{TODAY}")
        await until(pilot, lambda: app.current_mode == "form")
        app.go("duties")
        choose(app, f"coaching@{TODAY}")
        await until(pilot, lambda: app.current_mode == "register")
        app.go("duties")
        assert "public report" not in says(app)
        told = Told("CP-05", "water", "漏水")
        app.record(lambda now: report(staffed.ledger, told, now), by=NOBODY)
        await until(pilot, lambda: FORM in table(app).keys)
        table(app).select(0)
        await until(pilot, lambda: "! 1 public report to confirm" in says(app))
        await until(pilot, lambda: "Told by visitors" in app.screen.query_one("#duties-detail", Words).text)
        choose(app, FORM)
        await until(pilot, lambda: app.current_mode == "register" and app.screen.came_from == "duties")
        app.go("duties")
        choose(app, f"key_told@{TODAY}")
        await pilot.pause()
        assert app.current_mode == "duties"  # nothing of the kind has come up, and it says so


async def test_the_manager_lets_a_duty_go_with_a_reason_and_takes_it_back(staffed, run_app):
    async with run_app(staffed, person="p09", lang="en", place="office", size=(160, 48)) as (app, pilot):
        app.go("duties", "day")
        await until(pilot, lambda: app.current_mode == "duties" and says(app))
        await tap(pilot, "Waive")
        await tap(pilot, "Evening meeting")
        await tap(pilot, "Not on a holiday")
        await tap(pilot, "Waive")
        waiver = staffed.ledger.waivers[f"evening_meeting@{TODAY}"]
        assert (waiver.waived, waiver.by, waiver.reason) == (True, "p09", "Not on a holiday")
        await until(pilot, lambda: "– waived" in says(app) and "Waived by Lin Guodong: Not on a holiday" in says(app))
        await tap(pilot, "Waive")
        await tap(pilot, "Evening meeting")
        await tap(pilot, "Waived by mistake")
        await tap(pilot, "Claim again")
        assert not staffed.ledger.waivers[f"evening_meeting@{TODAY}"].waived


async def test_rules_11_11_a_deputy_sees_all_that_is_owed_and_was_missed_from_the_first_minute(staffed, run_app, clock):
    clock.advance(days=1)
    day = date(2026, 11, 24)
    named = DeputyNamed(person="p01", deputy="p02", start=day, end=day + timedelta(days=2))
    staffed.record("p01", lambda now: deputies.name(staffed.ledger, named, "p01", now))
    async with run_app(staffed, person="p02", lang="en", size=(100, 30)) as (app, pilot):
        await until(pilot, lambda: "Duties" in app.screen.query_one("#home-duties", Big).text)
        app.screen.query_one("#home-duties", Big).press()
        await until(pilot, lambda: app.current_mode == "duties" and tiles(app))
        told = "".join(str(w.text) for w in app.screen.query(Words))
        assert "Stands in for Li Qiang: all their duties are yours" in told
        assert "Wang Min for Li Qiang" in tiles(app)
        await tap(pilot, "Missed duties")
        await until(pilot, lambda: "✗ not done" in tiles(app))
        assert "Wang Min for Li Qiang" in tiles(app)
        assert not any(big.display for big in app.screen.query(".duties-waive"))


def test_the_command_line_prints_them_and_tells_scripts(staffed, tmp_path, capsys):
    staffed.close()
    assert run(["duties", "--json", "--data", str(staffed.data)]) == 0
    assert '"duty":"morning_meeting"' in capsys.readouterr().out
    assert run(["duties", "--date", "2026-11-23", "--lang", "en", "--data", str(staffed.data)]) == 0
    assert "Morning meeting" in capsys.readouterr().out
    assert run(["duties", "--date", "yesterday", "--data", str(staffed.data)]) == 2
