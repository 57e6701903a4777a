from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record
from clients import merge_actions as actions
from clients.access import find_known, find_visible
from clients.comparison import Comparison, compare
from clients.earlier_file import what_it_said
from clients.merge_forms import MergeForm, OtherFileForm, UndoMergeForm
from clients.models import Client, Merge
from clients.pages import client_page
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.ASSIGN_CASELOAD)
@once
def merge(request: StaffRequest, reference: str) -> HttpResponse:
    """Which other file is this person's too, and which have been merged into this one."""
    client = find_known(Client, request.user, reference=reference)
    other = request.GET.get("with", "")
    known = Client.objects.known_to(request.user).exclude(pk=client.pk)
    if request.method == "GET" and "\x00" not in other and known.filter(reference=other.upper()).exists():
        return redirect("clients:merge_files", client.reference, other.upper())
    form = open_form(
        request,
        OtherFileForm,
        subject=client.reference,
        client=client,
        initial={"other": other},
        client_known=client,
        by=request.user,
    )
    if request.method == "POST" and form.is_valid():
        return see_other(reverse("clients:merge_files", args=[client.reference, form.cleaned_data["other"].reference]))
    merges = (
        Merge.objects.filter(client=client).select_related("earlier", "by", "undone_by").order_by("-made_at", "-pk")
    )
    back = reverse("clients:allocation", args=[client.reference])
    context = {"client": client, "form": form, "merges": merges, "back": back}
    response = render(request, "clients/merge.html", context, status=form.status)
    if form.status == 200:
        record("merge.opened", client, by=request.user, client=client)
    return response


@requires(Permission.ASSIGN_CASELOAD)
@once
def merge_files(request: StaffRequest, reference: str, other: str) -> HttpResponse:
    """Both files side by side, what to choose, and the merge itself."""
    client = find_known(Client, request.user, reference=reference)
    earlier = find_known(Client, request.user, reference=other)
    if client == earlier and request.method == "GET":
        return redirect("clients:merge", client.reference)
    if client == earlier:
        raise Http404
    compared = compare(client, earlier, now=timezone.now())
    form = open_form(
        request,
        MergeForm,
        subject=f"{client.reference} {earlier.reference}",
        client=client,
        version=compared.version,
        compared=compared,
    )
    code = form.status
    if request.method == "POST" and form.is_valid():
        try:
            return _merged(request, form, compared)
        except actions.MergeRefused as problem:
            form.add_error(None, str(problem))
            code = form.status
        except (actions.ChangedMeanwhile, actions.AlreadyMerged) as problem:
            form.add_error(None, str(problem))
            code = 409
    context = {"client": client, "other": earlier, "compared": compared, "form": form}
    context["back"] = reverse("clients:merge", args=[client.reference])
    response = render(request, "clients/merge_files.html", context, status=code)
    if code == 200:
        for file in (client, earlier):
            record("merge.opened", file, by=request.user, client=file)
    return response


def _merged(request: StaffRequest, form: MergeForm, compared: Comparison) -> HttpResponse:
    here, there = compared.here, compared.there
    reason, now = form.cleaned_data["reason"], timezone.now()
    actions.merge_files(
        here, there, seen=form.posted_version, choices=form.choices, reason=reason, by=request.user, now=now
    )
    messages.success(request, f"{there.reference} is merged into {here.reference}, and leads there.")
    return see_other(reverse("clients:merge", args=[here.reference]))


@requires(Permission.ASSIGN_CASELOAD)
@once
def undo_merge(request: StaffRequest, merge_id: UUID) -> HttpResponse:
    merges = Merge.objects.select_related("client", "earlier", "by")
    found = find_known(merges, request.user, pk=merge_id)
    form = open_form(request, UndoMergeForm, subject=str(found.pk), client=found.client)
    if request.method == "POST" and form.is_valid():
        try:
            left_out = actions.undo_merge(
                found, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
            )
        except (actions.MergeRefused, actions.AlreadyMerged) as problem:
            form.add_error(None, str(problem))
        else:
            without = f" Without access: {', '.join(left_out)}." if left_out else ""
            messages.success(request, f"{found.earlier.reference} is a file of its own again.{without}")
            return see_other(reverse("clients:allocation", args=[found.earlier.reference]))
    context = {"form": form, "merge": found, "back": reverse("clients:merge", args=[found.client.reference])}
    return render(request, "clients/undo_merge.html", context, status=form.status)


@requires(Permission.READ_FILE)
@require_safe
def earlier_file(request: StaffRequest, merge_id: UUID) -> HttpResponse:
    """What the earlier file said otherwise, for those who may read the file that took it in."""
    merges = Merge.objects.select_related("client", "earlier", "by", "undone_by")
    found = find_visible(merges, request.user, pk=merge_id)
    context = {"merge": found, "said": what_it_said(found) if found.undone_at is None else []}
    return client_page(request, found.client, "clients/earlier_file.html", context, section="earlier")
