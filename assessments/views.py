from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from assessments import actions
from assessments.forms import AlertForm, AssessmentForm, MeasureForm
from assessments.measures import MEASURES
from assessments.models import Assessment, MeasureResult
from assessments.trends import rows_of, trends_of
from clients.access import find_visible, find_workable
from clients.models import Client
from clients.pages import client_page
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.READ_FILE)
def assessments(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_visible(Client, request.user, reference=reference)
    results = list(MeasureResult.objects.of(client).oldest_first().select_related("entered_by"))
    context = {
        "assessments": Assessment.objects.of(client).newest_first().with_counts().select_related("author"),
        "measures": MEASURES.values(),
        "trends": trends_of(results),
        "results": Paginator(rows_of(results), 25).get_page(request.GET.get("page")),
        "alerts": [result for result in reversed(results) if result.has_open_alert],
        "may_assess": request.user.may(Permission.ASSESS),
    }
    return client_page(request, client, "assessments/assessments.html", context, section="assessments")


@requires(Permission.ASSESS)
@once
def add_assessment(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    form = open_form(request, AssessmentForm, subject=client.reference, client=client)
    if request.method == "POST" and form.is_valid():
        signed = actions.sign_assessment(
            client,
            assessed_on=form.cleaned_data["assessed_on"],
            present=form.cleaned_data["present"],
            summary=form.cleaned_data["summary"],
            findings=form.findings,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, f"Needs assessment signed and saved to {client.short_name}'s file.")
        return see_other(signed)
    context = {"form": form, "back": reverse("assessments:assessments", args=[client.reference])}
    return client_page(
        request, client, "assessments/add_assessment.html", context, section="assessments", code=form.status
    )


@requires(Permission.READ_FILE)
def assessment(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    found = find_visible(Assessment.objects.whole(), request.user, pk=assessment_id)
    context = {
        "assessment": found,
        "findings": found.findings_in_order,
        "may_plan": request.user.may(Permission.EDIT_PLAN),
    }
    return client_page(request, found.client, "assessments/assessment.html", context, section="assessments")


@requires(Permission.ASSESS)
@once
def add_measure(request: StaffRequest, reference: str, key: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    measure = MEASURES.get(key)
    if measure is None:
        raise Http404
    subject = f"{client.reference} {measure.key}"
    form = open_form(request, MeasureForm, subject=subject, client=client, measure=measure)
    if request.method == "POST" and form.is_valid():
        result = actions.enter_measure(
            client,
            measure=measure,
            taken_on=form.cleaned_data["taken_on"],
            rater=form.cleaned_data["rater"],
            answers=form.answers,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, f"{measure.short_name} saved to {client.short_name}'s file.")
        return see_other(result)
    context = {"form": form, "measure": measure, "back": reverse("assessments:assessments", args=[client.reference])}
    return client_page(
        request, client, "assessments/add_measure.html", context, section="assessments", code=form.status
    )


@requires(Permission.READ_FILE)
def measure_result(request: StaffRequest, result_id: UUID) -> HttpResponse:
    result = find_visible(MeasureResult.objects.with_people(), request.user, pk=result_id)
    context = {
        "result": result,
        "measure": result.definition,
        "lines": result.lines,
        "may_answer": result.has_open_alert and request.user.may(Permission.ASSESS),
    }
    return client_page(request, result.client, "assessments/measure_result.html", context, section="assessments")


@requires(Permission.ASSESS)
@once
def answer_alert(request: StaffRequest, result_id: UUID) -> HttpResponse:
    result = find_workable(MeasureResult.objects.with_people(), request.user, pk=result_id)
    form = open_form(request, AlertForm, subject=str(result.pk), client=result.client)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_alert(result, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.AlertAlreadyAnswered as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"What you did is saved to {result.client.short_name}'s file.")
            return see_other(result)
    context = {"form": form, "result": result, "measure": result.definition}
    return client_page(
        request, result.client, "assessments/answer_alert.html", context, section="assessments", code=form.status
    )
