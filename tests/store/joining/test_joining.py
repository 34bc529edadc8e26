"""A device joins a site: what it gets, when it may begin to work, and every way in which a join can be cut off."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import closing

import pytest

from store import pins
from store.joining import join, look
from store.journal import lines
from store.logbook import Logbook
from store.setup import list_codes
from store.sync import share as shares
from store.sync import shared_file, standing
from store.sync.exchange import Exchange
from store.sync.share import Share
from tests.support.albums import CountingDisk
from tests.support.devices import ids_in
from tests.support.offices import PIN, member, office, share
from tests.support.refusals import code_of

HISTORY = 3000
PIECE = 100_000
"""Bytes of the share that are handled together, at most, when it is read in small pieces."""


class TestWhatItGets:
    def test_everything_that_was_shared(self, shared, file, tmp_path):
        joined = join(tmp_path / "new", file, whole=True)
        assert (joined.site_id, joined.complete) == ("small", True)
        assert joined.events == len(ids_in(tmp_path / "new"))
        assert ids_in(tmp_path / "new") == ids_in(shared[0])

    def test_people_sign_in_with_their_pins_and_labels_are_known(self, file, tmp_path):
        join(tmp_path / "new", file)
        with closing(Logbook.open(tmp_path / "new")) as book:
            assert book.ledger.site.site.id == "small"
            assert pins.verify(book.ledger.people.members["p1"].person, PIN)
            codes = list_codes(book)
            assert len(codes) == len(book.ledger.site.active)
            assert {code.digits for code in codes} == {None}  # the signing key stays with the office

    def test_an_identity_of_its_own(self, shared, file, tmp_path):
        join(tmp_path / "new", file)
        with closing(Logbook.open(tmp_path / "new")) as new, closing(Logbook.open(shared[0])) as old:
            assert new.device.base != old.device.base
            assert new.device.tag != old.device.tag
            assert new.device.id not in new.ledger.by_device

    def test_what_it_records_comes_back_to_the_office(self, tmp_path):
        file = tmp_path / "share" / "site.journal"
        office(tmp_path / "office", file)
        join(tmp_path / "new", file, whole=True)
        with closing(Logbook.open(tmp_path / "new")) as book:
            [event] = book.record("p1", lambda _: [member("p9")])
            assert (event.device, event.seq) == (book.device.id, 1)
        share(tmp_path / "new", file)
        share(tmp_path / "office", file)
        assert event.id in ids_in(tmp_path / "office")

    def test_the_share_is_remembered(self, file, tmp_path):
        join(tmp_path / "new", file)
        assert shares.load(tmp_path / "new") == Share(str(file))
        join(tmp_path / "other", file, segments=True)
        assert shares.load(tmp_path / "other") == Share(str(file), segments=True)

    def test_the_shared_file_stays_as_it_was(self, file, tmp_path):
        before = file.read_bytes()
        join(tmp_path / "new", file, whole=True)
        assert file.read_bytes() == before

    def test_segments_and_conflict_copies_too(self, tmp_path):
        file = tmp_path / "share" / "site.journal"
        office(tmp_path / "office", file)
        join(tmp_path / "second", file, whole=True)
        with closing(Logbook.open(tmp_path / "second")) as book:
            [mine] = book.record("p1", lambda _: [member("in a segment")])
        with closing(Exchange(tmp_path / "second", Share(str(file), segments=True))) as exchange:
            exchange.sync()
        [segment] = file.parent.glob("site.*.journal")
        copy = file.with_name("site.sync-conflict-20251124-090000-ABCDEFG.journal")
        with closing(Logbook.open(tmp_path / "office")) as book:
            book.record("p1", lambda _: [member("in a copy")])
            [other] = [e.id for e in book.events() if getattr(e.body, "person", "") == "in a copy"]
        copy.write_bytes(file.read_bytes())
        with closing(Exchange(tmp_path / "office", Share(str(copy)))) as exchange:
            exchange.sync()
        join(tmp_path / "new", file, whole=True)
        assert {mine.id, other} <= ids_in(tmp_path / "new")
        assert segment.exists()


class TestWhenItMayBeginToWork:
    def test_the_ground_is_enough(self, file, tmp_path, small_steps):
        joined = join(tmp_path / "new", file)
        assert not joined.complete
        assert joined.site_id == "small"
        assert 10 < joined.events < HISTORY
        assert standing.read(tmp_path / "new").synced_at is None

    def test_the_history_follows_by_itself_and_is_not_read_twice(self, shared, file, tmp_path, small_steps):
        far = CountingDisk()
        join(tmp_path / "new", file, far=far)
        with closing(Logbook.open(tmp_path / "new")) as book:
            book.record("p1", lambda _: [member("works already")])
        share(tmp_path / "new", file, far=far)
        assert ids_in(tmp_path / "new") > ids_in(shared[0])
        size = file.stat().st_size
        assert far.bytes_read < size + 4 * PIECE  # the brief look, and the pieces at which it stopped

    def test_joining_again_brings_the_rest(self, shared, file, tmp_path, small_steps):
        assert not join(tmp_path / "new", file).complete
        assert join(tmp_path / "new", file, whole=True).complete
        assert join(tmp_path / "new", file).complete
        assert ids_in(tmp_path / "new") == ids_in(shared[0])

    def test_the_first_whole_reading_counts_as_a_check_of_everything(self, file, tmp_path, small_steps):
        join(tmp_path / "new", file)
        join(tmp_path / "new", file, whole=True)
        assert standing.read(tmp_path / "new").audited_at is not None
        far = CountingDisk()
        share(tmp_path / "new", file, far=far)
        assert far.bytes_read < 10_000

    def test_progress_is_told_to_the_end(self, file, tmp_path, small_steps):
        told = []
        join(tmp_path / "new", file, told.append, whole=True)
        read = [p.done for p in told if p.stage == "read"]
        assert read == sorted(read)
        assert read[-1] == file.stat().st_size == told[-1].total

    def test_an_app_that_has_the_folder_open_sees_it_arrive(self, file, tmp_path):
        with closing(Logbook.open(tmp_path / "new")) as book:
            join(tmp_path / "new", file, whole=True)
            book.follow()
            assert book.ledger.site.site.id == "small"
            book.record("p1", lambda _: [member("p9")])
            assert book.problems == []


class TestWhatIsRefused:
    def test_a_folder_with_records_of_its_own(self, file, tmp_path):
        other = tmp_path / "elsewhere" / "site.journal"
        office(tmp_path / "mine", other)
        before = ids_in(tmp_path / "mine")
        assert code_of(lambda: join(tmp_path / "mine", file)) == "join.not_empty"
        assert ids_in(tmp_path / "mine") == before
        assert shares.load(tmp_path / "mine") is None

    @pytest.mark.parametrize("call", [look, lambda path: join(path.parents[1] / "new", path)])
    def test_a_share_that_cannot_be_joined_is_told_and_nothing_is_made(self, tmp_path, call):
        folder = tmp_path / "share"
        assert code_of(lambda: call(folder / "site.journal")) == "share.gone"
        folder.mkdir()
        path = folder / "site.journal"
        assert code_of(lambda: call(path)) == "share.gone"
        path.write_bytes(b"")
        assert code_of(lambda: call(path)) == "share.empty"
        path.write_bytes(lines.heading_line("ab" * 16, "small"))
        assert code_of(lambda: call(path)) == "share.empty"
        path.write_bytes(b"eggs, milk and bread\n" * 30)
        assert code_of(lambda: call(path)) == "share.not_a_journal"
        path.write_bytes(lines.heading_line("ab" * 16))
        assert code_of(lambda: call(path)) == "share.not_a_journal"
        path.write_bytes(lines.seal(b'{"roundsman":"journal","version":99,"file":"x","site":"small"}'))
        assert code_of(lambda: call(path)) == "store.newer"
        path.unlink()
        path.mkdir()
        assert code_of(lambda: call(path)) in ("share.not_a_journal", "share.disk")
        assert not (tmp_path / "new").exists()

    def test_a_folder_whose_first_try_went_to_a_wrong_share_may_try_another(self, file, tmp_path):
        wrong = tmp_path / "wrong" / "site.journal"
        wrong.parent.mkdir()
        shares.save(tmp_path, Share(str(wrong)))
        (tmp_path / "new").mkdir()
        (tmp_path / "share.json").rename(tmp_path / "new" / "share.json")
        assert join(tmp_path / "new", file, whole=True).complete

    def test_another_site_under_the_name_of_the_share_that_was_joined(self, file, tmp_path):
        join(tmp_path / "new", file, whole=True)
        before = ids_in(tmp_path / "new")
        theirs = file.read_bytes().replace(b'"site":"small"', b'"site":"other"').split(b"\n")
        file.write_bytes(lines.seal(theirs[0][9:]) + b"\n".join(theirs[1:]))
        assert code_of(lambda: join(tmp_path / "new", file)) == "share.foreign"
        assert ids_in(tmp_path / "new") == before


class TestAShareInABadState:
    def test_a_torn_share_gives_what_is_whole(self, shared, file, tmp_path):
        content = file.read_bytes()
        file.write_bytes(content[: len(content) * 2 // 3])
        joined = join(tmp_path / "new", file, whole=True)
        assert 10 < joined.events < HISTORY
        assert ids_in(tmp_path / "new") < ids_in(shared[0])
        file.write_bytes(content)
        assert join(tmp_path / "new", file, whole=True).events == len(ids_in(shared[0]))

    def test_without_its_heading_it_is_refused_or_known_by_its_site(self, file, tmp_path):
        content = file.read_bytes()
        file.write_bytes(b"\0" * 60 + content[60:])
        assert code_of(lambda: join(tmp_path / "new", file)) in ("share.empty", "share.not_a_journal", "join.no_ground")
        assert not (tmp_path / "new" / "events.journal").exists()

    def test_without_its_ground_it_is_told_and_an_office_can_mend_it(self, shared, tmp_path):
        file = tmp_path / "share" / "site.journal"
        folder = office(tmp_path / "office", file, 800)
        content = file.read_bytes()
        whole = content.split(b"\n")
        at = next(n for n, line in enumerate(whole) if b'"site.loaded"' in line)
        whole[at] = b"#" * len(whole[at])
        file.write_bytes(b"\n".join(whole))
        assert code_of(lambda: join(tmp_path / "new", file, whole=True)) in ("join.no_ground", "share.empty")
        with closing(Exchange(folder, Share(str(file)))) as exchange:
            exchange.audit()
        assert join(tmp_path / "new", file, whole=True).complete
        assert ids_in(tmp_path / "new") == ids_in(folder)

    def test_with_somebody_writing_to_it_all_the_while(self, tmp_path, monkeypatch):
        monkeypatch.setattr(shared_file, "CHUNK", 50_000)
        file = tmp_path / "share" / "site.journal"
        office(tmp_path / "office", file, 1500)
        done = threading.Event()

        def write():
            folder = tmp_path / "office"
            with closing(Logbook.open(folder)) as book, closing(Exchange(folder, Share(str(file)))) as exchange:
                while not done.is_set():
                    book.record("p1", lambda _: [member("p9")])
                    exchange.sync()

        writer = threading.Thread(target=write)
        writer.start()
        try:
            joined = [join(tmp_path / f"new{n}", file, whole=True) for n in range(3)]
        finally:
            done.set()
            writer.join()
        assert all(j.complete for j in joined)
        share(tmp_path / "office", file)
        for n in range(3):
            share(tmp_path / f"new{n}", file)
            assert ids_in(tmp_path / f"new{n}") == ids_in(tmp_path / "office")


def test_looking_needs_no_app_and_no_screen():
    loaded = "import sys, store.joining; sys.exit(any(m in sys.modules for m in ('textual', 'tui', 'pydantic')))"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0


def test_an_offer_tells_whose_it_is_and_how_much(file):
    offer = look(file)
    assert (offer.site_id, offer.site_zh, offer.site_en) == ("small", "小区", "Small")
    assert offer.size_bytes == file.stat().st_size
    assert offer.people == HISTORY + 1


def test_looking_reads_no_more_than_it_needs(file, monkeypatch):
    from store.sync import offer

    monkeypatch.setattr(shared_file, "CHUNK", 50_000)
    monkeypatch.setattr(offer, "LOOK", 100_000)
    far = CountingDisk()
    assert look(file, far).people is None
    assert far.bytes_read < 100_000 + 2 * PIECE
