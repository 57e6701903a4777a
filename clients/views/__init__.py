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
from clients.views.people import add_consent, add_risk, close_risk, consent, people, withdraw_consent

__all__ = [
    "access_log",
    "add_consent",
    "add_party",
    "add_person",
    "add_risk",
    "allocation",
    "change_details",
    "change_instruction",
    "change_party",
    "change_person",
    "change_status",
    "client_list",
    "close_risk",
    "consent",
    "end_instruction",
    "end_person",
    "new_client",
    "people",
    "people_around",
    "record_terms",
    "share_costs",
    "start_instruction",
    "withdraw_consent",
]
