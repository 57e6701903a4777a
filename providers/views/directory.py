"""The practice's directory of providers."""

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.models import User
from accounts.roles import Permission
from providers import actions
from providers.forms import ProviderForm, details_of
from providers.models import Discipline, Provider, Service
from providers.words import indemnity_words, provider_row, registration_words, service_status
from ui.forms import open_form
from ui.once import once, see_other
from ui.text import storable
from ui.versions import Stale, conflict_page

PER_PAGE = 25


@requires(Permission.SEE_PROVIDERS)
@require_safe
def provider_list(request: StaffRequest) -> HttpResponse:
    chosen = {name: storable(request.GET.get(name, ""))[:80].strip() for name in ("q", "discipline")}
    found = Provider.objects.matching(chosen["q"]).of_discipline(chosen["discipline"]).by_name()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    used = _clients_using(page.object_list, request.user)
    context = {
        "page": page,
        "rows": [provider_row(provider, clients=used[provider.pk], today=today) for provider in page],
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "disciplines": Discipline.choices,
    }
    return render(request, "providers/provider_list.html", context)


def _clients_using(providers: Iterable[Provider], user: User) -> Counter[UUID]:
    """How many of the clients whom the person may read have a service of each provider now."""
    services = Service.objects.visible_to(user).in_place(timezone.localdate()).filter(provider__in=list(providers))
    return Counter(provider for provider, _ in set(services.values_list("provider_id", "client_id")))


@requires(Permission.SEE_PROVIDERS)
@require_safe
def provider(request: StaffRequest, provider_id: UUID) -> HttpResponse:
    found = get_object_or_404(Provider, pk=provider_id)
    today = timezone.localdate()
    services = Service.objects.visible_to(request.user).filter(provider=found).select_related("client")
    page = Paginator(services.order_by("ended_on", "-starts_on", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "provider": found,
        "registration": registration_words(found, today),
        "indemnity": indemnity_words(found, today),
        "page": page,
        "rows": [(service, service_status(service, today)) for service in page],
    }
    return render(request, "providers/provider.html", context)


@requires(Permission.EDIT_PROVIDER)
@once
def add_provider(request: StaffRequest) -> HttpResponse:
    form = open_form(request, ProviderForm, subject="new")
    if request.method == "POST" and form.is_valid():
        added = actions.add_provider(by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, f"{added.name} is in the directory.")
        return see_other(added)
    context = {"form": form, "back": reverse("providers:provider_list")}
    return render(request, "providers/add_provider.html", context, status=form.status)


@requires(Permission.EDIT_PROVIDER)
@once
def change_provider(request: StaffRequest, provider_id: UUID) -> HttpResponse:
    found = get_object_or_404(Provider, pk=provider_id)
    form = open_form(
        request,
        ProviderForm,
        subject=str(found.pk),
        initial=details_of(found, ProviderForm),
        version=found.version,
    )
    if request.method == "POST" and form.is_valid():
        details = form.cleaned_data
        try:
            actions.change_provider(found, version=form.posted_version, by=request.user, now=timezone.now(), **details)
        except Stale as stale:
            newest = details_of(stale.current, ProviderForm)
            return conflict_page(request, form, stale, initial=newest, back=found.get_absolute_url())
        messages.success(request, f"{details['name']} is changed.")
        return see_other(found)
    return render(request, "providers/change_provider.html", {"provider": found, "form": form}, status=form.status)
