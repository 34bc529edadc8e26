"""Accountability on the screen: what waits, proposed and approved by taps, and nothing of it in the lobby."""

from __future__ import annotations

import pytest

from checkpoints.work.findings import raising
from checkpoints.work.findings.raising import Draft, Fix
from checkpoints.work.people import PersonAdded, PinSet
from tests.tui.conftest import hashed, until
from tui.screens.account_sheet import AccountSheet
from tui.widgets.big import Big
from tui.widgets.pages import Pages
from tui.words import accounts as words


@pytest.fixture
def mended(book):
    """An S2 finding of the service that somebody else put right."""
    added = PersonAdded(person="p09", zh="陈总", en="Chen", role="manager", department="management")
    book.record("p01", lambda _n: [added, PinSet(person="p09", pin_hash=hashed("8642"))])
    place = book.ledger.site.active[0].id
    draft = Draft(
        checkpoint=place,
        words="地面积水很深",
        severity="S2",
        department="engineering",
        category="other",
        due_h=24,
        fix=Fix(done="已抽干积水", fixer="清洁外包"),
    )
    return book.record("p02", lambda now: raising.raise_finding(book.ledger, draft, "p02", now))[0].body.finding


def button(app, text):
    shown = (b for b in app.screen.query(Big) if b.display and b.region.area and text in b.text)
    return next(shown, None)


async def tap(pilot, text):
    def ready():
        found = button(pilot.app, text)
        return found is not None and not found.disabled

    await until(pilot, ready, f"a button {text}")
    button(pilot.app, text).press()
    await pilot.pause()


async def test_D3_15_a_record_is_proposed_and_approved_by_taps_alone(book, run_app, mended):
    async with run_app(book, person="p01", lang="en", place="office") as (app, pilot):
        app.go("accounts")
        await tap(pilot, "no decision yet")
        assert button(app, "A credit").disabled
        await tap(pilot, "Somebody answers")
        await tap(pilot, "A person")
        await tap(pilot, "Wang Min")
        await tap(pilot, "duty neglected")
        await tap(pilot, "money off")
        await pilot.press("5", "0", "enter")
        await tap(pilot, "Did not check")
        await pilot.press("f2")
        await tap(pilot, "保存")
        (account,) = book.ledger.accounts.all.values()
        assert (account.proposed.who, account.measure, account.amount) == ("p02", "money", 50)
        await pilot.press("escape")
        await tap(pilot, "王敏")
        assert button(app, "批准").disabled  # money is the manager's, and the button says so
        assert "项目经理" in button(app, "批准").text
        app.sign_out()
        app.sign_in("p09")
        app.go("accounts")
        if not isinstance(app.screen, AccountSheet):
            await tap(pilot, "王敏")
        await tap(pilot, "批准")
        await tap(pilot, "保存")
        assert account.id not in book.ledger.accounts.waiting
        assert book.ledger.accounts.all[account.id].state == "approved"
        assert words.decision_state(book.ledger, mended, app.now()).startswith("✓")


async def test_rules_11_19_accountability_is_never_on_the_kiosk(book, run_app, mended):
    async with run_app(book, person="p01", lang="en", place="kiosk") as (app, pilot):
        app.go("accounts", mended)
        await pilot.pause()
        assert app.screen.query_one(Pages).tiles == []
        assert app.screen.query_one(".empty").text == "Accountability is not shown in the lobby."
        assert words.waiting(book.ledger, "p01", "kiosk", app.now()) == 0
        assert words.waiting(book.ledger, "p01", "office", app.now()) == 1
        await tap(pilot, "Praise")
        await tap(pilot, "Wang Min")
        await tap(pilot, "Helped the old")
        await tap(pilot, "Save")
        (praise,) = book.ledger.praise.values()
        assert (praise.noted.whom, praise.noted.words, praise.by) == ("p02", "Helped the old or children", "p01")
