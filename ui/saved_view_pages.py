from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from ui import actions
from ui.fields import LineField
from ui.forms import PageForm, open_form
from ui.models import SavedView
from ui.once import once, see_other
from ui.saved_views import path_of_list
from ui.text import storable

CLIENTS = "clients:client_list"
MOST_TYPED = 1000


class SaveViewForm(PageForm):
    label = "Saved view"

    name = LineField(label="Name", max_length=60, help_text="For example: overdue reviews of my team")
    shared = forms.BooleanField(
        label="Share it with colleagues",
        required=False,
        help_text="They see its name: no client's name in it. Words you searched for are left out",
    )


@once
def save_view(request: Any) -> HttpResponse:
    """Keeps the filters of a list under a name. The list and its filters stand in the address."""
    page = request.GET.get("page", "")
    if not path_of_list(page):
        page = CLIENTS
    query = storable(request.GET.get("query", ""))[:MOST_TYPED]
    form = open_form(request, SaveViewForm, subject=page)
    if request.method == "POST" and form.is_valid():
        view = actions.save_view(owner=request.user, page=page, query=query, **form.cleaned_data)
        messages.success(request, f"View saved: {view.name}.")
        return see_other(f"{path_of_list(page)}?{view.query}")
    context = {"form": form, "back": f"{path_of_list(page)}?{query}"}
    return render(request, "ui/save_view.html", context, status=form.status)


@require_POST
@once
def forget_view(request: Any, view_id: UUID) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=view_id, owner=request.user)
    actions.forget_view(view)
    messages.success(request, f"View removed: {view.name}.")
    return see_other(path_of_list(view.page) or "/")
