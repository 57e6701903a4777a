from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts import actions
from accounts.forms import (
    DeactivateForm,
    EndSupervisionForm,
    InviteForm,
    PasswordForm,
    ReinstateForm,
    SupervisionForm,
)
from accounts.http import StaffRequest, requires
from accounts.models import Invitation, NoticeState, Supervision, User
from accounts.roles import Permission
from accounts.sign_ins import second_factors
from ui import status
from ui.dates import day
from ui.forms import open_form
from ui.once import once, see_other

MAIL_WORDS = {
    NoticeState.DUE: status.worded(status.DUE, "Mail waits to be sent"),
    NoticeState.SENDING: status.worded(status.SENDING, "Mail is being sent"),
    NoticeState.SENT: status.worded(status.SENT, "Mail sent"),
    NoticeState.UNKNOWN: status.worded(status.UNKNOWN, "Mail not known if sent"),
    NoticeState.FAILED: status.worded(status.FAILED, "Mail failed"),
    NoticeState.CANCELLED: status.worded(status.CANCELLED, "Mail cancelled"),
}


@requires(Permission.MANAGE_STAFF)
@require_safe
def staff_list(request: StaffRequest) -> HttpResponse:
    """Everybody on the staff, and who supervises whom."""
    open_supervisions = Supervision.objects.not_ended(timezone.localdate()).select_related("supervisor")
    supervisions: dict[Any, list[Supervision]] = {}
    for supervision in open_supervisions.order_by("starts_on", "pk"):
        supervisions.setdefault(supervision.supervisee_id, []).append(supervision)
    staff, factors = User.objects.order_by("-is_active", "name", "pk"), second_factors()
    context = {
        "rows": [
            (
                person,
                supervisions.get(person.pk, []),
                ", ".join(factors.get(person.pk, [])),
                status.ACTIVE if person.is_active else status.ENDED,
            )
            for person in staff
        ],
        "invitations": [
            (invitation, [MAIL_WORDS[NoticeState(mail.state)] for mail in invitation.notices.all()])
            for invitation in Invitation.objects.still_open(timezone.now())
            .order_by("name", "pk")
            .prefetch_related("notices")
        ],
    }
    return render(request, "accounts/staff_list.html", context)


@requires(Permission.MANAGE_STAFF)
@once
def invite_staff(request: StaffRequest) -> HttpResponse:
    form = open_form(request, InviteForm, subject="new")
    if request.method == "POST" and form.is_valid():
        try:
            invitation = actions.invite(by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.EmailInUse as problem:
            form.add_error("email", str(problem))
        else:
            link = f"{settings.SITE_URL}{reverse('accounts:accept_invitation', args=[invitation.token])}"
            messages.success(request, f"Invitation on its way. If it does not arrive, pass on this link: {link}")
            return see_other(reverse("accounts:staff_list"))
    return _form_page(request, form, "Invite a colleague", "Send invitation")


@requires(Permission.MANAGE_STAFF)
@once
def deactivate_staff(request: StaffRequest, person_id: Any) -> HttpResponse:
    person = get_object_or_404(User, pk=person_id, is_active=True)
    form = open_form(request, DeactivateForm, subject=str(person.pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.deactivate(person, by=request.user, now=timezone.now())
        except (actions.LastAdmin, actions.WorkStillOpen) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{person.name} can no longer sign in.")
            return see_other(reverse("accounts:staff_list"))
    context = {"form": form, "person": person, "back": reverse("accounts:staff_list")}
    return render(request, "accounts/deactivate_staff.html", context, status=form.status)


@requires(Permission.MANAGE_STAFF)
@once
def reinstate_staff(request: StaffRequest, person_id: Any) -> HttpResponse:
    person = get_object_or_404(User, pk=person_id, is_active=False)
    form = open_form(request, ReinstateForm, subject=str(person.pk))
    if request.method == "POST" and form.is_valid():
        actions.reinstate(person, by=request.user)
        messages.success(request, f"{person.name} can sign in again.")
        return see_other(reverse("accounts:staff_list"))
    return _form_page(request, form, f"Open the account of {person.name} again", "Open the account")


@requires(Permission.MANAGE_STAFF)
@once
def add_supervision(request: StaffRequest, person_id: Any) -> HttpResponse:
    person = get_object_or_404(User, pk=person_id, is_active=True)
    form = open_form(request, SupervisionForm, subject=str(person.pk), supervisee=person)
    if request.method == "POST" and form.is_valid():
        supervisor = form.cleaned_data["supervisor"]
        if Supervision.objects.filter(supervisor=supervisor, supervisee=person, ends_on=None).exists():
            form.add_error("supervisor", f"{supervisor.name} already supervises {person.name}.")
        else:
            actions.start_supervision(supervisor, supervisee=person, on=form.cleaned_data["on"], by=request.user)
            messages.success(request, f"{supervisor.name} supervises {person.name}.")
            return see_other(reverse("accounts:staff_list"))
    return _form_page(request, form, f"Clinical supervisor of {person.name}", "Save")


@requires(Permission.MANAGE_STAFF)
@once
def end_supervision(request: StaffRequest, supervision_id: Any) -> HttpResponse:
    open_ones = Supervision.objects.not_ended(timezone.localdate()).select_related("supervisor", "supervisee")
    supervision = get_object_or_404(open_ones, pk=supervision_id)
    form = open_form(request, EndSupervisionForm, subject=str(supervision.pk))
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        actions.end_supervision(supervision, on=on, by=request.user)
        messages.success(request, f"{supervision.supervisor.name} supervises until the day before {day(on)}.")
        return see_other(reverse("accounts:staff_list"))
    heading = f"End the supervision of {supervision.supervisee.name} by {supervision.supervisor.name}"
    return _form_page(request, form, heading, "End the supervision")


@login_not_required
@sensitive_post_parameters("password")
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An invited colleague sets their password. The link works once."""
    try:
        invitation = actions.open_invitation(token, now=timezone.now())
        person = User(email=invitation.email, name=invitation.name)
        form = PasswordForm(request.POST or None, person=person)
        if request.method == "POST" and form.is_valid():
            actions.accept_invitation(token, password=form.cleaned_data["password"], now=timezone.now())
            return see_other(reverse("account_login"))
    except (actions.InvitationEnded, actions.EmailInUse) as problem:
        return render(request, "accounts/invitation_ended.html", {"problem": problem}, status=410)
    context = {"form": form, "invitation": invitation}
    return render(request, "accounts/accept_invitation.html", context, status=422 if form.errors else 200)


def _form_page(request: StaffRequest, form: Any, heading: str, save: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "save": save, "back": reverse("accounts:staff_list")}
    return render(request, "accounts/form_page.html", context, status=form.status)
