"""The ten markers that an assessment of need regards, with what the file tells about each, and the gaps."""

from dataclasses import dataclass
from datetime import date

from clients.models import Circumstances, Client
from ui.dates import counted, day


@dataclass(frozen=True)
class Marker:
    """`told` is empty where the file has a gap."""

    number: int
    name: str
    told: str = ""


def markers(client: Client, held: Circumstances | None, *, capacity: int, goals: int, today: date) -> list[Marker]:
    """`capacity` and `goals` count the decisions assessed and the open goals."""
    held = held or Circumstances()
    age = client.age_on(today)
    told = (
        ("Age", counted(age, "year") if age is not None else ""),
        ("Physical, psychological and social life before", _both(client.pre_existing, held.before)),
        ("Return to work or education", held.work),
        ("Dependants at home", held.dependants),
        ("Geography", held.geography),
        ("Capacity, decision by decision", f"{counted(capacity, 'decision')} assessed" if capacity else ""),
        ("Daily living, short and long term", held.daily_living),
        ("Realistic goals", f"{counted(goals, 'open goal')}" if goals else ""),
        ("Deaths or serious injuries of others", held.witnessed),
        ("Time since the injury", _since(client.injured_on, today)),
    )
    return [Marker(number, name, words) for number, (name, words) in enumerate(told, start=1)]


def _both(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def _since(injured_on: date | None, today: date) -> str:
    if injured_on is None:
        return ""
    months = (today.year - injured_on.year) * 12 + today.month - injured_on.month - (today.day < injured_on.day)
    distance = counted(months // 12, "year") if months >= 24 else counted(months, "month")
    return f"{distance}, since {day(injured_on)}"
