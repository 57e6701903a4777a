from clients.sought import Firm, Sought
from practice.intake.prefill import SENT_AS
from practice.models import Enquiry, Source


def sought_of(enquiry: Enquiry) -> Sought:
    """What an enquiry asks of the files there are: is it somebody whom the practice knows, or against somebody?"""
    role, _ = SENT_AS.get(Source(enquiry.source), ("", ""))
    firms = (Firm(enquiry.firm, str(role), enquiry.email, enquiry.contact_name),) if enquiry.firm else ()
    return Sought(
        given_name=enquiry.given_name,
        family_name=enquiry.family_name,
        born_on=enquiry.born_on,
        references=tuple(filter(None, [enquiry.their_reference])),
        firms=firms,
    )
