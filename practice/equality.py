"""How many of the practice's clients answered what: only in groups large enough that nobody can be made out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients.models import Client, EqualityRecord

ASKED = ("ethnic_group", "religion", "gender", "orientation", "disabled_before")


@dataclass(frozen=True)
class Answer:
    """`count` is None where the group is too small to be shown."""

    words: str
    count: int | None


@requires(Permission.MANAGE_STAFF)
@require_safe
def equality_counts(request: StaffRequest) -> HttpResponse:
    """Open clients known to the admin, counted by answer; never by two questions at once."""
    clients = Client.objects.known_to(request.user).open()
    rows = EqualityRecord.objects.filter(client__in=clients).values_list(*ASKED)
    smallest = request.practice.equality_smallest
    questions = []
    for name, column in zip(ASKED, zip(*rows, strict=True) if rows else [()] * len(ASKED), strict=True):
        field: Any = EqualityRecord._meta.get_field(name)
        words = dict(field.flatchoices) | {"": "Not asked"}
        questions.append((field.verbose_name.capitalize(), shown(Counter(column), words, smallest=smallest)))
    return render(request, "practice/equality_counts.html", {"questions": questions, "smallest": smallest})


def shown(counts: Mapping[str, int], words: Mapping[str, str], *, smallest: int) -> list[Answer]:
    """Each answer with its count, or None where the group is small; a group of none is told like a small one.

    One hidden group could be found by taking the others from a total that is known elsewhere: then the smallest of the
    others is hidden with it.
    """
    groups = {key: counts.get(key, 0) for key in words}
    hidden = {key for key, count in groups.items() if count < smallest}
    unknown = sum(groups[key] for key in hidden)
    rest = sorted((count, key) for key, count in groups.items() if key not in hidden)
    if 0 < unknown < smallest and rest:
        hidden.add(rest[0][1])
    return [Answer(words[key], None if key in hidden else count) for key, count in groups.items()]
