"""The secret of a screen goes from the office to the kiosk by hand, is readable by one user, and is never shared."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from checkpoints.ledger.events import encode_event
from checkpoints.work import screens
from store import screen, setup
from store.errors import StoreError
from store.logbook import Logbook
from tui import cli


@pytest.fixture
def office(tmp_path):
    book = Logbook.open(tmp_path / "office")
    from checkpoints.site.catalogue import default_site

    setup.load_site(book, "-", default_site())
    yield book
    book.close()


def run(data, *arguments: str) -> int:
    return cli.run([*arguments, "--data", str(data), "--lang", "en"])


def test_what_the_office_hands_over_is_shown_by_the_kiosk_and_taken_by_a_tablet(office, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    file = tmp_path / "stick" / "kiosk.json"
    assert run(office.data, "kiosk-code", "issue", "CP-45", "--out", str(file), "--days", "20") == 0
    assert file.stat().st_mode & 0o777 == 0o600
    office.follow()
    kiosk = Logbook.open(tmp_path / "kiosk")
    setup.load_site(kiosk, "-", office.ledger.site)
    kiosk.close()
    assert run(tmp_path / "kiosk", "kiosk-code", "install", str(file)) == 0
    assert "for 20 more days" in capsys.readouterr().out
    assert (tmp_path / "kiosk" / "keys" / "screen.json").stat().st_mode & 0o777 == 0o600
    shows = screen.load(tmp_path / "kiosk")
    now = office.clock.now()
    assert shows is not None
    assert screens.read(office.ledger, shows.digits(now), now).status == "active"
    after = now + timedelta(days=20)
    assert (shows.digits(after), shows.days_left(after)) == ("", 0)
    secret = shows.secret.encode()
    assert not any(secret in encode_event(event) for event in office.events())


def test_a_device_without_a_screen_has_no_code(tmp_path):
    assert screen.load(tmp_path) is None


def test_only_a_file_of_ours_for_this_site_is_put_in_place(office, tmp_path):
    office.record("-", lambda now: screens.issue(office.ledger, "CP-45", office.keys.current, now, 2))
    right = screen.of(office.ledger, "CP-45", office.keys.current)
    screen.write(tmp_path / "a.json", right)
    with pytest.raises(StoreError) as refused:
        screen.install(tmp_path, tmp_path / "a.json", "another-site")
    assert refused.value.code == "screen.foreign"
    for content in (b"{}", b"\xff", b"[]"):
        (tmp_path / "b.json").write_bytes(content)
        with pytest.raises(StoreError) as refused:
            screen.install(tmp_path, tmp_path / "b.json", right.site)
        assert refused.value.code == "screen.file"
    assert screen.load(tmp_path) is None


def test_the_command_line_refuses_in_words_and_lists_what_there_is(office, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert run(office.data, "kiosk-code", "issue", "CP-99", "--out", str(tmp_path / "x")) == 1
    assert "no checkpoint CP-99" in capsys.readouterr().err
    office.record("-", lambda now: screens.issue(office.ledger, "CP-45", office.keys.current, now, 2))
    assert run(office.data, "kiosk-code", "retire", "CP-45", "--why", "stolen") == 0
    assert run(office.data, "kiosk-code", "list") == 0
    assert "CP-45" in (out := capsys.readouterr().out)
    assert "retired" in out
