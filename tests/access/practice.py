"""One practice for all nets: two clients' files with one of everything, and the people of the access matrix."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField
from django.utils import timezone

from accounts.models import PracticeSettings, Supervision, User
from accounts.roles import Role
from audit.actions import digest_of
from clients.models import AssignmentKind, Client
from tests.factories import every_factory
from tests.factories.accounts import (
    AbsenceFactory,
    CpdEntryFactory,
    InvitationFactory,
    StaffCheckFactory,
    SupervisionFactory,
    UserFactory,
)
from tests.factories.clients import (
    AssignmentFactory,
    ClientFactory,
    ConflictWallFactory,
    ConsentFactory,
    InstructionFactory,
    PartyFactory,
)
from tests.factories.files import StoredFileFactory
from tests.factories.imports import ImportFactory
from tests.factories.packs import MadePackFactory
from tests.factories.practice import AuditedRecordFactory, RecordAuditFactory
from tests.factories.reminders import SweepFactory
from tests.factories.ui import DraftFactory, SavedViewFactory

NOBODY = UUID("01930000-0000-7000-8000-000000000000")
# What a route's arguments name: the model, or for "reference" the client itself.
NAMED = {
    "record_id": "records.ContactRecord",
    "assessment_id": "assessments.Assessment",
    "need_id": "assessments.Need",
    "result_id": "assessments.MeasureResult",
    "goal_id": "careplans.Goal",
    "recommendation_id": "careplans.Recommendation",
    "provider_id": "providers.Provider",
    "referral_id": "providers.Referral",
    "service_id": "providers.Service",
    "review_id": "reviews.Review",
    "report_id": "reports.Report",
    "issued_id": "reports.IssuedReport",
    "link_id": "clients.OutsideLink",
    "party_id": "clients.Party",
    "consent_id": "clients.Consent",
    "evidence_id": "clients.Evidence",
    "instruction_id": "clients.Instruction",
    "around_id": "clients.PersonAround",
    "risk_id": "clients.Risk",
    "alert_id": "clients.Alert",
    "complaint_id": "clients.Complaint",
    "promise_id": "clients.Promise",
    "concern_id": "clients.Concern",
    "capacity_id": "clients.CapacityAssessment",
    "reminder_id": "reminders.Reminder",
    "session_id": "practice.SupervisionSession",
    "action_id": "practice.SupervisionAction",
    "audited_id": "practice.AuditedRecord",
    "match_id": "clients.PossibleMatch",
    "wall_id": "clients.ConflictWall",
    "opening_id": "clients.Opening",
    "line_id": "clients.HandoverLine",
    "merge_id": "clients.Merge",
    "enquiry_id": "practice.Enquiry",
    "intake_id": "practice.Intake",
}
# Of the person who leads the file, not of the file.
OF_THE_LEAD = {"check_id": StaffCheckFactory, "entry_id": CpdEntryFactory}
FIXED = {
    "accounts:add_own_check": {"kind": "registration"},
    "accounts:accept_invitation": {"token": "an invitation"},
    "account_reset_password_from_key": {"uidb36": "0", "key": "none"},
}
# Made by hand below, or not part of a file.
BY_HAND = {"Client", "Assignment", "ConflictWall", "Instruction", "Party", "Consent", "StoredFile"}


@dataclass
class File:
    """A client's file. `rows` holds one row of each model; `values` says what stands for a route's arguments."""

    client: Client
    lead: User
    token: str
    rows: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)


def file_of(lead, *, token="", **names):
    """A file with one of every model that belongs to a client."""
    client = ClientFactory(**names)
    AssignmentFactory(client=client, staff=lead)
    instruction = InstructionFactory(client=client)
    party = PartyFactory(client=client, instruction=instruction, pays=True, share_percent=100)
    ConsentFactory(client=client, party=party, recorded_by=lead)
    family = client.family_name.lower()
    evidence = StoredFileFactory(content=f"cnrcontentof{family}".encode(), uploaded_by=lead.name)
    consent = ConsentFactory(client=client, recorded_by=lead, evidence=evidence)
    wall = ConflictWallFactory(client=client, staff=UserFactory(roles=[Role.SUPERVISOR]))
    rows = {type(row)._meta.label: row for row in (client, instruction, party, consent, wall, evidence)}
    file = File(client, lead, token or f"token of {client.reference}", rows)
    for kind in file_factories():
        add_row(file, kind)
    file.values = values_of(file) | variants(file)
    return file


def variants(file):
    """Routes that show a record in another state than the file's own, with what they take in place of it."""
    issued = dict(file.rows)
    report = next(kind for kind in file_factories() if kind._meta.model.__name__ == "Report")
    draft = add_row(file, report, render_state="none", pdf=None)
    queued = add_row(file, report, render_state="queued", pdf=None)
    file.rows = issued
    return {
        "reports:report": {"report_id": draft.pk},
        "reports:rendering": {"report_id": queued.pk},
        "accounts:renew_check": {"check_id": StaffCheckFactory(person=file.lead, dbs=True).pk},
        "accounts:change_check": {"check_id": StaffCheckFactory(person=file.lead, indemnity=True).pk},
        "accounts:reinstate_staff": {"person_id": UserFactory(is_active=False).pk},
        "practice:finish_audit": {"audit_id": file.rows["practice.AuditedRecord"].audit_id},
        "practice:leaving": {"person_id": file.lead.pk},
    }


def add_row(file, kind, **values):
    """One more row of a kind, joined to the rows the file holds already."""
    model = kind._meta.model
    values = PARTICULARS.get(model._meta.label, lambda _: {})(file) | values
    for column in model._meta.get_fields():
        if isinstance(column, ForeignKey) and column.related_model._meta.label in file.rows and not column.null:
            values.setdefault(column.name, file.rows[column.related_model._meta.label])
        if isinstance(column, ForeignKey) and column.related_model is User and not column.null:
            values.setdefault(column.name, file.lead)
    row = kind(**values)
    for column in model._meta.get_fields():
        if isinstance(column, ManyToManyField) and column.related_model._meta.label in file.rows:
            getattr(row, column.name).add(file.rows[column.related_model._meta.label])
    file.rows[model._meta.label] = row
    return row


def _link(file):
    issued = file.rows["reports.IssuedReport"]
    token = secrets.token_urlsafe() if "clients.OutsideLink" in file.rows else file.token
    return {"target_id": str(issued.pk), "token_digest": digest_of(token)}


def _reminder(file):
    return {"client_id": file.client.pk, "client_reference": file.client.reference, "state": "unknown"}


def _supervisor_of(lead):
    """Whoever supervises the lead in the shared practice; elsewhere, somebody who might."""
    held = Supervision.objects.filter(supervisee=lead).select_related("supervisor").order_by("pk").first()
    return held.supervisor if held else UserFactory(roles=[Role.SUPERVISOR])


def _audited(file):
    people = {"supervisor": _supervisor_of(file.lead), "supervisee": file.lead}
    return {"audit": RecordAuditFactory(finished_at=None, **people)}


def _finished_audit(file):
    audit = RecordAuditFactory(supervisor=_supervisor_of(file.lead), supervisee=file.lead)
    AuditedRecordFactory(audit=audit, client=file.client, record=file.rows["records.ContactRecord"])
    return audit


# What a row needs besides its parents, to stand for the page of its kind.
PARTICULARS = {
    "clients.OutsideLink": _link,
    # Once there is a file, who knows it knows the enquiry; before that, everybody who adds clients.
    "practice.Enquiry": lambda file: {"client": file.client, "answer": "accepted"},
    "reports.Report": lambda file: {"render_state": "done", "pdf": b"%PDF-1.7"},
    "reminders.Reminder": _reminder,
    "practice.SupervisionSession": lambda file: {"supervisor": _supervisor_of(file.lead)},
    "practice.AuditedRecord": _audited,
    "clients.Merge": lambda file: {"earlier": ClientFactory()},
    "clients.HandoverLine": lambda file: {"giver": file.lead},
    "clients.PossibleMatch": lambda file: {"client": file.client},
    "clients.TimelineEntry": lambda file: {"by_name": file.lead.name},
}


def file_factories():
    """Factories of the models that belong to a file, parents first."""
    labels = {model._meta.label for model in file_models()}
    waiting = [kind for kind in every_factory() if kind._meta.model._meta.label in labels]
    waiting = [kind for kind in waiting if kind._meta.model.__name__ not in BY_HAND]
    sorted_out = []
    while waiting:
        names = {kind._meta.model for kind in waiting}
        ready = [kind for kind in waiting if not _parents(kind._meta.model) & names - {kind._meta.model}]
        assert ready, f"factories in a circle: {waiting}"
        sorted_out += ready
        waiting = [kind for kind in waiting if kind not in ready]
    links = [kind for kind in sorted_out if kind._meta.model.__name__ in ("OutsideLink", "LinkOpening")]
    return [kind for kind in sorted_out if kind not in links] + links


def file_models():
    """Every model of ours that hangs on a client, directly or through another."""
    ours = [model for model in apps.get_models() if model._meta.app_label in settings.OUR_PACKAGES]
    found = {Client}
    while True:
        more = {model for model in ours if _parents(model) & found} - found
        if not more:
            extra = {model for model in ours if any(column.name == "client_id" for column in model._meta.fields)}
            extra |= {apps.get_model("providers.Provider"), apps.get_model("files.StoredFile")}
            return sorted(found | extra, key=lambda model: model._meta.label)
        found |= more


def _parents(model):
    foreign = {column.related_model for column in model._meta.get_fields() if isinstance(column, ForeignKey)}
    return foreign | {column.related_model for column in model._meta.many_to_many}


def values_of(file):
    values = {name: file.rows[label].pk for name, label in NAMED.items() if label in file.rows}
    values |= {name: kind(person=file.lead).pk for name, kind in OF_THE_LEAD.items()}
    return values | {
        "pack_id": MadePackFactory().pack_id,
        "import_id": ImportFactory(by=file.lead).pk,
        "kind": "membership",
        "reference": file.client.reference,
        "other": ClientFactory().reference,
        "token": file.token,
        "person_id": UserFactory(roles=[Role.CASE_MANAGER]).pk,
        "supervisee_id": file.lead.pk,
        "supervision_id": SupervisionFactory().pk,
        "audit_id": _finished_audit(file).pk,
        "view_id": SavedViewFactory(owner=file.lead).pk,
        "draft_id": DraftFactory(author=file.lead, client=file.client.reference).pk,
        "handover_id": file.rows["clients.HandoverLine"].handover_id,
        "absence_id": leave_to_come(file.lead).pk,
        "key": "wsas",
        "waiting": "drafts",
        "pk": 0,
    }


def leave_to_come(person):
    """After any that is entered already."""
    starts_on = timezone.localdate() + timedelta(days=30 + 20 * person.absences.count())
    return AbsenceFactory(person=person, starts_on=starts_on, ends_on=starts_on + timedelta(days=10))


def unknown_values():
    return dict.fromkeys([*NAMED, *OF_THE_LEAD, "pack_id", "import_id"], NOBODY) | {
        "kind": "no-such-kind",
        "reference": "CM-0000",
        "other": "CM-0000",
        "token": "unknown",
        "person_id": NOBODY,
        "supervisee_id": NOBODY,
        "supervision_id": NOBODY,
        "audit_id": NOBODY,
        "view_id": NOBODY,
        "draft_id": NOBODY,
        "handover_id": NOBODY,
        "absence_id": NOBODY,
        "key": "wsas",
        "waiting": "drafts",
        "pk": 0,
    }


@dataclass
class Practice:
    own: File
    foreign: File
    people: dict

    def particulars(self, which, route):
        """What a route takes in place of what its arguments usually stand for."""
        file = {"own": self.own, "foreign": self.foreign}.get(which)
        return FIXED.get(route, {}) | (file.values.get(route, {}) if file else {})

    def values(self, which):
        return {"own": self.own.values, "foreign": self.foreign.values, "unknown": unknown_values()}[which]


def build():
    """The file ("own") that each person stands in some relation to, and one ("foreign") that only its lead may open."""
    PracticeSettings.current()  # made once, not by every request that is taken back
    now, hour = timezone.now(), timedelta(hours=1)
    lead, stranger = UserFactory(name="Lena Lead"), UserFactory(name="Frieda Foreign")
    people = {"lead": lead, "admin": UserFactory(roles=[Role.PRACTICE_ADMIN])}
    people["own supervisor"] = SupervisionFactory(supervisee=lead).supervisor
    own = file_of(lead, given_name="Olive", family_name="Ownfile")
    foreign = file_of(stranger, given_name="Fergus", family_name="Foreignfile")

    def spell(name, kind, starts, ends):
        people[name] = AssignmentFactory(client=own.client, kind=kind, starts_at=starts, ends_at=ends).staff

    spell("former lead", AssignmentKind.LEAD, now - 900 * hour, now - 800 * hour)
    spell("cover before", AssignmentKind.COVER, now + hour, now + 2 * hour)
    spell("cover during", AssignmentKind.COVER, now - hour, now + hour)
    spell("cover after", AssignmentKind.COVER, now - 2 * hour, now - hour)
    spell("walled off", AssignmentKind.COVER, now - hour, now + hour)
    spell("opened with reason", AssignmentKind.OPENED_WITH_REASON, now - hour / 2, now + hour / 2)
    spell("deactivated", AssignmentKind.COVER, now - hour, now + hour)
    User.objects.filter(pk=people["walled off"].pk).update(name="Zelda Walled")  # the last of each list of choices
    ConflictWallFactory(client=own.client, staff=people["walled off"])
    own.values["import_id"] = ImportFactory(by=people["admin"]).pk
    others = file_of(UserFactory(name="Other Lead"))
    people["other case manager"] = others.lead
    people["other supervisor"] = SupervisionFactory(supervisee=others.lead).supervisor
    assert Supervision.objects.filter(supervisee__in=[lead, others.lead]).count() == 2
    SweepFactory(finished_at=timezone.now() + timedelta(hours=1))  # however long the tests of this practice take
    InvitationFactory(token_digest=digest_of("an invitation"))
    return Practice(own, foreign, people)
