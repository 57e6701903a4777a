from typing import Any

from django.utils import timezone

from accounts.http import StaffRequest
from clients.match_rows import shown_rows
from clients.matching import look
from clients.sought import Sought


def found_for(request: StaffRequest, sought: Sought) -> dict[str, Any]:
    """What a page shows of people who are like somebody: those whom the reader knows, and whether there are others."""
    findings = look(sought, staff=request.user, now=timezone.now())
    return {"matches": shown_rows(findings.shown, request.user), "hidden": findings.hidden}
