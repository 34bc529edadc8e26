"""Home: what is mine, what is overdue and unseen, what I promised; of each only what its reader may see (D3.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoints.work import findings
from checkpoints.work.findings.facts import FindingAcknowledged, FindingAssigned
from checkpoints.work.findings.ladder import KEYS
from checkpoints.work.people import PersonAdded
from checkpoints.work.promises.facts import PromiseMade
from tests.tui.conftest import until
from tui import i18n
from tui.words.ladder import STEPS, step_name


def text(app, selector):
    return app.screen.query_one(selector).text


async def tap(pilot, selector):
    pilot.app.screen.query_one(selector).press()
    await pilot.pause()


async def test_my_open_findings_are_listed_with_what_is_overdue(book, clock, home):
    draft = findings.draft_for(book.ledger, "CP-05", None, words="Standing water by the door")
    book.record("p02", lambda now: findings.raise_finding(book.ledger, draft, "p02", now))
    clock.advance(hours=draft.due_h + 2)
    async with home() as (app, _pilot):
        assert "1 open · ! 1 overdue" in text(app, "#home-mine-title")
        tile = app.screen.query("#home-mine-list .tile").first()
        assert "Standing water" in tile.text
        assert "overdue" in tile.text


async def test_a_finding_of_somebody_else_is_not_among_mine(book, home):
    draft = findings.draft_for(book.ledger, "CP-05", None, words="Standing water by the door")
    book.record("p01", lambda now: findings.raise_finding(book.ledger, draft, "p01", now))
    async with home() as (app, _pilot):
        assert "0 open" in text(app, "#home-mine-title")


async def test_the_office_lists_everybodys_findings(book, home):
    draft = findings.draft_for(book.ledger, "CP-05", None, words="Standing water by the door")
    book.record("p01", lambda now: findings.raise_finding(book.ledger, draft, "p01", now))
    async with home(place="office") as (app, _pilot):
        assert "Findings: 1 open" in text(app, "#home-mine-title")


def raised(book, words, by="p02", checkpoint="CP-05", **changes):
    """A finding on the book; gives its id."""
    draft = replace(findings.draft_for(book.ledger, checkpoint, None, words=words), **changes)
    book.record(by, lambda now: findings.raise_finding(book.ledger, draft, by, now))
    return max(book.ledger.findings.all, key=lambda f: book.ledger.findings.brief(f).number)


def ordered(book, finding, person, department):
    due = book.ledger.findings.brief(finding).due
    order = FindingAssigned(
        finding=finding, notice="1", department=department, head="", plan="mend it", person=person, due=due
    )
    book.record("p01", lambda _now: [order])


def added(book, person, role, department):
    book.record(
        "p01", lambda _now: [PersonAdded(person=person, zh=person, en=person, role=role, department=department)]
    )


def gone_to(app):
    """Where taps lead from now on, instead of there."""
    ways = []
    app.go = lambda *way: ways.append(way)
    return ways


@pytest.mark.parametrize(("place", "size"), [("tablet", (80, 24)), ("kiosk", (120, 38)), ("office", (160, 48))])
async def test_rules_3_every_home_shows_what_nobody_acknowledged_and_what_is_overdue(book, clock, home, place, size):
    serious = raised(book, "Water in the lift pit", severity="S2", due_h=24.0)
    raised(book, "A scratch on the door", checkpoint="CP-09", due_h=2.0)
    clock.advance(hours=3)
    async with home(place=place, size=size) as (app, pilot):
        told = text(app, "#home-alerts")
        assert "Unseen 2" in told
        assert "overdue 1" in told
        await tap(pilot, "#home-alerts")
        await until(pilot, lambda: len(app.screen.query(".tile")) == 2)
        assert "the manager the same day" in app.screen.query(".tile").first().text
        ways = gone_to(app)
        app.screen.query(".tile").first().press()
        await until(pilot, lambda: ways == [("finding", serious)])
        book.record("p01", lambda _now: [FindingAcknowledged(finding=serious, step="S2")])
        app.screen.repaint()
        assert "Unseen 1" in text(app, "#home-alerts")


def test_every_step_of_the_ladder_has_a_name_in_both_languages():
    assert set(STEPS) == set(KEYS)
    i18n.use("zh")
    assert all(step_name(key) != STEPS[key] for key in KEYS)
    i18n.use("en")
    assert all(step_name(key) == STEPS[key] for key in KEYS)


async def test_where_all_is_well_home_says_so(home):
    async with home() as (app, _pilot):
        assert text(app, "#home-alerts") == "✓ Nothing overdue"


async def test_whoever_has_to_put_it_right_sees_it_first_and_acts_from_the_tablet(book, home):
    found = raised(book, "A scratch on the door", by="p03", due_h=1.0)
    theirs = raised(book, "Water in the lift pit", checkpoint="CP-09", due_h=50.0)
    ordered(book, theirs, "p03", "engineering")
    async with home(person="p03", size=(160, 48)) as (app, pilot):
        assert "My findings: 2 open" in text(app, "#home-mine-title")
        assert [tile.key for tile in app.screen.query_one("#home-mine-list").tiles] == [theirs, found]
        ways = gone_to(app)
        app.screen.query("#home-mine-list .tile").first().press()
        await until(pilot, lambda: ways == [("finding", theirs)])


async def test_a_contractor_sees_his_own_department_and_nothing_of_others(book, clock, home):
    added(book, "p09", "contractor", "contractor")
    raised(book, "A scratch on the door", severity="S2")
    ours = raised(book, "Lift door sticks", checkpoint="CP-09")
    ordered(book, ours, "lift firm", "contractor")
    clock.advance(hours=200)
    async with home(person="p09", place="office") as (app, _pilot):
        assert "1 open" in text(app, "#home-mine-title")
        assert "overdue 1" in text(app, "#home-alerts")


async def test_D3_14_my_promises_are_counted_with_what_is_left_of_the_next_limit(book, clock, home):
    async with home() as (app, pilot):
        assert text(app, "#home-promises") == "My promises: 0"
        made = PromiseMade(
            promise="p-1",
            number="T1-P1",
            matter="a leak",
            unit="3-1-1502",
            contact="Mrs Lin",
            kind_of="owner_finding",
            first_asked="p02",
            follower="p02",
            first_reply_by=clock.at + timedelta(hours=4),
            final_by=clock.at + timedelta(hours=72),
        )
        book.record("p02", lambda _now: [made])
        app.screen.repaint()
        assert text(app, "#home-promises") == "My promises: 1\n4 h left"
        clock.advance(hours=5)
        app.screen._look()
        await pilot.pause()
        assert "! 1 late" in text(app, "#home-promises")
        ways = gone_to(app)
        await tap(pilot, "#home-promises")
        assert ways == [("promises",)]


async def test_nothing_of_anybody_is_on_the_kiosk_before_a_pin(book, run_app):
    raised(book, "Water in the lift pit", severity="S1")
    async with run_app(book, place="kiosk", lang="en", size=(120, 38)) as (app, _pilot):
        assert app.current_mode == "kiosk"
        assert not any("lift pit" in big.text for big in app.screen.query("Big"))
