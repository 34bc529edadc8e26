"""A data folder with a site, people, photos and keys, and what tests of care ask of its records."""

from __future__ import annotations

from checkpoints.work.findings import FindingNoted
from checkpoints.work.people import PersonAdded
from store import setup
from store.care.files import source
from store.care.folder import journals
from store.care.reading import Survey
from store.disk import DISK
from tests.support.small_site import small_site

JPEG = b"\xff\xd8\xff\xe0 picture %d " + b"\0" * 5000 + b"\xff\xd9"


def jpeg(n):
    return JPEG.replace(b"%d", b"%d" % n)


def fill(book, site=None, people=3, photos=2):
    """Load a site with its key and labels, add people, and take photos that events name."""
    setup.load_site(book, "-", site or small_site())
    add_people(book, people)
    add_photos(book, photos)
    return book


def add_people(book, count, start=1):
    for n in range(start, start + count):
        added = PersonAdded(person=f"p{n:02}", zh=f"人{n}", en=f"Person {n}", role="supervisor", department="service")
        book.record("-", lambda _now, added=added: [added])


def add_photos(book, count, start=1):
    shas = []
    for n in range(start, start + count):
        picture = book.data.parent / f"camera-{n}.jpg"
        picture.write_bytes(jpeg(n))
        sha = book.photos.add(picture)
        shas.append(sha)
        book.record("-", lambda _now, sha=sha: [FindingNoted(finding="f1", words="看", photos=(sha,))])
    return shas


def survey(data):
    """What is in a folder's files of lines."""
    seen = Survey()
    for path in journals(data):
        with source(path, DISK) as opened:
            seen.read(opened)
    return seen
