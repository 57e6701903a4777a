"""Where something of a file may leave the practice. The test beside it finds such places in the source by itself."""

# What a module does that lets something out, or could.
EXITS = (
    "OutsideLink.objects.create",
    "IssuedReport.objects.create",
    "ReferralState.SENT, version",
    "Recommendation.objects.create",
    "login_not_required",
    "EmailMessage(",
    "EmailMultiAlternatives(",
    "send_mail(",
    "attachment(",
    "Content-Disposition",
)
# It asks for consent at the moment something leaves.
ASKS = {
    "careplans/actions.py": "a recommendation with its cost is put to the party that is to pay",
    "clients/link_actions.py": "a link is made for one reader",
    "providers/actions.py": "a referral is sent",
    "reports/actions.py": "a report is issued: asked for, begun and finished",
    "reports/views/outside.py": "a link is opened, and the PDF behind it downloaded",
}
# It does not ask, for this reason.
STAYS = {
    "accounts/notices.py": "mail to staff about their own account",
    "accounts/views/staff.py": "an invitation to join the staff",
    "clients/views/people.py": "staff who may read the file download what a consent, terms or an authority rest on",
    "files/serving.py": "the answer itself; the view behind it decides",
    "practice/packs/views.py": "a pack about the practice, which names no client",
    "reminders/letters.py": "mail to staff: references and counts",
    "reminders/views.py": "the calendar and notices of staff",
    "reports/pdf_response.py": "staff who may read the file download its PDF",
    "ui/csv_files.py": "lists for staff; the view behind it decides",
    "ui/views.py": "pages that show no file",
}
