"""A small site for tests of the rules: eight places, every answer type, routes for both halves of the day.

The packaged site is for the tests that ask what the brief names; this one is for those that ask how a rule works.
"""

from __future__ import annotations

from checkpoints.site.checks import Answer, Check, OnFail, Option
from checkpoints.site.places import Checkpoint, Kind, Override, Route, Season, Zone
from checkpoints.site.site import (
    Department,
    FindingCategory,
    GroupName,
    PatrolPolicy,
    Role,
    SeverityRule,
    Site,
    SiteName,
    Source,
)
from checkpoints.site.words import Named

SIX = tuple(f"CP-{n:02d}" for n in range(1, 7))
"""The points of every route but R-ONE."""
SEVEN = 7
"""Rounds are walked in steps of so many minutes where a test has no other wish."""


def check(check_id: str, answer: Answer, severity="S3", *, photo="never", season="", hours=8.0, where="cleaning"):
    return Check(
        id=check_id,
        zh=f"检查 {check_id}",
        en=f"Check {check_id}",
        group="a",
        answer=answer,
        photo=photo,
        season=season,
        source=("BRIEF",),
        on_fail=OnFail(severity=severity, department=where, deadline_h=hours, on_the_spot=True, category="cleaning"),
    )


MARK = Answer(type="pass_fail_na")
PPM = Answer(type="number", unit=Named(zh="ppm", en="ppm"), ok_min=0, ok_max=30, crit_max=100)
COLOUR = Answer(
    type="choice",
    options=(
        Option(value="clear", ok=True, zh="清", en="Clear"),
        Option(value="cloudy", ok=False, zh="浑浊", en="Cloudy"),
    ),
)
GRADE = Answer(
    type="choice",
    options=(
        Option(value="best", ok=True, zh="优", en="Best"),
        Option(value="good", ok=True, zh="良", en="Good"),
        Option(value="bad", ok=False, zh="差", en="Bad"),
    ),
)

LOBBY = Kind(
    id="lobby",
    zh="大堂",
    en="Lobby",
    checks=(check("LOB-1", MARK, photo="on_fail"), check("LOB-2", MARK, "S2", hours=24.0), check("LOB-3", COLOUR)),
)
PUMPS = Kind(
    id="pumps",
    zh="水泵房",
    en="Pump room",
    checks=(
        check("PMP-1", PPM, "S2", hours=12.0, where="engineering"),
        check("PMP-2", MARK, "S1", hours=1.0, where="engineering"),
        check("PMP-3", Answer(type="text")),
        check("PMP-4", Answer(type="photo")),
        check("PMP-5", MARK, photo="always"),
        check("PMP-6", GRADE),
        check("PMP-7", MARK, season="flood"),
        check("PMP-8", MARK, "S4"),
    ),
)


def place(number: int, kind: str = "lobby", zone: str = "Z1", **more) -> Checkpoint:
    return Checkpoint(
        id=f"CP-{number:02d}", number=number, zone=zone, kind=kind, zh=f"点{number}", en=f"P{number}", **more
    )


def route(route_id: str, half, points=SIX) -> Route:
    return Route(
        id=route_id,
        zh=route_id,
        en=route_id,
        type="full" if route_id == "R-ANY" else "cluster",
        days=("on_demand",),
        half=half,
        est_minutes=60,
        checkpoints=points,
    )


def small_site(site_id: str = "small", *, places: tuple[Checkpoint, ...] = (), **policy) -> Site:
    """The site; keyword arguments are numbers of the patrol policy. `places` replaces the places of the routes."""
    own = places or (
        *(place(n) for n in range(1, 6)),
        place(6, "pumps", "Z2"),
        place(7, "pumps", "Z2", overrides={"PMP-1": Override(ok_max=20), "PMP-8": Override(asked=False)}),
        place(8, retired=True),
    )
    return Site(
        schema_version=1,
        site=SiteName(id=site_id, name_zh="小区", name_en="Small", timezone="Asia/Shanghai"),
        sources={"BRIEF": Source(kind="brief", title="the brief")},
        departments=(
            *(Department(id=d, zh=d, en=d) for d in ("cleaning", "engineering", "service", "management")),
            Department(id="contractor", zh="外包", en="Contractor", may_be_outsourced=True),
        ),
        roles=(Role(id="assistant", zh="助理", en="Assistant"),),
        severities=tuple(
            SeverityRule(id=s, zh=s, en=s, respond_h=1, default_deadline_h=hours)
            for s, hours in (("S1", 2), ("S2", 24), ("S3", 72), ("S4", 168))
        ),
        content_groups={g: GroupName(zh=g, en=g) for g in ("a", "b", "c", "d", "e")},
        patrol_policy=PatrolPolicy(**policy),
        finding_categories=(
            FindingCategory(id="cleaning", zh="保洁", en="Cleaning", default_department="cleaning"),
            FindingCategory(id="other", zh="其他", en="Other", default_department="service"),
        ),
        seasons=(Season(id="flood", zh="汛期", en="Flood", start="04-15", end="10-15"),),
        zones=(Zone(id="Z1", zh="东", en="East", cluster="east"), Zone(id="Z2", zh="西", en="West", cluster="west")),
        kinds=(LOBBY, PUMPS),
        checkpoints=own,
        routes=()
        if places
        else (
            route("R-AM", "am"),
            route("R-PM", "pm"),
            route("R-ANY", "any"),
            route("R-PUMP", "any", ("CP-06", "CP-07", "CP-08")),
            route("R-OLD", "any", ("CP-08",)),
        ),
    )
