"""Opening a record, filling a step in, correcting what was sealed, withdrawing what was begun by mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.site.forms import Form
from checkpoints.site.people import Confirmed
from checkpoints.site.words import Lang
from checkpoints.work.deputies import may
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import RecordFact, RecordOpened, RecordWithdrawn, StepCorrected, StepFilled, Values
from checkpoints.work.records.life import form_of, may_open, owing, why_not
from checkpoints.work.records.making import next_number, one_id
from checkpoints.work.records.periods import first_day, kind_of, period_of
from checkpoints.work.records.registry import rule_of
from checkpoints.work.records.state import Entry, Record
from checkpoints.work.records.values import clean_all
from checkpoints.work.rounds.course import reason_given

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "Target",
    "ask_for",
    "barred",
    "beside",
    "correct",
    "draft",
    "fill",
    "foreseen",
    "offer",
    "open_record",
    "withdraw",
    "worked_out",
]


@dataclass(frozen=True, slots=True)
class Target:
    """Which record is meant: one that is there, or the one that would be opened."""

    form: str
    record: str = ""
    """Empty where the form and the period say which one, and for a new one."""
    period: str = ""
    """Empty for the period of now."""
    about: str = ""
    origin: str = ""
    """The subject that a new one comes from."""


def _resolved(ledger: Ledger, target: Target, now: Moment) -> tuple[Form, str, Record | None, str]:
    """The form, the record's id ('' where a new one is opened), the record, and its period.

    Raises Refused: `record.no_form`, `record.unknown`, `record.period`, `record.ahead`, `record.about`.
    """
    form = form_of(ledger, target.form)
    if target.record:
        known = ledger.records.all.get(target.record)
        if known is None or known.opened is None:
            raise Refused("record.unknown", "That record is not known here.")
        return form, target.record, known, known.period
    period = target.period or period_of(form.period, now.at.date(), "am" if now.at.hour < 12 else "pm")
    try:
        kind = kind_of(period)
    except ValueError:
        kind = None
    if kind != form.period:
        raise Refused("record.period", "That is not a {kind} of this form: {period}.", kind=form.period, period=period)
    if period and first_day(period) > now.at.date():
        raise Refused("record.ahead", "That lies ahead. A record is made when it happens.")
    _about(ledger, form, target.about)
    if form.many or form.period == "none":
        return form, "", None, period
    record = one_id(form.id, period, target.about)
    return form, record, ledger.records.all.get(record), period


def _about(ledger: Ledger, form: Form, about: str) -> None:
    site = ledger.site
    assert site is not None
    known = {"contractor": site.contractor_of, "place": site.checkpoint_of}.get(form.about)
    if known is not None and about not in known:
        raise Refused("record.about", "Whom or what is it about? Choose first.")


def open_record(ledger: Ledger, target: Target, by: str, now: Moment) -> Sequence[RecordFact]:
    """Begin a record: its time is now, whatever is filled in later (D7.1).

    Raises Refused: `record.no_form`, `record.kept`, `record.not_yours`, `record.period`, `record.ahead`,
        `record.about`, `record.there` when there is one and there can be only one.
    """
    form, record, known, period = _resolved(ledger, target, now)
    refused = may_open(ledger, form, by, now.at.date())
    if refused is not None:
        raise refused
    if known is not None and known.opened is not None and known.withdrawn is None:
        raise Refused("record.there", "There is one already.")
    return [_opened(ledger, form, record or now.new_id(), period, target, now)]


def _opened(ledger: Ledger, form: Form, record: str, period: str, target: Target, now: Moment) -> RecordOpened:
    number = next_number(ledger.records, now) if form.many or form.period == "none" else ""
    return RecordOpened(
        record=record, form=form.id, period=period, about=target.about, number=number, origin=target.origin
    )


def ask_for(
    ledger: Ledger,
    target: Target,
    step: str,
    by: str,
    now: Moment,
    values: Mapping[str, Any] | None = None,
    lang: Lang = "zh",
) -> Ask:
    """What filling in a step is about. Raises Refused as `open_record`, and `record.no_step`."""
    form, record, known, period = _resolved(ledger, target, now)
    asked = form.step(step)
    if asked is None:
        raise Refused("record.no_step", "This form has no step {step}.", step=step)
    # The one record of a period that was taken back is begun again; whoever names a withdrawn record gets that one.
    there = known is not None and known.opened is not None and (known.withdrawn is None or bool(target.record))
    state = known if there else None
    about = state.about if state is not None else target.about
    origin = state.opened.origin if state is not None and state.opened is not None else target.origin
    return Ask(ledger, form, asked, record or "", state, period, about, origin, by, now, dict(values or {}), lang=lang)


def draft(ask: Ask) -> Values:
    """What can be filled in from the ledger; only fields that the site's form has."""
    known = {f.id for f in ask.step.fields}
    return {name: value for name, value in rule_of(ask.form.id).draft(ask).items() if name in known}


def barred(ask: Ask) -> Refused | None:
    """Why this person cannot do this step now, by the form and by its rule; None when they can."""
    no = may_open(ask.ledger, ask.form, ask.by, ask.today) if ask.state is None else None
    no = no or why_not(ask.ledger, ask.form, ask.state, ask.step, ask.by, ask.now)
    return no or rule_of(ask.form.id).bars(ask)


def offer(ask: Ask) -> Mapping[str, Sequence[str]]:
    """Which options can be taken here, by `field` or `field.column`; fields that are not named offer all of theirs."""
    return rule_of(ask.form.id).offer(ask)


def worked_out(ask: Ask) -> Values:
    """What follows from values that may not be whole yet; nothing where too much is missing."""
    try:
        return rule_of(ask.form.id).work_out(ask)
    except (Refused, KeyError):
        return {}


def beside(ask: Ask) -> dict[str, Beside]:
    """What is shown beside the fields, by field id."""
    return rule_of(ask.form.id).beside(ask)


def fill(
    ledger: Ledger,
    target: Target,
    step: str,
    values: Mapping[str, Any],
    by: str,
    now: Moment,
    signed: Mapping[str, Confirmed] | None = None,
) -> Sequence[Fact]:
    """Fill a step in and seal it; opens the record where that was not done before.

    `signed` holds whoever gave their PIN just now, by signature field; what `values` say there is not believed.
    Returns the record's facts and what follows from them, such as tasks.

    Raises Refused: as `open_record`, `ask_for`, `life.why_not`, `values.clean_all`; what the form's own rule refuses.
    """
    ask = ask_for(ledger, target, step, by, now, values)
    signatures = dict(signed or {})
    refused = barred(ask)
    if refused is not None:
        raise refused
    entered = {k: v for k, v in values.items() if all(f.id != k or f.type != "signature" for f in ask.step.fields)}
    entered |= {name: who.person for name, who in signatures.items()}
    kept = clean_all(ledger, ask.step.fields, entered, now.at)
    record = ask.record or now.new_id()
    rule = rule_of(ask.form.id)
    ask = _checked(replace(ask, record=record, values=kept), rule)
    kept = dict(ask.values)
    facts: list[Fact] = []
    if ask.state is None:
        facts.append(_opened(ledger, ask.form, record, ask.period, target, now))
    facts.append(
        StepFilled(
            record=record,
            step=step,
            values=kept,
            signed=tuple(sorted(name for name in signatures if name in kept)),
            title=_title(ask),
            ends=_ends(ask, rule),
        )
    )
    return [*facts, *rule.after(ask)]


def foreseen(ask: Ask, entered: Mapping[str, Any]) -> Refused | None:
    """What would be refused once it is signed, so that nobody gives a PIN in vain; None where nothing is known.

    Whoever fills it in stands for those who sign.
    """
    signatures = {f.id for f in ask.step.fields if f.type == "signature"}
    try:
        kept = clean_all(ask.ledger, ask.step.fields, {**dict.fromkeys(signatures, ask.by), **entered}, ask.at)
        _checked(replace(ask, values=kept), rule_of(ask.form.id))
    except Refused as no:
        return None if getattr(no.params.get("field"), "id", "") in signatures else no
    return None


def _checked(ask: Ask, rule: Rule) -> Ask:
    """With what follows from the values. Raises Refused where they do not hold against the ledger."""
    whole = replace(ask, values={**ask.values, **rule.work_out(ask)})
    rule.check(whole)
    return whole


def _title(ask: Ask) -> str:
    said = ask.values.get(ask.form.title, "")
    field = ask.step.field(ask.form.title)
    chosen = next((o for o in field.options if o.value == said), None) if field else None
    if chosen is not None:  # a title is read in either language by whoever comes across it
        return f"{chosen.zh} {chosen.en}"[:80]
    return said.split("\n")[0][:80] if isinstance(said, str) else ""


def _ends(ask: Ask, rule: Rule) -> bool:
    """Whether nothing is owed any more once this step is filled in."""
    if ask.state is not None and ask.state.ended_at is not None:
        return False
    if ask.step.ends or rule.ends(ask):
        return True
    if any(s.ends for s in ask.form.steps):
        return False
    after = Record(ask.record, ask.state.opened if ask.state else None)
    after.entries = [*(ask.state.entries if ask.state else ())]
    after.entries.append(Entry("", ask.step.id, ask.at, ask.by, dict(ask.values)))
    return not owing(ask.ledger, ask.form, after)


def correct(
    ledger: Ledger, record: str, entry: str, values: Mapping[str, Any], reason: str, by: str, now: Moment
) -> Sequence[RecordFact]:
    """Put right what was sealed; by whoever sealed it, or who leads. The first words stay in the record.

    Raises Refused: `record.unknown`, `record.no_entry`, `record.not_author`, `record.signed` (a signature is not
        corrected but given again), `reason.short`, `record.same`, and what `values.clean_all` and the rule raise.
    """
    ask = ask_for(ledger, Target(_form(ledger, record), record), _step(ledger, record, entry), by, now)
    assert ask.state is not None
    sealed = next(e for e in ask.state.entries if e.id == entry)
    if by != sealed.by and not may(ledger, by, "correct", now.at.date()):
        raise Refused("record.not_author", "Only whoever sealed it, the supervisor or the manager may correct it.")
    why = reason_given(reason)
    unsigned = [f for f in ask.step.fields if f.type != "signature"]
    signed = {f.id: sealed.values[f.id] for f in ask.step.fields if f.type == "signature" and f.id in sealed.values}
    kept = clean_all(ledger, unsigned, {**sealed.values, **values}, now.at) | signed
    kept = dict(_checked(replace(ask, values=kept, entry=entry), rule_of(ask.form.id)).values)
    changed: Values = {name: value for name, value in kept.items() if sealed.values.get(name) != value}
    changed |= dict.fromkeys(name for name in sealed.values if name not in kept)
    if not changed:
        raise Refused("record.same", "Nothing was changed.")
    return [StepCorrected(record=record, step=ask.step.id, entry=entry, values=changed, reason=why)]


def _form(ledger: Ledger, record: str) -> str:
    known = ledger.records.all.get(record)
    if known is None or known.opened is None:
        raise Refused("record.unknown", "That record is not known here.")
    return known.form


def _step(ledger: Ledger, record: str, entry: str) -> str:
    step = next((e.step for e in ledger.records.all[record].entries if e.id == entry), "")
    if not step:
        raise Refused("record.no_entry", "That entry is not known here.")
    return step


def withdraw(ledger: Ledger, record: str, reason: str, by: str, now: Moment) -> Sequence[RecordFact]:
    """Take back a record begun by mistake; by whoever began it, or who leads. It stays, and counts for nothing.

    Raises Refused: `record.unknown`, `record.withdrawn`, `record.not_author`, `record.shared` once somebody else has
        sealed a step of it, `record.stays`, `record.ended`, `reason.short`.
    """
    form = form_of(ledger, _form(ledger, record))
    known = ledger.records.all[record]
    if known.withdrawn is not None:
        raise Refused("record.withdrawn", "This record was withdrawn.")
    if by != known.opened_by and not may(ledger, by, "correct", now.at.date()):
        raise Refused("record.not_author", "Only whoever sealed it, the supervisor or the manager may correct it.")
    if any(entry.by != by for entry in known.entries) and not may(ledger, by, "correct", now.at.date()):
        raise Refused("record.shared", "Others have signed it since. The supervisor or the manager may withdraw it.")
    if rule_of(form.id).stays:
        raise Refused("record.stays", "This is never withdrawn. End it, and say why.")
    if not form.many and known.entries:
        raise Refused("record.ended", "It was sealed and stays. What is wrong in it can be corrected.")
    why = reason_given(reason)
    return [RecordWithdrawn(record=record, reason=why)]
