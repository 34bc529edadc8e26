"""The finance daily 财务日报核对: amounts by method against receipts, verified; who owes and how they are chased (D6).

It is no account book. It holds sums of a day, in decimals, and who found them right; what has to be booked is booked
elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from checkpoints.fact import Refused
from checkpoints.site.forms import Choice
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import Values
from checkpoints.work.records.making import one_id
from checkpoints.work.records.periods import before, days_of, first_day
from checkpoints.work.records.state import Record

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "FORM",
    "RULES",
    "Arrear",
    "Difference",
    "arrears",
    "collection",
    "differences",
    "method_of",
    "month_to_date",
    "of_day",
    "rate",
    "receivable",
]

FORM = "finance_daily"
CENT = Decimal("0.01")
LOOK_BACK = 31
"""Days in which the last list of arrears is looked for."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A method whose receipts are not what the system says; `amount` is system less receipts."""

    method: str
    amount: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class Arrear:
    """A household that owes, as one line of the chasing plan says."""

    assistant: str
    unit: str
    months: int
    amount: Decimal
    contact: date | None = None
    method: str = ""
    promise: date | None = None

    def broken(self, on: date) -> bool:
        """Whether the day promised for the payment is past."""
        return self.promise is not None and self.promise < on


def of_day(ledger: Ledger, day: date) -> Record | None:
    """The finance daily of a day; None where none was begun."""
    known = ledger.records.all.get(one_id(FORM, day.isoformat()))
    return known if known is not None and known.opened is not None and known.withdrawn is None else None


def _rows(record: Record | None) -> list[dict[str, Any]]:
    return record.value("sums", "methods", []) if record else []


def collection(ledger: Ledger, day: date) -> Decimal | None:
    """What was received on a day, over all methods, as the system has it; None where nobody wrote it down (D6.2)."""
    rows = _rows(of_day(ledger, day))
    return sum((Decimal(r["system"]) for r in rows), Decimal()) if rows else None


def month_to_date(ledger: Ledger, day: date) -> Decimal:
    """What was received from the first of the month to a day, that day included (D6.2)."""
    days = [d for d in days_of(f"{day:%Y-%m}") if d <= day]
    return sum((c for d in days if (c := collection(ledger, d)) is not None), Decimal())


def receivable(ledger: Ledger, day: date) -> Decimal | None:
    """What is due in the month of a day, as its newest finance daily says; None where none does."""
    while True:
        record = of_day(ledger, day)
        said = record.value("sums", "receivable") if record else None
        if said is not None:
            return Decimal(said)
        if day.day == 1:
            return None
        day -= timedelta(days=1)


def rate(ledger: Ledger, day: date) -> Decimal | None:
    """The part of what is due this month that has come in, in percent with one decimal; None where nothing is due."""
    due = receivable(ledger, day)
    if not due:
        return None
    return (month_to_date(ledger, day) * 100 / due).quantize(Decimal("0.1"), ROUND_HALF_UP)


def differences(ledger: Ledger, day: date) -> list[Difference]:
    """The methods of a day that do not agree: each goes to the manager the same day, explained (rules.md 3)."""
    return [
        Difference(r["row"], amount, r.get("why", "")) for r in _rows(of_day(ledger, day)) if (amount := _difference(r))
    ]


def method_of(ledger: Ledger, method: str) -> Choice | None:
    """A way to pay as the site's form calls it."""
    form = ledger.site.form_of.get(FORM) if ledger.site else None
    step = form.step("sums") if form else None
    field = step.field("methods") if step else None
    return next((m for m in field.rows if m.value == method), None) if field else None


def arrears(ledger: Ledger, assistant: str = "", day: date | None = None) -> list[Arrear]:
    """Who owes, by the newest chasing plan up to a day; of one assistant or of all, the largest amount first (D6.3)."""
    if day is None:
        days = [first_day(line.period) for _, line in ledger.records.lines(FORM)]
        day = max(days, default=None)
    rows = _plan_before(ledger, day + timedelta(days=1)) if day else []
    known = [_arrear(r) for r in rows if not assistant or r.get("assistant") == assistant]
    return sorted(known, key=lambda a: (-a.amount, a.unit))


def _arrear(row: dict[str, Any]) -> Arrear:
    contact, promise = row.get("contact"), row.get("promise")
    return Arrear(
        row["assistant"],
        row["unit"],
        int(row["months"]),
        Decimal(row["amount"]),
        date.fromisoformat(contact) if contact else None,
        row.get("method", ""),
        date.fromisoformat(promise) if promise else None,
    )


def _plan_before(ledger: Ledger, day: date) -> list[dict[str, Any]]:
    """The list of the last chasing plan before a day."""
    for back in range(1, LOOK_BACK + 1):
        record = of_day(ledger, day - timedelta(days=back))
        if record is not None and record.entry("chasing") is not None:
            return record.value("chasing", "arrears", [])
    return []


def _difference(row: dict[str, Any]) -> Decimal:
    return (Decimal(row["system"]) - Decimal(row["receipts"])).quantize(CENT)


def _work_out(ask: Ask) -> Values:
    if ask.step.id != "sums":
        return {}
    return {"methods": [_with_difference(r) for r in ask.values.get("methods", ())]}


def _with_difference(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its difference, as soon as both amounts are there."""
    both = row.get("system") and row.get("receipts")
    return row | {"difference": str(_difference(row))} if both else row


def _check(ask: Ask) -> None:
    """Raises Refused: `finance.difference`, `finance.cashier`, `finance.unit`, `finance.twice`, `finance.next`."""
    match ask.step.id:
        case "sums":
            _explained(ask)
            _not_cashier(ask, ask.values["cashier"], ask.earlier("verified", "signature", ""))
        case "chasing":
            _plan(ask)
        case "verified":
            for person in (ask.values.get("signature", ""), ask.by):
                _not_cashier(ask, ask.earlier("sums", "cashier", ""), person)
        case _:
            pass


def _explained(ask: Ask) -> None:
    for row in ask.values["methods"]:
        if _difference(row) and not row.get("why"):
            raise Refused(
                "finance.difference",
                "{method}: system and receipts differ by {amount} yuan. Say why.",
                method=method_of(ask.ledger, row["row"]) or row["row"],
                amount=str(_difference(row)),
            )


def _not_cashier(ask: Ask, cashier: str, verifier: str) -> None:
    """Whoever took the money does not find it right; a cashier may be named in words."""
    people = ask.ledger.people
    names = {verifier, people[verifier].zh, people[verifier].en} - {""} if verifier in people else {verifier}
    if cashier and cashier in names:
        raise Refused("finance.cashier", "The cashier cannot verify their own money. Somebody else has to.")


def _plan(ask: Ask) -> None:
    units = [r["unit"] for r in ask.values.get("arrears", ())]
    twice = next((u for u in units if units.count(u) > 1), "")
    if twice:
        raise Refused("finance.twice", "{unit} stands in the list twice.", unit=twice)
    for change in ask.values.get("changes", ()):
        if change["unit"] not in units:
            raise Refused("finance.unit", "{unit} is not in the list of arrears.", unit=change["unit"])
        if date.fromisoformat(change["next"]) < first_day(ask.period):
            raise Refused("finance.next", "{unit}: the next contact lies in the past.", unit=change["unit"])


def _draft(ask: Ask) -> Values:
    day = first_day(ask.period)
    match ask.step.id:
        case "sums":
            last = of_day(ask.ledger, first_day(before(ask.period)))
            due = receivable(ask.ledger, day)
            known = {"receivable": str(due) if due is not None else None}
            known["cashier"] = last.value("sums", "cashier") if last else None
            return {name: value for name, value in known.items() if value}
        case "chasing":
            return {"arrears": _plan_before(ask.ledger, day)}
        case _:
            return {}


def _beside(ask: Ask) -> dict[str, Beside]:
    """Yesterday and the month while it is written down; the day, the month and the rate while it is verified (D6.2)."""
    return dict(_told(ask))


def _told(ask: Ask) -> Iterator[tuple[str, Beside]]:
    day = first_day(ask.period)
    if ask.step.id == "sums":
        yesterday = collection(ask.ledger, day - timedelta(days=1))
        month = month_to_date(ask.ledger, day - timedelta(days=1)) if day.day > 1 else Decimal()
        yield (
            "methods",
            Beside(
                "yesterday {yesterday}, this month so far {month}",
                {"yesterday": "–" if yesterday is None else f"{yesterday:.2f}", "month": f"{month:.2f}"},
            ),
        )
    elif ask.step.id == "verified":
        share, today = rate(ask.ledger, day), collection(ask.ledger, day) or Decimal()
        yield (
            "signature",
            Beside(
                "received today {today}, this month {month}, {rate} of what is due; differences {difference}",
                {
                    "today": f"{today:.2f}",
                    "month": f"{month_to_date(ask.ledger, day):.2f}",
                    "rate": "–" if share is None else f"{share}%",
                    "difference": f"{sum((d.amount for d in differences(ask.ledger, day)), Decimal()):.2f}",
                },
            ),
        )


RULES = {FORM: Rule(draft=_draft, beside=_beside, work_out=_work_out, check=_check)}
