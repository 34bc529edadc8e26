"""A sheet is on the disk whole or not at all, made by the office alone, and never with a sign that nobody can read."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checkpoints.fact import Refused
from checkpoints.work import labels
from store import setup
from store.errors import StoreError
from store.labels import sheets
from store.labels.drawing import Cancelled
from tests.support.faulty_disk import FaultyDisk
from tests.support.small_font import small_font

NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
LATIN = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


@pytest.fixture
def office(book, site):
    setup.load_site(book, "boss", site)
    return book


@pytest.fixture
def places(site) -> list[str]:
    return [c.id for c in site.active]


@pytest.fixture
def make(office, places, tmp_path):
    """Write a sheet of all labels; the path of it."""

    def write(name="sheet.pdf", font="", **more) -> Path:
        path = tmp_path / name
        site = sheets.site_of(office)
        found = sheets.ready(path, {"ROUNDSMAN_FONT": font or small_font()}, site, places)
        sheets.write(path, site, sheets.in_force(office, places), found, NOON, outdoor=False, **more)
        return path

    return write


def said_by(call, *args, **more) -> str:
    with pytest.raises((StoreError, Refused)) as said:
        call(*args, **more)
    assert str(said.value)
    return said.value.code


def left_in(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.is_file())


def test_the_same_labels_give_the_same_bytes_for_the_owners_eyes_only(make):
    first, second = make("a.pdf"), make("b.pdf")
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().startswith(b"%PDF-")
    assert stat.S_IMODE(first.stat().st_mode) == 0o600


def test_there_is_no_picture_in_it_and_the_font_is(make):
    content = make().read_bytes()
    assert b"/Subtype /Image" not in content
    assert b"/FontFile" in content


def test_only_the_device_with_the_signing_key_prints(office, book_at, places, tmp_path):
    folder = tmp_path / "tablet"
    folder.mkdir()
    shutil.copy(office.data / "events.journal", folder)
    tablet = book_at(folder)
    assert said_by(sheets.signing_key, tablet) == "label.no_key"
    assert said_by(sheets.in_force, tablet, places) == "label.no_key"
    assert said_by(sheets.issue, tablet, "boss", places, reissue=True) == "label.no_key"


def test_a_label_that_another_offices_key_signed_must_be_issued_anew(office, places):
    office.keys_path.unlink()
    office.make_key()
    office._keys = None
    with pytest.raises(Refused) as said:
        sheets.in_force(office, places)
    assert (said.value.code, said.value.params["checkpoint"]) == ("label.other_key", places[0])
    sheets.issue(office, "boss", places, reissue=True)
    assert len(sheets.in_force(office, places)) == len(places)


def test_a_sheet_issues_what_is_missing_and_anew_only_when_asked(office, places):
    assert sheets.issue(office, "boss", places) == []
    first = sheets.in_force(office, places)
    sheets.issue(office, "boss", places[:1], reissue=True, why="photo went round")
    again = sheets.in_force(office, places)
    assert [(a.issue, b.issue) for a, b in zip(first, again, strict=True)] == [(1, 2)] + [(1, 1)] * (len(places) - 1)
    assert again[0].typed != first[0].typed
    assert office.ledger.labels.registers[places[0]].labels[1].retired == "photo went round"


def test_outdoors_the_same_code_bears_more_dirt(office, places):
    (code,) = sheets.in_force(office, places[:1])
    site = sheets.site_of(office)
    indoors, outdoors = (sheets.printable(site, code, outdoor=outdoor) for outdoor in (False, True))
    assert (len(indoors.matrix), len(outdoors.matrix)) == (25, 29)
    assert indoors.letters == outdoors.letters


def test_a_missing_glyph_names_the_checkpoint_and_the_sign(make, office, places, tmp_path):
    with pytest.raises(StoreError) as said:
        make(font=LATIN)
    assert said.value.code == "labels.glyph"
    first = office.ledger.site.checkpoint_of[places[0]].zh[0]
    assert said.value.params["checkpoint"] == places[0]
    assert said.value.params["character"].startswith(first)
    assert left_in(tmp_path) == []


def test_a_font_that_is_none_is_an_error_that_names_it(make, tmp_path):
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    with pytest.raises(StoreError) as said:
        make(font=str(broken))
    assert said.value.code == "fonts.damaged"
    assert str(broken) in str(said.value)


@pytest.mark.parametrize(
    ("kind", "code", "told"),
    [
        ("write", errno.ENOSPC, "labels.full"),
        ("force", errno.EDQUOT, "labels.full"),
        ("open", errno.EACCES, "labels.denied"),
        ("rename", errno.EROFS, "labels.denied"),
        ("write", errno.EIO, "labels.disk"),
    ],
)
def test_a_disk_that_says_no_leaves_what_was_there_and_no_scrap(make, tmp_path, kind, code, told):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(b"%PDF-1.3 of last week")
    disk = FaultyDisk()
    disk.fail(kind, 1, code)
    assert said_by(make, disk=disk) == told
    assert path.read_bytes() == b"%PDF-1.3 of last week"
    assert left_in(tmp_path) == ["sheet.pdf"]


def test_something_that_is_no_pdf_is_not_overwritten(make, tmp_path):
    (tmp_path / "letter.odt").write_text("dear owner")
    (tmp_path / "empty").touch()
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert said_by(make, "folder") == "labels.folder"
    for name in ("letter.odt", "empty", "pipe"):
        assert said_by(make, name) == "labels.not_pdf"
    assert (tmp_path / "letter.odt").read_text() == "dear owner"
    (tmp_path / "sheet.pdf").write_bytes(b"%PDF-1.3 of last week")
    assert make("sheet.pdf").stat().st_size > 1000  # an older sheet may be


def test_a_folder_that_is_not_there_is_named_before_anything_is_issued(make, tmp_path):
    assert said_by(make, "gone/sheet.pdf") == "labels.no_folder"
    (tmp_path / "file").touch()
    assert said_by(make, "file/sheet.pdf") == "labels.no_folder"


def test_it_tells_how_far_it_is_and_stops_when_asked(make, places, tmp_path):
    told: list[tuple[int, int]] = []
    make(progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(places), len(places))
    with pytest.raises(Cancelled):
        make("other.pdf", stopped=lambda: True)
    assert left_in(tmp_path) == ["sheet.pdf"]


def test_stopped_between_two_pages_nothing_is_left(make, office, places, tmp_path):
    many = sheets.in_force(office, places) * 5
    site = sheets.site_of(office)
    font = sheets.ready(tmp_path / "x.pdf", {"ROUNDSMAN_FONT": small_font()}, site, places)
    seen: list[int] = []
    with pytest.raises(Cancelled):
        sheets.write(
            tmp_path / "x.pdf", site, many, font, NOON, outdoor=False,
            progress=lambda done, _total: seen.append(done), stopped=lambda: bool(seen),
        )  # fmt: skip
    assert seen == [12]
    assert left_in(tmp_path) == []


def test_what_is_on_the_sheet_can_be_typed(office, places, site):
    for code in sheets.in_force(office, places):
        made = sheets.printable(site, code, outdoor=False)
        assert labels.read_typed(office.ledger, made.letters).checkpoint == made.checkpoint
