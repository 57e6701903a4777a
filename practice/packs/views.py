"""Due diligence packs: asking for one, the list of those made, and the PDF."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from audit.models import OF_PACKS, AuditEvent
from practice.models import DueDiligencePack, MadePack, PackState
from practice.packs import actions
from practice.packs.contents import SECTIONS
from practice.packs.forms import PackForm, first_choice
from practice.packs.render import in_fours
from ui import status
from ui.dates import counted
from ui.forms import open_form
from ui.once import once, see_other

PER_PAGE = 25
STATES = {
    PackState.QUEUED: status.QUEUED,
    PackState.RENDERING: status.RENDERING,
    PackState.DONE: status.worded(status.DONE, "Made"),
    PackState.FAILED: status.FAILED,
}


@requires(Permission.MANAGE_STAFF)
@require_safe
def pack_list(request: StaffRequest) -> HttpResponse:
    """Every pack that was made, newest first."""
    packs = DueDiligencePack.objects.for_a_list().newest_first()
    page = Paginator(packs, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(pack, STATES[PackState(pack.state)], counted(pack.people, "person", "people")) for pack in page]
    return render(request, "practice/packs/pack_list.html", {"page": page, "rows": rows, "query": ""})


@requires(Permission.MANAGE_STAFF)
@once
def ask_for_pack(request: StaffRequest) -> HttpResponse:
    form = open_form(request, PackForm, subject="new", initial=first_choice())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        people = [person.pk for person in given["people"]]
        pack = actions.ask_for_pack(
            firm=given["firm"], people=people, sections=given["sections"], by=request.user, now=timezone.now()
        )
        messages.success(request, "The pack is being made from the register as it stands now.")
        return see_other(pack)
    context = {"form": form, "back": reverse("practice:packs")}
    return render(request, "practice/packs/ask_for_pack.html", context, status=form.status)


@requires(Permission.MANAGE_STAFF)
@require_safe
def pack(request: StaffRequest, pack_id: UUID) -> HttpResponse:
    """One pack: how far it is, what to look at before it leaves, and who downloaded it."""
    found = get_object_or_404(DueDiligencePack.objects.for_a_list(), pk=pack_id)
    downloads = AuditEvent.objects.filter(OF_PACKS, verb="pack.downloaded", target_id=str(found.pk)).order_by("-number")
    names, made = dict(SECTIONS), found.made if hasattr(found, "made") else None
    context = {
        "pack": found,
        "made": made,
        "fingerprint": in_fours(made.pdf_digest) if made else "",
        "state": STATES[PackState(found.state)],
        "members": [member["name"] for member in found.content["members"]],
        "parts": [names[name] for name in found.content["sections"]],
        "downloads": [(event.actor, event.at) for event in downloads[:PER_PAGE]],
    }
    return render(request, "practice/packs/pack.html", context)


@requires(Permission.MANAGE_STAFF)
@require_safe
def pack_pdf(request: StaffRequest, pack_id: UUID) -> HttpResponse:
    """The stored bytes; the download is recorded before they are sent. 404 while there are none."""
    made = MadePack.objects.select_related("pack").defer("html", "pack__html").filter(pack=pack_id).first()
    if made is None:
        raise Http404
    response = HttpResponse(bytes(made.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="due-diligence-{made.pack.as_at.isoformat()}.pdf"'
    actions.note_download(made.pack, by=request.user, now=timezone.now())
    return response
