"""The log of enquiries: its list, one enquiry, and what is done with it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.models import PracticeSettings
from accounts.roles import Permission
from audit.actions import record
from clients.access import find_known
from clients.models import Client
from practice.enquiries import actions
from practice.enquiries.forms import CLINICAL, AcknowledgeForm, DecideForm, EnquiryForm, moment_of, values_of
from practice.enquiries.rows import allocated_on, days_to, days_words, row_of, state_of, usual_days
from practice.enquiries.sought import sought_of
from practice.intake.found import found_for
from practice.models import Answer, Enquiry, Intake
from ui.csv_files import csv_file
from ui.forms import open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page

PER_PAGE = 25
USUAL_OVER_DAYS = 182
FILTERS = (
    ("", "Open"),
    (Answer.WAITING, "Waiting"),
    (Answer.ACCEPTED, "Accepted"),
    (Answer.DECLINED, "Declined"),
    ("all", "All"),
)


@requires(Permission.ADD_CLIENT)
@require_safe
def enquiries(request: StaffRequest) -> HttpResponse:
    """What the practice was asked, the most urgent first."""
    today = timezone.localdate()
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in dict(FILTERS) else ""
    page = Paginator(_filtered(request, chosen), PER_PAGE).get_page(request.GET.get("page"))
    allocated = allocated_on({enquiry.client_id for enquiry in page if enquiry.client_id})
    known = Enquiry.objects.known_to(request.user)
    lately = (
        known.only("client_id", "received_at")
        .filter(received_at__gte=timezone.now() - timedelta(days=USUAL_OVER_DAYS))
        .exclude(client=None)
    )
    context = {
        "page": page,
        "rows": [row_of(each, allocated_on=allocated.get(each.client_id), today=today) for each in page],
        "filters": [(value, words, value == chosen) for value, words in FILTERS],
        "state": chosen,
        "query": f"state={chosen}" if chosen else "",
        "late": known.late(today).count(),
        "usual_days": usual_days(lately),
        "setting_up": Intake.objects.known_to(request.user).unfinished().select_related("worker", "enquiry"),
    }
    return render(request, "practice/enquiries/enquiries.html", context)


def _filtered(request: StaffRequest, chosen: str) -> Any:
    found = Enquiry.objects.known_to(request.user).select_related("client").most_urgent_first()
    if chosen == "all":
        return found
    return found.filter(answer=chosen) if chosen else found.open()


@requires(Permission.ASSIGN_CASELOAD)
@require_safe
def enquiries_csv(request: StaffRequest) -> HttpResponse:
    """The log as a table, without what is clinical; leaves an audit event."""
    found = list(Enquiry.objects.known_to(request.user).select_related("client").most_urgent_first())
    allocated = allocated_on({enquiry.client_id for enquiry in found if enquiry.client_id})
    headings = (
        *("Received", "Who asks", "Firm", "Contact", "Their reference", "Person", "Area"),
        *("Acknowledge by", "Acknowledged", "How", "State", "Client", "Allocated", "Days to allocation"),
    )
    today = timezone.localdate()
    rows = [_csv_row(each, allocated.get(each.client_id), today) for each in found]
    response = csv_file("enquiries.csv", headings, rows)
    with transaction.atomic():
        record("enquiries.exported", PracticeSettings.current(), by=request.user)
    return response


def _csv_row(enquiry: Enquiry, allocated: Any, today: Any) -> list[object]:
    acknowledged = timezone.localtime(enquiry.acknowledged_at) if enquiry.acknowledged_at else None
    return [
        f"{timezone.localtime(enquiry.received_at):%Y-%m-%d %H:%M}",
        *(enquiry.get_source_display(), enquiry.firm, enquiry.contact_name, enquiry.their_reference),
        *(enquiry.name, enquiry.area),
        enquiry.acknowledge_by.isoformat(),
        f"{acknowledged:%Y-%m-%d %H:%M}" if acknowledged else "",
        enquiry.get_acknowledged_how_display(),
        state_of(enquiry, today=today).word,
        enquiry.client.reference if enquiry.client else "",
        allocated.isoformat() if allocated else "",
        days_to(enquiry, allocated) if allocated else "",
    ]


@requires(Permission.ADD_CLIENT)
@once
def log_enquiry(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    initial = {"received_on": now.date(), "received_clock": now.time().replace(second=0, microsecond=0)}
    form = open_form(request, EnquiryForm, subject="new", initial=initial)
    if request.method == "POST" and form.is_valid():
        enquiry = actions.log_enquiry(by=request.user, now=timezone.now(), **form.columns)
        messages.success(request, "Enquiry logged.")
        return see_other(enquiry)
    context = {"form": form, "heading": "New enquiry", "save": "Log enquiry", "back": reverse("practice:enquiries")}
    return render(request, "practice/enquiries/enquiry_form.html", context, status=form.status)


@requires(Permission.ADD_CLIENT)
@require_safe
def enquiry(request: StaffRequest, enquiry_id: UUID) -> HttpResponse:
    found = _find(request, enquiry_id)
    today = timezone.localdate()
    allocated = allocated_on([found.client_id]).get(found.client_id) if found.client_id else None
    intake = Intake.objects.filter(enquiry=found, given_up_at=None).select_related("worker").first()
    readable = Client.objects.visible_to(request.user).filter(pk=found.client_id).exists() if found.client_id else False
    context = {
        "enquiry": found,
        "state": state_of(found, today=today),
        "days": days_words(found, allocated_on=allocated, today=today),
        "allocated_on": allocated,
        "reads_clinical": Enquiry.objects.visible_to(request.user).filter(pk=found.pk).exists(),
        "decisions": found.decisions.select_related("by").order_by("-at", "-pk"),
        "intake": intake,
        "may_set_up": intake and Intake.objects.known_to(request.user).filter(pk=intake.pk).exists(),
        "file_url": found.client.get_absolute_url() if found.client and readable else "",
        **(found_for(request, sought_of(found)) if found.is_open else {}),
    }
    response = render(request, "practice/enquiries/enquiry.html", context)
    record("enquiry.opened", found, by=request.user, client=found.client)
    return response


@requires(Permission.ADD_CLIENT)
@once
def change_enquiry(request: StaffRequest, enquiry_id: UUID) -> HttpResponse:
    found = _find(request, enquiry_id)
    reads = Enquiry.objects.visible_to(request.user).filter(pk=found.pk).exists()
    form = open_form(
        request,
        EnquiryForm,
        subject=str(found.pk),
        initial=_values(found, reads=reads),
        version=found.version,
        shows_clinical=reads,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_enquiry(
                found, version=form.posted_version, by=request.user, now=timezone.now(), **form.columns
            )
        except Stale as stale:
            now = _values(stale.current, reads=reads)  # type: ignore[arg-type]
            return conflict_page(request, form, stale, initial=now, back=found.get_absolute_url())
        except actions.FileOpened as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Enquiry saved.")
            return see_other(found)
    context = {"form": form, "heading": "Change enquiry", "save": "Save enquiry", "back": found.get_absolute_url()}
    return render(request, "practice/enquiries/enquiry_form.html", context, status=form.status)


def _values(found: Enquiry, *, reads: bool) -> dict[str, Any]:
    return {name: value for name, value in values_of(found).items() if reads or name not in CLINICAL}


@requires(Permission.ADD_CLIENT)
@once
def acknowledge_enquiry(request: StaffRequest, enquiry_id: UUID) -> HttpResponse:
    found = _find(request, enquiry_id)
    now = timezone.localtime()
    initial = {"on": now.date(), "at": now.time().replace(second=0, microsecond=0)}
    form = open_form(request, AcknowledgeForm, subject=str(found.pk), initial=initial, enquiry=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.acknowledge_enquiry(
                found,
                how=form.cleaned_data["how"],
                at=moment_of(form.cleaned_data, "on", "at"),
                by=request.user,
                now=timezone.now(),
            )
        except (actions.AlreadyAcknowledged, actions.FileOpened) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Acknowledgement noted.")
            return see_other(found)
    return _form_page(request, found, form, "Acknowledge", "Note acknowledgement")


@requires(Permission.ADD_CLIENT)
@once
def decide_enquiry(request: StaffRequest, enquiry_id: UUID) -> HttpResponse:
    found = _find(request, enquiry_id)
    form = open_form(request, DecideForm, subject=str(found.pk), initial={"worker": request.user.pk})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            intake = actions.decide_enquiry(
                found,
                answer=given["answer"],
                reason=given["reason"],
                look_again_on=form.look_again,
                worker=given["worker"],
                by=request.user,
                now=timezone.now(),
            )
        except actions.AlreadyAccepted as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Decision saved.")
            return see_other(intake if intake and intake.worker_id == request.user.pk else found)
    return _form_page(request, found, form, "Decide", "Save decision")


def _form_page(request: StaffRequest, found: Enquiry, form: Any, heading: str, save: str) -> HttpResponse:
    context = {"enquiry": found, "form": form, "heading": heading, "save": save, "back": found.get_absolute_url()}
    return render(request, "practice/enquiries/step_form.html", context, status=form.status)


def _find(request: StaffRequest, enquiry_id: UUID) -> Enquiry:
    enquiries = Enquiry.objects.select_related("client", "logged_by", "acknowledged_by")
    found: Enquiry = find_known(enquiries, request.user, pk=enquiry_id)
    return found
