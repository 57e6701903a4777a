"""Who may do what, in one table. Whether a record is theirs is the doors' question (`clients/access.py`)."""

from collections.abc import Iterable
from functools import cache

from django.db import models


class Role(models.TextChoices):
    CASE_MANAGER = "case_manager", "Case manager"
    SUPERVISOR = "supervisor", "Clinical supervisor"
    PRACTICE_ADMIN = "practice_admin", "Practice admin"
    CLINICAL_READER = "clinical_reader", "Reads clinical text of every client"


class Permission(models.TextChoices):
    ADD_CLIENT = "add_client", "Add a client"
    IMPORT_CLIENTS = "import_clients", "Add many clients from a table"
    EDIT_CLIENT = "edit_client", "Change a client's details, consent, risks and status"
    ASSIGN_CASELOAD = "assign_caseload", "Assign clients to case managers"
    MANAGE_STAFF = "manage_staff", "Invite and deactivate staff"
    READ_FILE = "read_file", "Read a client's file"
    SEE_WAY_IN = "see_way_in", "See how to get into a client's home"
    WRITE_RECORD = "write_record", "Write contact records"
    ASSESS = "assess", "Write assessments and measures"
    EDIT_PLAN = "edit_plan", "Write goals, recommendations and funding decisions"
    MAKE_REFERRAL = "make_referral", "Make referrals and start services"
    SEE_PROVIDERS = "see_providers", "See the provider directory"
    EDIT_PROVIDER = "edit_provider", "Change the provider directory"
    REVIEW = "review", "Review a client"
    WRITE_REPORT = "write_report", "Write, issue and share reports"
    SEE_ACCESS_LOG = "see_access_log", "See who opened a file"
    SEE_CASELOADS = "see_caseloads", "See the caseload board"
    SUPERVISE = "supervise", "Keep supervision records and audit records"
    OPEN_WITH_REASON = "open_with_reason", "Open a file in an emergency, with a reason"
    KEEP_WALLS = "keep_walls", "Keep somebody from a file by a conflict wall"
    DECIDE_MATCHES = "decide_matches", "Decide on possible matches and conflicts of interest"
    REVIEW_OPENINGS = "review_openings", "Review the files opened with a reason"


PERMISSIONS_OF: dict[str, frozenset[Permission]] = {
    Role.CASE_MANAGER: frozenset(
        {
            Permission.ADD_CLIENT,
            Permission.EDIT_CLIENT,
            Permission.READ_FILE,
            Permission.SEE_WAY_IN,
            Permission.WRITE_RECORD,
            Permission.ASSESS,
            Permission.EDIT_PLAN,
            Permission.MAKE_REFERRAL,
            Permission.SEE_PROVIDERS,
            Permission.EDIT_PROVIDER,
            Permission.REVIEW,
            Permission.WRITE_REPORT,
            Permission.SEE_ACCESS_LOG,
            Permission.OPEN_WITH_REASON,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Permission.READ_FILE,
            Permission.SEE_WAY_IN,
            Permission.SEE_PROVIDERS,
            Permission.SEE_ACCESS_LOG,
            Permission.SEE_CASELOADS,
            Permission.SUPERVISE,
            Permission.OPEN_WITH_REASON,
            Permission.REVIEW_OPENINGS,
        }
    ),
    Role.PRACTICE_ADMIN: frozenset(
        {
            Permission.ADD_CLIENT,
            Permission.IMPORT_CLIENTS,
            Permission.ASSIGN_CASELOAD,
            Permission.MANAGE_STAFF,
            Permission.SEE_PROVIDERS,
            Permission.EDIT_PROVIDER,
            Permission.SEE_CASELOADS,
            Permission.KEEP_WALLS,
            Permission.DECIDE_MATCHES,
            Permission.REVIEW_OPENINGS,
        }
    ),
    Role.CLINICAL_READER: frozenset({Permission.READ_FILE}),
}


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    return _permissions_of(frozenset(roles))


@cache  # asked some thirty times a page, of a table that never changes
def _permissions_of(roles: frozenset[str]) -> frozenset[Permission]:
    return frozenset().union(*(PERMISSIONS_OF.get(role, frozenset()) for role in roles))
