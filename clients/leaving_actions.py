"""What somebody leaves behind in clients' files goes to who leads the client then, or ends."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from audit.actions import record
from clients.handover_actions import Move, hand_over
from clients.link_actions import stop_link
from clients.models import Assignment, Client, HandoverKind, HandoverLine, OpeningNotice, OutsideLink
from clients.open_work import links_of, notices_of
from clients.spell_actions import end_at, lead_at, lock
from ui.actions import give_draft
from ui.models import Draft


@transaction.atomic
def pass_on_links(
    person: User, *, clients: Collection[UUID], stopped: Collection[UUID], by: User, now: datetime
) -> None:
    """Links about these clients go on under who leads them, or are stopped where that was chosen or nobody leads."""
    for link in links_of(person.pk, now).filter(client__in=clients):
        lead = lead_at(link.client, now)
        if lead is None or link.client_id in stopped:
            stop_link(link, by=by, now=now)
        else:
            OutsideLink.objects.filter(pk=link.pk).update(kept_by=lead.staff)
            record("link.passed_on", link, by=by, client=link.client, fields=["kept_by"], now=now)


@transaction.atomic
def pass_on_notices(person: User, *, by: User, now: datetime) -> None:
    """Of an opening that the leaver never saw the client's lead hears; where they were told too, that stands for it."""
    for notice in notices_of(person.pk):
        lead = lead_at(notice.opening.client, now)
        told = OpeningNotice.objects.filter(opening=notice.opening)
        if lead and lead.staff_id != notice.opening.spell.staff_id and not told.filter(person=lead.staff).exists():
            OpeningNotice.objects.filter(pk=notice.pk).update(person=lead.staff)
        else:
            OpeningNotice.objects.filter(pk=notice.pk).delete()
        record("opening.passed_on", notice.opening, by=by, client=notice.opening.client, now=now)


@transaction.atomic
def pass_on_drafts(drafts: Iterable[Draft], *, begun_by: str, now: datetime) -> None:
    """Drafts about a client go to whoever leads the client; where nobody does they stay with the account."""
    for draft in drafts:
        client = Client.objects.filter(reference=draft.client).first()
        lead = lead_at(client, now) if client else None
        if lead:
            read_at = reverse("practice:given_draft", args=[draft.pk])
            give_draft(draft, to=lead.staff_id, begun_by=begun_by, read_at=read_at)


@transaction.atomic
def pass_on_cover(spell: Assignment, *, to: User | None, by: User, now: datetime, reason: str) -> None:
    """Ends a spell of cover or help; somebody else may go on covering until the day it would have ended."""
    lock(spell.client)
    end_at(spell, now, by=by, now=now)
    if to is None:
        return
    at = max(spell.starts_at, now)
    lead = lead_at(spell.client, at)
    line = HandoverLine.objects.filter(started=spell).select_related("handover__absence").first()
    hand_over(
        [Move(spell.client, giver=lead.staff if lead else None, receiver=to)],
        kind=HandoverKind.COVER,
        by=by,
        now=now,
        reason=reason,
        starts_at=at,
        ends_at=spell.ends_at,
        absence=line.handover.absence if line else None,
    )
