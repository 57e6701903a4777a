from clients.views.access_log import access_log
from clients.views.allocation import allocation
from clients.views.client_list import client_list
from clients.views.details import change_details, change_status, new_client
from clients.views.people import add_consent, add_risk, close_risk, consent_evidence, people, withdraw_consent

__all__ = [
    "access_log",
    "add_consent",
    "add_risk",
    "allocation",
    "change_details",
    "change_status",
    "client_list",
    "close_risk",
    "consent_evidence",
    "new_client",
    "people",
    "withdraw_consent",
]
