"""Codes are read from pictures, also from bad ones, and nothing is ever read that does not stand there."""

from __future__ import annotations

import sys

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from checkpoints.site import codes
from store.errors import StoreError
from store.qr import matrix
from store.reading import decode as reading
from store.reading.decode import decode
from tests.support.photographed import photograph

KEY = codes.Key(1, b"k" * 32)
SMALL = (560, 400)
"""Smaller than a camera's frame and with the label at the same size, because most of a frame is wall."""


def code(number: int) -> str:
    return codes.make("demo", number + 1, 1, KEY)


def photo(condition: str, number: int, level="Q") -> Image.Image:
    return photograph(matrix(code(number), level), condition, number, SMALL)


# Of ten, and with room below what 200 give (docs/labels.md): these must not be lost, they are no measurement.
@pytest.mark.parametrize(
    ("condition", "least"),
    [("clean", 10), ("turned", 10), ("tilted", 9), ("shaded", 9), ("defocused", 9), ("moved", 5), ("dark", 8),
     ("specked", 9), ("dark_specked", 9), ("dirty", 3), ("mixed", 8)],
)  # fmt: skip
def test_a_label_is_read_in(condition, least):
    seen = [decode(photo(condition, number)) for number in range(10)]
    assert all(texts in ([], [code(number)]) for number, texts in enumerate(seen))
    assert sum(map(bool, seen)) >= least


def test_what_is_dark_and_noisy_is_read_only_after_mending():
    dark = [photo("dark", number, "H") for number in range(12)]
    at_once = sum(bool(decode(picture, retry=False)) for picture in dark)
    assert sum(bool(decode(picture)) for picture in dark) > at_once


def test_specks_are_cleared_away_where_there_are_any_and_cost_no_try_where_there_are_none():
    tries = {condition: sum(1 for _ in reading._mended(photo(condition, 1))) for condition in ("dark", "dark_specked")}
    assert tries == {"dark": 2, "dark_specked": 3}
    alone = [bool(decode(reading._RETRIES[0](photo("dark_specked", number)), retry=False)) for number in range(5)]
    assert [decode(photo("dark_specked", number)) for number in range(5)] == [[code(number)] for number in range(5)]
    assert not all(alone)


def test_clearing_specks_leaves_whatever_is_two_pixels_wide():
    wall = Image.new("L", (40, 40), 90)
    wall.paste(200, (10, 10, 12, 12))
    line = wall.copy()
    line.putpixel((30, 30), 255)
    line.putpixel((5, 20), 0)
    assert reading._cleared(line).tobytes() == wall.tobytes()


def test_a_large_picture_is_made_smaller_before_it_is_mended(monkeypatch):
    mended: list[tuple[int, int]] = []
    monkeypatch.setattr(reading, "_RETRIES", (lambda picture: mended.append(picture.size) or picture,))
    assert decode(Image.new("L", (4000, 3000), 150)) == []
    assert mended == [(1334, 1000)]


def test_a_colour_picture_and_bytes_of_a_camera_are_read_alike():
    grey = photo("clean", 3)
    assert decode(grey.convert("RGB")) == decode(Image.frombuffer("L", grey.size, grey.tobytes())) == [code(3)]


def test_every_code_in_the_picture_is_told_once():
    both = Image.new("L", (SMALL[0] * 2, SMALL[1]), 150)
    both.paste(photo("clean", 1), (0, 0))
    both.paste(photo("clean", 2), (SMALL[0], 0))
    assert sorted(decode(both)) == sorted([code(1), code(2)])
    both.paste(photo("clean", 1), (SMALL[0], 0))
    assert decode(both) == [code(1)]


def test_a_micro_code_is_none_of_ours_and_not_read():
    """Its smallest kind has no correction, so a reader that takes it finds one in the noise of a dark picture."""
    micro = zxingcpp.create_barcode("3560", zxingcpp.BarcodeFormat.MicroQRCode)
    picture = Image.new("L", SMALL, 200)
    picture.paste(Image.fromarray(np.asarray(micro.to_image(scale=8))), (200, 150))
    assert zxingcpp.read_barcodes(picture)[0].text == "3560"
    assert decode(picture) == []


@pytest.mark.parametrize("size", [SMALL, (8, 8), (7, 300), (1, 1)])
def test_an_empty_wall_says_nothing_however_small_it_is(size):
    assert decode(Image.new("L", size, 150)) == []


def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    with pytest.raises(StoreError) as said:
        decode(Image.new("L", (10, 10)))
    assert said.value.code == "reading.no_decoder"
    assert "./kiosk.sh --with pictures" in said.value.message
