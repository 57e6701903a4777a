from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.http import StaffRequest, requires
from accounts.models import User, WorkingTerms
from accounts.roles import Permission
from accounts.terms_actions import set_terms
from accounts.terms_forms import TermsForm
from ui.forms import open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page


@requires(Permission.MANAGE_STAFF)
@once
def working_terms(request: StaffRequest, person_id: Any) -> HttpResponse:
    """How much somebody works, what else takes their time, and which clients they suit."""
    person = get_object_or_404(User, pk=person_id)
    terms = WorkingTerms.objects.filter(person=person).first()
    version = terms.version if terms else 0
    initial = _shown(terms) if terms else {"fte": "1", "duties": 0}
    form = open_form(request, TermsForm, subject=str(person.pk), initial=initial, version=version)
    back = reverse("accounts:staff_list")
    if request.method == "POST" and form.is_valid():
        try:
            set_terms(person, version=form.posted_version, by=request.user, **form.cleaned_data)
        except Stale as stale:
            return conflict_page(request, form, stale, initial=_shown(stale.current), back=back)
        messages.success(request, f"Working terms of {person.name} saved.")
        return see_other(back)
    context = {"form": form, "heading": f"Working terms of {person.name}", "save": "Save terms", "back": back}
    return render(request, "accounts/form_page.html", context, status=form.status)


def _shown(terms: Any) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in TermsForm.base_fields}
