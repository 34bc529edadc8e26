"""A month counted from the lines of the journal alone: an oracle that shares no rule with the program.

Everything here reads the JSON of the events. It knows the names of facts and fields, and the brief's own numbers; it
does not import a single module that decides, folds or counts.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

PAUSE = timedelta(minutes=10)
HOUR = timedelta(minutes=60)
TWO = 2


class RawMonth:
    """What a month held, by local day as `YYYY-MM-DD`."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.events: list[dict[str, Any]] = [json.loads(line) for line in lines]
        self.opened: dict[str, dict[str, Any]] = {}
        self.filled: list[tuple[dict[str, Any], dict[str, Any]]] = []
        for event in self.events:
            body = event["body"]
            if body["kind"] == "record.opened":
                self.opened[body["record"]] = body
            elif body["kind"] == "record.filled":
                self.filled.append((event, body))

    def sealed(self, form: str, step: str) -> dict[str, list[tuple[datetime, dict[str, Any], str]]]:
        """Steps of a form by the period of their record: when, the values, the record."""
        found: dict[str, list[tuple[datetime, dict[str, Any], str]]] = defaultdict(list)
        for event, body in self.filled:
            opened = self.opened[body["record"]]
            if opened["form"] == form and body["step"] == step:
                at = datetime.fromisoformat(event["at"])
                found[opened.get("period", "")].append((at, body.get("values", {}), body["record"]))
        return found

    def total(self, form: str, step: str, field: str) -> Decimal:
        """A figure summed over all records of a form."""
        rows = self.sealed(form, step).values()
        return sum((Decimal(str(values.get(field, 0))) for some in rows for _, values, _ in some), Decimal())

    def counting_half_days(self) -> set[str]:
        """Half-days with a round that counts: joint, every point reached or skipped, an hour net (D3.1, D3.2)."""
        rounds: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for event in self.events:
            if event["subject"].startswith("round:"):
                rounds[event["subject"]].append(event)
        return {half for acts in rounds.values() for half in [self._half(acts)] if half}

    def _half(self, acts: list[dict[str, Any]]) -> str:
        acts = sorted(acts, key=lambda e: e["hlc"])
        kinds = [e["body"]["kind"] for e in acts]
        start = acts[0]["body"]
        if "round.finished" not in kinds or start.get("paper"):
            return ""
        people = {acts[0]["actor"]} | {e["body"].get("person", "") for e in acts if e["body"]["kind"] == "round.joined"}
        if len(people - {""}) < TWO and "round.participants_waived" not in kinds:
            return ""
        dealt_with = {e["body"]["checkpoint"] for e in acts if e["body"]["kind"] in ("round.reached", "round.skipped")}
        if set(start["points"]) - dealt_with:
            return ""
        if self._net(acts) < HOUR and "round.short_accepted" not in kinds:
            return ""
        first = next(datetime.fromisoformat(e["at"]) for e in acts if e["body"]["kind"] == "round.reached")
        return f"{first.date()}.{'am' if first.hour < 12 else 'pm'}"

    @staticmethod
    def _net(acts: list[dict[str, Any]]) -> timedelta:
        """From the first scan to the last, gaps of more than ten minutes left out."""
        ignored = {"round.scan_refused", "round.finished", "round.short_accepted", "round.participants_waived"}
        reached = [n for n, e in enumerate(acts) if e["body"]["kind"] == "round.reached"]
        walked = [e for e in acts[reached[0] : reached[-1] + 1] if e["body"]["kind"] not in ignored]
        times = [datetime.fromisoformat(e["at"]) for e in walked]
        gaps = [later - sooner for sooner, later in itertools.pairwise(times)]
        return sum((gap for gap in gaps if gap <= PAUSE), timedelta())

    def raised(self, before: datetime, since: datetime) -> Counter[str]:
        """Findings raised between two moments by category."""
        counts: Counter[str] = Counter()
        for event in self.events:
            at = datetime.fromisoformat(event["at"])
            if event["body"]["kind"] == "finding.raised" and since <= at < before:
                counts[event["body"]["category"]] += 1
        return counts
