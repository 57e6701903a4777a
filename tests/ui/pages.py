"""Two pages for the tests of forms, drafts and versions. They answer in JSON what a page would show."""

from django.http import HttpResponse, JsonResponse
from django.urls import include, path
from django.utils import timezone

from clients.access import find_workable
from clients.actions import change_details
from clients.models import Client
from clients.safety_actions import raise_risk
from ui.fields import LineField, TextField
from ui.forms import PageForm, open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page


class NoteForm(PageForm):
    label = "Note"

    title = LineField(label="Title", max_length=160)
    text = TextField(label="Text", required=False, max_length=2000)


class CallForm(PageForm):
    label = "How to call"

    communication = TextField(label="Communication needs")
    telephone = LineField(label="Telephone", required=False)


@once
def add_note(request, reference):
    client = find_workable(Client, request.user, reference=reference)
    form = open_form(request, NoteForm, subject=reference, client=client)
    if request.method == "POST" and form.is_valid():
        title, text = form.cleaned_data["title"], form.cleaned_data["text"]
        note = raise_risk(client, by=request.user, hazard=title, in_place=text, raised_on=timezone.localdate())
        return see_other(f"/notes/{note.pk}/")
    return shown(form)


@once
def change_call(request, reference):
    client = find_workable(Client, request.user, reference=reference)
    initial = {"communication": client.communication, "telephone": client.telephone}
    form = open_form(request, CallForm, subject=reference, client=client, initial=initial, version=client.version)
    if request.method == "POST" and form.is_valid():
        try:
            now = timezone.now()
            change_details(client, version=form.posted_version, by=request.user, now=now, **form.cleaned_data)
        except Stale as stale:
            current = {name: getattr(stale.current, name) for name in initial}
            return conflict_page(request, form, stale, initial=current, back="/")
        return see_other("/changed/")
    return shown(form)


def shown(form):
    hidden = {"form_token": form.token.signed(), "once_key": form.once_key, "version": form.current_version or ""}
    return JsonResponse({"hidden": hidden, "errors": form.errors, "initial": form.initial}, status=form.status)


urlpatterns = [
    path("notes/<str:reference>/add/", add_note),
    path("calls/<str:reference>/change/", change_call),
    path("nothing/", lambda request: HttpResponse()),
    path("", include("casemgmt.urls")),
]
