from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from audit.models import AuditEvent
from clients.access import find_visible
from clients.log_words import deed, doer
from clients.merged import references_in
from clients.models import Client, Opening
from clients.pages import client_page

PER_PAGE = 25


@requires(Permission.SEE_ACCESS_LOG)
@require_safe
def access_log(request: StaffRequest, reference: str) -> HttpResponse:
    """Who opened, changed or shared this file, newest first."""
    client = find_visible(Client, request.user, reference=reference)
    events = AuditEvent.objects.filter(client__in=references_in(client)).order_by("-number")
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    reasons = _reasons(client, page)
    rows = [(event, doer(event), deed(event), reasons.get(event.target_id, "")) for event in page]
    context = {"page": page, "rows": rows, "query": ""}
    return client_page(request, client, "clients/access_log.html", context, section="access")


def _reasons(client: Client, events: Iterable[AuditEvent]) -> dict[str, str]:
    """Why the file was opened with a reason, for the events that say that it was."""
    made = [event.target_id for event in events if event.verb == "opening.made"]
    openings = Opening.objects.filter(client=client, pk__in=made)
    return {str(pk): reason for pk, reason in openings.values_list("pk", "reason")} if made else {}
