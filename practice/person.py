"""The injury and the person: who they are, what happened, and which of the ten markers the file says nothing of."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from careplans.models import Goal
from clients.access import find_visible
from clients.markers import markers
from clients.models import CapacityAssessment, Circumstances, Client, HospitalDocument, HospitalPaper, PaperState
from clients.pages import client_page
from clients.person_forms import CircumstancesForm
from ui import status

APART = {"travel_minutes"}
PAPER_STATES = {
    PaperState.RECEIVED: status.worded(status.DONE, "Received"),
    PaperState.REQUESTED: status.worded(status.AWAITING, "Requested"),
    PaperState.NOT_NEEDED: status.worded(status.CLOSED, "Not needed"),
}
NOT_ASKED = status.worded(status.NOT_STARTED, "Not asked for yet")


@requires(Permission.READ_FILE)
@require_safe
def person(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_visible(Client, request.user, reference=reference)
    held = Circumstances.objects.filter(client=client).select_related("changed_by").first()
    listed = markers(
        client,
        held,
        capacity=CapacityAssessment.objects.newest_for_each_decision().filter(client=client).count(),
        goals=Goal.objects.open().filter(client=client).count(),
        today=timezone.localdate(),
    )
    context = {
        "held": held,
        "facts": _facts(client, held),
        "markers": listed,
        "told": sum(1 for marker in listed if marker.told),
        "gap": status.worded(status.SOON, "Gap"),
        "papers": _papers(client),
        "may_change": request.user.may(Permission.EDIT_CLIENT),
    }
    return client_page(request, client, "practice/person.html", context, section="person")


def _facts(client: Client, held: Circumstances | None) -> list[tuple[str, str]]:
    """What the file says, in the order in which somebody asks it."""
    of_client = [
        ("Injury", client.injury),
        ("Conditions from before the injury", client.pre_existing),
        ("Communication needs", client.communication),
    ]
    fields = CircumstancesForm.base_fields.items()
    further = [(str(field.label), getattr(held, name, "")) for name, field in fields if name not in APART]
    travel = held.travel_minutes if held else None
    return [*of_client, *further, ("Minutes of travel, one way", "" if travel is None else str(travel))]


def _papers(client: Client) -> list[dict[str, Any]]:
    held = {line.paper: line for line in HospitalDocument.objects.filter(client=client)}
    return [
        {"name": name, "line": held.get(paper), "state": _paper_state(held.get(paper))}
        for paper, name in HospitalPaper.choices
    ]


def _paper_state(line: HospitalDocument | None) -> status.Status:
    return PAPER_STATES[PaperState(line.state)] if line else NOT_ASKED
