from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import QueryDict

from ui.models import Draft, OnceKey
from ui.text import storable
from ui.tokens import FIELD, FormToken, read_token

NOT_TYPED = {FIELD, "once_key", "csrfmiddlewaretoken"}
MOST_CHARACTERS = 2_000_000
KEYS_KEPT_FOR = timedelta(days=30)  # far longer than anybody sends the same form again


class TooLong(ValueError): ...


@transaction.atomic
def save_draft(token: FormToken, posted: QueryDict, *, now: datetime) -> Draft:
    """Keeps what was typed, valid or not, as the draft of the person the token names."""
    values = {name: [storable(text) for text in given] for name, given in posted.lists() if name not in NOT_TYPED}
    if sum(len(text) for given in values.values() for text in given) > MOST_CHARACTERS:
        raise TooLong("A draft holds at most two million characters.")
    named = {"author_id": token.person, "form": token.form, "subject": token.subject}
    draft, made = Draft.objects.get_or_create(
        **named,
        defaults={
            "client": token.client,
            "path": token.path,
            "label": token.label,
            "values": values,
            "started_at": now,
            "saved_at": now,
        },
    )
    if not made:
        Draft.objects.filter(pk=draft.pk).update(values=values, saved_at=now, version=F("version") + 1)
        draft.values, draft.saved_at = values, now
    return draft


def keep_typed_text(posted: QueryDict, *, now: datetime) -> Draft | None:
    """Stores a posted form as its person's draft, if it carries a token that still holds and is not too long."""
    token = read_token(posted.get(FIELD, ""))
    try:
        return save_draft(token, posted, now=now) if token else None
    except TooLong:
        return None


def discard_draft(*, author: Any, form: str, subject: str) -> None:
    Draft.objects.filter(author_id=author, form=form, subject=subject).delete()


def discard_drafts_about(client: str, *, authors: Iterable[Any]) -> None:
    Draft.objects.filter(client=client, author__in=authors).delete()


def forget_old_keys(*, now: datetime) -> None:
    OnceKey.objects.filter(at__lt=now - KEYS_KEPT_FOR).delete()
