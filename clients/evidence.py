"""The files behind an instruction or an authority, as pages name them."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from clients.models import Client, Evidence
from files.shown import ShownFile, shown
from ui.links import path_to


@dataclass(frozen=True)
class ShownEvidence:
    file: ShownFile | None
    url: str


def evidence_of(client: Client) -> dict[tuple[UUID, str], list[ShownEvidence]]:
    """By the instruction or person it belongs to and what it shows, the oldest first; one query."""
    found: dict[tuple[UUID, str], list[ShownEvidence]] = defaultdict(list)
    for each in Evidence.objects.filter(client=client).select_related("file").order_by("pk"):
        owner = each.instruction_id or each.person_id
        if owner:
            url = path_to("clients:evidence", each.pk)
            found[owner, each.shows].append(ShownEvidence(shown(each.file), url))
    return found
