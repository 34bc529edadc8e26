"""Photos named by their content, and PINs that only a hash is kept of."""

from __future__ import annotations

import errno
import hashlib
import os
import time

import pytest

from checkpoints.site.people import Confirmed, Person
from store.errors import StoreError
from store.photos import LARGEST, Photos, image_suffix
from store.pins import hash_pin, verify
from tests.support.faulty_disk import FaultyDisk

JPEG = b"\xff\xd8\xff\xe0" + b"pixels" * 100 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"pixels" + b"IEND\xaeB`\x82"
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 pixels"
HEIC = b"\x00\x00\x00\x18ftypheic" + b"pixels"


@pytest.fixture
def photos(tmp_path):
    return Photos(tmp_path / "photos")


@pytest.fixture
def inbox(tmp_path):
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def dropped(inbox, name="a.jpg", content=JPEG):
    (inbox / name).write_bytes(content)
    return inbox / name


def names(listing):
    return [path.name for path, _, _ in listing]


@pytest.mark.parametrize(("content", "suffix"), [(JPEG, ".jpg"), (PNG, ".png"), (WEBP, ".webp"), (HEIC, ".heic")])
def test_a_picture_is_kept_under_the_hash_of_its_content(photos, inbox, content, suffix):
    sha = photos.add(dropped(inbox, "IMG 001.dat", content))
    assert sha == hashlib.sha256(content).hexdigest()
    assert photos.path(sha) == photos.folder / (sha + suffix)
    assert photos.path(sha).read_bytes() == content
    assert (inbox / "IMG 001.dat").exists()


def test_the_same_picture_twice_is_kept_once(photos, inbox):
    assert photos.add(dropped(inbox)) == photos.add(dropped(inbox, "b.jpg"))
    assert len(list(photos.folder.iterdir())) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "photo.empty"), (b"GIF89a not taken", "photo.not_an_image"), (b"%PDF-1.7", "photo.not_an_image")],
)
def test_what_is_no_picture_is_refused(photos, inbox, content, code):
    with pytest.raises(StoreError) as caught:
        photos.add(dropped(inbox, content=content))
    assert caught.value.code == code
    assert str(caught.value)


def test_a_picture_over_the_limit_is_refused_unread(photos, inbox):
    path = dropped(inbox)
    os.truncate(path, LARGEST + 1)
    with pytest.raises(StoreError) as caught:
        photos.add(path)
    assert caught.value.code == "photo.too_large"


def test_a_picture_for_an_entry_that_is_not_made_goes_again_unless_it_was_here_before(photos):
    seen = []

    def refused(sha):
        seen.append(photos.path(sha).read_bytes())

    def broken(sha):  # after it was written down, as far as anybody knows
        raise OSError(sha)

    assert photos.put_for(JPEG, refused) is None
    assert seen == [JPEG]  # it was whole before the entry could name it
    assert list(photos.folder.iterdir()) == []
    with pytest.raises(OSError, match=hashlib.sha256(PNG).hexdigest()):
        photos.put_for(PNG, broken)
    sha = photos.put_for(JPEG, lambda sha: sha)
    photos.put_for(JPEG, refused)
    assert sorted(photos.here()) == sorted([sha, hashlib.sha256(PNG).hexdigest()])


def test_a_frame_over_the_limit_is_refused_and_one_the_disk_has_no_room_for_leaves_nothing(tmp_path):
    small = Photos(tmp_path, FaultyDisk(room=10))
    for content, code in ((b"x" * (LARGEST + 1), "photo.too_large"), (JPEG, "store.full")):
        with pytest.raises(StoreError) as caught:
            small.put_for(content, lambda sha: sha)
        assert caught.value.code == code
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["gone.jpg", "."])
def test_what_vanished_or_is_a_folder_is_told(photos, inbox, what):
    with pytest.raises(StoreError) as caught:
        photos.add(inbox / what)
    assert caught.value.code in ("photo.gone", "photo.not_an_image")


def test_a_picture_that_grows_while_it_is_read_is_refused(tmp_path, inbox):
    path = dropped(inbox)

    class Growing(FaultyDisk):
        def force(self, fd):
            with path.open("ab") as file:
                file.write(b"more")
            super().force(fd)

    photos = Photos(tmp_path / "photos", Growing())
    with pytest.raises(StoreError) as caught:
        photos.add(path)
    assert caught.value.code == "photo.changing"
    assert list(photos.folder.iterdir()) == []


@pytest.mark.parametrize(
    "keep",
    [lambda photos, inbox: photos.add(dropped(inbox)), lambda photos, _inbox: photos.put(JPEG)],
    ids=["add", "put"],
)
@pytest.mark.parametrize("kind", ["write", "force", "rename"])
def test_a_disk_that_fails_leaves_no_scrap(tmp_path, inbox, kind, keep):
    disk = FaultyDisk()
    disk.fail(kind, code=errno.ENOSPC)
    photos = Photos(tmp_path / "photos", disk)
    with pytest.raises(StoreError) as caught:
        keep(photos, inbox)
    assert caught.value.code == "store.full"
    assert list(photos.folder.iterdir()) == []


def test_a_picture_that_was_made_here_is_kept_like_one_that_was_added(photos, inbox):
    sha = photos.put(JPEG)
    assert photos.put(JPEG) == photos.add(dropped(inbox)) == sha
    assert [path.name for path in photos.folder.iterdir()] == [sha + ".jpg"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "*", "a" * 63])
def test_a_name_that_is_no_hash_leads_nowhere(photos, name):
    assert photos.path(name).parent == photos.folder
    assert not photos.has(name)


def test_a_finished_picture_shows_at_once_and_the_newest_first(photos, inbox):
    for n, name in enumerate(["a.jpg", "b.PNG", "c.jpeg"]):
        os.utime(dropped(inbox, name, PNG if name == "b.PNG" else JPEG), (1000 + n, 1000 + n))
    dropped(inbox, "now.jpg")
    assert names(photos.listing(inbox)) == ["now.jpg", "c.jpeg", "b.PNG", "a.jpg"]


def test_a_growing_picture_shows_when_it_stands_still(photos, inbox):
    dropped(inbox, content=JPEG[:50])
    assert photos.listing(inbox) == []
    dropped(inbox, content=JPEG[:90])
    assert photos.listing(inbox) == []
    assert names(photos.listing(inbox)) == ["a.jpg"]


def test_a_picture_without_a_known_end_shows_after_a_quiet_while(photos, inbox):
    path = dropped(inbox, "a.heic", HEIC)
    assert photos.listing(inbox) == []
    os.utime(path, (time.time() - 5, time.time() - 5))
    assert names(photos.listing(inbox)) == ["a.heic"]


def test_hidden_partial_empty_and_other_files_are_not_shown(photos, inbox):
    for name in (".a.jpg", "~b.jpg", "c.jpg.part", "d.jpg.crdownload", "e.txt"):
        dropped(inbox, name)
    dropped(inbox, "f.jpg", b"")
    (inbox / "g.jpg").mkdir()
    assert photos.listing(inbox) == []
    assert photos.listing(inbox / "absent") == []


def test_magic_bytes_decide_and_not_the_name():
    assert image_suffix(b"") == image_suffix(b"\xff\xd8") == image_suffix(b"RIFF\x00\x00\x00\x00WAVE") == ""


# PINs


def person(pin_hash=""):
    return Person(id="w", zh="王", en="W", role="assistant", department="service", pin_hash=pin_hash)


def test_the_right_pin_is_confirmed_and_a_wrong_one_is_not():
    hashed = hash_pin("4711")
    assert verify(person(hashed), "4711") == Confirmed("w")
    assert verify(person(hashed), "4712") is None
    assert verify(person(hashed), "") is None


def test_full_width_digits_are_the_same_pin():
    assert verify(person(hash_pin("4711")), "４７１１") == Confirmed("w")


def test_a_hash_tells_nothing_and_differs_each_time():
    one, two = hash_pin("4711"), hash_pin("4711")
    assert one != two
    assert one.startswith("$argon2id$")
    assert "4711" not in one.split("$")[3]


@pytest.mark.parametrize("stored", ["", "x", "$argon2id$broken"])
def test_without_a_readable_hash_nobody_is_confirmed(stored):
    assert verify(person(stored), "4711") is None
