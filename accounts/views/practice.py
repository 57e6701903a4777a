"""The practice's own decisions, and who changed them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.forms import PracticeForm
from accounts.http import StaffRequest, requires
from accounts.models import PracticeSettings, SettingsChange
from accounts.roles import Permission
from ui.forms import open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page

PER_PAGE = 25


@requires(Permission.MANAGE_STAFF)
@once
def practice_settings(request: StaffRequest) -> HttpResponse:
    practice = PracticeSettings.current()
    here = reverse("accounts:practice_settings")
    form = open_form(request, PracticeForm, subject="practice", initial=_values(practice), version=practice.version)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_practice(
                practice, version=form.posted_version, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Stale as stale:
            return conflict_page(request, form, stale, initial=_values(stale.current), back=here)
        messages.success(request, "Settings saved.")
        return see_other(here)
    page = Paginator(SettingsChange.objects.order_by("-at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "changes": [(change, _label(change.field)) for change in page],
        "query": "",
        "back": here,
    }
    return render(request, "accounts/practice_settings.html", context, status=form.status)


def _values(practice: Any) -> dict[str, Any]:
    return {name: getattr(practice, name) for name in PracticeForm.base_fields}


def _label(field: str) -> str:
    """As its form calls it, or else the record: points have a page of their own."""
    known = PracticeForm.base_fields.get(field)
    name = known.label if known else getattr(PracticeSettings._meta.get_field(field), "verbose_name", field)
    words = str(name)
    return words[:1].upper() + words[1:]
