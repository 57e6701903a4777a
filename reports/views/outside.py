"""The pages of an outside reader: a passcode, then one issued report, and nothing else."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from audit.actions import digest_of
from clients.consent import may_leave, to_party
from clients.link_actions import note_opening, try_passcode
from clients.models import OutsideLink
from reports.forms import PasscodeForm
from reports.models import IssuedReport
from reports.render import body_of
from ui.once import see_other

UNLOCKED_FOR_SECONDS = 3600


@login_not_required
@sensitive_post_parameters("passcode")
def shared_report(request: HttpRequest, token: str) -> HttpResponse:
    """Shows where to enter the passcode, so that a mail scanner opens nothing; once it was right, the report."""
    link = _find(token)
    if not _opens(link):
        return _ended(request)
    if request.method == "POST":
        return _try(request, link)
    if _is_unlocked(request, link):
        return _report_page(request, link, token)
    return _passcode_page(request, link, PasscodeForm())


@login_not_required
def shared_pdf(request: HttpRequest, token: str) -> HttpResponse:
    link = _find(token)
    if not _opens(link):
        return _ended(request)
    if not _is_unlocked(request, link):
        return _private(see_other(request.path.removesuffix("pdf/")))
    issued = IssuedReport.objects.select_related("client").get(pk=link.target_id)
    response = HttpResponse(bytes(issued.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{issued.file_name}"'
    note_opening(link, what="downloaded", now=timezone.now())
    return _private(response)


@sensitive_variables("form")
def _try(request: HttpRequest, link: OutsideLink) -> HttpResponse:
    form = PasscodeForm(request.POST)
    if form.is_valid():
        if try_passcode(link, form.cleaned_data["passcode"], now=timezone.now()):
            request.session.cycle_key()
            request.session[_key(link)] = timezone.now().timestamp()
            return _private(see_other(request.path))
        form.add_error("passcode", "This passcode is not right. After five wrong ones the link ends.")
        link.refresh_from_db(fields=["stopped_at"])
    return _passcode_page(request, link, form) if _opens(link) else _ended(request)


def _passcode_page(request: HttpRequest, link: OutsideLink, form: PasscodeForm) -> HttpResponse:
    context = {"form": form, "ends_at": link.ends_at}
    page = render(request, "reports/passcode.html", context, status=422 if form.errors else 200)
    # No other site learns of it. "no-referrer" would blank the Origin of this page's own form, which CSRF then refuses.
    return _private(page, referrer="same-origin")


def _report_page(request: HttpRequest, link: OutsideLink, token: str) -> HttpResponse:
    """The report as it was issued. Every showing is an opening, recorded before the page is sent."""
    issued = IssuedReport.objects.as_page().get(pk=link.target_id)
    context = {"body": body_of(issued.html), "token": token, "ends_at": link.ends_at, "party": link.party}
    context["was_replaced"] = issued.report.was_corrected
    response = render(request, "reports/shared_report.html", context)
    note_opening(link, what="viewed", now=timezone.now())
    return _private(response)


def _find(token: str) -> OutsideLink:
    links = OutsideLink.objects.select_related("party__instruction", "client")
    link: OutsideLink | None = links.filter(token_digest=digest_of(token), target_kind=IssuedReport._meta.label).first()
    if link is None:
        raise Http404
    return link


def _opens(link: OutsideLink) -> bool:
    """Asked at every opening: has the link ended or been stopped, does consent still hold?"""
    now = timezone.now()
    return link.holds_at(now) and may_leave(to_party(link.party), on=timezone.localdate(now))


def _key(link: OutsideLink) -> str:
    return f"link {link.pk}"


def _is_unlocked(request: HttpRequest, link: OutsideLink) -> bool:
    opened: Any = request.session.get(_key(link), 0)
    return bool(timezone.now().timestamp() - opened < UNLOCKED_FOR_SECONDS)


def _ended(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "reports/link_ended.html", status=410))


def _private(response: HttpResponse, referrer: str = "no-referrer") -> HttpResponse:
    response["Referrer-Policy"] = referrer
    return response
