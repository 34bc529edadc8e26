"""A printed sheet is read back: every label of the default site, by three readers that know nothing of each other."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from pyzbar import pyzbar

from checkpoints.site.catalogue import default_site
from store.labels.layout import INDOOR, OUTDOOR, Format
from store.logbook import Logbook
from store.reading.decode import decode
from store.setup import list_codes, load_site
from tests.support.small_font import small_font
from tui import cli

pytestmark = pytest.mark.e2e
DOTS = 150
"""An inch: a quarter of what the plainest printer does."""
LOOKS = (1.0, 0.8, 0.5)
"""How large a label is seen, in turn, until it is read: nobody holds a telephone still at one distance."""


@pytest.fixture
def book(tmp_path) -> Iterator[Logbook]:
    keys = tmp_path / "data" / "keys"
    keys.mkdir(parents=True)
    one = {"1": {"secret": "5a" * 32, "created": "2026-11-23T09:00:00+08:00"}}  # the same codes in every run
    (keys / "labels.json").write_text(json.dumps(one))
    opened = Logbook.open(tmp_path / "data")
    load_site(opened, "-", default_site())
    yield opened
    opened.close()


def sheet(book: Logbook, *more: str) -> Path:
    """What `roundsman labels` makes of it."""
    out = book.data.parent / "sheet.pdf"
    assert cli.run(["labels", "--out", str(out), *more, "--data", str(book.data)]) == 0
    return out


def pages_of(pdf: Path) -> list[Image.Image]:
    subprocess.run(["pdftoppm", "-r", str(DOTS), "-gray", pdf, pdf.with_suffix("")], check=True)
    return [Image.open(page) for page in sorted(pdf.parent.glob(pdf.stem + "-*.pgm"))]


def labels_on(page: Image.Image, form: Format) -> Iterator[Image.Image]:
    """The page cut along its lines, as scissors would."""
    dots = DOTS / 25.4
    for nth in range(form.on_page):
        left = form.margins[0] + nth % form.columns * form.cell[0]
        top = form.margins[1] + nth // form.columns * form.cell[1]
        yield page.crop(tuple(round(mm * dots) for mm in (left, top, left + form.cell[0], top + form.cell[1])))


def by_opencv(label: Image.Image) -> list[str]:
    return [text for text in (cv2.QRCodeDetector().detectAndDecode(np.asarray(label))[0],) if text]


def by_zbar(label: Image.Image) -> list[str]:
    return [code.data.decode() for code in pyzbar.decode(label, symbols=[pyzbar.ZBarSymbol.QRCODE])]


def looked_at(label: Image.Image, read: Callable[[Image.Image], list[str]]) -> list[str]:
    """What a reader makes of a label in three looks at most."""
    for size in LOOKS:
        seen = label.resize((round(label.width * size), round(label.height * size)), Image.Resampling.BILINEAR)
        if found := read(seen):
            return found
    return []


def test_all_46_labels_are_read_back_by_three_readers(book):
    pdf = sheet(book)
    pages = pages_of(pdf)
    codes = [code.digits for code in list_codes(book)]
    assert len(codes) == 46
    assert {text for page in pages for text in decode(page)} == set(codes)  # twelve at a time
    cut = [label for page in pages for label in labels_on(page, INDOOR)][: len(codes)]
    for read in (decode, by_zbar, by_opencv):
        assert [looked_at(label, read) for label in cut] == [[code] for code in codes], read.__name__
    said = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    for place in book.ledger.site.active:
        assert place.zh in said
        assert place.en in said
    assert {f"{code.typed[:4]}-{code.typed[4:]}" for code in list_codes(book)} <= set(said.split())


def test_those_for_outdoors_too(book, monkeypatch):
    monkeypatch.setenv("ROUNDSMAN_FONT", small_font())
    pages = pages_of(sheet(book, "--outdoor", "--zone", "Z1"))
    zone = {place.id for place in book.ledger.site.active if place.zone == "Z1"}
    codes = [code.digits for code in list_codes(book) if code.checkpoint in zone]
    cut = [label for page in pages for label in labels_on(page, OUTDOOR)][: len(codes)]
    for read in (decode, by_zbar, by_opencv):
        assert [looked_at(label, read) for label in cut] == [[code] for code in codes], read.__name__
