"""`roundsman bench labels`: how many labels are read from 200 bad pictures of each kind, and how long a picture takes.

The readers take turns on the same pictures. Times are of one core, and do not count what else the machine does. "ours"
is what the program does (store/reading/decode.py): zxing-cpp, and what is not read mended and read again. Needs
libzbar0.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image
from pyzbar import pyzbar

from store.qr import Level
from store.reading.decode import decode
from tests.bench import mends
from tests.support.photographed import CONDITIONS, labelled

__all__ = ["main", "measured", "table"]


def _zbar(picture: Image.Image) -> list[str]:
    return [code.data.decode() for code in pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.QRCODE])]


def _opencv(picture: Image.Image) -> list[str]:
    return [text for text in (cv2.QRCodeDetector().detectAndDecode(np.asarray(picture))[0],) if text]


READERS: dict[str, Callable[[Image.Image], list[str]]] = {
    "zxing": lambda picture: decode(picture, retry=False),
    "ours": decode,
    "zbar": _zbar,
    "opencv": _opencv,
}


@dataclass(slots=True)
class Tally:
    """What one reader made of the pictures of one kind."""

    read: int = 0
    wrong: int = 0
    seconds: list[float] = field(default_factory=list)

    def told(self) -> dict[str, object]:
        """Reads, misreads, milliseconds of one core in the middle and at the 95th of a hundred."""
        times = sorted(self.seconds)
        p95 = times[min(len(times) - 1, round(len(times) * 0.95))]
        middle = statistics.median(times)
        return {"read": self.read, "wrong": self.wrong, "ms": round(middle * 1e3, 1), "ms_p95": round(p95 * 1e3, 1)}


def measured(conditions: Sequence[str], count: int, level: Level, readers: Sequence[str]) -> dict[str, object]:
    """By condition and reader."""
    results: dict[str, object] = {}
    for condition in conditions:
        tallies = {name: Tally() for name in readers}
        for text, picture in labelled(condition, count, level):
            for name in readers:
                begin = time.process_time()
                found = READERS[name](picture)
                tallies[name].seconds.append(time.process_time() - begin)
                tallies[name].read += text in found
                tallies[name].wrong += any(other != text for other in found)
        results[condition] = {name: tally.told() for name, tally in tallies.items()}
        print(f"{condition} done", file=sys.stderr)
    return results


def table(results: dict, count: int, readers: Sequence[str]) -> str:
    """The results as Markdown: percent read, and milliseconds in the middle and at p95."""
    lines = ["| " + " | ".join(("", *readers)) + " |", "|---" * (len(readers) + 1) + "|"]
    for condition, by_reader in results.items():
        cells = [
            f"{100 * told['read'] / count:g} % · {told['ms']:g} ({told['ms_p95']:g})"
            for told in (by_reader[name] for name in readers)
        ]
        lines.append("| " + " | ".join((condition, *cells)) + " |")
    total = [100 * sum(row[name]["read"] for row in results.values()) / count / len(results) for name in readers]
    lines.append("| " + " | ".join(("all", *(f"{share:.1f} %" for share in total))) + " |")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(prog="roundsman bench labels", description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="pictures a condition")
    parser.add_argument("--level", choices=["Q", "H"], default="Q", help="Q indoors, H outdoors; both 170 pixels wide")
    parser.add_argument("--conditions", nargs="*", choices=list(CONDITIONS), default=list(CONDITIONS))
    parser.add_argument("--readers", nargs="*", choices=list(READERS), default=list(READERS))
    parser.add_argument("--mends", action="store_true", help="what each way of mending adds (tests/bench/mends.py)")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    if asked.mends:
        mended = mends.tried(asked.conditions, asked.count, asked.level)
        print(mends.as_table(mended))
        return int(any(of.wrong for of in mended.values()))
    results = measured(asked.conditions, asked.count, asked.level, asked.readers)
    print(json.dumps(results, indent=2) if asked.json else table(results, asked.count, asked.readers))
    wrong = sum(told["wrong"] for row in results.values() for told in row.values())
    print(f"misread: {wrong}", file=sys.stderr)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
