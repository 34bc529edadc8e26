"""Photos between devices over a share: both ways, resumed at every piece, never under a wrong name."""

from __future__ import annotations

import pytest

from store.photos import LARGEST, Photos
from store.sync import carrying
from store.sync.photo_exchange import PhotoExchange
from store.sync.pictures import exchange_photos
from tests.support.albums import CountingDisk, keep, on_share, picture, scraps, sha_of

PIECE = 1000


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(carrying, "PIECE", PIECE)


@pytest.fixture
def share(tmp_path):
    (tmp_path / "share").mkdir()
    return tmp_path / "share" / "site.journal"


@pytest.fixture
def here(tmp_path):
    return Photos(tmp_path / "here" / "photos")


@pytest.fixture
def there(tmp_path):
    return Photos(tmp_path / "there" / "photos")


class _After:
    """Somebody who asks to stop once so many pieces were carried."""

    def __init__(self, pieces):
        self.left = pieces

    def tell(self, _progress):
        self.left -= 1

    def stop(self):
        return self.left <= 0


def shelf_file(share, sha, suffix=".jpg"):
    return share.with_name("site.photos") / sha[:2] / (sha + suffix)


def put_wrongly(share, sha, content):
    path = shelf_file(share, sha)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_photo_goes_to_the_share_and_from_there_to_another_device(share, here, there):
    sha = keep(here, picture(1, 5500))
    pushed = exchange_photos(here, share, needed=[sha])
    assert (pushed.pushed, pushed.waiting, pushed.missing) == (1, 0, 0)
    assert on_share(share) == {sha: picture(1, 5500)}
    pulled = exchange_photos(there, share, needed=[sha])
    assert (pulled.pulled, pulled.missing, pulled.moved) == (1, 0, 5500)
    assert there.path(sha).read_bytes() == picture(1, 5500)
    assert there.path(sha).name == sha + ".jpg"
    assert scraps(share) == []
    assert len(list(there.folder.iterdir())) == 1


def test_a_photo_that_no_event_names_stays_at_home(share, here):
    keep(here, picture(1))
    assert exchange_photos(here, share, needed=[]).pushed == 0
    assert not share.with_name("site.photos").exists()


def test_doing_it_again_carries_nothing(share, here):
    shas = [keep(here, picture(n)) for n in range(5)]
    exchange_photos(here, share, needed=shas)
    report = exchange_photos(here, share, needed=shas)
    assert (report.pushed, report.moved, report.waiting) == (0, 0, 0)


def test_small_photos_go_first(share, here):
    sizes = {keep(here, picture(n, size)): size for n, size in enumerate([9000, 2000, 5000, 500])}
    cut = _After(4)  # the two small ones are four pieces with their ends
    exchange_photos(here, share, needed=sizes, tell=cut.tell, stop=cut.stop)
    assert sorted(map(len, on_share(share).values())) == [500, 2000][: len(on_share(share))]
    assert on_share(share)


def test_new_photos_come_first(share, here, there):
    shas = [keep(here, picture(n)) for n in range(4)]
    exchange_photos(here, share, needed=shas)
    cut = _After(2)
    exchange_photos(there, share, needed=shas, tell=cut.tell, stop=cut.stop)
    assert set(there.here()) == {shas[-1]}


@pytest.mark.parametrize("pieces", range(1, 8))
def test_a_push_cut_off_at_any_piece_goes_on_in_another_process(share, here, pieces):
    sha = keep(here, picture(1, 5500))
    cut, counting = _After(pieces), CountingDisk()
    exchange_photos(here, share, needed=[sha], tell=cut.tell, stop=cut.stop)
    done = bool(on_share(share))
    report = exchange_photos(here, share, needed=[sha], far=counting)
    assert on_share(share) == {sha: picture(1, 5500)}
    assert scraps(share) == []
    assert report.pushed == (not done)
    assert counting.bytes_written == (0 if done else max(0, 5500 - pieces * PIECE))


@pytest.mark.parametrize("pieces", range(1, 8))
def test_a_pull_cut_off_at_any_piece_goes_on_in_another_process(share, here, there, pieces):
    sha = keep(here, picture(1, 5500))
    exchange_photos(here, share, needed=[sha])
    cut, counting = _After(pieces), CountingDisk()
    exchange_photos(there, share, needed=[sha], tell=cut.tell, stop=cut.stop)
    done = there.has(sha)
    exchange_photos(there, share, needed=[sha], far=counting)
    assert there.path(sha).read_bytes() == picture(1, 5500)
    assert counting.bytes_read == (0 if done else max(0, 5500 - pieces * PIECE))
    assert [p.name for p in there.folder.iterdir()] == [sha + ".jpg"]


def test_the_same_process_goes_on_without_reading_back_what_it_wrote(share, here):
    sha, counting = keep(here, picture(1, 5500)), CountingDisk()
    exchange = PhotoExchange(here, share, "a", far=counting)
    settled = []
    runs = 1
    while exchange.run([sha], settled.append, seconds=0).more:
        runs += 1
    assert settled == [sha]
    assert 4 <= runs <= 8
    assert (counting.bytes_written, counting.bytes_read) == (5500, 0)
    assert on_share(share) == {sha: picture(1, 5500)}


def test_half_a_photo_that_was_garbled_meanwhile_is_written_anew(share, here):
    sha = keep(here, picture(1, 5500))
    cut = _After(4)
    exchange_photos(here, share, needed=[sha], tell=cut.tell, stop=cut.stop)
    [part] = share.with_name("site.photos").glob(".*.part")
    part.write_bytes(part.read_bytes()[:-700] + bytes(700) + b"more than there ever was" * 400)
    report = exchange_photos(here, share, needed=[sha])
    assert on_share(share) == {sha: picture(1, 5500)}
    assert (report.pushed, report.wrong, scraps(share)) == (1, 0, [])


def test_half_a_photo_that_was_garbled_here_is_fetched_anew(share, here, there):
    sha = keep(here, picture(1, 5500))
    exchange_photos(here, share, needed=[sha])
    there.folder.mkdir(parents=True)
    (there.folder / f".{sha}.part").write_bytes(b"something else" * 100)
    report = exchange_photos(there, share, needed=[sha])
    assert there.path(sha).read_bytes() == picture(1, 5500)
    assert (report.pulled, report.wrong) == (1, 0)


def test_wrong_content_of_the_right_length_is_set_aside_and_never_taken_in(share, here, there):
    sha = keep(here, picture(1, 3000))
    put_wrongly(share, sha, picture(2, 3000))
    report = exchange_photos(there, share, needed=[sha])
    assert (report.pulled, report.wrong, report.missing) == (0, 1, 1)
    assert [p.code for p in report.problems] == ["photo.wrong"]
    assert not there.has(sha)
    assert list(there.folder.iterdir()) == []
    assert scraps(share) == [f"{sha}.jpg.{sha_of(picture(2, 3000))[:8]}.wrong"]
    assert exchange_photos(here, share, needed=[sha]).pushed == 1
    assert exchange_photos(there, share, needed=[sha]).pulled == 1
    assert there.path(sha).read_bytes() == picture(1, 3000)


@pytest.mark.parametrize("torn", [0, 1, 2999])
def test_a_torn_photo_on_the_share_is_replaced_by_who_has_it_whole(share, here, torn):
    sha = keep(here, picture(1, 3000))
    put_wrongly(share, sha, picture(1, 3000)[:torn])
    report = exchange_photos(here, share, needed=[sha])
    assert (report.pushed, report.wrong) == (1, 1)
    assert on_share(share) == {sha: picture(1, 3000)}
    assert scraps(share) == [f"{sha}.jpg.torn.wrong"]


def test_a_damaged_photo_here_is_not_passed_on_and_comes_back_whole(share, here, there):
    sha = keep(here, picture(1, 3000))
    exchange_photos(here, share, needed=[sha])
    keep(there, picture(1, 3000))
    there.path(sha).write_bytes(picture(1, 3000)[:1500])
    report = exchange_photos(there, share, needed=[sha])
    assert [p.code for p in report.problems] == ["photo.damaged"]
    assert (report.pushed, report.pulled, report.missing, report.waiting) == (0, 1, 0, 0)
    assert there.path(sha).read_bytes() == picture(1, 3000)
    assert on_share(share) == {sha: picture(1, 3000)}
    assert (there.folder / f"{sha}.jpg.wrong").exists()


def test_a_damaged_photo_that_is_nowhere_else_is_told_and_stays(share, here):
    sha = keep(here, picture(1, 3000))
    here.path(sha).write_bytes(b"\xff\xd8\xff damaged")
    report = exchange_photos(here, share, needed=[sha])
    assert [p.code for p in report.problems] == ["photo.damaged"]
    assert (report.waiting, report.missing) == (0, 1)
    assert on_share(share) == {}
    assert scraps(share) == []
    assert here.has(sha)


def test_what_is_larger_than_any_photo_is_not_fetched(share, there):
    sha = sha_of(b"x")
    with put_wrongly(share, sha, b"").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert exchange_photos(there, share, needed=[sha]).wrong == 1
    assert not there.has(sha)


def test_a_name_in_an_event_that_is_no_hash_leads_nowhere(share, here):
    assert exchange_photos(here, share, needed=["../../passwd"]).pushed == 0


def test_a_photo_of_a_kind_only_newer_versions_know_travels_all_the_same(share, there):
    content = b"AVIF or whatever comes" * 100
    sha = sha_of(content)
    path = shelf_file(share, sha, ".avif")
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert exchange_photos(there, share, needed=[sha]).pulled == 1
    assert there.path(sha).read_bytes() == content


def test_three_hundred_photos_meet_on_both_devices(share, here, there):
    mine = {keep(here, picture(n, 200 + 7 * n)) for n in range(150)}
    theirs = {keep(there, picture(n, 200 + 7 * n)) for n in range(100, 300)}
    everything = sorted(mine | theirs)
    assert len(everything) == 300
    exchange_photos(here, share, needed=everything)
    report = exchange_photos(there, share, needed=everything)
    assert (report.pushed, report.pulled) == (150, 100)
    exchange_photos(here, share, needed=everything)
    assert set(on_share(share)) == set(here.here()) == set(there.here()) == set(everything)
    assert all(sha_of(content) == sha for sha, content in on_share(share).items())


def test_nothing_new_lists_nothing(share, here, there):
    shas = [keep(here, picture(n)) for n in range(300)]
    exchange_photos(here, share, needed=shas)
    counting = CountingDisk()
    exchange = PhotoExchange(there, share, "b", far=counting)
    waiting = dict.fromkeys([*shas, sha_of(b"of a device that never came back")])
    exchange.run(list(waiting), waiting.pop, seconds=None)
    assert len(waiting) == 1
    exchange.run(list(waiting), waiting.pop)
    counting.forget()
    for _ in range(10):
        exchange.run(list(waiting), waiting.pop)
    assert counting.calls <= 30  # the shelf's time, and while it is young the one room


def test_what_another_device_puts_there_is_seen_at_the_next_look(share, here, there):
    exchange = PhotoExchange(there, share, "b")
    for n in range(10):
        sha = keep(here, picture(n))
        assert exchange.run([sha], lambda _: None).missing == 1
        exchange_photos(here, share, needed=[sha])
        assert exchange.run([sha], lambda _: None).pulled == 1


def test_two_devices_may_push_the_same_photo_at_once(share, here, there):
    sha = keep(here, picture(1, 5500))
    keep(there, picture(1, 5500))
    cut = _After(3)
    first, second = PhotoExchange(here, share, "a"), PhotoExchange(there, share, "b")
    first.run([sha], lambda _: None, tell=cut.tell, stop=cut.stop)
    assert second.run([sha], lambda _: None).pushed == 1
    first.run([sha], lambda _: None)
    assert on_share(share) == {sha: picture(1, 5500)}
    assert scraps(share) == []


@pytest.mark.parametrize("there_already", [False, True])
def test_two_programs_of_one_folder_may_carry_the_same_photo_at_once(share, here, there, there_already):
    sha = keep(here, picture(1, 5500))
    if there_already:
        exchange_photos(here, share, needed=[sha])
    folder = there if there_already else here
    pieces = iter(range(100))

    def overtake(_):
        if next(pieces) == 2:
            assert exchange_photos(folder, share, needed=[sha]).trouble is None

    report = exchange_photos(folder, share, needed=[sha], tell=overtake)
    assert report.trouble is None
    assert on_share(share) == {sha: picture(1, 5500)}
    assert folder.path(sha).read_bytes() == picture(1, 5500)
    assert scraps(share) == []
    assert len(list(folder.folder.iterdir())) == 1
    assert exchange_photos(folder, share, needed=[sha]).moved == 0
