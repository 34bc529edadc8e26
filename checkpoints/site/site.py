"""The site: everything that exists, in one immutable value with the look-ups that rules and screens need."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from annotated_types import Ge, Gt, Le, MaxLen

from checkpoints.site.checks import Check, Group, Severity
from checkpoints.site.duties import Duty
from checkpoints.site.forms import Contractor, Deductions, Form, Grade, Scheme
from checkpoints.site.people import RoleId
from checkpoints.site.places import Checkpoint, Kind, Route, Season, Zone
from checkpoints.site.policy import PresencePolicy, ReviewPolicy, ServiceCalendar
from checkpoints.site.posts import Post
from checkpoints.site.words import Checked, Id, Named, Words

__all__ = [
    "Department",
    "EmergencyCall",
    "FindingCategory",
    "Frequency",
    "GroupName",
    "PatrolPolicy",
    "Phrase",
    "ResponseLimit",
    "Role",
    "SeverityRule",
    "Site",
    "SiteName",
    "Source",
    "in_season",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteName(Checked):
    """Which estate this is."""

    id: Id
    name_zh: Words
    name_en: Words
    timezone: str
    note: str = ""
    towers: int | None = None
    households: int | None = None
    basement_levels: int | None = None
    parking_spaces: int | None = None
    shops: int | None = None
    clubhouse: bool | None = None
    area_m2: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Checked):
    """Where a number or a check comes from."""

    kind: Literal["brief", "general", "page", "code", "site"]
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Department(Named):
    """Who puts findings right."""

    id: Id
    may_be_outsourced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Named):
    """What a person is on the site."""

    id: RoleId
    does: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityRule(Named):
    """How fast a severity must be answered and put right (rules.md 2); hours."""

    id: Severity
    respond_h: Annotated[float, Gt(0)]
    default_deadline_h: Annotated[float, Gt(0)]
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupName(Named):
    """One of the brief's five content groups a to e."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCategory(Named):
    """What kind of finding it is."""

    id: Id
    default_department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency(Named):
    """How often something is owed."""

    id: Id
    times: int
    per: str
    note: str = ""
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseLimit(Named):
    """A time limit for an answer."""

    id: Id
    metric: str
    value: float
    solve_h: Annotated[float, Ge(0)] = 0
    """Hours in which it has to be solved too; 0 where only the answer has a limit."""
    note: str = ""
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyCall(Named):
    """Whom to call when something happens (D7.1)."""

    id: Id
    phone: Annotated[str, MaxLen(40)] = ""
    """Empty where it differs from person to person."""
    chain: Annotated[int, Ge(0)] = 0
    """Its place in the line to go down while the manager is not reached; 0 stands in no line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatrolPolicy(Checked):
    """The numbers of rules.md 8. Those of the brief: two rounds a day, 60 minutes, joint."""

    patrols_per_day: Annotated[int, Ge(1)] = 2
    am_ends: str = "12:00"
    pm_ends: str = "18:00"
    min_minutes: Annotated[int, Ge(0)] = 60
    min_participants: Annotated[int, Ge(1)] = 2
    cluster_rotation_days: Annotated[int, Ge(1)] = 7
    pause_minutes: Annotated[int, Ge(1)] = 10
    min_gap_seconds: Annotated[int, Ge(0)] = 60
    max_dwell_share: Annotated[float, Gt(0), Le(1)] = 0.25
    rescan_minutes: Annotated[int, Ge(0)] = 5
    sample_points: Annotated[int, Ge(1)] = 16
    duty_first: Literal["offered", "today"] = "offered"
    """Whom a handover gates: whoever was offered a post and has not answered, or everybody who took none today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(Named):
    """Ready words, so that a gloved hand types nothing. Empty `kinds` and `categories` fit everywhere."""

    id: Id
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def fits(self, kind: str, category: str) -> bool:
        """Whether the words suit a finding of `category` at a checkpoint of `kind`."""
        return (not self.kinds or kind in self.kinds) and (not self.categories or category in self.categories)


@dataclass(frozen=True, kw_only=True)
class Site(Checked):
    """A validated site. Build it with `checkpoints.site.catalogue`; it is not checked again here."""

    schema_version: Literal[1]
    site: SiteName
    sources: dict[str, Source]
    departments: tuple[Department, ...]
    roles: tuple[Role, ...]
    severities: tuple[SeverityRule, ...]
    content_groups: dict[Group, GroupName]
    patrol_policy: PatrolPolicy
    review_policy: ReviewPolicy = field(default_factory=ReviewPolicy)
    presence_policy: PresencePolicy = field(default_factory=PresencePolicy)
    service_calendar: ServiceCalendar = field(default_factory=ServiceCalendar)
    frequencies: tuple[Frequency, ...] = ()
    response_limits: tuple[ResponseLimit, ...] = ()
    emergency: tuple[EmergencyCall, ...] = ()
    finding_categories: tuple[FindingCategory, ...]
    seasons: tuple[Season, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    """Words for findings."""
    fix_phrases: tuple[Phrase, ...] = ()
    """Words for what was done on the spot."""
    skip_reasons: tuple[Phrase, ...] = ()
    label_reasons: tuple[Phrase, ...] = ()
    """Why a code could not be scanned."""
    photo_reasons: tuple[Phrase, ...] = ()
    """Why there is no photo."""
    pause_reasons: tuple[Phrase, ...] = ()
    forms: tuple[Form, ...] = ()
    duties: tuple[Duty, ...] = ()
    contractors: tuple[Contractor, ...] = ()
    posts: tuple[Post, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    deductions: Deductions = field(default_factory=Deductions)
    grades: tuple[Grade, ...] = ()
    """The highest first."""
    zones: tuple[Zone, ...]
    kinds: tuple[Kind, ...]
    checkpoints: tuple[Checkpoint, ...]
    routes: tuple[Route, ...]

    @cached_property
    def zone_of(self) -> dict[str, Zone]:
        """Zones by id."""
        return {z.id: z for z in self.zones}

    @cached_property
    def kind_of(self) -> dict[str, Kind]:
        """Kinds of checkpoint by id."""
        return {k.id: k for k in self.kinds}

    @cached_property
    def checkpoint_of(self) -> dict[str, Checkpoint]:
        """Checkpoints by id, retired ones too."""
        return {c.id: c for c in self.checkpoints}

    @cached_property
    def route_of(self) -> dict[str, Route]:
        """Routes by id."""
        return {r.id: r for r in self.routes}

    @cached_property
    def department_of(self) -> dict[str, Department]:
        """Departments by id."""
        return {d.id: d for d in self.departments}

    @cached_property
    def severity_of(self) -> dict[Severity, SeverityRule]:
        """Severities by id."""
        return {s.id: s for s in self.severities}

    @cached_property
    def category_of(self) -> dict[str, FindingCategory]:
        """Finding categories by id."""
        return {c.id: c for c in self.finding_categories}

    @cached_property
    def form_of(self) -> dict[str, Form]:
        """Forms by id; empty on a site that was loaded before there were forms."""
        return {f.id: f for f in self.forms}

    @cached_property
    def duty_of(self) -> dict[str, Duty]:
        """Duties by id."""
        return {d.id: d for d in self.duties}

    @cached_property
    def contractor_of(self) -> dict[str, Contractor]:
        """Contractors by id."""
        return {c.id: c for c in self.contractors}

    @cached_property
    def post_of(self) -> dict[str, Post]:
        """Posts by id."""
        return {p.id: p for p in self.posts}

    @cached_property
    def scheme_of(self) -> dict[str, Scheme]:
        """Schemes of assessment by id."""
        return {s.id: s for s in self.schemes}

    @cached_property
    def zone_info(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.site.timezone)

    @cached_property
    def _checks(self) -> dict[str, tuple[Check, ...]]:
        return {c.id: tuple(self._effective(c)) for c in self.checkpoints}

    def _effective(self, checkpoint: Checkpoint) -> list[Check]:
        checks: list[Check] = []
        for check in self.kind_of[checkpoint.kind].checks:
            own = checkpoint.overrides.get(check.id)
            if own is None:
                checks.append(check)
            elif own.asked:
                bounds = {
                    name: value
                    for name in ("ok_min", "ok_max", "crit_min", "crit_max")
                    if (value := getattr(own, name)) is not None
                }
                checks.append(replace(check, answer=replace(check.answer, **bounds)))
        return checks

    def checks_at(self, checkpoint: str, on: date) -> tuple[Check, ...]:
        """The checks asked at a checkpoint on a local day: overrides applied, out of season left out."""
        closed = {s.id for s in self.seasons if not in_season(s, on)}
        return tuple(c for c in self._checks[checkpoint] if c.season not in closed)

    def check_at(self, checkpoint: str, check: str) -> Check | None:
        """One check with this checkpoint's overrides, in season or not; None where it is not known."""
        return next((c for c in self._checks.get(checkpoint, ()) if c.id == check), None)

    @cached_property
    def active(self) -> tuple[Checkpoint, ...]:
        """Checkpoints that are not retired, in file order."""
        return tuple(c for c in self.checkpoints if not c.retired)


def in_season(season: Season, on: date) -> bool:
    """Whether a local day lies in the season; one that runs over new year wraps."""
    day = on.strftime("%m-%d")
    if season.start <= season.end:
        return season.start <= day <= season.end
    return day >= season.start or day <= season.end
