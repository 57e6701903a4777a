from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients.access import find_visible
from clients.models import Client
from clients.pages import client_page
from clients.readers import knowers_of, opened_lately, readers_of


@requires(Permission.READ_FILE)
@require_safe
def who_can_see(request: StaffRequest, reference: str) -> HttpResponse:
    """Why the person sees this file, who else can, and who did."""
    client = find_visible(Client, request.user, reference=reference)
    now = timezone.now()
    readers = readers_of(client, now=now)
    context = {
        "own": next((reader for reader in readers if reader.person == request.user), None),
        "others": [reader for reader in readers if reader.person != request.user],
        "knowers": knowers_of(client, now=now),
        "opened": opened_lately(client, now=now) if request.user.may(Permission.SEE_ACCESS_LOG) else None,
    }
    return client_page(request, client, "clients/who_can_see.html", context, section="access")
