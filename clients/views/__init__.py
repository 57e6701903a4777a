from clients.views.access_log import access_log
from clients.views.allocation import allocation
from clients.views.around import add_person, change_person, end_person, people_around
from clients.views.capacity import (
    add_capacity_addendum,
    assess_capacity,
    assess_capacity_again,
    capacity,
    capacity_assessment,
    make_decision,
)
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
from clients.views.matches import decide_match, matches
from clients.views.merging import earlier_file, merge, merge_files, undo_merge
from clients.views.openings import open_with_a_reason, review_opening, see_opening, walls_and_openings
from clients.views.people import (
    add_consent,
    consent,
    consent_evidence,
    evidence,
    people,
    withdraw_consent,
)
from clients.views.person import change_circumstances, change_equality, equality, hospital_papers
from clients.views.promises import add_complaint, add_promise, complaint, resolve_complaint, settle_promise
from clients.views.safeguarding import (
    add_concern_step,
    close_concern,
    concern,
    decide_concern,
    name_concern_readers,
    raise_concern,
)
from clients.views.safety import add_alert, add_risk, change_way_in, close_risk, end_alert, review_risk, safety, way_in
from clients.views.walls import build_wall, end_wall
from clients.views.who_can_see import who_can_see

__all__ = [
    "access_log",
    "add_alert",
    "add_capacity_addendum",
    "add_complaint",
    "add_concern_step",
    "add_consent",
    "add_party",
    "add_person",
    "add_promise",
    "add_risk",
    "allocation",
    "assess_capacity",
    "assess_capacity_again",
    "build_wall",
    "capacity",
    "capacity_assessment",
    "change_circumstances",
    "change_details",
    "change_equality",
    "change_instruction",
    "change_party",
    "change_person",
    "change_status",
    "change_way_in",
    "client_list",
    "close_concern",
    "close_risk",
    "complaint",
    "concern",
    "consent",
    "consent_evidence",
    "decide_concern",
    "decide_match",
    "earlier_file",
    "end_alert",
    "end_instruction",
    "end_person",
    "end_wall",
    "equality",
    "evidence",
    "hospital_papers",
    "make_decision",
    "matches",
    "merge",
    "merge_files",
    "name_concern_readers",
    "new_client",
    "open_with_a_reason",
    "people",
    "people_around",
    "raise_concern",
    "record_terms",
    "resolve_complaint",
    "review_opening",
    "review_risk",
    "safety",
    "see_opening",
    "settle_promise",
    "share_costs",
    "start_instruction",
    "undo_merge",
    "walls_and_openings",
    "way_in",
    "who_can_see",
    "withdraw_consent",
]
