from clients.views.access_log import access_log
from clients.views.allocation import allocation
from clients.views.around import add_person, change_person, end_person, people_around
from clients.views.client_list import client_list
from clients.views.details import change_details, change_status, new_client
from clients.views.instructions import (
    add_party,
    change_instruction,
    change_party,
    end_instruction,
    record_terms,
    share_costs,
    start_instruction,
)
from clients.views.openings import open_with_a_reason, review_opening, see_opening, walls_and_openings
from clients.views.people import (
    add_consent,
    add_risk,
    close_risk,
    consent,
    consent_evidence,
    people,
    withdraw_consent,
)
from clients.views.walls import build_wall, end_wall
from clients.views.who_can_see import who_can_see

__all__ = [
    "access_log",
    "add_consent",
    "add_party",
    "add_person",
    "add_risk",
    "allocation",
    "build_wall",
    "change_details",
    "change_instruction",
    "change_party",
    "change_person",
    "change_status",
    "client_list",
    "close_risk",
    "consent",
    "consent_evidence",
    "end_instruction",
    "end_person",
    "end_wall",
    "new_client",
    "open_with_a_reason",
    "people",
    "people_around",
    "record_terms",
    "review_opening",
    "see_opening",
    "share_costs",
    "start_instruction",
    "walls_and_openings",
    "who_can_see",
    "withdraw_consent",
]
