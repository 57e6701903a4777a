from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.http import QueryDict

from ui.models import Draft, OnceKey, SavedView
from ui.saved_views import MOST_OF_A_QUERY, SEARCHED, without
from ui.text import storable
from ui.tokens import FIELD, FormToken, read_token

NOT_TYPED = {FIELD, "once_key", "csrfmiddlewaretoken"}
MOST_CHARACTERS = 2_000_000
LONGEST_LABEL = 80
KEYS_KEPT_FOR = timedelta(days=30)  # far longer than anybody sends the same form again


class TooLong(ValueError): ...


def page_key(posted: QueryDict) -> str:
    """The one-time key of the page that was posted: each page that is opened has its own."""
    return storable(posted.get("once_key", ""))[:80]


@transaction.atomic
def save_draft(token: FormToken, posted: QueryDict, *, now: datetime) -> Draft:
    """Keeps what was typed, valid or not, as the draft of the person the token names."""
    values = {name: [storable(text) for text in given] for name, given in posted.lists() if name not in NOT_TYPED}
    if sum(len(text) for given in values.values() for text in given) > MOST_CHARACTERS:
        raise TooLong("A draft holds at most two million characters.")
    key = page_key(posted)
    draft, made = Draft.objects.select_for_update().get_or_create(  # a save of the same form may be ending it just now
        **_named(token),
        defaults={
            "client": token.client,
            "path": token.path,
            "label": token.label,
            "key": key,
            "values": values,
            "started_at": now,
            "saved_at": now,
        },
    )
    if not made:
        Draft.objects.filter(pk=draft.pk).update(values=values, saved_at=now, key=key, version=F("version") + 1)
        draft.values, draft.saved_at = values, now
    return draft


def _named(token: FormToken) -> dict[str, Any]:
    return {"author_id": token.person, "form": token.form, "subject": token.subject}


def keep_typed_text(posted: QueryDict, *, now: datetime) -> Draft | None:
    """Stores a posted form as its person's draft, if it carries a token that still holds and is not too long."""
    token = read_token(posted.get(FIELD, ""))
    try:
        return save_draft(token, posted, now=now) if token else None
    except TooLong:
        return None


def forget_saved(token: FormToken, posted: QueryDict) -> None:
    """Ends the draft of a form that was saved, unless another page has written to it since this one was opened."""
    shown = Q(pk=token.draft, version=token.draft_version) if token.draft else Q()
    Draft.objects.filter(Q(key=page_key(posted)) | shown, **_named(token)).delete()


@transaction.atomic
def give_draft(draft: Draft, *, to: UUID, begun_by: str, read_at: str) -> None:
    """What somebody began goes to a colleague, whose own draft of the same form it never overwrites.

    `read_at` is the page on which a draft is read that cannot be the form's own, for the colleague has one.
    """
    label = f"{draft.label}, begun by {begun_by}"[:LONGEST_LABEL]
    clash = Draft.objects.filter(author=to, form=draft.form, subject=draft.subject).exists()
    elsewhere = {"subject": f"given {draft.pk}", "path": read_at} if clash else {}
    Draft.objects.filter(pk=draft.pk).update(author=to, label=label, version=F("version") + 1, **elsewhere)


def discard_draft(*, author: Any, form: str, subject: str) -> None:
    Draft.objects.filter(author_id=author, form=form, subject=subject).delete()


def discard_drafts_about(client: str, *, authors: Iterable[Any]) -> None:
    Draft.objects.filter(client=client, author__in=authors).delete()


@transaction.atomic
def save_view(*, owner: Any, page: str, name: str, query: str, shared: bool) -> SavedView:
    """Keeps filters under a name; the person's own view of that name is replaced. What was searched is never shared."""
    query = without(QueryDict(storable(query)), *([SEARCHED] if shared else []))
    query = query if len(query) <= MOST_OF_A_QUERY else ""
    view, _ = SavedView.objects.update_or_create(
        owner=owner, page=page, name=name, defaults={"query": query, "shared": shared}
    )
    return view


def forget_view(view: SavedView) -> None:
    view.delete()


def forget_old_keys(*, now: datetime) -> None:
    OnceKey.objects.filter(at__lt=now - KEYS_KEPT_FOR).delete()
