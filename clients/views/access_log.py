from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from audit.models import AuditEvent
from clients.access import find_visible
from clients.log_words import deed, doer
from clients.models import Client
from clients.pages import client_page

PER_PAGE = 25


@requires(Permission.SEE_ACCESS_LOG)
@require_safe
def access_log(request: StaffRequest, reference: str) -> HttpResponse:
    """Who opened, changed or shared this file, newest first."""
    client = find_visible(Client, request.user, reference=reference)
    events = AuditEvent.objects.filter(client=client.reference).order_by("-number")
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(event, doer(event), deed(event)) for event in page]
    context = {"page": page, "rows": rows, "query": ""}
    return client_page(request, client, "clients/access_log.html", context, section="access")
