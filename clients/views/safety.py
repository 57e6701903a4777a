"""Risk and safety: what may harm the client or who visits them, and what stands above every page because of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients import safety_actions as actions
from clients.access import find_visible, find_workable
from clients.models import Alert, Client, Complaint, Concern, Promise, Risk, WayIn
from clients.pages import client_page
from clients.safety_forms import AlertForm, CloseRiskForm, EndAlertForm, ReviewRiskForm, RiskForm, WayInForm
from clients.views.forms import form_page, section_url
from ui import status
from ui.forms import open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page

MOST = 50


@requires(Permission.READ_FILE)
@require_safe
def safety(request: StaffRequest, reference: str) -> HttpResponse:
    """Alerts, risks, promises, complaints and, for the few who may read them, safeguarding concerns."""
    client = find_visible(Client, request.user, reference=reference)
    today = timezone.localdate()
    risks = Risk.objects.open().filter(client=client).order_by("raised_on", "pk")[:MOST]
    complaints = Complaint.objects.filter(client=client).order_by("-received_on", "-pk")[:MOST]
    concerns = Concern.objects.visible_to(request.user).filter(client=client).order_by("-raised_at")[:MOST]
    promises = Promise.objects.open().filter(client=client).order_by("due_on", "pk")[:MOST]
    context = {
        "alerts": Alert.objects.live().filter(client=client).order_by("kind", "pk")[:MOST],
        "risks": [(risk, due(risk.review_on, today)) for risk in risks],
        "closed_risks": Risk.objects.filter(client=client).exclude(closed_on=None).order_by("-closed_on")[:MOST],
        "promises": [(promise, due(promise.due_on, today)) for promise in promises],
        "complaints": [(each, complaint_state(each, today)) for each in complaints],
        "concerns": [(concern, concern_state(concern)) for concern in concerns],
        "may_change": request.user.may(Permission.EDIT_CLIENT),
        "may_see_way_in": request.user.may(Permission.SEE_WAY_IN),
    }
    return client_page(request, client, "clients/safety.html", context, section="safety")


def due(on: Any, today: Any) -> status.Status | None:
    return status.due_on(on, today=today) if on else None


def complaint_state(complaint: Complaint, today: Any) -> status.Status:
    return status.DONE if complaint.resolved_on else status.due_on(complaint.answer_due_on, today=today)


def concern_state(concern: Concern) -> status.Status:
    if concern.closed_at:
        return status.CLOSED
    if concern.decided_at:
        return status.IN_PROGRESS
    return status.worded(status.OVERDUE, "Decision overdue") if concern.decide_by < timezone.now() else status.DUE


@requires(Permission.EDIT_CLIENT)
@once
def add_risk(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    initial = {"review_on": timezone.localdate() + timedelta(weeks=request.practice.risk_review_weeks)}
    form = open_form(request, RiskForm, subject=client.reference, client=client, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.raise_risk(client, by=request.user, **form.cleaned_data)
        messages.success(request, f"Risk saved to {client.short_name}'s file.")
        return see_other(back_to(client))
    return page(request, client, form, "Add a risk", "Save risk")


@requires(Permission.EDIT_CLIENT)
@once
def review_risk(request: StaffRequest, risk_id: UUID) -> HttpResponse:
    risk = find_workable(Risk.objects.open().select_related("client"), request.user, pk=risk_id)
    initial = _columns(risk) | {"review_on": timezone.localdate() + timedelta(weeks=request.practice.risk_review_weeks)}
    form = open_form(
        request, ReviewRiskForm, subject=str(risk.pk), client=risk.client, initial=initial, version=risk.version
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.review_risk(risk, version=form.posted_version, by=request.user, **form.cleaned_data)
        except Stale as stale:
            return conflict_page(request, form, stale, initial=_columns(stale.current), back=back_to(risk.client))
        messages.success(request, f"Review saved to {risk.client.short_name}'s file.")
        return see_other(back_to(risk.client))
    return page(request, risk.client, form, f"Review risk: {risk.hazard}", "Save review")


def _columns(risk: Any) -> dict[str, Any]:
    return {name: getattr(risk, name) for name in ReviewRiskForm.columns}


@requires(Permission.EDIT_CLIENT)
@once
def close_risk(request: StaffRequest, risk_id: UUID) -> HttpResponse:
    risk = find_workable(Risk.objects.select_related("client"), request.user, pk=risk_id)
    initial = {"on": timezone.localdate()}
    form = open_form(request, CloseRiskForm, subject=str(risk.pk), client=risk.client, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_risk(risk, by=request.user, **form.cleaned_data)
        except actions.AlreadyClosed as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Risk closed.")
            return see_other(back_to(risk.client))
    return page(request, risk.client, form, f"Close risk: {risk.hazard}", "Close risk")


@requires(Permission.EDIT_CLIENT)
@once
def add_alert(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    form = open_form(request, AlertForm, subject=client.reference, client=client)
    if request.method == "POST" and form.is_valid():
        actions.raise_alert(client, on=timezone.localdate(), by=request.user, **form.cleaned_data)
        messages.success(request, f"The alert now stands above every page of {client.short_name}'s file.")
        return see_other(back_to(client))
    return page(request, client, form, "Add an alert", "Save alert")


@requires(Permission.EDIT_CLIENT)
@once
def end_alert(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    alert = find_workable(Alert.objects.select_related("client"), request.user, pk=alert_id)
    initial = {"on": timezone.localdate()}
    form = open_form(request, EndAlertForm, subject=str(alert.pk), client=alert.client, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_alert(alert, by=request.user, **form.cleaned_data)
        except actions.AlreadyClosed as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Alert ended.")
            return see_other(back_to(alert.client))
    return page(request, alert.client, form, f"End alert: {alert.words}", "End alert")


@requires(Permission.SEE_WAY_IN)
@require_safe
def way_in(request: StaffRequest, reference: str) -> HttpResponse:
    """How to get into the home. No other page says it, and each opening stands in the access log by itself.

    Whoever reads for the practice alone (Role.CLINICAL_READER) goes to nobody's door and has no use for it.
    """
    client = find_visible(Client, request.user, reference=reference)
    held = WayIn.objects.filter(client=client).select_related("changed_by").first()
    context = {"way_in": held, "may_change": request.user.may(Permission.EDIT_CLIENT)}
    return client_page(request, client, "clients/way_in.html", context, section="safety", opening="way_in")


@requires(Permission.EDIT_CLIENT)
@once
def change_way_in(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    held = WayIn.objects.filter(client=client).first()
    back = section_url(client, "clients:way_in")
    form = open_form(
        request,
        WayInForm,
        subject=client.reference,
        client=client,
        initial={"text": held.text if held else ""},
        version=held.version if held else 0,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_way_in(
                client, version=form.posted_version, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Stale as stale:
            current: Any = stale.current
            return conflict_page(request, form, stale, initial={"text": current.text}, back=back)
        messages.success(request, f"How to get in saved to {client.short_name}'s file.")
        return see_other(back)
    return form_page(request, client, form, "How to get in", "Save", section="safety", back=back, opening="way_in")


def back_to(client: Client) -> str:
    return section_url(client, "clients:safety")


def page(request: StaffRequest, client: Client, form: Any, heading: str, save: str) -> HttpResponse:
    return form_page(request, client, form, heading, save, section="safety", back=back_to(client))
