"""The photos of a data folder: found in its events, kept in mind over restarts, and never in the way of anything."""

from __future__ import annotations

import errno
import shutil

import msgspec
import pytest

from checkpoints.ledger.events import decode_event
from checkpoints.work.rounds.facts import PointReached
from store.errors import StoreError
from store.journal import JournalDB
from store.journal.lines import commit_line, heading_line
from store.photos import Photos
from store.sync import carrying, photo_exchange
from store.sync.pictures import Pictures, exchange_photos
from store.sync.wanted import photos_in
from tests.support.albums import CountingDisk, keep, noted, on_share, picture, scraps, sha_of
from tests.support.faulty_disk import FaultyDisk


@pytest.fixture
def share(tmp_path):
    (tmp_path / "share").mkdir()
    return tmp_path / "share" / "site.journal"


@pytest.fixture
def pictures_of(share):
    """The photo exchange of a folder, as often as a test likes."""
    made = []

    def make(book, **options):
        made.append(Pictures(book.data, share, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


def taken(book, *seeds, size=3000):
    """Photos are taken and named in an event each."""
    shas = [keep(book.photos, picture(seed, size)) for seed in seeds]
    for sha in shas:
        book.record("p1", lambda _now, sha=sha: [noted(sha)])
    return shas


def deliver(book, other):
    """The events of one folder come to another one, as an exchange brings them."""
    line = commit_line([("events", key, raw) for key, raw in book.db.storage.raws("events").items()])
    with (other.data / "events.journal").open("ab") as file:
        file.write(line)
    other.follow()


def test_photos_are_found_in_facts_whatever_their_kind():
    shas = [sha_of(bytes([n])) for n in range(3)]
    newer = {"kind": "incident.opened", "pages": [{"photos": shas[:2]}], "photos": [shas[2]]}
    assert photos_in(msgspec.json.encode(newer)) == shas
    told = {"words": f'see "photos":["{shas[0]}"]', "photos": []}
    assert photos_in(msgspec.json.encode(told)) == []


def test_the_picture_of_an_arrival_and_photos_by_another_name_are_found_and_no_other_hash_is():
    shas = [sha_of(bytes([n])) for n in range(4)]
    arrival = PointReached(round="r1", checkpoint="CP-01", method="camera", photo=shas[0])
    assert photos_in(msgspec.json.encode(arrival)) == shas[:1]
    assert photos_in(msgspec.json.encode({"values": {"photos_after": shas[1:3], "pin_hash": shas[3]}})) == shas[1:3]
    other = {"photo": "", "photo_code": shas[0], "photographed": shas, "text": f'"photo":"{shas[1]}"'}
    assert photos_in(msgspec.json.encode(other)) == []


def test_what_was_searched_by_an_older_rule_is_searched_again(book_at, tmp_path, pictures_of, share):
    here = book_at(tmp_path / "here")
    [sha] = taken(here, 1)
    first = pictures_of(here)
    first.exchange()
    first.close()
    kept = msgspec.json.decode((here.data / "photos.state").read_bytes())
    (here.data / "photos.state").write_bytes(msgspec.json.encode(kept | {"rule": "", "names": []}))
    shutil.rmtree(share.with_name("site.photos"))
    assert pictures_of(here).exchange().pushed == 1
    assert set(on_share(share)) == {sha}


def test_photos_that_events_name_come_to_the_other_device(book_at, tmp_path, pictures_of, share):
    here, there = book_at(tmp_path / "here"), book_at(tmp_path / "there")
    shas = taken(here, 1, 2, 3)
    deliver(here, there)
    mine, theirs = pictures_of(here), pictures_of(there)
    assert theirs.exchange().missing == 3
    assert mine.exchange().pushed == 3
    assert theirs.exchange().pulled == 3
    assert set(there.photos.here()) == set(shas)
    later = taken(here, 4)
    deliver(here, there)
    assert (mine.exchange().pushed, theirs.exchange().pulled) == (1, 1)
    assert set(on_share(share)) == {*shas, *later}


def test_what_is_not_settled_is_kept_in_mind_over_a_restart(book_at, tmp_path, pictures_of):
    here, there = book_at(tmp_path / "here"), book_at(tmp_path / "there")
    taken(here, 1, 2)
    deliver(here, there)
    waits = pictures_of(there)
    assert waits.exchange().missing == 2
    waits.close()
    pictures_of(here).exchange()
    assert pictures_of(there).exchange().pulled == 2


def test_a_restart_does_not_search_the_records_again(book_at, tmp_path, pictures_of):
    here = book_at(tmp_path / "here")
    taken(here, *range(30))
    for _ in range(100):
        here.record("p1", lambda _now: [noted(finding="x" * 500)])
    first = pictures_of(here)
    first.exchange(seconds=None)
    first.close()
    disk, far = CountingDisk(), CountingDisk()
    assert pictures_of(here, disk=disk, far=far).exchange().pushed == 0
    assert disk.bytes_read < 10_000
    assert far.calls == 0


@pytest.mark.parametrize("content", [b"", b"{", b'{"share":1}'])
def test_a_damaged_note_of_what_was_searched_is_as_good_as_none(book_at, tmp_path, pictures_of, share, content):
    here = book_at(tmp_path / "here")
    [sha] = taken(here, 1)
    (here.data / "photos.state").write_bytes(content)
    assert pictures_of(here).exchange().pushed == 1
    assert set(on_share(share)) == {sha}


def test_what_the_share_lost_goes_there_again_when_everything_is_checked(book_at, tmp_path, pictures_of, share):
    here = book_at(tmp_path / "here")
    shas = taken(here, 1, 2, 3)
    pictures = pictures_of(here)
    pictures.exchange()
    shutil.rmtree(share.with_name("site.photos"))
    assert pictures.exchange().pushed == 0
    assert pictures.exchange(again=True).pushed == 3
    assert set(on_share(share)) == set(shas)


def test_another_share_gets_everything(book_at, tmp_path, pictures_of):
    here = book_at(tmp_path / "here")
    taken(here, 1, 2)
    first = pictures_of(here)
    first.exchange()
    first.close()
    other = tmp_path / "stick" / "site.journal"
    other.parent.mkdir()
    assert Pictures(here.data, other).exchange().pushed == 2


def test_one_exchange_ends_after_its_time_and_the_next_goes_on(book_at, tmp_path, pictures_of, share, monkeypatch):
    monkeypatch.setattr(carrying, "PIECE", 1000)
    here = book_at(tmp_path / "here")
    shas = taken(here, 1, 2, 3, size=2500)
    pictures = pictures_of(here)
    report, runs = pictures.exchange(seconds=0), 1
    assert (report.more, report.waiting, report.moved) == (True, 3, 1000)
    while report.more:
        report, runs = pictures.exchange(seconds=0), runs + 1
    assert report.waiting == 0
    assert 9 <= runs <= 12
    assert set(on_share(share)) == set(shas)


class TestTroubleOnTheShare:
    def test_a_full_share_is_told_and_left_room_for_entries(self, book_at, tmp_path, pictures_of, share, monkeypatch):
        here = book_at(tmp_path / "here")
        small, large = taken(here, 1, size=2000)[0], taken(here, 2, size=9000)[0]
        far = FaultyDisk(room=6000)
        pictures = pictures_of(here, far=far)
        report = pictures.exchange()
        assert report.trouble.code == "share.full"
        assert (report.pushed, report.waiting) == (1, 1)
        assert set(on_share(share)) == {small}
        assert scraps(share) == []
        far.room = None
        assert pictures.exchange().waiting == 1  # it is not offered at every turn
        monkeypatch.setattr(photo_exchange.time, "monotonic", lambda now=photo_exchange.time.monotonic: now() + 61)
        assert pictures.exchange().pushed == 1
        assert set(on_share(share)) == {small, large}

    def test_a_full_share_still_gives(self, book_at, tmp_path, pictures_of, share):
        here, there = book_at(tmp_path / "here"), book_at(tmp_path / "there")
        shas = taken(here, 1, 2)
        deliver(here, there)
        pictures_of(here).exchange()
        taken(there, 3)
        report = pictures_of(there, far=FaultyDisk(room=0)).exchange()
        assert (report.pulled, report.pushed, report.trouble.code) == (2, 0, "share.full")
        assert set(there.photos.here()) > set(shas)

    def test_a_share_that_may_only_be_read_still_gives(self, book_at, tmp_path, pictures_of, share):
        here, there = book_at(tmp_path / "here"), book_at(tmp_path / "there")
        taken(here, 1, 2)
        deliver(here, there)
        pictures_of(here).exchange()
        taken(there, 3)
        far = FaultyDisk()
        far.fail("make_folder", code=errno.EROFS)
        far.fail("open", code=errno.EROFS)
        report = pictures_of(there, far=far).exchange()
        assert report.trouble.code == "share.read_only"
        assert (report.waiting, report.pushed, report.pulled) == (1, 0, 2)

    def test_a_share_that_vanished_is_told_and_what_waits_is_counted(self, book_at, tmp_path, pictures_of, share):
        here = book_at(tmp_path / "here")
        taken(here, 1, 2)
        pictures = pictures_of(here)
        share.parent.rmdir()
        report = pictures.exchange()
        assert (report.trouble.code, report.waiting) == ("share.gone", 2)
        assert not share.parent.exists()
        share.parent.mkdir()
        assert pictures.exchange().pushed == 2

    def test_a_full_disk_here_leaves_no_half_photo(self, book_at, tmp_path, pictures_of, share):
        here, there = book_at(tmp_path / "here"), book_at(tmp_path / "there")
        taken(here, 1, size=9000)
        deliver(here, there)
        pictures_of(here).exchange()
        report = pictures_of(there, disk=FaultyDisk(room=4000)).exchange()
        assert (report.trouble.code, report.missing) == ("store.full", 1)
        assert list(there.photos.folder.iterdir()) == []


@pytest.mark.parametrize("side", ["disk", "far"])
def test_whatever_call_fails_nothing_wrong_is_kept_and_the_next_time_all_is_well(tmp_path, share, side, monkeypatch):
    monkeypatch.setattr(carrying, "PIECE", 1000)
    here, there = Photos(tmp_path / "here" / "photos"), Photos(tmp_path / "there" / "photos")
    mine = [keep(here, picture(n, 1500)) for n in range(2)]
    theirs = [keep(there, picture(n, 1500)) for n in range(10, 12)]
    exchange_photos(there, share, needed=theirs)
    everything = [*mine, *theirs]
    nth, failed = 0, True
    while failed:
        nth += 1
        fresh = Photos(tmp_path / f"copy{nth}" / "photos")
        shutil.copytree(here.folder, fresh.folder)
        there_again = tmp_path / f"share{nth}"
        shutil.copytree(share.parent, there_again)
        faulty = FaultyDisk()
        faulty.fail_any(nth)
        report = exchange_photos(fresh, there_again / "site.journal", needed=everything, **{side: faulty})
        failed = faulty.total >= nth
        for _ in range(2):
            report = exchange_photos(fresh, there_again / "site.journal", needed=everything)
        assert (report.trouble, report.waiting, report.missing) == (None, 0, 0), nth
        assert set(fresh.here()) == set(on_share(there_again / "site.journal")) == set(everything)
        assert all(sha_of(path.read_bytes()) == sha for sha, path in fresh.here().items())
        assert all(sha_of(content) == sha for sha, content in on_share(there_again / "site.journal").items())
    assert nth > 20


def test_a_folder_whose_journal_is_no_journal_is_told(tmp_path, share):
    (tmp_path / "events.journal").write_bytes(b"a shopping list\n" * 20)
    with pytest.raises(StoreError) as caught:
        Pictures(tmp_path, share).exchange()
    assert caught.value.code == "store.not_a_journal"


def test_photos_named_in_a_journal_that_was_replaced_are_found(book_at, tmp_path, pictures_of, share):
    here, other = book_at(tmp_path / "here"), book_at(tmp_path / "other")
    pictures = pictures_of(here)
    pictures.exchange()
    shas = taken(other, 1)
    keep(here.photos, picture(1, 3000))
    shutil.copy(other.data / "events.journal", here.data / "events.journal.new")
    (here.data / "events.journal.new").replace(here.data / "events.journal")
    assert pictures.exchange().pushed == 1
    assert set(on_share(share)) == set(shas)
    with JournalDB(here.data / "events.journal") as db:
        assert [decode_event(raw).body.photos for raw in db.storage.raws("events").values()] == [tuple(shas)]


def test_photos_named_in_the_archive_are_found(book_at, tmp_path, pictures_of, share):
    here = book_at(tmp_path / "here")
    shas = taken(here, 1, 2)
    journal = here.data / "events.journal"
    heading, *events = journal.read_bytes().splitlines(keepends=True)
    segment = here.data / "archive" / "2024.journal"
    segment.parent.mkdir()
    segment.write_bytes(heading_line("ab" * 16, of=here.db.storage.file_id) + b"".join(events))
    journal.with_name("new").write_bytes(heading)
    journal.with_name("new").replace(journal)
    assert pictures_of(here).exchange().pushed == 2
    assert set(on_share(share)) == set(shas)
    shutil.rmtree(share.with_name("site.photos"))
    assert pictures_of(here).exchange(again=True).pushed == 2
