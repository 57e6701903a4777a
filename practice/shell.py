"""What stands around every page: the practice's name, the navigation a person's roles open, and who is signed in."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import PracticeSettings, User
from accounts.roles import Permission, Role
from clients.pages import path_to

NAVIGATION = (
    ("My day", "practice:my_day", None),
    ("Clients", "clients:client_list", None),
    ("Reviews", "reviews:review_list", Permission.READ_FILE),
    ("Providers", "providers:provider_list", Permission.SEE_PROVIDERS),
    ("Reports", "reports:report_list", Permission.READ_FILE),
)
# Pages of the practice itself, in the order of the list beside them; the first that a person may open is where the
# navigation's last item leads. What is not built yet has no entry.
PRACTICE_SECTIONS = (
    ("Caseload", "practice:caseload", Permission.SEE_CASELOADS),
    ("Dashboard", "practice:dashboard", Permission.SEE_CASELOADS),
    ("Supervision", "practice:supervision", Permission.SUPERVISE),
    ("Supervision held", "practice:supervision_held", Permission.MANAGE_STAFF),
    ("Handovers", "practice:handovers", Permission.ASSIGN_CASELOAD),
    ("Absence and cover", "practice:absences", Permission.ASSIGN_CASELOAD),
    ("Walls and openings", "clients:walls_and_openings", Permission.REVIEW_OPENINGS),
    ("Team", "accounts:staff_list", Permission.MANAGE_STAFF),
    ("Staff register", "accounts:staff_register", Permission.MANAGE_STAFF),
    ("Due diligence packs", "practice:packs", Permission.MANAGE_STAFF),
    ("Who can see what", "accounts:roles", Permission.SEE_CASELOADS),
    ("Settings", "accounts:practice_settings", Permission.MANAGE_STAFF),
    ("Sign-ins", "accounts:sign_in_log", Permission.MANAGE_STAFF),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    practice = getattr(request, "practice", None) or PracticeSettings.current()
    context: dict[str, Any] = {"practice_name": practice.name, "practice": practice}
    if user is None or not user.is_authenticated:
        return context
    return context | {
        "me": {"name": user.name, "initials": user.initials, "role_words": user.role_label},
        "can": {permission.name: user.may(permission) for permission in Permission},
        "navigation": _navigation(user, request.path),
        "practice_sections": _practice_sections(user, request.path),
        "new_menu": _new_menu(user),
        "idle_minutes": practice.idle_minutes,
        "stay_url": reverse("ui:stay_signed_in"),
        "security_url": reverse("mfa_index"),
    }


def _navigation(user: User, path: str) -> list[dict[str, Any]]:
    items = [
        {"url": url, "label": label, "current": path == url if url == "/" else path.startswith(url)}
        for label, route, permission in NAVIGATION
        if (permission is None or user.may(permission)) and (url := path_to(route))
    ]
    first = next(_open_sections(user), None)
    return [*items, first | {"label": "Practice", "current": path.startswith("/practice/")}] if first else items


def _practice_sections(user: User, path: str) -> list[dict[str, Any]]:
    if not path.startswith("/practice/"):
        return []
    sections = list(_open_sections(user))
    nearest = max((section["url"] for section in sections if path.startswith(section["url"])), key=len, default="")
    return [section | {"current": section["url"] == nearest} for section in sections]


def _open_sections(user: User) -> Iterator[dict[str, Any]]:
    for label, route, permission in PRACTICE_SECTIONS:
        if user.may(permission) and (url := path_to(route)):
            yield {"url": url, "label": label}


def _new_menu(user: User) -> list[dict[str, str]]:
    items = []
    if user.may(Permission.ADD_CLIENT):
        items.append({"url": reverse("clients:new_client"), "label": "Client"})
    if user.holds(Role.PRACTICE_ADMIN) and path_to("accounts:invite_staff"):
        items.append({"url": reverse("accounts:invite_staff"), "label": "Colleague"})
    if user.may(Permission.EDIT_PROVIDER) and path_to("providers:add_provider"):
        items.append({"url": path_to("providers:add_provider"), "label": "Provider"})
    return items
