"""The end of an intake: one step that opens the client's file with all that was gathered."""

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.utils import timezone

from accounts.models import PracticeSettings, User
from audit.actions import record
from clients.actions import add_client
from clients.instruction_actions import record_terms
from clients.match_actions import note_added
from clients.models import Client, EntryKind, Instruction
from clients.new_client import added
from clients.person_actions import change_circumstances
from clients.safety_actions import raise_alert, raise_risk
from clients.timeline_actions import add_entry
from practice.intake.actions import in_hand
from practice.intake.forms import FORMS, RisksStep
from practice.intake.gathered import Gathered, gather_from, steps_of
from practice.models import Enquiry, Intake, IntakeStep, Step
from reviews.actions import agree_rhythm
from ui.actions import discard_draft


@transaction.atomic
def open_file(intake: Intake, *, by: User, now: datetime) -> Client:
    """Raises NotReady, and NotInHand when somebody else was first. What was typed then stands in the file alone."""
    held = in_hand(intake)
    steps = steps_of(held)
    found = gather_from(steps, staff=by)
    found.check()
    client = add_client(
        by=by, now=now, person=found.person, **added(found.given(Step.PARTY, Step.CONSENT, Step.ALLOCATION))
    )
    note_added(client, found.sought, by=by, now=now)
    if found.circumstances:
        change_circumstances(client, version=0, by=by, now=now, **found.circumstances)
    if Step.RISKS in steps:
        _note_risks(client, found, noticed_at=steps[Step.RISKS].saved_at or now, by=by)
    _note_terms(client, found, by=by, now=now)
    if Step.REVIEW in found.saved:
        agree_rhythm(client, by=by, now=now, **found.given(Step.REVIEW))
    if held.enquiry:
        _close_enquiry(held.enquiry, client, by=by, now=now)
    Intake.objects.filter(pk=held.pk).update(client=client, opened_at=now)
    IntakeStep.objects.filter(intake=held).delete()
    for kind in FORMS.values():
        name = f"{kind.__module__}.{kind.__name__}"
        discard_draft(author=held.worker_id, form=name, subject=str(held.pk))
    record("intake.file_opened", held, by=by, client=client, now=now)
    return client


def _note_risks(client: Client, found: Gathered, *, noticed_at: datetime, by: User) -> None:
    form = cast(RisksStep, found.forms[Step.RISKS])
    on = timezone.localdate(noticed_at, timezone.get_default_timezone())
    review_on = on + timedelta(weeks=PracticeSettings.current().risk_review_weeks)
    for risk in form.risks:
        raise_risk(client, by=by, raised_on=on, review_on=review_on, **risk)
    if form.cleaned_data.get("alert_kind"):
        raise_alert(client, kind=form.cleaned_data["alert_kind"], words=form.cleaned_data["alert_words"], on=on, by=by)


def _note_terms(client: Client, found: Gathered, *, by: User, now: datetime) -> None:
    names = ("terms_signed_on", "fees_agreed_on", "terms_signed_by")
    terms = {name: value for name, value in found.given(Step.PARTY).items() if name in names}
    if terms["terms_signed_on"] or terms["fees_agreed_on"]:
        instruction = Instruction.objects.open().get(client=client)
        record_terms(instruction, version=instruction.version, by=by, now=now, **terms)


def _close_enquiry(enquiry: Enquiry, client: Client, *, by: User, now: datetime) -> None:
    """From here on, who knows the client knows the enquiry, and nobody else."""
    Enquiry.objects.filter(pk=enquiry.pk).update(client=client)
    record("enquiry.file_opened", enquiry, by=by, client=client, fields=["client"], now=now)
    title = f"Enquiry received: {enquiry.get_source_display()}"
    add_entry(
        client,
        at=enquiry.received_at,
        now=now,
        kind=EntryKind.SYSTEM,
        title=title,
        excerpt=enquiry.sender,
        by=enquiry.logged_by,
    )
