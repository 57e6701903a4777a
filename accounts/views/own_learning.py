"""What only the person themselves can enter: that they are fit to practise, and what they learn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts import register_actions as actions
from accounts.http import StaffRequest
from accounts.models import CpdEntry
from accounts.register_forms import CpdForm, FitnessForm
from ui.forms import PageForm, open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page


@once
def declare_fitness(request: StaffRequest) -> HttpResponse:
    form = open_form(request, FitnessForm, subject="own")
    if request.method == "POST" and form.is_valid():
        actions.declare_fitness(request.user, now=timezone.now(), today=timezone.localdate())
        messages.success(request, "Declared. The next declaration is due in a year.")
        return see_other(reverse("accounts:own_register"))
    sentences = [f"{sentence.rstrip('.')}." for sentence in actions.STATEMENT.split(". ")]
    return _page(request, form, "Declare that you are fit to practise", "Declare", sentences=sentences)


@once
def log_cpd(request: StaffRequest) -> HttpResponse:
    form = open_form(request, CpdForm, subject="new", initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        actions.log_cpd(request.user, now=timezone.now(), **form.details())
        messages.success(request, "Learning logged.")
        return see_other(reverse("accounts:own_register"))
    return _page(request, form, "Log learning", "Save")


@once
def change_cpd(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    entry = get_object_or_404(CpdEntry, pk=entry_id, person=request.user)
    initial = CpdForm.initial_of(entry)
    form = open_form(request, CpdForm, subject=str(entry.pk), initial=initial, version=entry.version)
    if request.method == "POST" and form.is_valid():
        given = {"version": form.posted_version, "by": request.user, "now": timezone.now()}
        try:
            actions.change_cpd(entry, **given, **form.details())
        except Stale as stale:
            newest = CpdForm.initial_of(stale.current)  # type: ignore[arg-type]
            return conflict_page(request, form, stale, initial=newest, back=reverse("accounts:own_register"))
        messages.success(request, "Learning changed.")
        return see_other(reverse("accounts:own_register"))
    return _page(request, form, "Put right: learning", "Save")


def _page(
    request: StaffRequest, form: PageForm, heading: str, save: str, sentences: list[str] | None = None
) -> HttpResponse:
    context = {"form": form, "heading": heading, "save": save, "sentences": sentences, "is_own": True}
    context |= {"fields": "accounts/_cpd_fields.html"} if isinstance(form, CpdForm) else {}
    context |= {"back": reverse("accounts:own_register"), "person": request.user}
    return render(request, "accounts/check_form.html", context, status=form.status)
