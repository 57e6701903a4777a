"""A body that every form of the product accepts, put together from the form itself, so that no form is forgotten."""

import secrets
from datetime import timedelta

from django import forms
from django.urls import resolve
from django.utils import timezone

from clients.models import Client
from tests.access.pages import ask
from tests.access.practice import FIXED, add_row, unknown_values
from tests.access.routes import every_route
from tests.accounts.ground import with_app
from tests.factories import assessments, careplans, clients, providers, reports, reviews
from tests.factories.accounts import StaffCheckFactory, SupervisionFactory, UserFactory
from tests.factories.enquiries import EnquiryFactory, IntakeStepFactory
from tests.factories.practice import AuditedRecordFactory, RecordAuditFactory
from tests.factories.records import ContactRecordFactory
from ui.fields import ClockField, DayField, PoundsField
from ui.forms import PageForm

# Routes that need a record in another state than the file's own, by the argument that names it.
READY = {
    "accounts:add_supervision": lambda file: {"person_id": SupervisionFactory().supervisor.pk},
    "accounts:reinstate_staff": lambda file: {"person_id": UserFactory(is_active=False).pk},
    "accounts:reset_second_factor": lambda file: {"person_id": who_uses_an_app().pk},
    "assessments:answer_alert": lambda file: {
        "result_id": add_row(file, assessments.MeasureResultFactory, alerting=True).pk
    },
    "clients:close_concern": lambda file: {"concern_id": decided_concern(file).pk},
    "careplans:record_decision": lambda file: {
        "recommendation_id": add_row(file, careplans.RecommendationFactory, goals=[file.rows["careplans.Goal"]]).pk
    },
    "accounts:change_check": lambda file: {"check_id": StaffCheckFactory(person=file.lead, indemnity=True).pk},
    "accounts:verify_check": lambda file: {"check_id": StaffCheckFactory().pk},
    "clients:merge_files": lambda file: {"reference": clients.ClientFactory().reference},
    "practice:sign_session": lambda file: {"supervisee_id": supervisee(file).pk},
    "practice:draw_sample": lambda file: {"supervisee_id": supervisee(file).pk},
    "practice:finish_audit": lambda file: {"audit_id": judged(file, judged_on=timezone.localdate()).audit_id},
    "practice:judge_record": lambda file: {"audited_id": judged(file, judged_on=None).pk},
    "practice:handover_note": lambda file: {"line_id": add_row(file, clients.HandoverLineFactory).pk},
    "practice:read_handover": lambda file: {"line_id": begun_line(file).pk},
    "practice:undo_handover": lambda file: {"handover_id": planned_handover(file).pk},
    "practice:change_enquiry": lambda file: {"enquiry_id": EnquiryFactory().pk},
    "practice:open_intake_file": lambda file: {"intake_id": intake_to_open(file.lead).pk},
    "practice:acknowledge_enquiry": lambda file: {"enquiry_id": EnquiryFactory().pk},
    "practice:decide_enquiry": lambda file: {"enquiry_id": EnquiryFactory().pk},
    "providers:record_reply": lambda file: {"referral_id": letter(file, sent=True).pk},
    "providers:start_service": lambda file: {"referral_id": letter(file, accepted=True).pk},
    "providers:send_referral": lambda file: {"referral_id": letter(file).pk},
    "providers:change_referral": lambda file: {"referral_id": letter(file).pk},
    "reports:render_report": lambda file: {"report_id": draft(file).pk},
    "reports:issue_report": lambda file: {"report_id": draft(file).pk},
    "reports:report": lambda file: {"report_id": draft(file).pk},
    "reviews:start_review": lambda file: {"reference": planned_review_of_another(file.lead)},
}
# What the form itself cannot tell.
TYPED = {
    "assessments:add_assessment": {"independence_found": "Cooks with help", "independence_told_by": "family"},
    "assessments:add_measure": {"item_work": "4"},
    "clients:change_status": {"new_status": "paused"},
    "clients:new_client": {"party_pays": "on"},
    "clients:share_costs": {"share_0": "100"},
    "providers:write_referral": {"lapsed_reason": "Nobody else is near"},
    "providers:change_referral": {"lapsed_reason": "Nobody else is near"},
    "providers:record_reply": {"answer": "accepted"},
    "careplans:record_decision": {"answer": "approved", "amount_pence": "1,080"},
    "accounts:invite_staff": {"roles": ["case_manager"]},
    "practice:new_handover": {"step": "move"},
    "accounts:add_own_check": {"other_body": "A chamber of crafts"},
    "accounts:add_check": {"other_body": "A chamber of crafts"},
    "accounts:log_cpd": {"hours": "1"},
    "practice:decide_enquiry": {"answer": "accepted"},
    "practice:log_enquiry": {"firm": "Pike & Rowe"},
    "practice:intake_risks": {"none_known": "on"},
    "practice:intake_party": {"party_pays": "on"},
    "practice:sign_session": {"minutes": "60"},
    "clients:open_with_a_reason": {"reference": lambda: clients.ClientFactory().reference},
    "clients:merge": {"other": lambda: clients.ClientFactory().reference},
    "clients:build_wall": {"client": lambda: Client.objects.order_by("reference")[0].reference},
    "practice:cover_absence": {"step": "cover"},
}


# Forms that ask for a file, which is sent in another way: tests/practice/test_import_pages.py sends them twice.
OF_FILES = {"practice:import_clients"}


def intake_to_open(worker):
    step = IntakeStepFactory(intake__worker=worker)
    person = {"given_name": "Jonah", "family_name": "Ketteridge", "nation": "ENG"}
    IntakeStepFactory(intake=step.intake, step="person", values=person)
    return step.intake


def who_uses_an_app():
    person = UserFactory()
    with_app(person)
    return person


def decided_concern(file):
    return add_row(file, clients.ConcernFactory, decided_at=timezone.now(), decided_by=file.lead)


def supervisee(file):
    """Somebody whom the lead supervises, with a record on the file."""
    person = SupervisionFactory(supervisor=file.lead).supervisee
    add_row(file, ContactRecordFactory, author=person)
    return person


def judged(file, **variant):
    person = supervisee(file)
    audit = RecordAuditFactory(supervisor=file.lead, supervisee=person, finished_at=None)
    return AuditedRecordFactory(record=file.rows["records.ContactRecord"], audit=audit, **variant)


def letter(file, **variant):
    return add_row(file, providers.ReferralFactory, goals=[file.rows["careplans.Goal"]], **variant)


def planned_review_of_another(lead):
    """The reference of a client with a goal and a service, neither of them reviewed yet."""
    client = clients.ClientFactory()
    clients.AssignmentFactory(client=client, staff=lead)
    careplans.GoalFactory(client=client)
    providers.ServiceFactory(referral=providers.ReferralFactory(client=client, accepted=True))
    reviews.ReviewFactory(client=client)
    return client.reference


def begun_line(file):
    spell = clients.AssignmentFactory(client=file.client, staff=file.lead, kind="cover")
    return add_row(file, clients.HandoverLineFactory, state="moved", started=spell)


def planned_handover(file):
    start = timezone.now() + timedelta(days=2)
    handover = clients.HandoverFactory(starts_at=start)
    add_row(file, clients.HandoverLineFactory, handover=handover)
    return handover


def draft(file):
    return add_row(file, reports.ReportFactory, render_state="none", pdf=None)


def forms_of_the_product():
    """Every route of the live resolver whose POST is carried out once."""
    values = unknown_values() | {"uidb36": "0"}
    forms = [route for route in every_route() if getattr(resolve(route.path(values)).func, "once", False)]
    return [route for route in forms if route.name not in OF_FILES]


def path_of(route, file):
    made = READY.get(route.name, lambda _: {})(file)
    return route.path(file.values | FIXED.get(route.name, {}) | made)


def body_of(route, browser, path):
    """The form as its page shows it, filled in; a button without a form has its key alone."""
    form = form_on(ask(browser, "GET", path))
    if form is None:
        return {"once_key": secrets.token_urlsafe(24)}
    hidden = {"form_token": form.token.signed(), "once_key": form.once_key, "version": form.current_version or ""}
    shown = {name: filled_in(form, name) for name in form.fields}
    typed = {name: given() if callable(given) else given for name, given in TYPED.get(route.name, {}).items()}
    return hidden | {name: given for name, given in shown.items() if given != ""} | typed


def form_on(page):
    """The form that a page drew, or None."""
    return next((given["form"] for given in page.context or [] if isinstance(given.get("form"), PageForm)), None)


def filled_in(form, name):
    field, initial = form.fields[name], form.get_initial_for_field(form.fields[name], name)
    if initial not in (None, "", []) and initial is not False:
        return field.prepare_value(initial)
    if not field.required:
        return ""
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return [choices_of(field)[0]]
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return choices_of(field)[-1]
    return next(words for kind, words in WORDS.items() if isinstance(field, kind))


def choices_of(field):
    return [str(value) for value, _ in field.choices if str(value)]


WORDS = {
    DayField: "today",
    ClockField: "0:00",
    PoundsField: "1,080",
    forms.IntegerField: "4",
    forms.BooleanField: "on",
    forms.EmailField: "somebody@practice.example",
    forms.Field: "Words as somebody typed them",
}
