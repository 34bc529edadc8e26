"""The people of the demo, with PINs that are meant to be printed. Never use them on a real site."""

from __future__ import annotations

from dataclasses import dataclass

from checkpoints.ledger.ledger import Ledger
from checkpoints.site.people import Person, RoleId
from checkpoints.work import people
from checkpoints.work.people import PersonAdded
from store import pins
from store.demo.pen import Pen

__all__ = ["PEOPLE", "DemoPerson", "known", "move_in", "walkers"]

ENOUGH = 2
"""A joint round needs two people (D3.1)."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo team."""

    id: str
    zh: str
    en: str
    role: RoleId
    department: str
    pin: str


PEOPLE = (
    DemoPerson("p-zhou", "周敏", "Zhou Min", "supervisor", "service", "1357"),
    DemoPerson("p-lin", "林国栋", "Lin Guodong", "manager", "management", "2468"),
    DemoPerson("p-wang", "王敏", "Wang Min", "assistant", "service", "1234"),
    DemoPerson("p-li", "李强", "Li Qiang", "assistant", "service", "2345"),
    DemoPerson("p-chen", "陈静", "Chen Jing", "assistant", "service", "3456"),
    DemoPerson("p-zhao", "赵磊", "Zhao Lei", "assistant", "service", "4567"),
    DemoPerson("p-sun", "孙婷", "Sun Ting", "assistant", "service", "5678"),
    DemoPerson("p-huang", "黄海", "Huang Hai", "assistant", "service", "6789"),
    DemoPerson("p-zhang", "张伟", "Zhang Wei", "engineer", "engineering", "7890"),
    DemoPerson("p-liu", "刘建国", "Liu Jianguo", "dept_head", "engineering", "8642"),
    DemoPerson("p-wu", "吴桂英", "Wu Guiying", "dept_head", "cleaning", "7531"),
    DemoPerson("p-gao", "高峰", "Gao Feng", "dept_head", "order", "9513"),
    DemoPerson("p-ma", "马师傅", "Ma Yong", "contractor", "contractor", "8520"),
    DemoPerson("p-desk", "何佳", "He Jia", "desk", "service", "9876"),
)


def walkers(ledger: Ledger) -> list[Person]:
    """Everybody who can set out on a round: allowed to, and not on one already."""
    return [p for p in ledger.people.active() if p.may("walk") and ledger.rounds.open_for(p.id) is None]


def move_in(pen: Pen) -> frozenset[str]:
    """Add the demo people where too few can walk, through whoever may add people; returns the ids of the new ones.

    Raises Refused `person.not_allowed` on a site that has people, none of whom may add others.
    """
    if len(walkers(pen.ledger)) >= ENOUGH:
        return frozenset()
    departments = pen.site.department_of
    # Hashing takes its time on purpose; nobody else waits for the journal meanwhile.
    coming = [(new, pins.hash_pin(new.pin)) for new in PEOPLE if new.id not in pen.ledger.people]
    with pen.book.batch():
        for new, pin_hash in coming:
            by = next((p.id for p in pen.ledger.people.active() if p.may("add_people")), new.id)
            department = new.department if new.department in departments else next(iter(departments))
            added = PersonAdded(person=new.id, zh=new.zh, en=new.en, role=new.role, department=department)
            pen.record(by, lambda _, added=added, by=by: people.add(pen.ledger, added, by))
            pen.record(by, lambda _, new=new, p=pin_hash, by=by: people.set_pin(pen.ledger, new.id, p, by))
            pen.wait(20, 40)
    return frozenset(new.id for new, _ in coming)


def known(ledger: Ledger, new: frozenset[str]) -> list[tuple[str, str, str, str, str]]:
    """The demo people of this folder as (id, zh, en, role, PIN), the PIN empty once it is another one.

    Trying a PIN takes its time on purpose, so those of the people who just came (`new`) are not tried.
    """
    found: list[tuple[str, str, str, str, str]] = []
    for one in PEOPLE:
        if one.id not in ledger.people or not ledger.people[one.id].active:
            continue
        person = ledger.people[one.id]
        mine = one.id in new or pins.verify(person, one.pin) is not None
        found.append((one.id, person.zh, person.en, person.role, one.pin if mine else ""))
    return found
