"""Staff and providers of the load data. Nobody can sign in with a password: they have none."""

from datetime import timedelta
from typing import Any

from accounts.models import PracticeSettings, Supervision, User
from accounts.roles import Role
from practice.load.shape import Load
from practice.load.words import FIRST_HALF, GIVEN, PROVIDERS, SECOND_HALF
from providers.models import Discipline, Provider

SUPERVISES = 10


def add_people(load: Load) -> None:
    """So many case managers, a supervisor for every ten of them, and an admin."""
    since = load.moment(load.back(900))
    load.admin = _person(load, "admin", [Role.PRACTICE_ADMIN], since)
    load.managers = [_person(load, f"manager{number}", [Role.CASE_MANAGER], since) for number in range(load.staff)]
    for start in range(0, load.staff, SUPERVISES):
        supervisor = _person(load, f"supervisor{start // SUPERVISES}", [Role.SUPERVISOR], since)
        for supervisee in load.managers[start : start + SUPERVISES]:
            load.store.add(
                Supervision,
                id=load.id(since),
                supervisor_id=supervisor.pk,
                supervisee_id=supervisee.pk,
                starts_on=since.date(),
            )
    PracticeSettings.current()
    _add_providers(load, since)


def _person(load: Load, name: str, roles: list[Role], since: Any) -> User:
    random = load.random
    person = User(id=load.id(since), email=f"{name}@load.example")
    person.name = f"{random.choice(GIVEN)} {random.choice(FIRST_HALF)}{random.choice(SECOND_HALF)}"
    person.set_unusable_password()
    person.set_roles(roles)
    columns = ("id", "email", "name", "password", "role_words")
    load.store.add(User, **{column: getattr(person, column) for column in columns})
    return person


def _add_providers(load: Load, since: Any) -> None:
    for number in range(max(10, load.clients // 50)):
        pk, name = load.id(since), f"{load.random.choice(PROVIDERS)} Rehabilitation {number + 1}"
        load.providers.append((pk, name))
        load.store.add(
            Provider,
            id=pk,
            name=name,
            discipline=load.random.choice(Discipline.values),
            contact_name=load.random.choice(GIVEN),
            indemnity_ends_on=load.today + timedelta(days=load.random.randrange(20, 400)),
        )
