"""Labels as a camera sees them on a bad day: one seeded picture for each condition and number.

The code is 170 pixels wide in a frame of 1280 x 720, which is how a tablet's camera sees 40 mm from half a metre.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray
from PIL import Image

from checkpoints.site import codes
from store.qr import QUIET, Level, Matrix, matrix

__all__ = ["CONDITIONS", "labelled", "photograph"]

Grey = NDArray[np.float32]
"""Rows of brightness, 0 black to 255 white."""

KEY = codes.Key(1, b"k" * 32)
FRAME = (1280, 720)
CODE_PX = 170.0
_FINE = 12
"""Pixels a module in the drawing that is then seen from the camera."""
_PAPER, _INK, _WALL = 235.0, 25.0, 150.0


def photograph(matrix: Matrix, condition: str, number: int, size: tuple[int, int] = FRAME) -> Image.Image:
    """The picture of that number, the same on every call."""
    label = _Label(matrix, default_rng([sum(condition.encode()), number]), size)
    return Image.fromarray(np.clip(CONDITIONS[condition](label), 0, 255).astype(np.uint8))


def labelled(condition: str, count: int, level: Level) -> Iterator[tuple[str, Image.Image]]:
    """So many labels of a site of 46, each with what its code says and its picture."""
    for number in range(count):
        text = codes.make("bench", number % 46 + 1, number // 46 + 1, KEY)
        yield text, photograph(matrix(text, level), condition, number)


@dataclass(frozen=True, slots=True)
class _Label:
    """A code on a wall, and the chance that decides how it is seen."""

    matrix: Matrix
    chance: Generator
    size: tuple[int, int]

    def seen(self, turn: float = 8.0, tilt: float = 0.0) -> Grey:
        """As it hangs there: turned by up to so many degrees, corners drawn in by up to that share of its width."""
        wide, high = self.size
        side = len(self.matrix) + 2 * QUIET
        paper = np.full((side, side), _PAPER, np.float32)
        paper[QUIET:-QUIET, QUIET:-QUIET] = np.where(np.array(self.matrix), _INK, _PAPER)
        paper = np.kron(paper, np.ones((_FINE, _FINE), np.float32))
        edge = CODE_PX * side / len(self.matrix)
        angle = math.radians(self.chance.uniform(-turn, turn))
        room = np.array([wide, high]) / 2 - edge * 0.72
        middle = np.array([wide, high]) / 2 + self.chance.uniform(-1, 1, 2) * np.maximum(room, 0)
        around = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * edge / 2
        around = around * (1 - self.chance.uniform(0, tilt, (4, 2))) if tilt else around
        rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32) * paper.shape[0]
        view = cv2.getPerspectiveTransform(corners, (around @ rotation.T + middle).astype(np.float32))
        soft = cv2.GaussianBlur(paper, (0, 0), _FINE * len(self.matrix) / CODE_PX * 0.5)  # what a pixel gathers
        wall = np.full((high, wide), _WALL, np.float32)
        return cv2.warpPerspective(soft, view, self.size, dst=wall, borderMode=cv2.BORDER_TRANSPARENT)

    def noisy(self, picture: Grey, sigma: float) -> Grey:
        return picture + sigma * self.chance.standard_normal(picture.shape, dtype=np.float32)

    def specked(self, picture: Grey, least: float, most: float) -> Grey:
        lot, share = self.chance.random(picture.shape, dtype=np.float32), self.chance.uniform(least, most)
        return np.where(lot < share / 2, 0, np.where(lot > 1 - share / 2, 255, picture)).astype(np.float32)

    def smeared(self, picture: Grey, least: int, most: int) -> Grey:
        length = int(self.chance.integers(least, most + 1))
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1
        turned = cv2.getRotationMatrix2D(((length - 1) / 2, (length - 1) / 2), self.chance.uniform(0, 180), 1)
        kernel = cv2.warpAffine(kernel, turned, (length, length))
        return cv2.filter2D(picture, -1, kernel / kernel.sum())

    def blurred(self, picture: Grey, least: float, most: float) -> Grey:
        return cv2.GaussianBlur(picture, (0, 0), self.chance.uniform(least, most))


def _clean(label: _Label) -> Grey:
    return label.noisy(label.seen(), 2)


def _turned(label: _Label) -> Grey:
    return label.noisy(label.seen(turn=180), 2)


def _tilted(label: _Label) -> Grey:
    return label.noisy(label.seen(tilt=0.35), 2)


def _defocused(label: _Label) -> Grey:
    return label.noisy(label.blurred(label.seen(), 2, 3.5), 5)


def _moved(label: _Label) -> Grey:
    return label.noisy(label.smeared(label.seen(), 7, 15), 2)


def _dark(label: _Label) -> Grey:
    """6 to 18 percent of the light, with the noise of a sensor that is turned up."""
    return label.noisy(label.seen() * label.chance.uniform(0.06, 0.18), label.chance.uniform(1, 3))


def _specked(label: _Label) -> Grey:
    """Dust on the lens and pixels that are stuck: 1 to 8 percent of all are black or white, each by itself."""
    return label.specked(label.noisy(label.seen(), 2), 0.01, 0.08)


def _dark_specked(label: _Label) -> Grey:
    """As dark, with the pixels that a sensor leaves bright or dead when it is turned up that far: 0.5 to 5 percent."""
    return label.specked(_dark(label), 0.005, 0.05)


def _shaded(label: _Label) -> Grey:
    """A shadow down to a quarter of the light, right across the label."""
    angle = label.chance.uniform(0, 2 * math.pi)
    across, down = np.meshgrid(np.linspace(-1, 1, label.size[0]), np.linspace(-1, 1, label.size[1]))
    slope = across * math.cos(angle) + down * math.sin(angle)
    light = 0.25 + 0.75 / (1 + np.exp(-slope * label.chance.uniform(4, 14)))
    return label.noisy(label.seen() * light.astype(np.float32), 2)


def _dirtied(label: _Label, blobs: int) -> Grey:
    """Drops of mud and paint, dark or light, 3 to 11 pixels in radius, on the code itself."""
    picture = label.seen(turn=0)
    ys, xs = np.nonzero(np.abs(picture - _WALL) > 40)  # where the label is
    margin = (xs.max() - xs.min()) * QUIET / (len(label.matrix) + 2 * QUIET)
    for _ in range(blobs):
        x = label.chance.uniform(xs.min() + margin, xs.max() - margin)
        y = label.chance.uniform(ys.min() + margin, ys.max() - margin)
        axes = (int(label.chance.integers(3, 12)), int(label.chance.integers(3, 12)))
        shade = float(label.chance.choice([30.0, 60.0, 90.0, 200.0, 240.0]))
        turn = label.chance.uniform(0, 180)
        cv2.ellipse(picture, (int(x), int(y)), axes, turn, 0, 360, shade, -1, cv2.LINE_AA)
    return label.noisy(picture, 2)


def _dirty(label: _Label) -> Grey:
    return _dirtied(label, 8)


def _filthy(label: _Label) -> Grey:
    return _dirtied(label, 16)


def _mixed(label: _Label) -> Grey:
    """A little of everything: tilted, out of focus, moved, half dark and noisy."""
    seen = label.smeared(label.blurred(label.seen(turn=20, tilt=0.2), 0.5, 2), 3, 8)
    return label.noisy(seen * label.chance.uniform(0.3, 0.8), label.chance.uniform(2, 8))


CONDITIONS: dict[str, Callable[[_Label], Grey]] = {
    "clean": _clean,
    "turned": _turned,
    "tilted": _tilted,
    "shaded": _shaded,
    "defocused": _defocused,
    "moved": _moved,
    "dark": _dark,
    "specked": _specked,
    "dark_specked": _dark_specked,
    "dirty": _dirty,
    "filthy": _filthy,
    "mixed": _mixed,
}
