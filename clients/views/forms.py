"""What the pages with one form share."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from accounts.http import StaffRequest
from clients.models import Client
from clients.pages import client_page
from ui.once import see_other


def form_page(
    request: StaffRequest, client: Client, form: Any, heading: str, save: str, *, section: str, back: str, **more: Any
) -> HttpResponse:
    """`more` may name what stands above the form (`note`, `words`) and the page the access log tells (`opening`)."""
    opening = more.pop("opening", "")
    context = {"form": form, "heading": heading, "save": f"{save} for {client.short_name}", "back": back, **more}
    return client_page(
        request, client, "clients/people_form.html", context, section=section, code=form.status, opening=opening
    )


def saved(request: StaffRequest, client: Client, what: str, where: str) -> HttpResponse:
    messages.success(request, f"{what} saved to {client.short_name}'s file.")
    return see_other(where)


def section_url(client: Client, route: str) -> str:
    return reverse(route, args=[client.reference])
