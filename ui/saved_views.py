"""Filters of a list that somebody keeps under a name."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.http import urlencode

from ui.links import path_to
from ui.models import SavedView
from ui.written import written

MOST_OF_A_QUERY = 300  # the column; longer ones, which no page makes, are kept without
SEARCHED = "q"  # what was searched may be a name; a shared view leaves it out
View = Callable[..., HttpResponse]


def keeps_views(view: View) -> View:
    """Marks a list whose filters may be saved."""
    view.keeps_views = True  # type: ignore[attr-defined]
    return view


def path_of_list(page: str) -> str:
    """The path of a list that keeps views, or "" for anything else."""
    try:
        path = reverse(page)
    except NoReverseMatch:
        return ""
    return path if getattr(resolve(path).func, "keeps_views", False) else ""


def views_of(request: Any, page: str) -> dict[str, Any]:
    """What `components/saved_views.html` shows: the views offered, and where these filters are saved. One query."""
    path, query = path_to(page), without(request.GET, "page", "open")
    views = offered(request.user.pk, page)
    return {
        "views": [
            {
                "id": view.pk,
                "name": view.name,
                "url": f"{path}?{view.query}",
                "current": view.query == query,
                "mine": view.owner_id == request.user.pk,
                "shared": view.shared,
            }
            for view in views
        ],
        "save_url": f"{path_to('ui:save_view')}?{urlencode({'page': page, 'query': query})}" if query else "",
    }


@written
def offered(person: UUID, page: str) -> Any:
    return SavedView.objects.offered_to(person, page=page)


def without(given: QueryDict, *names: str) -> str:
    kept = given.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()
