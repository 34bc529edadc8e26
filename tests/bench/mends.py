"""`roundsman bench labels --mends`: what each way of mending a picture finds that one look did not, and what it costs.

Every picture that zxing-cpp does not read as it is, is mended in every way and read again, each time from what it was.
So what a way adds to the others is counted picture by picture and not guessed from sums. Times are of one core.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageFilter

from store.qr import Level
from store.reading.decode import _cleared, decode
from tests.support.photographed import labelled

__all__ = ["MENDS", "Tried", "as_table", "tried"]

_SHARP = ImageFilter.UnsharpMask(radius=3, percent=300, threshold=0)
_MEAN, _MEDIAN = ImageFilter.BoxBlur(1), ImageFilter.MedianFilter(3)
MENDS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "sharpened": lambda picture: picture.filter(_SHARP),
    "mean": lambda picture: picture.filter(_MEAN),
    "mean, sharpened": lambda picture: picture.filter(_MEAN).filter(_SHARP),
    "median": lambda picture: picture.filter(_MEDIAN),
    "median, sharpened": lambda picture: picture.filter(_MEDIAN).filter(_SHARP),
    "cleared, sharpened": lambda picture: _cleared(picture).filter(_SHARP),
}
SETS: dict[str, tuple[str, ...]] = {
    **{f"+ {name}": (name,) for name in MENDS},
    "mean, sharpened, then sharpened": ("mean, sharpened", "sharpened"),
    "these, then median, sharpened": ("mean, sharpened", "sharpened", "median, sharpened"),
}
"""What is tried after the first look, one after the other, until something is read."""


@dataclass(slots=True)
class Tried:
    """What was made of the pictures of one kind: which numbers each mend read of those that one look did not."""

    count: int = 0
    at_once: int = 0
    wrong: int = 0
    look: list[float] = field(default_factory=list)
    """Seconds of the first look, where it found nothing."""
    read: dict[str, set[int]] = field(default_factory=lambda: {name: set() for name in MENDS})
    seconds: dict[str, dict[int, float]] = field(default_factory=lambda: {name: {} for name in MENDS})

    def found(self, names: Sequence[str]) -> int:
        """How many are read in all with these after the first look."""
        return self.at_once + len(set().union(*(self.read[name] for name in names)))

    def cost(self, names: Sequence[str]) -> float:
        """Milliseconds in the middle that these take on a picture that one look does not read, until one does."""
        spent: list[float] = []
        for number in self.seconds[names[0]]:
            passed = 0.0
            for name in names:
                passed += self.seconds[name][number]
                if number in self.read[name]:
                    break
            spent.append(passed)
        return statistics.median(spent) * 1e3 if spent else 0.0

    def alone(self, name: str, others: Sequence[str]) -> int:
        """How many are read by this one and by none of the others."""
        return len(self.read[name].difference(*(self.read[other] for other in others)))


def tried(conditions: Sequence[str], count: int, level: Level) -> dict[str, Tried]:
    """By condition."""
    results: dict[str, Tried] = {}
    for condition in conditions:
        of = results[condition] = Tried(count)
        for number, (text, picture) in enumerate(labelled(condition, count, level)):
            begin = time.process_time()
            seen = decode(picture, retry=False)
            took = time.process_time() - begin
            of.wrong += any(other != text for other in seen)
            if text in seen:
                of.at_once += 1
                continue
            of.look.append(took)
            for name, mend in MENDS.items():
                begin = time.process_time()
                seen = decode(mend(picture), retry=False)
                of.seconds[name][number] = time.process_time() - begin
                of.wrong += any(other != text for other in seen)
                if text in seen:
                    of.read[name].add(number)
        print(f"{condition} done", file=sys.stderr)
    return results


def as_table(results: dict[str, Tried]) -> str:
    """Markdown: percent read, and milliseconds that trying costs where one look found nothing."""
    head = ("", "one look", *SETS, "found by a median alone")
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for condition, of in results.items():
        cells = [f"{100 * of.at_once / of.count:g} %"]
        cells += [f"{100 * of.found(names) / of.count:g} % · {of.cost(names):.0f}" for names in SETS.values()]
        alone = [of.alone(name, ("mean, sharpened", "sharpened")) for name in ("median", "median, sharpened")]
        lines.append("| " + " | ".join((condition, *cells, "{} and {}".format(*alone))) + " |")
    return "\n".join(lines)
