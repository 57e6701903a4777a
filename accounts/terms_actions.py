"""What admins note about how much somebody works."""

from typing import Any

from django.db import transaction

from accounts.models import User, WorkingTerms
from audit.actions import record
from ui.versions import Stale, swap


@transaction.atomic
def set_terms(person: User, *, version: int, by: object, **values: Any) -> WorkingTerms:
    """Keeps a person's terms. Raises ui.versions.Stale when somebody saved them after `version` (0: none yet)."""
    terms, made = WorkingTerms.objects.select_for_update().get_or_create(person=person, defaults=values)
    if made:
        changed = sorted(values)
    elif not version:
        raise Stale(terms)
    else:
        changed = swap(terms, version=version, **values)
    record("terms.changed", person, by=by, fields=changed)
    return terms
