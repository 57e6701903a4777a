import logging

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from files import place
from files.models import StoredFile

logger = logging.getLogger(__name__)

INERT = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def attachment(stored: StoredFile | None) -> HttpResponse:
    """The file as a download, for a view that has passed its door and records the opening. 404 unless it is clean.

    It never shows as a page: a browser saves it under its name, believes the content type, and runs nothing in it.
    It is read whole, as it is small (files.limits), so that no opening is recorded of what cannot be read.
    """
    if stored is None or not stored.may_be_opened:
        raise Http404
    try:
        content = place.path_of(stored.stored_name).read_bytes()
    except OSError as problem:
        logger.error("File %s is not in its place: %s", stored.pk, type(problem).__name__)
        raise Http404 from problem
    response = HttpResponse(content, content_type=stored.content_type)
    response["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = INERT
    response["Cache-Control"] = "no-store"
    return response
