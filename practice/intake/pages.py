"""What the pages of an intake share: finding it, where it leads once it is over, and its name."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.roles import Permission
from clients.access import find_known
from clients.models import Client
from practice.intake.gathered import Gathered, NotReady
from practice.models import Intake, Step
from ui.once import see_other


def find_intake(request: StaffRequest, intake_id: UUID) -> Intake:
    intakes = Intake.objects.select_related("worker", "enquiry", "client")
    found: Intake = find_known(intakes, request.user, pk=intake_id)
    return found


def over(request: StaffRequest, found: Intake) -> HttpResponse:
    """Where somebody goes who follows an old link."""
    if found.client:
        return see_other(file_of(found.client, request))
    return see_other(found.enquiry or reverse("practice:enquiries"))


def file_of(client: Client, request: StaffRequest) -> Any:
    """The page of the file that the person may open, if any."""
    if Client.objects.visible_to(request.user).filter(pk=client.pk).exists():
        return client
    if request.user.may(Permission.ASSIGN_CASELOAD):
        return reverse("clients:allocation", args=[client.reference])
    return reverse("practice:enquiries")


def what_is_missing(gathered: Gathered) -> str:
    """Empty, or in words what keeps the file from being opened."""
    try:
        gathered.check()
    except NotReady as problem:
        return str(problem)
    return ""


def name_of(gathered: Gathered) -> str:
    person = gathered.given(Step.PERSON)
    return " ".join(filter(None, [person.get("given_name"), person.get("family_name")]))
