from typing import Any

from django.db import models
from django.http import Http404, HttpResponse

from audit.actions import record
from clients.models import Client


def pdf_response(request: Any, source: models.Model, pdf: Any, *, name: str, client: Client) -> HttpResponse:
    """Stored PDF bytes as a download; the opening is recorded before they are sent. 404 while there are none."""
    if not pdf:
        raise Http404
    response = HttpResponse(bytes(pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    record("report.pdf_opened", source, by=request.user, client=client)
    return response
