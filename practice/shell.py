"""What stands around every page: the practice's name, the navigation a person's roles open, and who is signed in."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import PracticeSettings, User
from accounts.roles import Permission, Role
from ui.links import Link, path_to

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
    ("Enquiries", "practice:enquiries", Permission.ASSIGN_CASELOAD),
    ("Handovers", "practice:handovers", Permission.ASSIGN_CASELOAD),
    ("Absence and cover", "practice:absences", Permission.ASSIGN_CASELOAD),
    ("Possible matches", "clients:matches", Permission.DECIDE_MATCHES),
    ("Walls and openings", "clients:walls_and_openings", Permission.REVIEW_OPENINGS),
    ("Team", "accounts:staff_list", Permission.MANAGE_STAFF),
    ("Staff register", "accounts:staff_register", Permission.MANAGE_STAFF),
    ("Due diligence packs", "practice:packs", Permission.MANAGE_STAFF),
    ("Who can see what", "accounts:roles", Permission.SEE_CASELOADS),
    ("Equality counts", "practice:equality_counts", Permission.MANAGE_STAFF),
    ("Settings", "accounts:practice_settings", Permission.MANAGE_STAFF),
    ("Sign-ins", "accounts:sign_in_log", Permission.MANAGE_STAFF),
)
PRACTICE = ("/practice/", "/enquiries/", "/intakes/")
ACCOUNT = (
    ("Your register", "accounts:own_register", None),
    ("Your supervision", "practice:own_supervision", Permission.WRITE_RECORD),
    ("Change password", "account_change_password", None),
    ("Signing in", "mfa_index", None),
    ("Where you are signed in", "accounts:sessions", None),
    ("Your sign-ins", "accounts:own_sign_ins", None),
)


@dataclass(frozen=True)
class Me:
    name: str
    initials: str
    role_words: str


def shell(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    practice = getattr(request, "practice", None) or PracticeSettings.current()
    context: dict[str, Any] = {"practice_name": practice.name, "practice": practice}
    if user is None or not user.is_authenticated:
        return context
    around = _around(user.role_words, settings.ROOT_URLCONF)
    return (
        context
        | around
        | {
            "me": Me(user.name, user.initials, user.role_label),
            "navigation": _navigation(around, request.path),
            "idle_minutes": practice.idle_minutes,
        }
        | _practice_sections(user.role_words, request.path)
    )


@lru_cache
def _around(role_words: str, urls: str) -> dict[str, Any]:
    """What is the same for everybody with these roles. `urls` tells the routes of one test from another's."""
    somebody = User(role_words=role_words)
    return {
        "can": {permission.name: somebody.may(permission) for permission in Permission},
        "navigation": _links(NAVIGATION, somebody),
        "practice_sections": _links(PRACTICE_SECTIONS, somebody),
        "new_menu": _new_menu(somebody),
        "account_menu": _links(ACCOUNT, somebody),
        "stay_url": reverse("ui:stay_signed_in"),
        "sign_out_url": reverse("account_logout"),
    }


def _links(table: Any, user: User) -> list[Link]:
    return [
        Link(url, label)
        for label, route, permission in table
        if (permission is None or user.may(permission)) and (url := path_to(route))
    ]


def _navigation(around: dict[str, Any], path: str) -> list[Link]:
    items = [replace(link, current=_is_on(path, link)) for link in around["navigation"]]
    practice = [replace(first, label="Practice") for first in around["practice_sections"][:1]]
    return items + [replace(link, current=path.startswith(PRACTICE)) for link in practice]


UNDER = {"/intakes/": "/enquiries/"}  # pages that stand in a section under another address


def _practice_sections(role_words: str, path: str) -> dict[str, Any]:
    """The list beside the practice's own pages; a client's file has another one."""
    if not path.startswith(PRACTICE):
        return {}
    sections = _around(role_words, settings.ROOT_URLCONF)["practice_sections"]
    for begun, section in UNDER.items():
        path = path.replace(begun, section, 1) if path.startswith(begun) else path
    nearest = max((link.url for link in sections if path.startswith(link.url)), key=len, default="")
    current = [replace(link, current=link.url == nearest) for link in sections]
    return {"sections": current, "sections_label": "Sections of the practice"}


def _is_on(path: str, link: Link) -> bool:
    return path == link.url if link.url == "/" else path.startswith(link.url)


def _new_menu(user: User) -> list[Link]:
    offered = (
        ("Client", "practice:new_intake", user.may(Permission.ADD_CLIENT)),
        ("Enquiry", "practice:log_enquiry", user.may(Permission.ADD_CLIENT)),
        ("Colleague", "accounts:invite_staff", user.holds(Role.PRACTICE_ADMIN)),
        ("Provider", "providers:add_provider", user.may(Permission.EDIT_PROVIDER)),
    )
    return [Link(url, label) for label, route, may in offered if may and (url := path_to(route))]
