from types import SimpleNamespace

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from assessments.models import Need
from careplans.ledger import ledger
from clients.access import find_visible
from clients.models import Client
from clients.pages import client_page
from practice.summary import summarise
from providers.models import Service
from ui import status
from ui.links import path_to

SUMMARY_LINKS = {
    "people": "clients:people_around",
    "referrals": "providers:referrals",
    "timeline": "records:timeline",
}


@requires(Permission.READ_FILE)
@require_safe
def client_file(request: StaffRequest, reference: str) -> HttpResponse:
    """The bare address of a file leads to its summary."""
    client = find_visible(Client, request.user, reference=reference)
    return HttpResponseRedirect(reverse("practice:client_summary", args=[client.reference]))


@requires(Permission.READ_FILE)
@require_safe
def client_summary(request: StaffRequest, reference: str) -> HttpResponse:
    """The state of a client's file on one page."""
    client = find_visible(Client, request.user, reference=reference)
    context = {
        "summary": summarise(client, today=timezone.localdate()),
        "no_contact": status.NO_CONTACT,
        "links": SimpleNamespace(**{name: path_to(route, client.reference) for name, route in SUMMARY_LINKS.items()}),
    }
    return client_page(request, client, "practice/client_summary.html", context, section="summary")


@requires(Permission.READ_FILE)
@require_safe
def need_ledger(request: StaffRequest, reference: str) -> HttpResponse:
    """From need to action: how long each need of a client waited for a recommendation, an answer and a start."""
    client = find_visible(Client, request.user, reference=reference)
    services = Service.objects.filter(client=client).order_by("-starts_on")
    started = dict(services.values_list("referral__recommendation", "starts_on"))  # the first start stands last
    rows = ledger(Need.objects.filter(client=client), started=started, today=timezone.localdate())
    return client_page(request, client, "practice/need_ledger.html", {"rows": rows}, section="plan")
